"""Selective editing: the list is the shortest, what is left is what is said, and calling changes what it should."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles.survey import shortest_list
from vivier.survey import follow_up
from vivier.vocabulary import InputError

figures = st.integers(0, 200).map(float)


def test_the_most_weighty_errors_are_called_first() -> None:
    """Expected total 118 + 400 + 300 + 450 = 1268. Gaps 2, 400, 10 and 0: scores 0.16 %, 31.5 %, 0.79 % and nothing."""
    found = follow_up([120, 800, 31, 45], [118, 400, 30, 45], [1, 1, 10, 10], residual=0.005)
    assert found.listed.tolist() == [1, 2]
    assert found.residual == pytest.approx(2 / 1268)
    assert (found.doubtful, found.spared, found.spared_rate) == (3, 1, pytest.approx(1 / 3))


def test_errors_that_offset_one_another_are_told_but_not_counted_on() -> None:
    found = follow_up([110, 90, 1000], [100, 100, 1000], [1, 1, 1], residual=0.05)
    assert found.listed.tolist() == []
    assert found.residual == pytest.approx(20 / 1200)
    assert found.net == 0


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(figures, figures.map(lambda p: p + 1), st.integers(1, 9)), min_size=1, max_size=8),
    st.sampled_from([0.01, 0.05, 0.2]),
)
def test_no_shorter_list_gives_the_same_guarantee(rows, residual) -> None:
    values, predicted, weights = zip(*rows, strict=True)
    found = follow_up(values, predicted, weights, residual=residual)
    assert len(found.listed) == shortest_list(values, predicted, weights, residual)
    assert found.residual < residual
    assert abs(found.net) <= found.residual + 1e-12


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(figures, figures.map(lambda p: p + 1)), min_size=1, max_size=30))
def test_once_called_the_total_is_as_near_as_was_promised(rows) -> None:
    """The answers called become true; those left are the error, whatever it is."""
    given_, true = np.array(rows).T
    found = follow_up(given_, true, np.ones(len(true)))
    mended = given_.copy()
    mended[found.listed] = true[found.listed]
    assert abs(mended.sum() - true.sum()) / true.sum() <= found.residual + 1e-12
    assert found.residual < 0.01


def test_when_nothing_differs_nobody_is_called_even_where_the_total_is_nothing() -> None:
    for values in ([], [0.0, 0.0], [3.0, 4.0]):
        found = follow_up(values, values, [1.0] * len(values))
        assert found.listed.tolist() == []
        assert found.spared_rate == 0


def test_most_calls_are_spared_where_a_few_errors_weigh() -> None:
    rng = np.random.default_rng(8)
    true = rng.lognormal(4, 1.5, 5000)
    told = true * rng.normal(1, 0.02, 5000)
    wrong = rng.choice(5000, 40, replace=False)
    told[wrong] *= 1000  # euros for thousands of euros
    found = follow_up(told, true, np.ones(5000), residual=0.02)
    assert found.spared_rate > 0.7
    assert set(wrong[true[wrong] > 5].tolist()) <= set(found.listed.tolist())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([1.0], [0.0], [1.0]), "total attendu est nul"),
        (([math.nan], [1.0], [1.0]), "pas de valeur"),
        (([1.0], [1.0, 2.0], [1.0]), "même nombre"),
        (([1.0], [1.0], [-1.0]), "positif"),
    ],
)
def test_what_cannot_be_scored_is_refused(arguments, said) -> None:
    with pytest.raises(InputError, match=said):
        follow_up(*arguments)


@pytest.mark.parametrize("residual", [0, 1, math.nan])
def test_a_residual_that_is_no_share_is_refused(residual) -> None:
    with pytest.raises(InputError):
        follow_up([1.0], [1.0], [1.0], residual=residual)
