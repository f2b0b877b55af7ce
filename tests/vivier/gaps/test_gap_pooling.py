"""People nobody assessed, drawn all companies together, against the same drawn one company after another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.skills import drawn_pole
from oracles import gaps_by_company
from vivier.gaps import Ahead, Held, Required, Terms, measure
from vivier.gaps.data import Needed, Retention, Staff
from vivier.gaps.pooling import LIKENESSES, _as_one, _drawn, _log_counts, _log_dirichlet, _log_sum
from vivier.gaps.streams import stream

TOLD = ("holders", "remaining", "short", "hours")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=5, max_size=5), max_size=6), st.integers(0, 99))
def test_the_chance_of_what_was_seen_is_that_of_each_company_multiplied(rows: list[list[int]], seed: int) -> None:
    counts = np.array(rows, np.int64).reshape(-1, 5)
    shares = np.random.default_rng(seed).dirichlet([0.8] * 5, (len(LIKENESSES), 7)) + 1e-9
    shares /= shares.sum(axis=2, keepdims=True)
    found = _log_counts(counts, LIKENESSES[:, None, None] * shares)
    for rank, likeness in enumerate(LIKENESSES):
        slow = gaps_by_company.counts_chance(counts, likeness * shares[rank]).sum(axis=1)
        assert found[rank] == pytest.approx(slow, rel=1e-9, abs=1e-6)


def test_the_density_of_shares_and_the_sum_of_logs_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    shares, centre = rng.dirichlet([2.0] * 5, (3, 9)), rng.uniform(0.5, 9, (3, 5))
    slow = np.array([gaps_by_company.shares_chance(shares[rank], centre[rank]) for rank in range(3)])
    assert _log_dirichlet(np.log(shares), centre) == pytest.approx(slow)
    assert _log_sum(slow) == pytest.approx(gaps_by_company.logsumexp(slow, axis=1))


@pytest.mark.parametrize("likeness", [1.0, 8.0, 128.0])
def test_companies_drawn_together_vary_as_they_do_one_by_one(likeness: float) -> None:
    """Means, variances and covariances are the same; ends of intervals differ by less than 1 % of the people."""
    sizes, pole, draws = np.array([3, 30, 12, 12, 7, 21, 5, 9]), np.array([0.4, 0.3, 0.15, 0.1, 0.05]), 40_000
    rng, alike = stream(1, "essai"), np.full((draws, 1), likeness)
    slow = sum(_drawn(np.array([n]), alike * pole, rng)[:, 0] for n in sizes)
    fast = _drawn(np.array([sizes.sum()]), _as_one(sizes[:, None], alike) * pole, rng)[:, 0]
    assert fast.mean(axis=0) == pytest.approx(slow.mean(axis=0), abs=0.01 * sizes.sum())
    spread = np.sqrt(np.outer(slow.std(axis=0), slow.std(axis=0)))
    assert np.abs(np.cov(fast.T) - np.cov(slow.T)).max() < 0.06 * spread.max() ** 2
    for one, other in zip(fast.T, slow.T, strict=True):
        ends = np.quantile(one, (0.1, 0.9)) - np.quantile(other, (0.1, 0.9))
        assert np.abs(ends).max() <= 0.011 * sizes.sum()


def test_companies_of_one_person_are_drawn_apart() -> None:
    """Nobody tells of anybody: the sum is that of people drawn one by one from the pôle."""
    ones = _as_one(np.ones((9, 1), np.int64), np.full((20_000, 1), 2.0))
    found = _drawn(np.array([9]), ones * np.array([0.2] * 5), stream(1, "x"))[:, 0, 0]
    assert found.var() == pytest.approx(9 * 0.2 * 0.8, rel=0.03)


def test_a_pole_is_told_as_if_each_company_had_been_drawn_alone() -> None:
    pole = drawn_pole(5, companies=30, skills=5, covered=0.4)
    terms = Terms(draws=8_000)
    fast = measure(pole.required, pole.held, ahead=pole.ahead, terms=terms, seed=3)
    slow = gaps_by_company.measure(pole.required, pole.held, ahead=pole.ahead, terms=terms, seed=4)
    for one, other in zip(fast.skills, slow.skills, strict=True):
        for name in TOLD:
            mine, theirs = getattr(one, name), getattr(other, name)
            width = theirs.interval.width
            assert abs(mine.value - theirs.value) < 0.06 * width
            assert abs(mine.interval.low - theirs.interval.low) < 0.1 * width
            assert abs(mine.interval.high - theirs.interval.high) < 0.1 * width
        assert one.risk == pytest.approx(other.risk, abs=0.03)
        assert one.reasons == other.reasons
    assert fast.likeness == pytest.approx(slow.likeness, rel=0.1)


def test_ages_of_companies_drawn_together_keep_their_sizes() -> None:
    """Seven companies without a matrix, two ages: nobody changes band, nobody is lost."""
    staff = [Staff("A", n + 1, f"E{n}", age) for n in range(8) for age in ("25_34", "55_59")]
    held = [Held("TIG", level, 1, "E7", age) for level in (1, 3) for age in ("25_34", "55_59")]
    world = Ahead(3, tuple(staff), (Retention("A", 1.0),), (Needed("A", 80.0),))
    gap = measure([Required("A", "TIG")], held, ahead=world, terms=Terms(draws=300)).of("TIG")
    assert gap.concerned == sum(each.people for each in staff)
    assert gap.remaining == gap.holders
