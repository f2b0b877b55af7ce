"""The trend against a slow judge, against worlds it does not know, and on the job seekers that Dares publishes."""

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import multivariate_t

from vivier.workforce import local_trend, trend

SEEKERS = Path(__file__).parents[4] / "shared/data/dares-psm/serie_demandeurs_emploi_A_ABC.csv.gz"
FIRST, HORIZON = 11, 10


def shocks_of(length, world):
    """Write a world year by year, each figure as a row of weights on independent unit shocks.

    A cycle with a rhythm is the shadow of a point that turns round, and forgets a little every year.
    """
    count = length + 2
    shocks = np.eye(5 * count)
    steps, slopes, cycles, others, noises = (shocks[k * count : (k + 1) * count] for k in range(5))
    kept, turn = (0.9, 2 * np.pi / world.period) if world.period else (0.7, 0.0)
    rows, level, pace, swing, beside = [], np.zeros(5 * count), slopes[1], cycles[0], others[0]
    for year in range(count):
        if year > 1:
            pace = world.memory * pace + (1 - world.memory**2) ** 0.5 * slopes[year]
        if year:
            level = level + steps[year] + world.slope**0.5 * pace
            fresh = (1 - kept**2) ** 0.5
            swing, beside = (
                kept * (np.cos(turn) * swing - np.sin(turn) * beside) + fresh * cycles[year],
                kept * (np.sin(turn) * swing + np.cos(turn) * beside) + fresh * others[year],
            )
        rows.append(level + world.cycle**0.5 * swing + world.noise**0.5 * noises[year])
    if world.averaged:
        return np.array([(rows[year] + rows[year + 1] + rows[year + 2]) / 3 for year in range(length)])
    return np.array(rows[1:-1])


def judge(past, horizon):
    """Mean and deviation of the years ahead when nothing at all is known of the level: only moves are looked at."""
    said = []
    for world in local_trend.WORLDS:
        rows = shocks_of(len(past) + horizon, world)
        moves = np.diff(rows, axis=0)
        moves /= np.linalg.norm(moves[1])
        seen, ahead = moves[: len(past) - 1], moves[len(past) - 1 :].cumsum(axis=0)
        gain = ahead @ seen.T @ np.linalg.inv(seen @ seen.T)
        left = ahead - gain @ seen
        size = (np.diff(past) @ np.linalg.solve(seen @ seen.T, np.diff(past)) + 3 * 0.03**2) / (len(past) + 2)
        chance = multivariate_t(shape=0.03**2 * seen @ seen.T, df=3).logpdf(np.diff(past))
        chance += np.log((0.15 if world.memory == 0.8 else 1) * (0.3 if world.period == 9 else 1))
        said.append((chance, past[-1] + gain @ np.diff(past), size * (left**2).sum(axis=1)))
    weights = np.exp([chance - max(chances for chances, _, _ in said) for chance, _, _ in said])
    weights /= weights.sum()
    mean = sum(weight * each for weight, (_, each, _) in zip(weights, said, strict=True))
    second = sum(w * (v + (m - mean) ** 2) for w, (_, m, v) in zip(weights, said, strict=True))
    return mean, second**0.5


@pytest.mark.parametrize("seed", range(6))
def test_the_years_ahead_are_those_of_the_slow_judge(monkeypatch, seed):
    monkeypatch.setattr(local_trend, "FAR", 1e9)  # the judge believes every figure
    rng = np.random.default_rng(seed)
    past = 4 + rng.normal(0.01, 0.03, 12 + seed).cumsum() + rng.normal(0, 0.01 * seed, 12 + seed)
    mean, deviation, freedom = local_trend.look_ahead(past, 7)
    expected, spread = judge(past, 7)
    assert mean == pytest.approx(expected, abs=2e-4)
    assert deviation == pytest.approx(spread, rel=5e-3)
    assert freedom == len(past) + 2


@pytest.mark.parametrize("world", local_trend.WORLDS[::5])
def test_the_covariance_of_a_world_is_that_of_its_shocks_written_year_by_year(world):
    rows = shocks_of(9, world)
    scaled = rows / np.linalg.norm(rows[2] - rows[1])
    # The level itself is free: only what differs from the first year has a meaning.
    ours, theirs = local_trend.covariance(9, world), scaled @ scaled.T
    from_first = np.eye(9)[1:] - np.eye(9)[0]
    assert from_first @ ours @ from_first.T == pytest.approx(from_first @ theirs @ from_first.T)


def occupations(seed, *, noise, averaged, breaks=False, count=25):
    """Occupations whose growth drifts, that share a cycle, and that a survey counts (perhaps over three years)."""
    rng = np.random.default_rng(seed)
    cycle = np.zeros(50)
    for year in range(2, 50):
        cycle[year] = 1.2 * cycle[year - 1] - 0.45 * cycle[year - 2] + rng.normal(0, 0.007)
    made = []
    for _ in range(count):
        years = int(rng.integers(22, 41))
        usual = growth = rng.normal(0.005, 0.02)
        moves = []
        for _ in range(years):
            growth = 0.95 * growth + 0.05 * usual + rng.normal(0, 0.005)
            if breaks and rng.random() < 0.05:
                growth = rng.normal(0.005, 0.025)
            shift = rng.normal(0, 0.15) if breaks and rng.random() < 0.04 else 0.0
            moves.append(growth + shift + rng.normal(0, 0.012))
        true = rng.lognormal(4, 1) * np.exp(np.cumsum(moves) + rng.lognormal(0, 0.5) * cycle[-years:])
        counted = np.maximum(true * (1 + noise * rng.standard_normal(years)), 0)
        made.append(np.convolve(counted, np.ones(3) / 3, "valid") if averaged else counted)
    return made


def rolling(many):
    """Errors of ours and of the damped trend from every origin, over each series' mean, and hits of the 80 % interval."""
    ours, plain, hits = [], [], []
    for series in many:
        for origin in range(FIRST, len(series) - 2):
            past, actual = series[:origin], series[origin : origin + HORIZON]
            slope = (past[-1] - past[-11]) / 10
            line = past[-1] + slope * np.cumsum(0.9 ** np.arange(1, len(actual) + 1))
            ahead = trend(past, horizon=len(actual))
            blank = [np.nan] * (HORIZON - len(actual))
            ours.append([*np.abs(ahead.median - actual) / series.mean(), *blank])
            plain.append([*np.abs(line - actual) / series.mean(), *blank])
            hits.append([*((ahead.quantile(0.1) <= actual) & (actual <= ahead.quantile(0.9))), *blank])
    return np.nansum(ours, axis=0), np.nansum(plain, axis=0), np.nanmean(np.array(hits, dtype=float))


FAMILIES = {
    "a register": {"noise": 0.0, "averaged": False},
    "a survey": {"noise": 0.05, "averaged": False},
    "a survey averaged over three years": {"noise": 0.08, "averaged": True},
    "breaks": {"noise": 0.02, "averaged": False, "breaks": True},
}


@pytest.mark.parametrize("name", FAMILIES)
def test_unknown_occupations_are_foretold_better_than_by_a_damped_trend_within_honest_intervals(name):
    ours, plain, covered = rolling(occupations(7, **FAMILIES[name]))
    assert ours.sum() < plain.sum()
    assert np.all(ours[[2, 4, 9]] <= 1.02 * plain[[2, 4, 9]])
    assert 0.72 <= covered <= 0.88


def test_job_seekers_by_occupation_are_foretold_better_than_by_a_damped_trend():
    if not SEEKERS.exists():
        pytest.skip("the Dares series of job seekers are not on this machine (../shared/data/dares-psm)")
    series = defaultdict(list)
    with gzip.open(SEEKERS, "rt", encoding="latin-1") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: row["Annee"]):
            if row["Effectifs"] != "NA":
                series[row["Fap3"], row["Categorie"]].append(float(row["Effectifs"]))
    kept = [np.array(figures) for _, figures in sorted(series.items())][::8]
    ours, plain, covered = rolling(kept)
    assert ours.sum() < 0.97 * plain.sum()
    assert np.all(ours[[2, 4, 9]] < plain[[2, 4, 9]])
    # One common crisis drives them all, so that their misses come together: employment is calmer.
    assert 0.6 < covered < 0.88


def test_the_next_step_after_two_years_is_the_one_worked_out_by_hand():
    gains = dict(zip(local_trend.WORLDS, local_trend.lens(2, 1).gains, strict=True))
    for slope, share in ((0.04, 0.037), (0.36, 0.257), (4.0, 0.776)):
        before, last = gains[local_trend.World(noise=0.0, cycle=0.0, slope=slope, averaged=False)][0]
        assert (before, last) == pytest.approx((-share, 1 + share), abs=1e-3)


def test_years_that_overlap_are_known_in_advance_for_what_they_share():
    # Means of three years: the next one shares two years with the last, so its doubt is far less than a whole move.
    rng = np.random.default_rng(5)
    counted = 100 + rng.normal(0, 6, 34)
    ahead = trend(np.convolve(counted[:31], np.ones(3) / 3, "valid"), horizon=3)
    width = ahead.quantile(0.9) - ahead.quantile(0.1)
    assert width[0] < 0.75 * width[2]
