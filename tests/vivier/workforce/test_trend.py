"""The trend of one yearly series: by hand, by its properties, and against nonsense."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier.workforce import trend
from vivier.workforce.trend import Trend

SERIES = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=2, max_size=30)
GROWING = [380, 391, 402, 410, 423, 431, 440, 452, 461, 470, 484, 493]


def damped(past, horizon):
    """The damped trend that a user would write: last value, mean slope of ten years, damping 0.9."""
    recent = np.asarray(past, dtype=float)[-11:]
    slope = (recent[-1] - recent[0]) / (len(recent) - 1)
    return recent[-1] + slope * np.cumsum(0.9 ** np.arange(1, horizon + 1))


def test_a_flat_series_stays_flat_within_a_few_per_cent():
    flat = trend([250] * 20, horizon=10)
    assert flat.median == pytest.approx([250] * 10)
    assert 230 < flat.quantile(0.1)[-1] < 250 < flat.quantile(0.9)[-1] < 270


def test_a_steady_growth_goes_on_and_slows_down():
    steps = np.diff([GROWING[-1], *trend(GROWING, horizon=10).median])
    assert 7 < steps[0] < 13
    assert 2 < steps[-1] < steps[4] < steps[0]


def test_an_exponential_growth_is_not_extended_for_ever():
    doubling = trend([10, 20, 40, 80, 160, 320], horizon=10).median
    assert damped([10, 20, 40, 80, 160, 320], 10)[-1] < doubling[-1] < 321 + 10 * 160


def test_an_exponential_decline_never_goes_below_zero():
    halving = trend([1000, 500, 250, 125, 62, 31, 16], horizon=50)
    assert np.all(np.diff([16, *halving.median]) <= 0)
    assert halving.quantile(0.01).min() >= 0


def test_an_occupation_that_nobody_has_ever_had_stays_empty():
    empty = trend([0, 0, 0], horizon=4)
    assert empty.median.tolist() == empty.quantile(0.9).tolist() == [0, 0, 0, 0]


def test_a_first_recruit_is_not_the_start_of_an_army():
    # A fourth root is vertical at zero: without a bound, five people after nobody would become a thousand.
    assert np.all(trend([0, 5], horizon=10).median < 5.01 + 5 * np.arange(1, 11))


def test_two_years_are_enough_and_say_little():
    two = trend([100, 104], horizon=5)
    assert 100 < two.median[0] < 108
    assert np.ptp([two.quantile(0.1)[-1], two.quantile(0.9)[-1]]) > 20


def test_one_wrong_year_in_the_past_hardly_moves_the_future():
    wrong = [*GROWING[:6], 4310, *GROWING[7:]]
    right = trend(GROWING, horizon=10).median
    moved = np.abs(trend(wrong, horizon=10).median - right)
    assert np.all(moved < np.abs(damped(wrong[:7], 10) - damped(GROWING[:7], 10)) / 10)
    mild = [*GROWING[:6], 700, *GROWING[7:]]
    assert trend(mild, horizon=10).median == pytest.approx(right, rel=0.1)


def test_a_new_level_that_lasts_is_believed():
    rng = np.random.default_rng(1)
    shifted = np.r_[100 + rng.normal(0, 1, 15), 150 + rng.normal(0, 1, 6)]
    assert trend(shifted, horizon=3).median == pytest.approx([150] * 3, abs=8)


def test_a_swing_of_nine_years_is_expected_to_turn():
    years = np.arange(40)
    swing = 100 * np.exp(0.1 * np.sin(2 * np.pi * years / 9) + np.random.default_rng(4).normal(0, 0.01, 40))
    missed = [
        [np.abs(each - swing[origin : origin + 5]).mean() for each in (ours, damped(swing[:origin], 5))]
        for origin in range(24, 36)
        for ours in [trend(swing[:origin], horizon=5).median]
    ]
    ours, plain = np.mean(missed, axis=0)
    assert ours < 0.6 * plain


def test_the_noise_of_a_survey_is_not_taken_for_news():
    # The last figure is 20 % above a level that has not moved for thirty years: most of it is noise.
    noisy = 100 + np.random.default_rng(2).normal(0, 8, 30)
    noisy[-1] = 120
    assert 97 < trend(noisy, horizon=5).median[-1] < 112


def test_sixty_years_say_as_much_as_a_hundred():
    century = 100 * np.exp(np.random.default_rng(3).normal(0.01, 0.03, 100).cumsum())
    assert trend(century, horizon=5).median.tolist() != trend(century[-30:], horizon=5).median.tolist()
    assert trend(century, horizon=5).centre == pytest.approx(trend(century[-60:], horizon=5).centre, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(SERIES, st.integers(1, 12), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_quantiles_are_in_order_never_negative_and_never_nearer_the_median(series, horizon, p, q):
    ahead = trend(series, horizon=horizon)
    low, high = ahead.quantile(min(p, q)), ahead.quantile(max(p, q))
    assert low.shape == high.shape == ahead.median.shape == (horizon,)
    assert np.all(low >= 0)
    assert np.all(low <= high * (1 + 1e-12))
    above = ahead.quantile(0.9) - ahead.median
    assert np.all(np.diff(above) >= -1e-9 * (1 + above[:-1]))
    below = ahead.median - ahead.quantile(0.1)
    narrower = np.diff(below) < -1e-9 * (1 + below[:-1])
    assert np.all(ahead.quantile(0.1)[1:][narrower] == 0)


@settings(max_examples=60, deadline=None)
@given(SERIES, st.sampled_from([0.001, 0.5, 12, 1000]))
def test_the_unit_of_the_series_changes_nothing_else(series, unit):
    ahead, rescaled = trend(series, horizon=5), trend(np.array(series) * unit, horizon=5)
    tolerance = 1e-6 * unit * (1 + max(series))
    assert rescaled.median == pytest.approx(ahead.median * unit, rel=1e-6, abs=tolerance)
    assert rescaled.quantile(0.9) == pytest.approx(ahead.quantile(0.9) * unit, rel=1e-6, abs=tolerance)


@settings(max_examples=40, deadline=None)
@given(SERIES)
def test_a_longer_horizon_changes_no_earlier_year(series):
    near, far = trend(series, horizon=3), trend(series, horizon=9)
    assert far.centre[:3] == pytest.approx(near.centre, rel=1e-6, abs=1e-6)
    assert far.spread[:3] == pytest.approx(near.spread, rel=1e-6, abs=1e-6)


def test_the_median_is_the_middle_quantile():
    ahead = trend(GROWING, horizon=6)
    assert ahead.quantile(0.5) == pytest.approx(ahead.median)


def test_the_same_series_gives_the_same_bytes_and_is_left_untouched():
    given_series = np.array(GROWING, dtype=float)
    first, second = trend(given_series, horizon=10), trend(list(given_series), horizon=10)
    assert first.quantile(0.1).tobytes() == second.quantile(0.1).tobytes()
    assert given_series.tolist() == GROWING
    first.median[:] = 0  # what a caller does with a result stays with that caller
    assert trend(given_series, horizon=10).median.tobytes() == second.median.tobytes()


def test_a_trend_survives_json():
    ahead = trend(GROWING, horizon=4)
    fields = {name: np.asarray(getattr(ahead, name)).tolist() for name in Trend.__slots__}
    back = json.loads(json.dumps(fields, allow_nan=False))
    again = Trend(np.array(back["centre"]), np.array(back["spread"]), back["freedom"], back["level"])
    assert again.quantile(0.9).tolist() == ahead.quantile(0.9).tolist()


@pytest.mark.parametrize(
    ("series", "horizon", "words"),
    [
        ([], 5, "au moins 2"),
        ([120], 5, "au moins 2"),
        (120, 5, "au moins 2"),
        ([[1, 2], [3, 4]], 5, "au moins 2"),
        ([100, float("nan"), 102], 5, "années vides"),
        ([100, None, 102], 5, "années vides"),
        ([100, float("inf")], 5, "démesurées"),
        ([100, 1e300], 5, "démesurées"),
        ([100, -1, 102], 5, "positif ou nul"),
        (["cent", "deux cents"], 5, "liste de nombres"),
        ([[1, 2], [3]], 5, "liste de nombres"),
        ({"2019": 4}, 5, "liste de nombres"),
        (GROWING, 0, "de 1 à 50"),
        (GROWING, -3, "de 1 à 50"),
        (GROWING, 51, "de 1 à 50"),
        (GROWING, 2.5, "de 1 à 50"),
        (GROWING, True, "de 1 à 50"),
        (GROWING, "10", "de 1 à 50"),
    ],
)
def test_nonsense_is_refused_with_one_sentence(series, horizon, words):
    with pytest.raises(InputError, match=words) as refused:
        trend(series, horizon=horizon)
    assert str(refused.value).endswith(".")
    assert ". " not in str(refused.value)


@pytest.mark.parametrize("p", [0, 1, -0.1, 1.5, float("nan"), True, "0.5", None])
def test_a_quantile_is_asked_for_a_probability(p):
    with pytest.raises(InputError, match="entre 0 et 1"):
        trend(GROWING, horizon=3).quantile(p)


@pytest.mark.parametrize(
    ("centre", "spread", "freedom"),
    [([4, 4], [1], 5), ([[4]], [[1]], 5), ([4], [-1], 5), ([float("nan")], [1], 5), ([4], [1], -2)],
)
def test_a_trend_is_checked_at_birth(centre, spread, freedom):
    with pytest.raises(InputError):
        Trend(np.array(centre, dtype=float), np.array(spread, dtype=float), freedom, 100.0)
