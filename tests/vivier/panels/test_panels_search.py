"""The parts of the search, one by one: relaxed bounds, exchanges, neighbourhoods, whole programs."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.panels import crowded
from vivier.panels.exchanges import Exchanges, descend, merit
from vivier.panels.layout import Layout, faults, mask_of, pairs_of, served
from vivier.panels.linear import Limits, Rows
from vivier.panels.relaxation import Relaxation, promising
from vivier.panels.reopening import raise_to, raise_total
from vivier.panels.search import search
from vivier.panels.state import Aim, State, over

EVER = 1e9


def layout_of(values, low=0, high=4, seats=3, groups=()):
    worth = np.asarray(values, dtype=float)
    nobody = np.zeros(worth.shape, dtype=bool)
    return Layout(
        worth, ~nobody, nobody, np.full(len(worth), low), np.full(len(worth), high), seats, groups
    )  # fmt: skip


def feasible(layout, seed):
    """Seat experts at random, in turns, so that loads hold."""
    random = np.random.default_rng(seed)
    answer = over(
        replace(layout, worth=random.normal(size=layout.shape)), layout.may, Aim(-EVER), Limits(20.0, 500, 1e-2)
    )
    return answer.taken


@given(st.integers(0, 10_000), st.sampled_from([(0, 4), (1, 3)]))
@settings(max_examples=25, deadline=None)
def test_no_panel_is_above_the_relaxed_bounds(seed, loads) -> None:
    layout = layout_of(crowded(12, 9, seed), *loads, seats=2)
    panel = feasible(layout, seed)
    assert faults(layout, panel) == 0
    sums = served(layout, panel)
    start = promising(layout, 2, 1)
    worst = Relaxation(layout, floor=None, start=start).solve(time.monotonic() + EVER)
    total = Relaxation(layout, floor=float(sums.min()), start=start).solve(time.monotonic() + EVER)
    assert sums.min() <= worst.bound + 1e-6
    assert sums.sum() <= total.bound + 1e-6
    assert worst.bound <= layout.ceiling + 1e-9
    assert total.is_possible


def test_columns_made_as_wanted_give_what_all_columns_give() -> None:
    layout = layout_of(crowded(25, 18, 3), 1, 3, 2)
    few = Relaxation(layout, floor=0.3, start=promising(layout, 2, 1)).solve(time.monotonic() + EVER)
    all_of_them = Relaxation(layout, floor=0.3, start=layout.may).solve(time.monotonic() + EVER)
    assert few.value == pytest.approx(all_of_them.value, abs=1e-6)
    assert few.known.sum() < all_of_them.known.sum()


def test_a_floor_out_of_reach_is_told_from_one_within_reach() -> None:
    layout = layout_of(crowded(12, 9, 1), 0, 4, 2)
    assert not Relaxation(layout, floor=2.1, start=layout.may).solve(time.monotonic() + EVER).is_possible
    assert Relaxation(layout, floor=0.0, start=layout.may).solve(time.monotonic() + EVER).is_possible


@given(st.integers(0, 10_000), st.floats(0, 1.5), st.booleans())
@settings(max_examples=40, deadline=None)
def test_exchanges_break_nothing_and_lose_nothing(seed, floor, has_group) -> None:
    groups = ((np.arange(12) < 6, 1, 2),) if has_group else ()
    layout = layout_of(crowded(12, 9, seed), 1, 3, 2, groups)
    panel = feasible(layout, seed)
    fixed = np.zeros(layout.shape, dtype=bool)
    fixed[tuple(pairs_of(panel)[0])] = True
    layout = replace(layout, must=fixed)
    before = panel.copy()
    after = descend(layout, panel, floor)
    assert (panel == before).all()
    assert faults(layout, after) == 0
    assert merit(layout, after, floor) >= merit(layout, before, floor) - 1e-9
    assert merit(layout, descend(layout, after, floor), floor) == pytest.approx(merit(layout, after, floor))


def test_the_least_costly_change_of_a_seat_is_that_of_trying_all() -> None:
    layout = layout_of(crowded(7, 5, 2), 0, 2, 2)
    panel = feasible(layout, 1)
    exchanges = Exchanges.of(layout, panel, 0.0)
    total = served(layout, panel).sum()
    for at, (who, where) in enumerate(pairs_of(panel)):
        found = []
        for other in range(7):
            for place in [*range(5), None]:
                trial = panel.copy()
                trial[who, where] = False
                if trial[other, where] or other == who:
                    continue
                trial[other, where] = True
                if place is not None:
                    if place == where or not panel[other, place] or panel[who, place]:
                        continue
                    trial[other, place], trial[who, place] = False, True
                if not faults(layout, trial):
                    found.append(served(layout, trial).sum() - total)
        assert exchanges.change(at)[0] == pytest.approx(max(found))


def state_of(layout, seed=0):
    return State(layout, time.monotonic() + 60, np.inf, feasible(layout, seed), layout.ceiling)


def test_reopening_raises_the_worst_then_the_total_and_keeps_what_holds() -> None:
    state = state_of(layout_of(crowded(40, 26, 5), 1, 4))
    worst = state.worst
    raise_to(state, state.worst + 0.3, 6, state.chosen)
    assert state.worst >= worst
    total, worst = state.total, state.worst
    raise_total(state, 4)
    assert state.total >= total
    assert state.worst >= worst - 1e-8
    assert faults(state.layout, state.chosen) == 0


def test_only_a_better_panel_is_kept() -> None:
    layout = layout_of([[1.0, 0.4], [0.5, 0.0]], 0, 1, 1)
    straight, crossed = mask_of(layout, [(0, 0), (1, 1)]), mask_of(layout, [(0, 1), (1, 0)])
    state = State(layout, time.monotonic() + 9, np.inf, straight, 0.5)
    assert not state.take(None)
    assert not state.take(np.ones((2, 2), dtype=bool))
    assert state.take(crossed)
    assert not state.take(straight)
    content = State(layout, time.monotonic() + 9, 0.0, crossed, 0.5)
    assert content.take(straight)


def test_rows_say_what_each_pair_is_charged() -> None:
    groups = ((np.array([True, False, True]), 0, 1),)
    rows = Rows(layout_of(crowded(3, 2, 1), 0, 2, 1, groups))
    duals = np.arange(3 * 2 + 3, dtype=float)
    pairs = pairs_of(np.ones((3, 2), dtype=bool))
    assert rows.priced(duals).ravel() == pytest.approx(rows.columns(pairs).T @ duals)


def test_the_same_request_gives_the_same_bytes() -> None:
    layout = layout_of(crowded(40, 30, 8), 1, 4)
    found = [search(layout, seconds=60, enough=np.inf, started=time.monotonic()) for _ in range(2)]
    assert (found[0].chosen == found[1].chosen).all()
    assert found[0].worst_bound == found[1].worst_bound


def test_what_cannot_be_gives_nothing() -> None:
    assert search(layout_of(np.ones((2, 3)), 0, 1, 1), seconds=5, enough=np.inf, started=time.monotonic()) is None
