"""Intervals that cover what they say, on pôles lived with rates that the engine never knew; the bench is larger."""

from dataclasses import replace

import numpy as np
import pytest

from oracles.poles import LAW, Population, ages_at_retirement, play_pole
from vivier.workforce import Assumptions, forecast
from vivier.workforce.beliefs import national_turnover
from vivier.workforce.pooling import pooled_rates

POLES, HORIZON = 120, 3
CERTAIN = {"pole_cv": 0.0, "company_cv": 0.0, "occupation_cv": 0.0, "band_cv": 0.0, "year_cv": 0.0}


@pytest.fixture(scope="module")
def lived():
    sizes = np.random.default_rng(0).integers(50, 400, POLES).tolist()
    return [play_pole(Population("essai"), people, HORIZON, 900 + k) for k, people in enumerate(sizes)]


def covered(played, supposed):
    """Tell whether the 80 % and 90 % intervals of stock, retirements and openings hold what happened, shape (3, 2)."""
    outlook = forecast(played.stock, assumptions=supposed, horizon=HORIZON, draws=200, seed=1)
    told = (
        (outlook.series("stock_without_hiring")[-1], played.there[-1]),
        (outlook.whole("departures", cause="retirement"), played.retired[-1]),
        (outlook.whole("openings", cause="all"), played.openings[-1]),
    )
    return [
        [one.low <= truth <= one.high for one in (figure.interval_80, figure.interval_90)] for figure, truth in told
    ]


def test_intervals_cover_what_becomes_of_poles_of_companies(lived):
    # 120 pôles: three standard deviations of a binomial; a few points more above, since people are whole.
    shares = np.mean([covered(one, Assumptions(LAW, observed=one.observed)) for one in lived], axis=0)
    margin = 3 * np.sqrt(np.array([0.8 * 0.2, 0.9 * 0.1]) / POLES)
    assert (shares > np.array([0.8, 0.9]) - margin).all()
    assert (shares[[0, 2]] < np.array([0.8, 0.9]) + margin).all()


def test_rates_of_the_last_year_held_for_certain_cover_much_less(lived):
    held = []
    for one in lived:
        exits, expected = one.last_year
        if not exits:
            continue
        rates = tuple(min(1 - (1 - rate) ** (exits / expected), 0.9) for rate in national_turnover().rates)
        held.append(covered(one, Assumptions(LAW, turnover=replace(national_turnover(), rates=rates, **CERTAIN)))[0])
    assert np.mean(held, axis=0)[0] < 0.66


def test_pooled_rates_are_nearer_the_truth_than_raw_ones_in_companies_under_two_hundred_jobs(lived):
    errors = []
    for one in lived:
        people = dict.fromkeys(one.company_rates, 0)
        for cell in one.stock.cells:
            people[cell.group] = people.get(cell.group, 0) + cell.n
        for rate in pooled_rates(Assumptions(LAW, observed=one.observed)):
            if rate.kind == "company" and 5 <= people[rate.name] < 200:
                true = one.company_rates[rate.name]
                errors.append((rate.raw_rate - true, rate.pooled_rate - true))
    raw, pooled = np.sqrt(np.mean(np.square(errors), axis=0))
    assert len(errors) > 300
    assert pooled < 0.75 * raw


def test_the_judge_lives_the_same_pole_again_from_the_same_seed():
    one, again, other = (play_pole(Population("essai"), 60, 5, seed, months=12) for seed in (3, 3, 4))
    assert one.stock == again.stock != other.stock
    assert one.observed == again.observed
    assert (one.openings == again.openings).all()


def test_the_judge_counts_people_once():
    one = play_pole(Population("essai"), 80, 6, 5, months=24)
    assert one.stock.people == 80
    assert (np.diff(one.there) <= 0).all()
    assert (one.retired <= 80 - one.there).all()
    assert (one.openings >= 80 - one.there).all()
    assert sum(row.person_years for row in one.observed) <= 160 + 1e-9


def test_the_judge_moves_the_mean_age_at_retirement_as_it_was_told():
    months = np.arange(75 * 12 + 1)
    parts = (0.22, 0.48, 0.20, 0.07, 0.03)
    still, later = (ages_at_retirement(parts, shift, 64 * 12) for shift in (0.0, 0.5))
    assert still.sum() == pytest.approx(1)
    assert (later - still) @ months / 12 == pytest.approx(0.5, abs=1e-3)
    assert later[: 64 * 12 - 36].sum() == 0
