"""The simulation against its judges: the exact moments, a world played person by person, and simulated truth."""

import random
from dataclasses import replace

import numpy as np
import pytest

from factories.workforce import ON, drawn, fixed, stock, uncertain
from oracles.careers import Truth, play
from vivier.workforce import forecast, moments
from vivier.workforce.ages import BANDS, band_of
from vivier.workforce.assumptions import Observed
from vivier.workforce.beliefs import Hires, national_turnover
from vivier.workforce.profiles import hire_profile

RATES = (0.30, 0.18, 0.12, 0.09, 0.07, 0.05)
YOUNG = Hires((0.25, 0.45, 0.30, 0, 0, 0), 1e9, "essai")


def hire_shares(shares):
    return dict(zip(range(14, 76), hire_profile(shares).tolist(), strict=True))


def test_without_hiring_agrees_with_the_exact_moments_of_an_ageing_population():
    ages, horizon, draws = {20: 40, 23: 60, 24: 80, 31: 120, 34: 100}, 6, 4000
    paths = drawn(ages, fixed(rates=RATES), horizon, draws, 3)
    people = np.array([ages.get(age, 0) for age in range(20, 45)], dtype=float)
    moves = np.diag([1 - RATES[band_of(age)] for age in range(20, 44)], k=1)
    for year in range(1, horizon + 1):
        mean, sd = moments(people, moves, np.zeros(25), year).total
        there = 400 - (paths.retired + paths.left)[:year].sum(axis=0)
        assert abs(there.mean() - mean) < 4 * sd / draws**0.5
        assert there.std() == pytest.approx(sd, rel=0.05)


def test_with_replacement_agrees_with_the_exact_moments_of_a_renewed_population():
    # Who leaves is replaced: each post is a chain whose exits come back at the ages of recruits.
    ages, horizon, draws = {22: 50, 28: 70, 33: 60}, 6, 4000
    paths = drawn(ages, fixed(rates=RATES, hires=YOUNG), horizon, draws, 5)
    states = range(16, 52)
    arrivals = np.array([hire_shares(YOUNG.shares)[age] for age in states])
    exits = np.array([RATES[band_of(age)] for age in states])
    moves = np.multiply.outer(exits, arrivals) + np.diag(1 - exits[:-1], k=1)
    people = np.array([ages.get(age, 0) for age in states], dtype=float)
    assert (paths.headcount == 180).all()
    for year in range(horizon):
        expected = moments(people, moves, np.zeros(len(states)), year).mean @ exits
        hired = paths.all_left[year] + paths.all_retired[year]
        assert abs(hired.mean() - expected) < 4 * hired.std() / draws**0.5


def test_agrees_with_a_world_played_person_by_person():
    ages, horizon, runs, draws = {24: 4, 38: 6, 46: 5, 57: 8, 60: 9, 61: 6, 63: 5, 66: 3, 71: 1}, 8, 500, 4000
    assumptions = fixed("2023-270", rates=RATES)
    truth = Truth(
        assumptions.law,
        assumptions.behaviour,
        exit_by_age={age: RATES[band_of(age)] for age in range(14, 100)},
        hire_ages=hire_shares(assumptions.hire_shares),
    )
    rng = random.Random(8)
    played = np.array([play(ages, truth, ON, horizon, rng) for _ in range(runs)])  # (runs, years, 4)
    paths = drawn(ages, assumptions, horizon, draws, 8)
    for rank, ours in enumerate((paths.retired, paths.left, paths.all_retired, paths.all_left)):
        theirs = played[:, :, rank].T
        error = np.sqrt(ours.var(axis=1) / draws + theirs.var(axis=1) / runs)
        assert (np.abs(ours.mean(axis=1) - theirs.mean(axis=1)) < 4.5 * error + 1e-9).all()
        assert ours.sum(axis=0).std() == pytest.approx(theirs.sum(axis=0).std(), rel=0.15)


def test_intervals_cover_what_they_say_on_simulated_truth():
    # 200 pôles whose true rates, behaviour and occupations are drawn from the population the assumptions describe,
    # played by the judge; the engine only sees their past flows. The number covered is binomial: 3 standard
    # deviations of 200 trials, plus 3 points on the upper side because counts are whole people.
    worlds, hits80, hits95 = 200, np.zeros(4), np.zeros(4)
    for world in range(worlds):
        rng = np.random.default_rng(1000 + world)
        seen, truths = simulated_pole(rng)
        ages = {"623f": {22: 5, 30: 9, 41: 8, 52: 8, 58: 6, 61: 4}, "485a": {27: 6, 36: 8, 48: 7, 56: 6, 63: 3}}
        outlook = forecast(stock(ages), assumptions=steady(observed=seen), horizon=5, draws=250, seed=world)
        judge = random.Random(world)
        rows = sum(np.array(play(ages[name], truths[name], ON, 5, judge)) for name in ages)
        real = (70 - rows[:, :2].sum(), rows[:, :2].sum(), rows[:, 2:].sum(), rows[:, 0].sum())
        figures = (
            outlook.series("stock_without_hiring")[-1],
            outlook.whole("departures", cause="all"),
            outlook.whole("openings", cause="all"),
            outlook.whole("departures", cause="retirement"),
        )
        hits80 += [f.interval_80.low <= r <= f.interval_80.high for f, r in zip(figures, real, strict=True)]
        hits95 += [f.interval_95.low <= r <= f.interval_95.high for f, r in zip(figures, real, strict=True)]
    margin = 3 * (0.8 * 0.2 / worlds) ** 0.5
    # Retirements are few (about ten): their interval, whole people at both ends, covers more than it says.
    assert (hits80 / worlds > 0.8 - margin).all()
    assert (hits80[:3] / worlds < 0.8 + margin + 0.03).all()
    assert (hits95 / worlds > 0.95 - 3 * (0.95 * 0.05 / worlds) ** 0.5).all()


def steady(**given):
    """What is uncertain, but for the years to come: the judge plays the same rates every year."""
    return uncertain(turnover=replace(national_turnover(), year_cv=0.0), **given)


def simulated_pole(rng):
    """Draw a pôle from the population: what its files show (40 person-years a band), and its truth by occupation."""
    prior = uncertain()
    turnover = prior.turnover
    scale = np.log1p(turnover.pole_cv**2) ** 0.5
    level = np.exp(rng.normal(-(scale**2) / 2, scale))
    shape = rng.gamma(turnover.band_cv**-2, turnover.band_cv**2, len(BANDS))
    hazards = np.array(prior.band_hazards) * level * shape
    monthly = 1 - np.exp(-hazards / 12)
    seen = tuple(Observed(band, int(rng.binomial(480, m)), 40.0) for band, m in zip(BANDS, monthly, strict=True))
    shift = rng.normal(0, prior.behaviour.shift_sd)
    shared, truths = {}, {}
    for name in ("623f", "485a"):
        more = rng.gamma(turnover.occupation_cv**-2, turnover.occupation_cv**2)
        exits = {age: 1 - np.exp(-hazards[band_of(age)] * more) for age in range(14, 100)}
        truths[name] = Truth(prior.law, prior.behaviour, shift, exits, hire_shares(prior.hire_shares), shared)
    return seen, truths
