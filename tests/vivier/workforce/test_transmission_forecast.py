"""The transmissions against their judges: by hand, owner by owner, in closed form, and played."""

import copy
import datetime as dt
import json
import random
from dataclasses import asdict, replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.owners import CERTAIN, ON, assumed, village
from oracles.owners import legal_age, month_of, play, still_there, stopping_ages
from vivier.vocabulary import InputError
from vivier.workforce.transmission import Owner, transmissions
from vivier.workforce.transmission.curves import Clock, Curves, log_presence
from vivier.workforce.transmission.data import OUTCOMES, PLANS, businesses
from vivier.workforce.transmission.paths import expected, simulate

ONLY_LEGAL = {
    "early_share": 0, "legal_share": 0.99, "later_share": 0, "full_rate_share": 0, "beyond_share": 0.01,
    "other_rate": 0, "pace_sd": 0,
}  # fmt: skip


def run(owners, horizon=10, draws=400, seed=1, on=ON, **given):
    return transmissions(owners, assumptions=assumed(**given), on=on, horizon=horizon, draws=draws, seed=seed)


@pytest.mark.parametrize(
    ("on", "years", "ends"),
    [
        (dt.date(2026, 1, 31), (2026, 2027, 2028), (11, 23, 24)),
        (dt.date(2025, 12, 31), (2026, 2027), (12, 24)),
        (dt.date(2026, 1, 1), (2026, 2027), (12, 24)),
        (dt.date(2026, 12, 5), (2026, 2027, 2028), (1, 13, 24)),
    ],
)
def test_a_horizon_is_cut_by_calendar_year(on, years, ends):
    assert (Clock(on, 2).years, Clock(on, 2).ends) == (years, ends)
    rows = run([Owner("a", 60)], horizon=2, on=on).series("businesses")
    assert [row.year for row in rows] == list(years)
    assert sum(row.months for row in rows) == 24


def test_by_hand_everybody_stops_in_the_twelve_months_after_the_legal_age():
    # On 31 January 2026, who is 62 is 744 to 755 months old and retires at 753 months (law of 2026), here at an even
    # pace over months 753 to 764, but for 1 % later. Two twelfths of them are past 753 already: who is 754 months
    # old has 1/12 behind, who is 755 has 2/12. After eleven months, in 2026: at 755 + ... the share of months gone.
    owner = Owner("a", 62, plan="unknown")
    found = run([owner], career=ONLY_LEGAL).series("businesses")[0].value
    gone = []
    for months in range(744, 756):
        left = 1 - 0.99 * max(months - 753, 0) / 12
        after = 1 - 0.99 * min(max(months + 11 - 753, 0), 12) / 12
        gone.append(1 - after / left)
    assert found == pytest.approx(sum(gone) / 12)


def test_by_hand_a_mason_without_employee_or_answer_closes_four_times_in_five():
    ten = run([Owner(f"maçon {rank}", 64, plan="unknown") for rank in range(20)])
    stops, closes = ten.whole("businesses"), ten.whole("businesses", "closing")
    assert closes.value / stops.value == pytest.approx(0.8)
    assert ten.whole("businesses", "successor").value == 0
    assert ten.whole("jobs").value == pytest.approx(stops.value)


@pytest.mark.parametrize("legal", [744, 753, 768])
def test_the_presence_curve_is_the_one_written_out_month_by_month(legal):
    assumptions = assumed(career={"other_rate": 0.0})
    plain = np.array(stopping_ages(assumptions.career, legal, 804))
    there = 1 - np.concatenate([[0], np.cumsum(plain)])[: 12 * 90]
    assert np.exp(log_presence(assumptions, legal))[: 12 * 90] == pytest.approx(there, abs=1e-9)


def test_owners_stop_about_one_year_after_employees():
    # Employees stop at 64.4 on average for a legal age of 64; independents one year later (Drees, ER 688).
    weights = np.array(stopping_ages(assumed().career, 768, 804))
    mean = weights @ np.arange(weights.size) / 12
    assert 65.2 < mean < 65.8


def test_each_curve_is_the_one_of_the_slow_judge():
    assumptions = assumed("2023-270")
    clock = Clock(ON, 12)
    paces = np.array([0.7, 1.0, 1.4])
    curves = Curves(assumptions, clock, paces)
    for owner in (
        *(Owner("a", age, plan=plan) for age in (17, 52, 61, 66, 80, 105) for plan in ("none", "sought")),
        *(Owner("a", 60, year=year) for year in (2010, 2022, 2024, 2025, 2026, 2029, 2030, 2045)),
    ):
        for rank, pace in enumerate(paces):
            judged = still_there(owner, pace, assumptions, month_of(ON), clock.ends)
            assert curves.there(owner)[:, rank] == pytest.approx(judged, abs=1e-9), owner


def test_births_follow_the_generation_of_each_month():
    # Born in January 1964 or in December 1963: not the same legal age in the law of 2023.
    assert legal_age(assumed("2023-270"), month_of(ON), 744) == 756
    assert legal_age(assumed("2023-270"), month_of(ON), 745) == 753


def test_without_uncertainty_the_mean_is_the_sum_over_owners():
    owners, clock = village(), Clock(ON, 8)
    assumptions = assumed(career=CERTAIN)
    ten = run(owners, horizon=8, career=CERTAIN)
    by_hand = 0.0
    for business in businesses(owners):
        gone = np.ones(len(clock.ends))
        for owner in business.owners:
            gone *= 1 - np.array(still_there(owner, 1.0, assumptions, month_of(ON), clock.ends))
        by_hand += gone[-1]
    assert ten.whole("businesses").value == pytest.approx(by_hand)


def test_the_mean_integrates_the_pace_as_a_fine_grid_of_it_does():
    owners, clock = village(), Clock(ON, 8)
    assumptions = assumed(career={"pace_sd": 0.5})
    ranks = (np.arange(20_000) + 0.5) / 20_000
    normal = np.array([NormalDist().inv_cdf(rank) for rank in ranks])
    curves = Curves(assumptions, clock, np.exp(0.5 * normal - 0.125))
    grid = sum(curves.gone(business)[-1].mean() for business in businesses(owners))
    exact = expected(businesses(owners), assumptions, clock)[""]
    assert exact[0].sum() == pytest.approx(grid, rel=1e-5)


def test_the_exact_mean_agrees_with_the_paths():
    known, draws = businesses(village()), 4000
    assumptions, clock = assumed(), Clock(ON, 10)
    means, paths = expected(known, assumptions, clock), simulate(known, assumptions, clock, draws, 3)
    assert list(means) == ["", "boulanger", "coiffeur", "maçon"]
    for name, grid in paths.items():
        error = grid.std(axis=-1) / draws**0.5
        assert (np.abs(grid.mean(axis=-1) - means[name][..., 0]) <= 4.5 * error + 1e-3).all()


@pytest.fixture(scope="module")
def worlds():
    """250 worlds of the village played by the judge: stops by year and closings, each of shape (worlds, years)."""
    assumptions, ends, judge = assumed(career={"pace_sd": 0.4}), Clock(ON, 6).ends, random.Random(4)
    groups = [list(business.owners) for business in businesses(village())]
    played = [play(groups, assumptions, ON, ends, judge) for _ in range(250)]
    stops = [[sum(rank == year for rank, _ in world) for year in range(len(ends))] for world in played]
    closes = [[sum(shut and rank == year for rank, shut in world) for year in range(len(ends))] for world in played]
    return np.array(stops), np.array(closes)


def test_the_paths_agree_with_worlds_played_owner_by_owner(worlds):
    draws, clock = 4000, Clock(ON, 6)
    grid = simulate(businesses(village()), assumed(career={"pace_sd": 0.4}), clock, draws, 4)[""][0]
    for theirs, ours in zip(worlds, (grid.sum(axis=0), grid[2]), strict=True):
        error = np.sqrt(ours.var(axis=1) / draws + theirs.var(axis=0) / len(theirs))
        assert (np.abs(ours.mean(axis=1) - theirs.mean(axis=0)) < 4.5 * error + 1e-9).all()
        assert ours.sum(axis=0).std() == pytest.approx(theirs.sum(axis=1).std(), rel=0.2)


def test_intervals_cover_the_worlds_that_the_judge_plays(worlds):
    # Whole businesses at both ends: the interval covers a little more than it says, never less.
    found = run(village(), horizon=6, draws=2000, career={"pace_sd": 0.4})
    for theirs, outcome in zip(worlds, ("all", "closing"), strict=True):
        ends, totals = found.whole("businesses", outcome).interval_80, theirs.sum(axis=1)
        assert 0.8 - 3 * (0.16 / 250) ** 0.5 < np.mean((totals >= ends.low) & (totals <= ends.high)) < 0.96


def test_the_share_that_closes_is_uncertain_for_everybody_at_once():
    owners = [Owner(str(rank), 70, plan="unknown") for rank in range(200)]
    sure = run(owners, draws=2000, closing_alone={"weight": 1e6}).whole("businesses", "closing")
    unsure = run(owners, draws=2000).whole("businesses", "closing")
    assert unsure.value == sure.value
    # Beta(24, 6): the share alone has a standard deviation of 7 points, fourteen businesses of 200.
    assert unsure.interval_80.width > 2 * sure.interval_80.width
    assert unsure.interval_80.width == pytest.approx(2 * 1.28 * (0.8 * 0.2 / 31) ** 0.5 * 198, rel=0.2)


def test_a_share_of_nothing_or_of_all_is_certain():
    owners = [Owner(str(rank), 70, plan="sought") for rank in range(5)]
    for share in (0, 1):
        paths = simulate(businesses(owners), assumed(closing_alone={"sought": share}), Clock(ON, 5), 100, 1)[""][0]
        assert (paths[2] > 0).any() == (share == 1)
        assert (paths[1] > 0).any() == (share == 0)


def test_a_business_changes_hands_when_its_last_owner_stops():
    alone = run([Owner("a", 68, 2)]).whole("businesses").value
    with_junior = run([Owner("a", 68, 2), Owner("a", 30, 2)]).whole("businesses").value
    assert alone > 0.8
    assert with_junior < 0.3


def test_a_declared_year_is_believed_as_a_distribution_around_it():
    owner = Owner("a", 58, plan="unknown", year=2028)
    by_year = {row.year: row.value for row in run([owner]).series("businesses")}
    without = {row.year: row.value for row in run([Owner("a", 58, plan="unknown")]).series("businesses")}
    assert max(by_year, key=by_year.get) == 2028
    assert 0.25 < by_year[2028] < 0.42
    assert by_year[2027] > without[2027]
    assert by_year[2029] > without[2029]


def test_a_declared_year_long_gone_says_nothing_more():
    old = run([Owner("a", 58, year=2019)])
    assert old.rows == run([Owner("a", 58)]).rows


@pytest.mark.parametrize(("first", "then"), [("successor", "sought"), ("sought", "unknown"), ("unknown", "none")])
def test_a_plan_moves_the_probabilities(first, then):
    def figures(plan):
        ten = run([Owner("a", 60, 2, plan=plan)], horizon=5)
        return ten.whole("businesses").value, ten.whole("businesses", "closing").value / ten.whole("businesses").value

    assert figures(first)[0] > figures(then)[0]
    assert figures(first)[1] < figures(then)[1]


def test_only_a_declared_successor_is_counted_as_known():
    for plan in PLANS:
        found = run([Owner("a", 66, 2, plan=plan)])
        assert (found.whole("businesses", "successor").value > 0) == (plan == "successor")
        assert (found.whole("businesses", "open").value > 0) == (plan != "successor")


def test_nobody_gives_nothing():
    assert run([]).rows == ()
    assert (run([]).businesses, run([]).owners, run([]).jobs) == (0, 0, 0)


def test_n_is_the_number_of_businesses_and_jobs_are_counted_once():
    ten = run(village())
    assert (ten.businesses, ten.owners) == (30, 32)
    assert ten.whole("businesses").n == 30
    assert sum(ten.whole("businesses", occupation=name).n for name in ("boulanger", "coiffeur", "maçon")) == 29
    assert ten.jobs == sum({each.company: each.employees for each in village()}.values()) + 32


def test_the_same_seed_gives_the_same_bytes_in_any_order_and_another_seed_does_not():
    rows = list(village())
    random.Random(5).shuffle(rows)
    before = copy.deepcopy(rows)
    assert asdict(run(rows)) == asdict(run(village()))
    assert rows == before
    assert run(rows, seed=2) != run(rows)


def test_a_new_member_changes_nothing_for_the_others():
    # The streams are keyed by company: the maçons are the same paths whoever else is there.
    before = run(village())
    after = run([*village(), Owner("entreprise 99", 65, occupation="fleuriste")])
    assert before.series("jobs", occupation="maçon") == after.series("jobs", occupation="maçon")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            Owner,
            company=st.sampled_from("abcdefgh"),
            age=st.integers(16, 105),
            employees=st.just(2),
            plan=st.sampled_from(PLANS),
            year=st.none() | st.integers(2015, 2050),
        ),
        max_size=12,
    ),
    st.integers(1, 30),
)
def test_whatever_the_owners_parts_add_up_and_nobody_stops_twice(owners, horizon):
    found = run(owners, horizon=horizon, draws=100)
    for measure in ("businesses", "jobs"):
        for outcome in OUTCOMES:
            if not found.rows:
                continue
            whole = found.whole(measure, outcome)
            assert sum(row.value for row in found.series(measure, outcome)) == pytest.approx(whole.value)
            assert 0 <= whole.interval_95.low <= whole.interval_80.low
            assert whole.interval_80.high <= whole.interval_95.high <= whole.n * (3 if measure == "jobs" else 1)
        if found.rows:
            parts = sum(found.whole(measure, outcome).value for outcome in OUTCOMES[1:])
            assert parts == pytest.approx(found.whole(measure).value)
            assert found.whole(measure).value <= whole.n * 3 + 1e-9


def test_paths_add_up_one_by_one():
    paths = simulate(businesses(village()), assumed(), Clock(ON, 10), 500, 1)
    named = paths["boulanger"] + paths["coiffeur"] + paths["maçon"]
    unnamed = simulate(businesses(village()[-2:]), assumed(), Clock(ON, 10), 500, 1)[""]
    assert (paths[""] == named + unnamed).all()


@pytest.mark.parametrize("wrong", [{"horizon": 0}, {"horizon": 31}, {"draws": 99}, {"draws": 1.5}, {"seed": -1}])
def test_settings_out_of_bounds_are_refused(wrong):
    with pytest.raises(InputError, match="nombre entier entre"):
        run(village(), **wrong)


def test_the_worked_example_of_the_note():
    known = {
        "A": [Owner("A", 64, plan="unknown")],
        "B": [Owner("B", 61, 4, plan="successor", year=2028)],
        "C": [Owner("C", 58, 2, plan="sought")],
        "D": [Owner("D", 67, 1, plan="none"), Owner("D", 45, 1, plan="none")],
        "E": [Owner("E", 50, plan="closing", year=2030)],
    }

    def row(owners):
        found = run(owners, horizon=5, draws=2000)
        return [round(found.whole("businesses", outcome).value, 2) for outcome in OUTCOMES]

    assert [row(owners) for owners in known.values()] == [
        [0.81, 0, 0.16, 0.65],
        [0.87, 0.78, 0, 0.09],
        [0.33, 0, 0.25, 0.08],
        [0.07, 0, 0.03, 0.05],
        [0.32, 0, 0.01, 0.31],
    ]
    everybody = [owner for owners in known.values() for owner in owners]
    assert row(everybody) == [2.40, 0.78, 0.45, 1.17]
    businesses_, jobs = (run(everybody, horizon=5, draws=2000).whole(name) for name in ("businesses", "jobs"))
    assert (businesses_.interval_80.low, businesses_.interval_80.high) == (1, 4)
    assert (round(jobs.value, 1), jobs.interval_80.low, jobs.interval_80.high) == (6.6, 4, 10)


def test_about_three_stops_in_five_are_ends_of_careers_as_published():
    # ISM, 2017: 58 % of the craftsmen of five years or more who had stopped had retired. Owners evenly aged 30 to 65.
    owners = [Owner(str(age), age, plan="unknown") for age in range(30, 66)]
    everything = run(owners, horizon=1).whole("businesses").value
    careers = run(owners, horizon=1, career={"other_rate": 0}).whole("businesses").value
    assert careers / everything == pytest.approx(0.62, abs=0.005)


def test_a_result_survives_json():
    found = asdict(run(village()))
    again = json.loads(json.dumps(found, default=str, allow_nan=False))
    assert again["rows"][0] == {**found["rows"][0]}


def test_extreme_hypotheses_still_give_probabilities():
    wild = {"pace_sd": 1.0, "beyond_years": 0.25, "beyond_share": 0.01, "legal_share": 0.47, "other_rate": 0.5}
    owners = [Owner(str(age), age, plan="successor", year=2027) for age in range(16, 106, 5)]
    found = run(owners, horizon=30, career=wild, pace=dict.fromkeys(PLANS, 10.0))
    assert found.whole("businesses").value == pytest.approx(len(owners), abs=0.5)


def test_a_law_without_room_before_the_full_rate_is_refused():
    law = replace(assumed().law, full_rate_age=64)
    with pytest.raises(InputError, match="au moins deux ans après l’âge légal"):
        log_presence(replace(assumed(), law=law), 64 * 12)
