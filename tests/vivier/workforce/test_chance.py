"""Chance around expected flows: exact person by person, in large numbers the same laws, and unequal companies."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from factories.workforce import ON, drawn, drawn_of, fixed, stock, uncertain
from oracles.careers import Truth, play
from vivier.workforce import Stock, chance, forecast
from vivier.workforce.ages import band_of
from vivier.workforce.assumptions import Belief
from vivier.workforce.chance import Flows
from vivier.workforce.data import Cell
from vivier.workforce.outlook import QUANTILES
from vivier.workforce.profiles import hire_profile
from vivier.workforce.quantiles import figures

SHARES = np.array(QUANTILES)
RATES = (0.30, 0.18, 0.12, 0.09, 0.07, 0.05)
CASES = {
    "chance alone": (fixed(rates=RATES), {24: 30, 33: 60, 45: 70, 57: 50, 61: 40}),
    "everything uncertain": (uncertain(), {24: 30, 33: 60, 45: 70, 57: 50, 61: 40}),
    "growing": (fixed(rates=RATES, growth_rate=0.03), {30: 150, 50: 100}),
    "shrinking": (uncertain(growth_rate=-0.02, growth_sd=0.01), {30: 150, 59: 150}),
    "rare exits": (fixed(rates=(0.02,) * 6), {30: 240}),
    "a large occupation": (fixed(rates=RATES), {24: 300, 33: 600, 45: 700, 57: 500, 61: 400}),
}


def both_ways(ages, assumptions, monkeypatch, draws=2500, horizon=5):
    flows = []
    for limit in (10**9, 0):
        monkeypatch.setattr(chance, "LARGE", limit)
        flows.append(drawn(ages, assumptions, horizon, draws, 7))
    return flows


@pytest.mark.parametrize("name", CASES)
def test_in_large_numbers_the_laws_are_those_of_person_by_person(name, monkeypatch):
    assumptions, ages = CASES[name]
    exact, large = both_ways(ages, assumptions, monkeypatch)
    people = sum(ages.values())
    for field in ("retired", "left", "all_retired", "all_left"):
        for paths in (lambda flows: flows, lambda flows: flows.cumsum(axis=0)):  # a year, then up to that year
            ours, theirs = paths(getattr(large, field)), paths(getattr(exact, field))
            mean, spread = theirs.mean(axis=1), theirs.std(axis=1)
            # What two draws of that many paths may differ by, of a mean and of a quantile, in standard deviations.
            luck = 4 * spread * (2 / ours.shape[1]) ** 0.5
            doubt = luck[:, None] * np.sqrt(SHARES * (1 - SHARES)) / norm.pdf(norm.ppf(SHARES))
            assert (np.abs(ours.mean(axis=1) - mean) < luck + 1e-3).all(), field
            assert ours.std(axis=1)[spread > 1] == pytest.approx(spread[spread > 1], rel=0.03 + 0.05), field
            off = np.abs(figures(ours)[:, 2:] - figures(theirs)[:, 2:])
            assert (off <= np.maximum(1, 0.01 * people) + 0.5 * (doubt > 0) + doubt).all(), field


def test_in_large_numbers_spreads_and_quantiles_are_within_what_is_promised(monkeypatch):
    # Three per cent of the spread, one person of a quantile (half of one more, since whole people are told apart).
    exact, large = both_ways({24: 40, 33: 60, 57: 50, 61: 40}, fixed(rates=RATES), monkeypatch, 10_000, 3)
    for field in ("retired", "left", "all_retired", "all_left"):
        ours, theirs = (getattr(flows, field).sum(axis=0) for flows in (large, exact))
        assert ours.std() == pytest.approx(theirs.std(), rel=0.03), field
        assert figures(ours[None])[0, 2:] == pytest.approx(figures(theirs[None])[0, 2:], abs=1.5), field


def test_in_large_numbers_headcounts_and_targets_are_the_same(monkeypatch):
    exact, large = both_ways({30: 150, 50: 100}, fixed(rates=RATES, growth_rate=0.03), monkeypatch)
    assert large.headcount.mean(axis=1) == pytest.approx(exact.headcount.mean(axis=1), rel=1e-3)
    assert exact.headcount[-1].mean() == pytest.approx(250 * 1.03**5, rel=1e-3)


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(st.integers(16, 80), st.integers(1, 120), min_size=1, max_size=4),
    st.sampled_from([(0.0, 0.0), (0.03, 0.0), (-0.3, 0.0), (0.0, 0.05)]),
    st.sampled_from([0, 10**9]),
)
def test_accounts_balance_on_every_path_either_way(ages, growth, limit):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chance, "LARGE", limit)
        flows = drawn(ages, uncertain(growth_rate=growth[0], growth_sd=growth[1]), 5, 100, 1)
    n = sum(ages.values())
    gone = (flows.retired + flows.left).cumsum(axis=0)
    recruits = np.zeros(100)
    for step in range(5):
        fresh_gone = (flows.all_retired + flows.all_left - flows.retired - flows.left)[step]
        present = n - gone[step] + recruits - fresh_gone
        hired = flows.headcount[step + 1] - present
        assert (hired >= -1e-3).all()  # the headcount is never met by firing
        recruits += hired - fresh_gone
    assert recruits == pytest.approx(flows.headcount[-1] - (n - gone[-1]), abs=1e-2)
    if growth == (0.0, 0.0) and limit:
        assert (flows.headcount == n).all()


def test_person_by_person_every_count_is_a_whole_number_of_people():
    flows = drawn({30: 20, 60: 20}, uncertain(growth_sd=0.02), 6, 200, 2)
    for field in Flows.__slots__:
        counts = getattr(flows, field)
        assert (counts == np.rint(counts)).all()
        assert (counts >= 0).all()


def test_nobody_leaves_twice():
    # Retirements drawn year by year from averages would now and then retire more people than there are.
    flows = drawn({62: 3, 66: 2}, fixed(rates=(1e-6,) * 6), 13, 500, 5)
    assert (flows.retired.sum(axis=0) == 5).all()
    assert (flows.left.sum(axis=0) <= 0.5).all()


def test_totals_are_summed_path_by_path():
    one, two = (drawn({30: n}, uncertain(), 3, 100, n) for n in (5, 9))
    stacked = Flows(*(np.stack([getattr(one, f), getattr(two, f)]) for f in Flows.__slots__))
    together = stacked.together()
    for field in Flows.__slots__:
        assert (getattr(together, field)[0] == getattr(one, field) + getattr(two, field)).all()
        assert getattr(together.plus(together), field).sum() == 2 * getattr(together, field).sum()
        assert getattr(Flows.joined([stacked, stacked]), field).shape[-1] == 200


def test_small_and_large_occupations_come_back_in_their_order():
    sizes = {"a": 900, "b": 3, "c": 500, "d": 7}
    people = stock({name: {40: n} for name, n in sizes.items()})
    outlook = forecast(people, assumptions=fixed(rates=RATES), horizon=1, draws=400)
    for name, n in sizes.items():
        assert outlook.whole("departures", name, "other").value == pytest.approx(0.12 * n, rel=0.1)


AGES = {24: 4, 33: 5, 38: 6, 46: 5, 57: 6, 60: 5, 62: 3}
FACTORS = {"calme": 0.3, "agitée": 3.0}


def worlds_of_companies(factors, runs):
    """Companies of very different risks played person by person, each replacing its own leavers."""
    assumptions = fixed("2023-270", rates=RATES)
    hires = dict(zip(range(14, 76), hire_profile(assumptions.hire_shares).tolist(), strict=True))
    rng, shared = random.Random(11), {}
    truths = {}
    for name, factor in factors.items():
        exits = {age: 1 - (1 - RATES[band_of(age)]) ** factor for age in range(14, 100)}
        truths[name] = Truth(assumptions.law, assumptions.behaviour, 0.0, exits, hires, shared)
    return np.array([sum(np.array(play(AGES, truths[name], ON, 6, rng)) for name in factors) for _ in range(runs)])


def flows_of_companies(factors, draws=4000):
    cells = tuple(Cell("623f", age, "F", n, group=name) for name in factors for age, n in AGES.items())
    return drawn_of(Stock(ON, cells), fixed("2023-270", rates=RATES), 6, draws, 8, companies=factors)


@pytest.mark.parametrize("factors", [{"calme": 0.7, "agitée": 1.5}, {"calme": 0.3, "agitée": 3.0}])
def test_companies_of_different_known_factors_agree_with_the_person_by_person_judge(factors):
    runs, draws = 300, 4000
    played, flows = worlds_of_companies(factors, runs), flows_of_companies(factors, draws)
    for rank, field in enumerate(("retired", "left", "all_retired", "all_left")):
        ours, theirs = getattr(flows, field), played[:, :, rank].T
        error = np.sqrt(ours.var(axis=1) / draws + theirs.var(axis=1) / runs)
        assert (np.abs(ours.mean(axis=1) - theirs.mean(axis=1)) < 4.5 * error).all(), field
        # Chance is drawn as if nobody knew which of the companies each person is in: never too narrow, and a little
        # too wide where companies are worlds apart.
        wide = 0.15 if factors["agitée"] < 2 else 0.5
        assert 0.87 < ours.sum(axis=0).std() / theirs.sum(axis=0).std() < 1 + wide, field


def test_unequal_companies_are_not_a_company_of_the_mean_factor():
    # High risks leave first: after six years, fewer have left than if everybody had the mean factor.
    cells = {name: Cell("623f", 40, "F", 50, group=name) for name in FACTORS}
    unequal = drawn_of(Stock(ON, tuple(cells.values())), fixed(rates=RATES), 6, 1000, 1, companies=FACTORS)
    even = drawn_of(
        Stock(ON, tuple(cells.values())), fixed(rates=RATES), 6, 1000, 1, companies=dict.fromkeys(FACTORS, 1.65)
    )
    assert unequal.left.sum(axis=0).mean() < even.left.sum(axis=0).mean() - 5


def test_a_rare_flow_in_large_numbers_is_never_shown_under_zero():
    people = stock({"a": {20: 400}})
    outlook = forecast(people, assumptions=fixed(rates=(0.001,) * 6), horizon=3, draws=500)
    for row in outlook.estimates:
        if row.measure in {"departures", "openings", "headcount"}:
            assert row.quantiles[0] >= 0
    assert outlook.whole("departures", "a", "other").value == pytest.approx(400 * (1 - 0.999**3), abs=0.15)


@pytest.mark.parametrize("people", [12, 400])
def test_where_posts_close_faster_than_careers_end_openings_are_told_under_zero(people):
    closing = uncertain(growth_rate=-0.02, growth_sd=0.002)
    outlook = forecast(stock({"a": {40: people}}), assumptions=closing, horizon=5, draws=400)
    openings, created, retired = (
        outlook.whole(measure, "a", cause)
        for measure, cause in (("openings", "dares"), ("net_creations", ""), ("openings", "retirement"))
    )
    assert openings.value == pytest.approx(created.value + retired.value)
    assert openings.value < -0.5
    low, high = openings.interval_80.low, openings.interval_80.high
    assert low - 0.5 <= openings.value <= high + 0.5
    assert low >= created.interval_80.low


def test_an_occupation_with_its_own_growth_grows_by_it_on_average():
    beliefs = {"a": Belief(growth_rate=0.04)}
    people = stock({"a": {30: 30}, "b": {30: 30}})
    outlook = forecast(people, assumptions=fixed(rates=RATES, beliefs=beliefs), horizon=5, draws=2000)
    created = [outlook.whole("net_creations", name).value for name in "ab"]
    assert created == pytest.approx([30 * (1.04**5 - 1), 0], abs=0.1)
