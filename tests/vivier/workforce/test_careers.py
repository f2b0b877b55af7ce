"""The ends of careers that flows show move the age at which the projection expects them."""

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from factories.workforce import ON, stock, uncertain
from oracles.careers import plain_ages, tilted
from vivier.vocabulary import InputError
from vivier.workforce import forecast
from vivier.workforce.ages import AGES, FIRST_AGE
from vivier.workforce.assumptions import Observed
from vivier.workforce.beliefs import national_behaviour
from vivier.workforce.careers import career_shares, career_shifts

PEOPLE = np.zeros(AGES)
PEOPLE[57 - FIRST_AGE : 67 - FIRST_AGE] = (60, 55, 50, 45, 40, 30, 20, 10, 6, 3)


@cache
def shown_by_age(shift):
    """Live the year before, month by month, as many births every month: years in post and ends of careers by age."""
    there, ended = np.zeros(AGES), np.zeros(AGES)
    for born in range(12 * (ON.year - 75), 12 * (ON.year - 50)):
        legal = uncertain().law.legal_age_months(dt.date(born // 12, born % 12 + 1, 15))
        chances = np.array(tilted(list(plain_ages(national_behaviour(), legal)), shift))
        for month in range(12 * (ON.year - 1) + ON.month, 12 * ON.year + ON.month):
            age = month - born
            if age < 75 * 12:
                there[age // 12 - FIRST_AGE] += chances[age:].sum() / 12
                ended[age // 12 - FIRST_AGE] += chances[age]
    return there, ended


def expected(shift):
    """What one year of this stock shows when the mean age is moved by so much: the judge, age by age."""
    there, ended = shown_by_age(shift)
    return sum(n * gone / years for n, gone, years in zip(PEOPLE, ended, there, strict=True) if n)


def flows(retired, times=1):
    young, old = PEOPLE[: 60 - FIRST_AGE].sum(), PEOPLE[60 - FIRST_AGE :].sum()
    return (
        Observed("55_59", 0, float(times * young), retirements=0),
        Observed("60_plus", 0, float(times * old), retirements=round(times * retired)),
    )


def shifts(observed, **given):
    return career_shifts(uncertain(observed=observed, **given), PEOPLE, ON, np.random.default_rng(1), 4000)


def test_without_flows_the_shift_is_what_was_believed():
    found = shifts(())
    assert found.mean() == pytest.approx(0, abs=0.03)
    assert found.std() == pytest.approx(uncertain().behaviour.shift_sd, rel=0.05)


def test_flows_that_do_not_tell_retirements_apart_teach_nothing():
    told = tuple(Observed(row.band, row.exits, row.person_years) for row in flows(20))
    assert np.array_equal(shifts(told), shifts(()))


@pytest.mark.parametrize("shift", [-0.8, 0.0, 0.8])
def test_many_ends_of_careers_find_the_shift_that_made_them(shift):
    found = shifts(flows(expected(shift), times=30))
    # A year of its own (16 %) may always explain part of what is seen: the shift is drawn half-way, and says its doubt.
    assert abs(found.mean() - shift) < 2.5 * found.std()
    assert np.sign(found.mean().round(1)) == np.sign(shift)
    assert found.std() < uncertain().behaviour.shift_sd


def test_flows_that_are_those_believed_move_nothing():
    # A year in post at 62 is not the year that begins at 62: taking one for the other moved every pôle by 0.3 year.
    assert shifts(flows(expected(0), times=30)).mean() == pytest.approx(0, abs=0.04)


def test_few_say_little_and_many_say_more():
    spreads = [shifts(flows(expected(0.5), times=times)).std() for times in (0.05, 1, 30)]
    assert spreads[0] > spreads[1] > spreads[2]


def test_no_quantity_of_flows_makes_the_age_certain():
    assert shifts(flows(expected(0), times=10_000)).std() > 0.05


def test_early_leavers_seen_bring_departures_forward():
    ages = {"a": dict.fromkeys(range(55, 64), 10)}
    early, late = (
        forecast(stock(ages), assumptions=uncertain(observed=flows(n, times=3)), horizon=3, draws=400, seed=1)
        .whole("departures", "a", "retirement")
        .value
        for n in (2 * expected(0), 0.3 * expected(0))
    )
    assert early > late + 3


def test_shares_are_drawn_around_those_believed_and_as_widely_as_their_weight_says():
    believed = national_behaviour()
    drawn = career_shares(replace(believed, share_weight=60), np.random.default_rng(1), 20_000)
    shares = np.array(believed.shares)
    assert drawn.sum(axis=0) == pytest.approx(1)
    assert drawn.mean(axis=1) == pytest.approx(shares, abs=0.002)
    assert drawn.std(axis=1) == pytest.approx(np.sqrt(shares * (1 - shares) / 61), rel=0.03)


def test_a_share_of_nothing_stays_nothing_and_a_huge_weight_makes_shares_certain():
    believed = replace(
        national_behaviour(), early_share=0, legal_share=1, later_share=0, full_rate_share=0, beyond_share=0
    )
    assert (career_shares(believed, np.random.default_rng(1), 5) == np.array([[0, 1, 0, 0, 0]]).T).all()
    certain = career_shares(replace(national_behaviour(), share_weight=1e12), np.random.default_rng(1), 5)
    assert certain == pytest.approx(np.tile(np.array(national_behaviour().shares)[:, None], 5), abs=1e-5)


def test_a_large_pole_doubts_its_retirements_more_when_shares_are_doubted():
    ages = {"a": dict.fromkeys(range(55, 66), 200)}
    doubted, certain = (
        forecast(stock(ages), assumptions=given, horizon=1, draws=400, seed=1)
        .whole("departures", "a", "retirement")
        .sd
        for given in (uncertain(), uncertain(behaviour=replace(national_behaviour(), share_weight=1e12)))
    )
    assert doubted > 1.1 * certain


def test_a_scenario_still_moves_the_age():
    assert shifts(flows(20), career_shift=0.5).mean() == pytest.approx(shifts(flows(20)).mean() + 0.5)


def test_a_negative_count_is_refused():
    with pytest.raises(InputError, match="fins de carrière"):
        Observed("60_plus", 0, 10.0, retirements=-1)
