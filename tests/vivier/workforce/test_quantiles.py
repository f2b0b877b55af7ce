"""From paths to figures: the rule of the nearest tail, by hand on small laws and against the obvious judge."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm

from vivier.workforce.chance import Flows
from vivier.workforce.outlook import QUANTILES
from vivier.workforce.quantiles import figures, lines

# How many of 200 paths took each value from 0 to 6: cuts of the 200 paths in seven.
ROWS = st.lists(st.integers(0, 200), min_size=6, max_size=6).map(
    lambda cuts: np.repeat(np.arange(7), np.diff([0, *sorted(cuts), 200])).tolist()
)


def told(counts):
    """The figures of paths given as {value: number of paths}, by name of quantile."""
    rows = np.array([[value for value, n in counts.items() for _ in range(n)]], np.float32)
    return dict(zip(("mean", "sd", *QUANTILES), figures(rows)[0].tolist(), strict=True))


def nearest_tail(values, share):
    """Of the values that a path took, the lowest whose share of paths under it is nearest to `share`."""
    wanted = share * len(values)
    return min(sorted(set(values)), key=lambda value: abs(sum(other < value for other in values) - wanted))


@pytest.mark.parametrize(
    ("counts", "q10", "q50", "q90"),
    [
        ({0: 8, 1: 15, 2: 77}, 1, 2, 2),  # 8 % are under 1: nearer to 10 % than 23 %
        ({0: 14, 1: 86}, 1, 1, 1),  # 14 % are under 1: nearer to 10 % than none
        ({0: 25, 1: 75}, 0, 1, 1),  # 25 % would be left out: too many
        ({0: 20, 1: 80}, 0, 1, 1),  # as far from 10 % one way as the other: the wider interval
        ({0: 80, 1: 20}, 0, 0, 1),
        ({0: 86, 1: 14}, 0, 0, 0),
        ({7: 100}, 7, 7, 7),
        ({3: 50, 4: 50}, 3, 3, 4),  # half of the paths do not exceed 3
        ({0: 10, 5: 80, 9: 10}, 5, 5, 5),
    ],
)
def test_by_hand_an_interval_leaves_out_what_is_nearest_to_what_it_says(counts, q10, q50, q90):
    found = told(counts)
    assert (found[0.10], found[0.50], found[0.90]) == (q10, q50, q90)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_quantiles_agree_with_the_obvious_judge(values):
    found = dict(zip(QUANTILES, figures(np.array([values], np.float32))[0, 2:].tolist(), strict=True))
    mirrored = [-value for value in values]
    for share in (0.025, 0.05, 0.10):
        assert found[share] == nearest_tail(values, share)
        assert found[round(1 - share, 3)] == -nearest_tail(mirrored, share)
    assert found[0.50] == sorted(values)[99]


@given(st.lists(st.integers(-5, 40), min_size=100, max_size=157))
def test_quantiles_are_nested_values_that_a_path_took_and_moments_are_those_of_the_paths(values):
    mean, sd, *quantiles = figures(np.array([values], np.float32))[0].tolist()
    assert quantiles == sorted(quantiles)
    assert set(quantiles) <= set(values)
    assert mean == pytest.approx(np.mean(values), abs=1e-5)
    assert sd == pytest.approx(np.std(values), abs=1e-4)


def test_on_a_continuous_law_quantiles_are_those_of_the_law():
    paths = norm.ppf((np.arange(10_000) + 0.5) / 10_000)
    np.random.default_rng(1).shuffle(paths)
    found = figures(50 + 4 * paths[None].astype(np.float32))[0]
    assert found == pytest.approx([50, 4, *norm.ppf(QUANTILES, 50, 4)], abs=0.01)


def test_on_whole_numbers_the_interval_covers_what_it_says_as_nearly_as_whole_numbers_can():
    for n, rate in ((3, 0.2), (8, 0.1), (20, 0.3), (60, 0.5)):
        law = binom(n, rate)
        paths = law.ppf((np.arange(2000) + 0.5) / 2000).astype(np.float32)
        low, high = figures(paths[None])[0, [4, 6]]
        outside = (law.cdf(low - 1), law.sf(high))
        for tail in outside:
            neighbours = [abs(law.cdf(k) - 0.1) for k in range(-1, n + 1)] + [abs(law.sf(k) - 0.1) for k in range(n)]
            assert abs(tail - 0.1) <= max(min(neighbours) + max(law.pmf(low), law.pmf(high)) / 2, 1e-3)


def test_rows_are_told_apart_from_one_another():
    rows = np.random.default_rng(2).poisson(3, (4, 5, 200)).astype(np.float32)
    together = figures(rows)
    assert together.shape == (4, 5, 9)
    for place in np.ndindex(4, 5):
        assert (together[place] == figures(rows[place][None])[0]).all()


def test_the_order_of_paths_is_irrelevant_and_paths_are_untouched():
    rows = np.random.default_rng(3).poisson(3, (2, 300)).astype(np.float32)
    before = rows.copy()
    assert (figures(rows) == figures(rows[:, ::-1])).all()
    assert (rows == before).all()


def test_lines_hold_the_accounts_path_by_path():
    rng = np.random.default_rng(4)
    retired, left, more_retired, more_left = (rng.integers(0, 3, (2, 3, 100)).astype(np.float32) for _ in range(4))
    headcount = rng.integers(15, 25, (2, 4, 100)).astype(np.float32)
    flows = Flows(retired, left, retired + more_retired, left + more_left, headcount)
    keys, rows = lines(flows, [20, 18], 2026)
    at = {key: rows[:, rank] for rank, key in enumerate(keys)}
    assert len(at) == len(keys) == rows.shape[1]
    for year in (2027, 2028, 2029, 0):
        causes = {cause: at["openings", cause, year] for cause in ("retirement", "other", "dares", "all")}
        created = at["net_creations", "", year]
        assert (causes["dares"] == created + causes["retirement"]).all()
        assert (causes["all"] == causes["dares"] + causes["other"]).all()
        gone = at["departures", "retirement", year] + at["departures", "other", year]
        assert (at["departures", "all", year] == gone).all()
    assert (at["headcount", "", 2029] == headcount[:, 3]).all()
    assert (at["net_creations", "", 0] == headcount[:, 3] - headcount[:, 0]).all()
    there = np.array([[20], [18]]) - at["departures", "all", 0]
    assert (at["stock_without_hiring", "", 2029] == there).all()
    assert at["retirement_share", "", 0] == pytest.approx(retired.sum(axis=1) / np.array([[20], [18]]))
