"""The people of an occupation as the simulation sees them: ages that may be bands, and unequal risks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.workforce import ON, drawn_of, fixed, uncertain
from vivier.workforce import Stock, forecast
from vivier.workforce.ages import AGES, FIRST_AGE, ages_of
from vivier.workforce.assumptions import Belief
from vivier.workforce.data import PERMANENT, PROGRAMMES, Cell
from vivier.workforce.frailty import node_weights
from vivier.workforce.pooling import draw_pool
from vivier.workforce.profiles import national_profile
from vivier.workforce.streams import stream
from vivier.workforce.units import MIN_KNOWN, alike, units_of

RATES = (0.30, 0.18, 0.12, 0.09, 0.07, 0.05)
RANKS = st.integers(0, 60)


def units(*cells, **given):
    return units_of(Stock(ON, cells), uncertain(**given))


def unit(*cells, **given):
    (only,) = units(*cells, **given)
    return only


def row(first, *weights):
    """An array over the 62 ages that begins at that age."""
    ages = np.zeros(AGES)
    ages[first - FIRST_AGE : first - FIRST_AGE + len(weights)] = weights
    return ages


def test_people_of_known_ages_are_counted_by_age_whatever_their_sex_or_company():
    one = unit(Cell("623f", 30, "H", 2), Cell("623f", 30, "F", 3, "PUBLIC", "b"), Cell("623f", 14, "H", 1))
    assert one.counts.tolist() == (row(14, 1) + row(30, 5)).tolist()
    assert one.people == 6
    assert one.bands.shape == (0, AGES)


def test_who_is_older_than_the_last_age_counts_at_it():
    assert unit(Cell("623f", 83, "H", 2), Cell("623f", 75, "H", 1)).counts.tolist() == row(75, 3).tolist()


def test_only_permanent_contracts_are_units():
    cells = [Cell("623f", 30, "H", 1, contract) for contract in (*PERMANENT, *PROGRAMMES)]
    assert unit(*cells).people == Stock(ON, tuple(cells)).people == len(PERMANENT)
    assert units(Cell("623f", 30, "H", 4, "CDD"), Cell("474b", 30, "H", 0)) == ()


def test_units_come_in_alphabetical_order():
    names = [one.occupation for one in units(*(Cell(name, 30, "H", 1) for name in ("b", "c", "a")))]
    assert names == ["a", "b", "c"]


def test_a_band_is_a_mixture_of_its_ages_after_the_national_profile():
    one = unit(Cell("623f", "55_59", "H", 10), Cell("623f", 40, "H", 2))
    profile = national_profile()[41:46]
    assert one.bands == pytest.approx(row(55, *(profile / profile.sum()))[None])
    assert one.counts[AGES:].tolist() == [10]
    assert one.ages == pytest.approx(row(40, 2) + 10 * one.bands[0])


@settings(max_examples=30)
@given(st.sampled_from(["moins_25", "25_34", "50_64", "60_plus", "45_45"]), st.integers(1, 50))
def test_a_band_keeps_its_people_within_its_ages(band, n):
    one = unit(Cell("623f", band, "H", n))
    assert one.people == n
    assert one.ages.sum() == pytest.approx(n)
    outside = np.ones(AGES, bool)
    outside[np.array(ages_of(band)) - FIRST_AGE] = False
    assert not one.ages[outside].any()


def test_the_profile_of_an_occupation_spreads_its_bands():
    older = Belief(ages=tuple(row(55, 0, 0, 0, 1, 3)))
    one = unit(Cell("623f", "55_59", "H", 8), beliefs={"623f": older})
    assert one.ages == pytest.approx(row(58, 2, 6))


def test_unknown_ages_follow_the_known_ages_of_the_occupation_when_there_are_enough():
    one = unit(Cell("623f", 30, "H", 3), Cell("623f", 50, "H", MIN_KNOWN - 3), Cell("623f", "inconnu", "H", 10))
    assert one.ages == pytest.approx(row(30, 3 + 6) + row(50, 2 + 4))


def test_unknown_ages_of_an_occupation_without_enough_follow_those_of_everybody():
    first, other = units(
        Cell("a", "inconnu", "H", 10), Cell("a", 20, "H", MIN_KNOWN - 1), Cell("b", 40, "H", 12)
    )  # everybody: 4 of 20 years, 12 of 40
    assert first.ages == pytest.approx(row(20, 4 + 2.5) + row(40, 7.5))
    assert other.ages == pytest.approx(row(40, 12))


def test_unknown_ages_where_nobody_s_are_known_follow_the_national_profile():
    one = unit(Cell("a", "inconnu", "H", 10), Cell("a", "25_34", "H", 99))
    profile = national_profile()
    assert one.bands[1] == pytest.approx(profile / profile.sum())


def test_bands_not_known_widen_the_intervals():
    known = Stock(ON, tuple(Cell("623f", age, "H", 4) for age in range(50, 65)))
    bands = Stock(ON, (Cell("623f", "50_64", "H", 60),))
    widths = [
        forecast(people, assumptions=fixed(rates=RATES), horizon=5, draws=2000).whole("departures", "", "retirement")
        for people in (known, bands)
    ]
    assert widths[1].sd > 1.05 * widths[0].sd


def test_people_of_a_band_are_drawn_one_by_one_from_its_ages():
    # By hand, over a year: each of 40 people of the band retires with the mean of the chances of its ages, whatever
    # the others do: a binomial law.
    behaviour = fixed(rates=(1e-6,) * 6)
    band = drawn_of(Stock(ON, (Cell("623f", "60_64", "H", 40),)), behaviour, 1, 6000, 3).retired[0]
    weights = unit(Cell("623f", "60_64", "H", 40)).bands[0]
    chances = []
    for age in range(60, 65):
        alone = drawn_of(Stock(ON, (Cell("623f", age, "H", 100),)), behaviour, 1, 3000, 4).retired[0]
        chances.append(alone.mean() / 100)
    share = float(np.array(chances) @ weights[46:51])
    assert band.mean() == pytest.approx(40 * share, abs=0.2)
    assert band.std() == pytest.approx((40 * share * (1 - share)) ** 0.5, rel=0.05)


def test_factors_by_sex_and_contract_multiply_the_belief_of_the_occupation():
    one = unit(
        Cell("623f", 30, "F", 2, "PUBLIC", "b"), Cell("623f", 30, "H", 3, "CDI", "b"), Cell("623f", 40, "H", 1),
        Cell("623f", 50, "H", 4),
        exit_factors={"F": 1.5, "PUBLIC": 0.4}, beliefs={"623f": Belief(exit_factor=2.0)},
    )  # fmt: skip
    assert one.risks == (("", 2.0, 5), ("b", pytest.approx(1.2), 2), ("b", 2.0, 3))


def test_the_weights_of_a_unit_are_those_of_its_people_on_each_path():
    assumptions = replace(fixed(), exit_factors={"F": 3.0, "H": 0.5})
    pool = draw_pool(assumptions, 100, 1)
    (one,) = units_of(Stock(ON, (Cell("623f", 30, "F", 1), Cell("623f", 30, "H", 3))), assumptions)
    expected = (node_weights(3.0) + 3 * node_weights(0.5)) / 4
    assert one.node_weights(pool, stream(1, "623f")) == pytest.approx(np.repeat(expected[:, None], 100, axis=1))


def test_a_factor_by_sex_makes_more_of_them_leave():
    people = Stock(ON, (Cell("f", 30, "F", 100), Cell("h", 30, "H", 100)))
    factors = {"F": 1.5, "H": 0.5}
    outlook = forecast(people, assumptions=fixed(rates=RATES, exit_factors=factors), horizon=1, draws=4000)
    left = [outlook.whole("departures", name, "other").value for name in "fh"]
    assert left == pytest.approx([100 * (1 - 0.82**1.5), 100 * (1 - 0.82**0.5)], rel=0.02)


@pytest.mark.parametrize(
    ("asked", "step"), [(1.0, 1.0), (1.1, 1.0), (1.15, 1.25), (0.1, 0.5), (5.0, 2.0), (0.6, 0.63)]
)
def test_factors_of_ends_of_careers_go_to_the_nearest_step(asked, step):
    assert unit(Cell("a", 60, "H", 1), beliefs={"a": Belief(career_end_factor=asked)}).career == step


def test_ends_of_careers_come_sooner_where_their_factor_is_higher():
    people = Stock(ON, tuple(Cell(name, 60, "H", 80) for name in "abc"))
    beliefs = {"a": Belief(career_end_factor=0.5), "c": Belief(career_end_factor=2.0)}
    outlook = forecast(people, assumptions=uncertain(beliefs=beliefs), horizon=3, draws=300)
    shares = [outlook.whole("retirement_share", name).value for name in "abc"]
    assert shares == sorted(shares)
    assert shares[2] > 1.3 * shares[0]


@settings(max_examples=30)
@given(st.lists(st.tuples(RANKS, RANKS), min_size=1, max_size=12), st.integers(1, 5))
def test_batches_hold_every_occupation_once_the_same_in_every_scenario(careers, size):
    cells = tuple(Cell(f"m{rank}", 30, "H", 1) for rank in range(len(careers)))
    scenarios = [
        units_of(
            Stock(ON, cells),
            uncertain(
                beliefs={f"m{rank}": Belief(career_end_factor=0.5 + c[side] / 40) for rank, c in enumerate(careers)}
            ),
        )
        for side in (0, 1)
    ]
    batches = list(alike(scenarios, size))
    for first, second in batches:
        assert [one.occupation for one in first] == [one.occupation for one in second]
        assert len(first) <= size
        assert len({one.career for one in first}) == len({one.career for one in second}) == 1
    seen = [one.occupation for first, _ in batches for one in first]
    assert sorted(seen) == sorted(cell.occupation for cell in cells)
