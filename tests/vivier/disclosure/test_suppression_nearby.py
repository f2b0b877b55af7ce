"""Large tables: circuits sought near their cell, and one circuit that is the proof of several goals."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from factories.secret import crossed, drawn
from oracles.attacker import interval
from vivier.disclosure import nearby, suppression
from vivier.disclosure.circuits import Circuit, Circuits
from vivier.disclosure.goals import Goal, gathered
from vivier.disclosure.merging import merge
from vivier.disclosure.nearby import Nearby, Seeker, seeker
from vivier.disclosure.pattern import Pattern
from vivier.disclosure.suppression import suppress
from vivier.disclosure.system import System

SHAPES = st.sampled_from([(5,), (4, 4), (6, 6), (3, 3, 3)])
SLOW = settings(max_examples=12, deadline=None)
# Turnover in k€ of three sectors (rows) in three regions (columns), margins last.
SECTORS = crossed(np.array([[20.0, 50, 10], [8, 19, 22], [17, 32, 12]]))
NOTHING = np.zeros(SECTORS.size, dtype=bool)


def sought(system: System, goal: Goal, hidden: np.ndarray, search: Callable[..., Seeker]) -> Circuit | None:
    return search(system.values, system.relations).cheapest(goal, hidden, 1 + system.values / 100)


@pytest.mark.parametrize("search", [Circuits, Nearby])
@SLOW
@given(seed=st.integers(0, 10_000), shape=SHAPES, share=st.floats(0.05, 0.9))
def test_a_circuit_moves_its_cell_keeps_every_sum_and_takes_none_below_zero(search, seed, shape, share):
    system = merge(drawn(seed, shape)[0]).system
    rng = np.random.default_rng(seed)
    cell = int(rng.integers(system.size))
    goal = Goal(cell, share * float(system.values[cell]))
    found = sought(system, goal, rng.random(system.size) < 0.2, search)
    if found is None:
        return
    moves = np.zeros(system.size)
    moves[found.cells] = found.moves
    scale = float(system.values.max())
    assert np.abs(system.relations @ moves).max() <= 1e-6 * scale
    assert (system.values + moves >= -1e-6 * scale).all()
    assert abs(moves[cell]) >= goal.amount * (1 - 1e-6)


@SLOW
@given(seed=st.integers(0, 10_000), shape=SHAPES)
def test_near_and_whole_searches_find_a_circuit_for_the_same_goals(seed, shape):
    system = merge(drawn(seed, shape)[0]).system
    for cell in range(0, system.size, 3):
        goal = Goal(cell, 0.15 * float(system.values[cell]))
        near, whole = (sought(system, goal, np.zeros(system.size, bool), each) for each in (Nearby, Circuits))
        assert (near is None) == (whole is None)
        if near is not None and whole is not None:
            assert near.cost <= 1.5 * whole.cost + 1e-9


def test_what_nothing_near_protects_is_sought_over_the_whole_table():
    found = sought(SECTORS, Goal(5, 2.0), NOTHING, partial(Nearby, reaches=(4,)))
    assert found is not None
    assert found.cells.tolist() == sought(SECTORS, Goal(5, 2.0), NOTHING, Circuits).cells.tolist()


def test_a_trial_that_must_be_cheap_is_not_sought_far_away():
    search = Nearby(SECTORS.values, SECTORS.relations, reaches=(4,))
    assert search.cheapest(Goal(5, 2.0), NOTHING, SECTORS.values, most=1000.0) is None


def test_a_cell_that_the_attacker_knows_is_on_no_way():
    found = sought(SECTORS, Goal(5, 2.0, known=4), NOTHING, Nearby)
    assert found is not None
    assert 4 not in found.cells
    assert 5 in found.cells


def test_among_hidden_cells_only_no_circuit_is_found_where_there_is_none():
    hidden = np.isin(np.arange(SECTORS.size), [0, 1, 4])
    search, never = Nearby(SECTORS.values, SECTORS.relations), np.full(SECTORS.size, np.inf)
    assert search.cheapest(Goal(0, 1.0), hidden, never) is None
    corners = search.cheapest(Goal(0, 1.0), hidden | (np.arange(SECTORS.size) == 5), never)
    assert corners is not None
    assert corners.cells.tolist() == [0, 1, 4, 5]


def test_a_table_is_searched_whole_where_it_is_small_and_nearby_where_it_is_large(monkeypatch):
    assert isinstance(seeker(SECTORS.values, SECTORS.relations), Circuits)
    monkeypatch.setattr(nearby, "WHOLE", SECTORS.size - 1)
    assert isinstance(seeker(SECTORS.values, SECTORS.relations), Nearby)


@SLOW
@given(seed=st.integers(0, 10_000), shape=SHAPES)
def test_tables_searched_nearby_are_protected_under_a_slow_attacker(seed, shape):
    system, sensitive, width = drawn(seed, shape)
    none = np.zeros(system.size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearby, "WHOLE", 0)
        patch.setattr(suppression, "WHOLE", 0)  # the least demanding goals first
        hidden = suppress(
            system, sensitive=sensitive, lower=none, upper=none, cost=1 + system.values / 100, width=width
        )
    for cell in np.flatnonzero(sensitive):
        low, high = interval(system, hidden, cell)
        assert high - low >= width[cell] * (1 - 1e-6)


def test_large_tables_start_with_the_least_demanding_goals_and_very_large_ones_with_the_most(monkeypatch):
    system, sensitive, width = drawn(3, (6, 6))
    none, orders = np.zeros(system.size), {}
    monkeypatch.setattr(suppression, "WHOLE", 0)
    for most in (0, system.size):
        monkeypatch.setattr(suppression, "MOST_PATIENT", most)
        asked: list[float] = []
        with monkeypatch.context() as patch:
            patch.setattr(suppression._Work, "protect", lambda _, goals, to=asked: to.extend(g.amount for g in goals))
            suppress(system, sensitive=sensitive, lower=none, upper=none, cost=1 + system.values, width=width)
        orders[most] = asked
    assert orders[0] == sorted(orders[0], reverse=True)
    assert orders[system.size] == sorted(orders[0])


def test_a_circuit_proves_the_other_goals_that_it_goes_far_enough_for():
    circuit = Circuit(np.array([1, 2, 4]), 0.0, np.array([3.0, -3.0, 2.0]))
    assert circuit.meets(Goal(1, 3.0, way=1))
    assert circuit.meets(Goal(2, 3.0))
    assert not circuit.meets(Goal(2, 3.0, way=1))
    assert not circuit.meets(Goal(4, 2.5))
    assert not circuit.meets(Goal(1, 1.0, known=4))
    assert not circuit.meets(Goal(3, 0.1))


def test_a_shared_circuit_stays_hidden_until_its_last_goal_is_released():
    first, second, third = Goal(1, 3.0), Goal(2, 2.0), Goal(2, 9.0)
    pattern = Pattern(np.array([False, True, True, False, False]), np.ones(5))
    circuit = Circuit(np.array([1, 2, 4]), 1.0, np.array([3.0, -3.0, 2.0]))
    pattern.meet(first, circuit)
    pattern.share(circuit, gathered([first, second, third]))
    assert pattern.through(4) == [first, second]
    pattern.release([first])
    assert pattern.secondary.tolist() == [4]
    pattern.release([second])
    assert pattern.through(4) == []
    assert pattern.secondary.tolist() == []


def test_a_goal_that_has_a_circuit_keeps_it():
    goal = Goal(1, 1.0)
    pattern = Pattern(np.array([False, True, False, False]), np.ones(4))
    own, other = (Circuit(np.array([1, last]), 1.0, np.array([3.0, 3.0])) for last in (2, 3))
    pattern.meet(goal, own)
    pattern.share(other, gathered([goal]))
    assert pattern.circuits[goal] is own


def test_relations_are_not_changed_by_the_search():
    relations = csr_array(SECTORS.relations)
    before = relations.toarray()
    sought(SECTORS, Goal(5, 2.0), NOTHING, Nearby)
    assert (relations.toarray() == before).all()


def test_a_search_that_is_not_thorough_gives_up_where_nothing_near_will_do():
    search = Nearby(SECTORS.values, SECTORS.relations, is_thorough=False, reaches=(4,))
    assert search.cheapest(Goal(5, 2.0), NOTHING, SECTORS.values) is None
