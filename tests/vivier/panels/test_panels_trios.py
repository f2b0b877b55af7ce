"""Whole trios as columns: their total is that of trying all panels, their bound is never passed, floors are decided."""

import itertools
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.panels import crowded, named
from oracles.panels import best, violations
from vivier.panels import Terms, assign, trios
from vivier.panels.data import Quota
from vivier.panels.layout import Layout, faults, served

EVER = 1e9


def layout_of(values, low=0, high=4, groups=()):
    worth = np.asarray(values, dtype=float)
    nobody = np.zeros(worth.shape, dtype=bool)
    return Layout(worth, ~nobody, nobody, np.full(len(worth), low), np.full(len(worth), high), 3, groups)


def all_panels(layout, floor):
    """Try every panel: the highest total above a floor; None when there is none."""
    experts, dossiers = layout.shape
    choices = []
    for where in range(dossiers):
        for_it = []
        for trio in itertools.combinations(range(experts), 3):
            column = np.zeros(experts, dtype=bool)
            column[list(trio)] = True
            held = [column[mask].sum() for mask, _, _ in layout.groups]
            fits = all(least <= count <= most for count, (_, least, most) in zip(held, layout.groups, strict=True))
            if fits and layout.may[column, where].all() and column[layout.must[:, where]].all():
                for_it.append(column)
        choices.append([each for each in for_it if layout.worth[each, where].sum() >= floor])
    totals = []
    for columns in itertools.product(*choices):
        chosen = np.column_stack(columns)
        if not faults(layout, chosen):
            totals.append(float(served(layout, chosen).sum()))
    return max(totals, default=None)


@given(st.integers(0, 10_000), st.floats(0, 1.6), st.sampled_from(["free", "quota", "held"]))
@settings(max_examples=25, deadline=None)
def test_trios_give_the_best_total_above_a_floor_or_prove_that_there_is_none(seed, floor, kind) -> None:
    random = np.random.default_rng(seed)
    groups = ((np.arange(6) < 3, 1, 2),) if kind == "quota" else ()
    layout = layout_of(crowded(6, 2, seed), 0, 2, groups)
    layout = replace(layout, may=random.random((6, 2)) > 0.1)
    if kind == "held":
        layout = replace(layout, must=layout.may & (random.random((6, 2)) < 0.1))
    expected = all_panels(layout, floor)
    nobody = np.zeros(layout.shape, dtype=bool)
    found = trios.best_total(layout, nobody, floor - 1e-9, np.zeros(6), time.monotonic() + EVER)
    if expected is None:
        assert found.taken is None or faults(layout, found.taken)
        return
    assert found.bound >= expected - 1e-6
    if not faults(layout, found.taken):
        assert served(layout, found.taken).min() >= floor - 1e-8
        assert served(layout, found.taken).sum() <= expected + 1e-6


def test_only_three_seats_and_few_experts_suit() -> None:
    assert trios.suits(layout_of(np.zeros((177, 118))))
    assert not trios.suits(layout_of(np.zeros((1000, 1000))))
    assert not trios.suits(replace(layout_of(np.zeros((10, 5))), seats=2))
    many = tuple((np.arange(16) >> bit & 1 == 1, 0, 3) for bit in range(4))
    assert not trios.suits(layout_of(np.zeros((16, 5)), groups=many))


@pytest.mark.parametrize(("seed", "loads"), [(1, (1, 3)), (2, (2, 4)), (5, (0, 2))])
def test_a_middling_call_is_solved_to_the_end(seed, loads) -> None:
    near = named(crowded(48, 32, seed))
    quotas = [Quota("recherche", near.experts[:24], least=1, most=2)] if seed == 5 else []
    terms = Terms(per_dossier=3, seconds=25.0)
    asked = {"affinity": near, "loads": loads, "conflicts": [("E0003", "D0001")], "quotas": quotas, "frozen": []}
    panel = assign(**asked, terms=terms)
    assert violations(panel, **asked, terms=terms) == []
    assert panel.total >= 0.995 * panel.total_bound
    assert panel.worst >= 0.95 * panel.worst_bound


@pytest.mark.parametrize("seed", range(4))
def test_trios_agree_with_trying_all_panels(seed) -> None:
    near = named(crowded(6, 3, seed))
    asked = {"affinity": near, "loads": (1, 2), "conflicts": [], "quotas": [], "frozen": []}
    asked["terms"] = Terms(per_dossier=3, seconds=20.0)
    panel = assign(**asked)
    assert (panel.worst, panel.total) == pytest.approx(best(**asked), abs=1e-5)
    assert panel.is_proven
