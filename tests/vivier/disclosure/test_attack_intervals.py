"""The attacker: intervals by hand, and agreement with two plain linear programs a cell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from factories.secret import crossed, drawn
from oracles.attacker import interval
from vivier.disclosure.attack import intervals, told_by_sums


def test_a_cell_alone_in_its_row_is_told_exactly():
    system = crossed(np.array([[20.0, 50, 10], [8, 19, 22]]))
    hidden = np.arange(system.size) == 1
    assert intervals(system, hidden, np.array([1])).tolist() == [[50.0, 50.0]]
    assert told_by_sums(system.relations, hidden).tolist() == hidden.tolist()


def test_a_rectangle_of_hidden_cells_moves_by_its_smallest_corners():
    system = crossed(np.array([[20.0, 50, 10], [8, 19, 22]]))
    hidden = np.isin(np.arange(system.size), [0, 1, 4, 5])  # 20, 50 / 8, 19
    # 20 may fall by 19 at most (19 cannot go below zero), and rise by 8.
    assert intervals(system, hidden, np.array([0, 5])).tolist() == [[1.0, 28.0], [0.0, 27.0]]
    assert not told_by_sums(system.relations, hidden).any()


def test_nothing_bounds_a_cell_hidden_with_its_totals():
    system = crossed(np.array([20.0, 50]))
    ends = intervals(system, np.array([True, False, True]), np.array([0]))
    assert ends.tolist() == [[0.0, np.inf]]


def test_a_sum_told_tells_the_next_one():
    relations = csr_array([[1.0, -1, -1, 0, 0], [0, 0, 1, -1, -1]])
    hidden = np.array([False, False, True, True, False])
    assert told_by_sums(relations, hidden).tolist() == hidden.tolist()


def test_nothing_hidden_and_nothing_asked_give_nothing():
    system = crossed(np.array([20.0, 50]))
    assert intervals(system, np.zeros(3, dtype=bool), np.zeros(0, dtype=int)).shape == (0, 2)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shape=st.sampled_from([(6,), (4, 4), (3, 3, 3)]), share=st.floats(0.1, 0.8))
def test_intervals_agree_with_two_plain_programs_a_cell(seed, shape, share):
    system, _, _ = drawn(seed, shape)
    hidden = (np.random.default_rng(seed).random(system.size) < share) & (system.values > 0)
    cells = np.flatnonzero(hidden)
    expected = [interval(system, hidden, cell) for cell in cells]
    assert intervals(system, hidden, cells) == pytest.approx(np.array(expected).reshape(-1, 2), abs=1e-5)
    exact = [high - low < 1e-6 for low, high in expected]
    assert all(
        not told or is_exact
        for told, is_exact in zip(told_by_sums(system.relations, hidden)[cells], exact, strict=True)
    )
