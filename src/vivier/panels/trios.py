"""Whole panels of one dossier, three experts, as columns: mixtures of them leave far less to round."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np

from vivier.panels.layout import Layout, mask_of
from vivier.panels.linear import INFINITY, PENALTY, Limits, limit, model

SEATS = 3
_MOST = 4_000_000  # pairs of experts looked at, all dossiers together; beyond, a round lasts too long
_KINDS = 12  # of experts, by the quotas they count in
_ADDED = 6  # columns a dossier, at each round
_CLOSE = 1e-6  # between the value and its bound
_HELD = 1e3  # lent to an expert who must sit, so that no trio goes without


@dataclass(frozen=True)
class Trios:
    """Hold columns, each a dossier, three experts in order, and what they are worth."""

    dossier: np.ndarray
    experts: np.ndarray
    worth: np.ndarray

    @classmethod
    def listed(cls, layout: Layout, rows: Iterable[tuple[int, ...]]) -> "Trios":
        """Give columns from (dossier, expert, expert, expert)."""
        table = np.array(list(rows), dtype=int).reshape(-1, SEATS + 1)
        dossier, experts = table[:, 0], table[:, 1:]
        return cls(dossier, experts, layout.worth[experts, dossier[:, None]].sum(axis=1))


@dataclass(frozen=True)
class Closed:
    """Hold the panel that columns gave, whole or not, and the total that no panel above the floor exceeds."""

    taken: np.ndarray | None
    bound: float


def suits(layout: Layout) -> bool:
    """Tell whether trios can be listed in a short time: three seats, not too many experts, few kinds of quotas."""
    experts, dossiers = layout.shape
    is_short = experts * experts * dossiers <= 2 * _MOST and len(np.unique(_inside(layout), axis=1).T) <= _KINDS
    return layout.seats == SEATS and is_short


def best_total(layout: Layout, chosen: np.ndarray, floor: float, prices: np.ndarray, until: float) -> Closed:
    """Find the highest total above a floor, from what a panel has above it and the prices of experts among pairs.

    They are added as prices call for them until none is wanted or the moment is past; then a whole program chooses.
    What it leaves without trio stays empty in `taken`.
    """
    dossiers = layout.shape[1]
    kept = _above(layout, chosen, floor)
    start = [(where, *np.flatnonzero(chosen[:, where]).tolist()) for where in np.flatnonzero(kept).tolist()]
    known, open_to, bound = dict.fromkeys(start), layout.within(floor), np.inf
    made = _rows(layout)
    slacks = _missing(made, layout)
    _add(made, Trios.listed(layout, start), dossiers)
    while True:
        best, found = _round(layout, open_to, prices, floor)
        bound = min(bound, best)
        fresh = [row for row in found if row not in known]
        known.update(dict.fromkeys(fresh))
        _add(made, Trios.listed(layout, fresh), dossiers)
        made.run()
        value = -float(made.getInfo().objective_function_value)
        prices = -np.array(made.getSolution().row_dual)[dossiers:]
        if not fresh or bound - value <= _CLOSE or bound < floor * dossiers or time.monotonic() > until:
            break
    if bound < floor * dossiers:  # every panel above the floor is worth more: there is none
        return Closed(None, -np.inf)
    listed, begun = list(known), np.zeros(slacks + len(known))
    begun[slacks : slacks + len(start)] = 1.0
    begun[:slacks] = np.maximum(_short(layout, chosen & kept[None, :]), 0)
    taken = _chosen(made, begun, slacks, Limits(max(until - time.monotonic(), 1.0), 500))
    return Closed(mask_of(layout, [(e, listed[at][0]) for at in taken for e in listed[at][1:]]), bound)


def _above(layout: Layout, chosen: np.ndarray, floor: float) -> np.ndarray:
    """Tell which dossiers a panel serves above the floor."""
    sums = np.where(chosen, layout.worth, 0.0).sum(axis=0)
    return np.asarray((sums >= floor) & (chosen.sum(axis=0) == SEATS))


def _round(
    layout: Layout, open_to: np.ndarray, prices: np.ndarray, floor: float
) -> tuple[float, list[tuple[int, ...]]]:
    """Give the bound that prices prove, and the trios they call for."""
    found: list[tuple[int, ...]] = []
    best = float((prices * np.where(prices > 0, layout.high, layout.low)).sum())
    for where in range(layout.shape[1]):
        held, rows = _wanted(layout, np.flatnonzero(open_to[:, where]), where, prices, floor)
        best += held
        found += rows
    return best, found


def _rows(layout: Layout) -> highspy.Highs:
    """Give a program without columns: one trio a dossier, the loads of experts."""
    once = np.ones(layout.shape[1])
    low, high = np.concatenate([once, layout.low]), np.concatenate([once, layout.high.astype(float)])
    empty = np.array([], dtype=np.int32)
    made = model()
    made.addRows(len(low), low, high, 0, empty, empty, np.array([], dtype=float))
    return made


def _missing(made: highspy.Highs, layout: Layout) -> int:
    """Let a dossier go without trio and an expert under the least load, at a price: there is always an answer."""
    count = sum(layout.shape)
    starts, ones = np.arange(count, dtype=np.int32), np.ones(count)
    made.addCols(count, PENALTY * ones, 0 * ones, INFINITY * ones, count, starts, starts, ones)
    return count


def _short(layout: Layout, chosen: np.ndarray) -> np.ndarray:
    """Count what a panel lacks: the trio of a dossier, the least load of an expert."""
    return np.concatenate([~chosen.any(axis=0), layout.low - chosen.sum(axis=1)])


def _add(made: highspy.Highs, trios: Trios, dossiers: int) -> None:
    count = len(trios.worth)
    rows = np.column_stack([trios.dossier, trios.experts + dossiers]).astype(np.int32)
    starts = np.arange(count, dtype=np.int32) * (SEATS + 1)
    most = np.full(count, INFINITY)
    made.addCols(count, -trios.worth, np.zeros(count), most, rows.size, starts, rows.ravel(), np.ones(rows.size))


def _chosen(made: highspy.Highs, begun: np.ndarray, slacks: int, limits: Limits) -> np.ndarray:
    """Choose whole columns, from a choice to start with: the ranks of the trios taken."""
    count = len(begun)
    made.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.ones(count, dtype=np.uint8))
    start = highspy.HighsSolution()
    start.col_value = begun.tolist()
    made.setSolution(start)
    limit(made, limits)
    made.run()
    is_found = made.getInfo().primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    return np.flatnonzero((np.array(made.getSolution().col_value) if is_found else begun)[slacks:] > 0.5)


def _wanted(
    layout: Layout, able: np.ndarray, where: int, prices: np.ndarray, floor: float
) -> tuple[float, list[tuple[int, ...]]]:
    """Find the trios of a dossier worth the most once experts are paid: the value of the best, and a few."""
    able = able[np.argsort(-layout.worth[able, where], kind="stable")]
    worth, must = layout.worth[able, where], layout.must[able, where]
    value = worth - prices[able] + _HELD * must
    one, two = np.triu_indices(len(able), 1)
    # The third is the best paid among those worth enough: the first ones by worth; those who already sit left out.
    enough = np.searchsorted(-worth, worth[one] + worth[two] - floor + 1e-12, side="right")
    inside = _inside(layout)[:, able]
    pairs = inside[:, one] + inside[:, two]
    total, third = np.full(len(one), -np.inf), np.zeros(len(one), dtype=int)
    for kind in np.unique(inside, axis=1).T:
        here = _third((inside == kind[:, None]).all(axis=0), value, enough, one, two)
        is_held = (here >= 0) & _holds(layout, pairs + kind[:, None])
        gained = np.where(is_held, value[one] + value[two] + value[here], -np.inf)
        total, third = np.maximum(total, gained), np.where(gained > total, here, third)
    total = np.where(total < _HELD * (must.sum() - 0.5), -np.inf, total - _HELD * must.sum())
    best = np.argsort(-total, kind="stable")[: _ADDED * SEATS]
    best = best[np.isfinite(total[best])]
    who = np.sort(able[np.column_stack([one[best], two[best], third[best]])], axis=1).tolist()
    rows = list(dict.fromkeys((where, *each) for each in who))[:_ADDED]
    return float(total[best[0]]) if len(best) else -INFINITY, rows


def _third(
    of_kind: np.ndarray, value: np.ndarray, enough: np.ndarray, one: np.ndarray, two: np.ndarray
) -> np.ndarray:
    """Give the expert of a kind and of highest value among the first ones, neither of the two who sit; −1: nobody."""
    leaders = np.full((SEATS, len(value) + 1), -1)
    top: list[int] = []
    for at in range(len(value)):
        if of_kind[at]:
            top = sorted([*top, at], key=lambda each: -value[each])[:SEATS]
        leaders[: len(top), at + 1] = top
    third = np.full(len(one), -1)
    for each in leaders[:, enough]:
        third = np.where((third < 0) & (each != one) & (each != two), each, third)
    return third


def _inside(layout: Layout) -> np.ndarray:
    """Tell, quota by quota (rows), who counts in it."""
    return np.array([mask for mask, _, _ in layout.groups], dtype=int).reshape(-1, layout.shape[0])


def _holds(layout: Layout, counts: np.ndarray) -> np.ndarray:
    bounds = np.array([each[1:] for each in layout.groups], dtype=int).reshape(-1, 2)
    return np.asarray(((counts >= bounds[:, :1]) & (counts <= bounds[:, 1:])).all(axis=0))
