"""Answers that moved too much: a fixture worked out by hand, a plain judge, and what is true of every survey."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles.survey import hidiroglou_berthelot
from vivier.survey import outliers
from vivier.survey.outlying import VERDICTS
from vivier.vocabulary import InputError

# Turnovers of nine members, in thousands of euros. Ratios: 1.0, 1.1, 1.2, 0.5, 4.0, 1.1, 1.0, 1.2 and one birth.
BEFORE = [100.0, 100.0, 100.0, 400.0, 400.0, 100.0, 100.0, 100.0, 0.0]
NOW = [100.0, 110.0, 120.0, 200.0, 1600.0, 110.0, 100.0, 120.0, 30.0]


def test_fixture_by_hand() -> None:
    """Median ratio 1.1. s: −0.1 twice, 0 twice, 0.0909 twice, −1.2, 2.6364. Sizes 100 to 1600, square root.

    E: −24 (400: 1.2 × 20), −1 twice, 0 twice, 0.0909 × √120 = 0.9959 twice, 2.6364 × 40 = 105.4545. Quartiles at
    ranks 1.75 and 5.25: −1 and 0.9959; median 0. Bounds −4 and 3.9835: the one that halved and the one that grew
    fourfold are out.
    """
    found = outliers(BEFORE, NOW)
    assert found.median_ratio == pytest.approx(1.1)
    wanted = [-1, 0, 0.9959, -24, 105.4545, 0, -1, 0.9959]
    assert found.effects[:8].tolist() == pytest.approx(wanted, abs=1e-4)
    assert math.isnan(found.effects[8])
    assert (found.bounds.low, found.bounds.high) == pytest.approx((-4.0, 3.98351), abs=1e-4)
    assert [VERDICTS[each] for each in found.verdicts] == [
        "within", "within", "within", "low", "high", "within", "within", "within", "appeared",
    ]  # fmt: skip
    assert found.flagged.tolist() == [False, False, False, True, True, False, False, False, False]


def test_how_far_a_ratio_is_from_the_median_is_the_measure_r_gives_for_one_column() -> None:
    """Where size does not count, |s| + 1 is max(r / median, median / r), the `hb` of R's validate."""
    rng = np.random.default_rng(3)
    before, now = rng.lognormal(4, 1, 301), rng.lognormal(4, 1, 301)
    found = outliers(before, now, exponent=0)
    ratio = now / before
    middle = np.median(ratio)
    np.testing.assert_allclose(np.abs(found.effects), np.maximum(ratio / middle, middle / ratio) - 1, atol=1e-12)


def test_zeros_and_missing_answers_are_told_apart_and_weigh_on_nothing() -> None:
    alone = outliers(BEFORE[:8], NOW[:8])
    more = outliers([*BEFORE[:8], 0, 0, 7, math.nan, 3], [*NOW[:8], 0, 5, 0, 2, math.nan])
    assert more.bounds == alone.bounds
    assert [VERDICTS[each] for each in more.verdicts[8:]] == [
        "both_zero", "appeared", "vanished", "missing", "missing",
    ]  # fmt: skip
    assert more.count() == {
        "within": 6, "low": 1, "high": 1, "both_zero": 1, "appeared": 1, "vanished": 1, "missing": 2,
    }  # fmt: skip


def test_when_nearly_all_grew_alike_the_one_that_did_not_is_out_and_rounding_is_not_a_move() -> None:
    before = np.array([3.0, 7.0, 11.0, 13.0, 17.0, 0.1, 23.0])
    now = before * 1.1  # ratios differ in their last digit
    assert not outliers(before, now).flagged.any()
    now[3] *= 1.01
    assert outliers(before, now).flagged.tolist() == [False] * 3 + [True] + [False] * 3


def test_nothing_to_compare_gives_nothing_odd() -> None:
    for before, now in (([], []), ([0, math.nan], [4, 2])):
        found = outliers(before, now)
        assert not found.flagged.any()
        assert found.median_ratio == 1


def test_a_large_company_is_judged_harder_than_a_small_one_for_the_same_growth() -> None:
    rng = np.random.default_rng(5)
    before = np.append(rng.uniform(50, 60, 200), [1, 50_000])
    now = np.append(before[:200] * rng.normal(1, 0.02, 200), [1.2, 60_000])
    found = outliers(before, now)
    assert found.flagged[-2:].tolist() == [False, True]


amounts = st.one_of(
    st.floats(1e-3, 1e9), st.sampled_from([0.0, math.nan, 1.0, 100.0]), st.integers(1, 500).map(float)
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(amounts, amounts), max_size=40),
    st.floats(0, 1), st.floats(0, 1), st.floats(0.5, 20),
)  # fmt: skip
def test_verdicts_are_those_of_a_judge_in_plain_python(pairs, exponent, floor, width) -> None:
    before, now = [b for b, _ in pairs], [n for _, n in pairs]
    found = outliers(before, now, exponent=exponent, floor=floor, width=width)
    wanted = hidiroglou_berthelot(before, now, exponent, floor, width)
    edges = (found.bounds.low, found.bounds.high)
    for verdict, effect, judged in zip(found.verdicts, found.effects, wanted, strict=True):
        if judged is None:
            assert VERDICTS[verdict] not in ("within", "low", "high")
        elif not any(math.isclose(effect, edge, rel_tol=1e-9, abs_tol=1e-9) for edge in edges):
            assert VERDICTS[verdict] == judged


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 1e6)), min_size=3, max_size=30), st.floats(0.01, 100))
def test_the_unit_of_amounts_changes_nothing(pairs, factor) -> None:
    before, now = np.array(pairs).T
    one, other = outliers(before, now), outliers(before * factor, now * factor)
    near = np.zeros(len(before), bool)
    for edge in (one.bounds.low, one.bounds.high):
        near |= np.isclose(one.effects, edge, rtol=1e-9, atol=1e-9)
    assert (one.flagged == other.flagged)[~near].all()
    assert one.median_ratio == pytest.approx(other.median_ratio)


def test_the_order_of_pairs_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    before, now = rng.lognormal(3, 1, 99), rng.lognormal(3, 1, 99)
    order = random.Random(1).sample(range(99), 99)
    assert outliers(before, now).flagged[order].tolist() == outliers(before[order], now[order]).flagged.tolist()


def test_inputs_are_not_touched_and_results_cannot_be() -> None:
    before = np.array(BEFORE)
    found = outliers(before, NOW)
    before[0] = 5
    assert found.effects[0] == pytest.approx(-1)
    with pytest.raises(ValueError, match="read-only"):
        found.effects[0] = 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([-1.0], [2.0]), "positif ou nul"),
        (([1.0], [math.inf]), "positif ou nul"),
        (([1.0, 2.0], [2.0]), "même nombre de lignes"),
        ((["douze"], [2.0]), "colonne de nombres"),
        (([[1.0]], [[2.0]]), "une seule colonne"),
        (([1e-12], [2.0]), "milliardième"),
    ],
)
def test_what_is_no_amount_is_refused(arguments, said) -> None:
    with pytest.raises(InputError, match=said):
        outliers(*arguments)


@pytest.mark.parametrize("wrong", [{"exponent": 2}, {"exponent": math.nan}, {"floor": -1}, {"width": 0}])
def test_a_parameter_out_of_range_is_refused(wrong) -> None:
    with pytest.raises(InputError):
        outliers([1.0], [2.0], **wrong)
