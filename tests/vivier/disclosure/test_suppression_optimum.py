"""The optimum of small tables: as cheap as trying every mask, and what `suppress` gives there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.secret import crossed, drawn
from oracles.attacker import interval
from oracles.cheapest_mask import cheapest
from vivier.disclosure.exact import MOST_PRODUCT, SMALL, Asked, lighter, optimum
from vivier.disclosure.goals import Goal, Needs, goals_of
from vivier.disclosure.merging import merge
from vivier.disclosure.suppression import suppress
from vivier.disclosure.system import System
from vivier.vocabulary import InputError

FEW = settings(max_examples=10, deadline=None)
SEEDS = st.integers(0, 10_000)


def asked_of(seed: int, shape: tuple[int, ...], *, way: int = 0) -> tuple[System, np.ndarray, list[Goal], np.ndarray]:
    """Draw a table of cells that are all different; what is asked upwards or downwards only is asked for a third."""
    system, sensitive, width = drawn(seed, shape)
    merged = merge(system)
    sensitive, width = merged.any_of(sensitive), merged.most(width)
    none = 0 * width
    needs = {0: Needs(none, none, width), 1: Needs(none, width / 3, none), -1: Needs(width / 3, none, none)}[way]
    system = merged.system
    return system, sensitive, goals_of(system.values, sensitive, needs), 1 + system.values / 100


@FEW
@given(seed=SEEDS, shape=st.sampled_from([(5,), (2, 3), (3, 3)]), way=st.sampled_from([0, 0, 1, -1]))
def test_no_mask_is_cheaper_than_the_optimum(seed, shape, way):
    system, sensitive, goals, cost = asked_of(seed, shape, way=way)
    best = optimum(system, sensitive, goals, cost)
    assert cost[best & ~sensitive].sum() == pytest.approx(cheapest(system, sensitive, goals, cost))


@FEW
@given(seed=SEEDS, shape=st.sampled_from([(2, 3), (3, 3)]))
def test_no_mask_that_single_contributors_cannot_undo_is_cheaper(seed, shape):
    system, sensitive, goals, cost = asked_of(seed, shape)
    singles = sensitive & (np.random.default_rng(seed).random(system.size) < 0.7)
    least = cheapest(system, sensitive, goals, cost, singles)
    if not np.isfinite(least):
        return
    all_hidden = system.values > 0
    found = lighter(Asked(system, sensitive, goals, cost, singles), all_hidden, stop=lambda: False)
    assert cost[found & ~sensitive].sum() == pytest.approx(least)


@FEW
@given(seed=SEEDS, shape=st.sampled_from([(5,), (4, 4), (6, 5)]))
def test_small_tables_are_given_their_optimum(seed, shape):
    system, sensitive, width = drawn(seed, shape)
    cost = 1 + system.values / 100
    goals = goals_of(system.values, sensitive, Needs(0 * width, 0 * width, width))
    ours = suppress(system, sensitive=sensitive, lower=0 * width, upper=0 * width, width=width, cost=cost)
    assert system.size <= SMALL
    best = optimum(system, sensitive, goals, cost)
    assert cost[ours & ~sensitive].sum() == pytest.approx(cost[best & ~sensitive].sum())
    for goal in goals:
        low, high = interval(system, best, goal.cell)
        assert high - low >= goal.amount * (1 - 1e-6)


def test_a_table_that_once_cost_twice_its_optimum_no_longer_does():
    system, sensitive, width = drawn(104, (4, 4))
    cost = 1 + system.values / 100
    ours = suppress(system, sensitive=sensitive, lower=0 * width, upper=0 * width, width=width, cost=cost)
    assert cost[ours & ~sensitive].sum() == pytest.approx(2.83)  # the search gives 6.21


@pytest.mark.parametrize(("seed", "shape"), [(1, (15, 16)), (2, (15, 16)), (5, (3, 3, 3))])
def test_where_the_optimum_is_too_far_the_mask_costs_no_more_than_the_search_gave(seed, shape):
    system, sensitive, width = drawn(seed, shape)
    cost = 1 + system.values / 100
    more = {"sensitive": sensitive, "lower": 0 * width, "upper": 0 * width, "width": width, "cost": cost}
    found, searched = suppress(system, **more), suppress(system, **more, trials=0)
    assert cost[found].sum() <= cost[searched].sum()
    for cell in np.flatnonzero(sensitive):
        low, high = interval(system, found, cell)
        assert high - low >= width[cell] * (1 - 1e-6)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e9])
def test_the_optimum_does_not_depend_on_the_unit(unit):
    inside = np.array([[40, 25, 60.0], [12, 33, 21], [18, 90, 44]])
    sensitive = np.zeros(16, bool)
    sensitive[[0, 5]] = True
    plain, scaled = crossed(inside), crossed(inside * unit)
    mask = optimum(plain, sensitive, [Goal(0, 12.0), Goal(5, 9.0)], plain.values)
    again = optimum(scaled, sensitive, [Goal(0, 12.0 * unit), Goal(5, 9.0 * unit)], plain.values)
    assert again.tolist() == mask.tolist()


def test_the_optimum_of_a_large_table_is_refused_with_a_sentence():
    system, sensitive, _ = drawn(1, (9, 9))
    with pytest.raises(InputError, match="trop grand"):
        optimum(system, sensitive, [Goal(0, 1.0)] * (MOST_PRODUCT // system.size + 1), system.values + 1)


def test_an_optimum_that_does_not_exist_is_refused_with_a_sentence():
    system, sensitive, _ = drawn(1, (3, 3))
    with pytest.raises(InputError, match="ne peut pas être protégée"):
        optimum(system, sensitive, [Goal(0, 1e9, -1)], system.values + 1)
