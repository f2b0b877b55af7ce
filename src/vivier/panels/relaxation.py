"""The same question with fractions allowed: columns made as they are wanted, and the bounds they prove."""

import time
from dataclasses import dataclass

import highspy
import numpy as np

from vivier.panels.layout import Layout, mask_of, pairs_of
from vivier.panels.linear import INFINITY, PENALTY, Rows, model

_WANTED = 1e-7  # a pair is wanted when it would save more than this
_A_DOSSIER, _AN_EXPERT = 8, 3  # wanted pairs added at once, for each


@dataclass(frozen=True)
class Relaxed:
    """Hold a relaxed answer: its value and bound, what it misses, shares and savings of pairs, prices of experts."""

    value: float
    bound: float
    missing: float
    share: np.ndarray
    known: np.ndarray
    saving: np.ndarray
    prices: np.ndarray

    @property
    def is_possible(self) -> bool:
        """Whether every row holds, up to rounding."""
        return self.missing < 1e-6


class Relaxation:
    """Keep a linear program that grows by columns: either the total above a floor, or the worst."""

    def __init__(self, layout: Layout, *, floor: float | None, start: np.ndarray) -> None:
        """Begin with the columns of `start`; without a floor the worst is what is raised."""
        self.layout, self.rows, self.floor = layout, Rows(layout), floor
        self.made = model()
        low, high = self.rows.bounds
        low[self.rows.floors] = 0.0 if floor is None else floor
        empty = np.array([], dtype=np.int32)
        self.made.addRows(len(low), low, high, 0, empty, empty, np.array([], dtype=float))
        self._slacks(low, high)
        self.pairs = np.zeros((0, 2), dtype=int)
        self.known = np.zeros(layout.shape, dtype=bool)
        self._add(pairs_of((start | layout.must) & layout.may))

    def _slacks(self, low: np.ndarray, high: np.ndarray) -> None:
        """Allow each row to be missed, at a price, so that there is always an answer and multipliers."""
        under, over = np.flatnonzero(low > -INFINITY), np.flatnonzero(high < INFINITY)
        rows = np.concatenate([under, over]).astype(np.int32)
        data = np.concatenate([np.ones(len(under)), -np.ones(len(over))])
        self.slacks = len(rows)
        price = np.full(self.slacks, PENALTY)
        starts = np.arange(self.slacks, dtype=np.int32)
        least, most = np.zeros(self.slacks), np.full(self.slacks, INFINITY)
        if self.floor is None:  # the worst itself: lowering every floor needs no price
            price[: len(under)][(under >= self.rows.floors.start) & (under < self.rows.floors.stop)] = PENALTY * 10
        self.made.addCols(self.slacks, price, least, most, self.slacks, starts, rows, data)
        if self.floor is None:
            floors = np.arange(self.rows.floors.start, self.rows.floors.stop, dtype=np.int32)
            self.made.addCol(-1.0, -INFINITY, self.layout.ceiling, len(floors), floors, -np.ones(len(floors)))
            self.slacks += 1

    def _add(self, pairs: np.ndarray) -> None:
        columns = self.rows.columns(pairs)
        who, where = pairs[:, 0], pairs[:, 1]
        cost = np.zeros(len(pairs)) if self.floor is None else -self.layout.worth[who, where]
        least = self.layout.must[who, where].astype(float)
        self.made.addCols(
            len(pairs), cost, least, np.ones(len(pairs)), columns.nnz,
            columns.indptr[:-1].astype(np.int32), columns.indices.astype(np.int32), columns.data,
        )  # fmt: skip
        self.pairs = np.vstack([self.pairs, pairs])
        self.known[who, where] = True

    def solve(self, until: float, open_to: np.ndarray | None = None) -> Relaxed:
        """Solve, adding the pairs that are wanted until none is, or until a moment of the monotonic clock."""
        may = self.layout.may if open_to is None else open_to
        while True:
            self.made.setOptionValue("time_limit", self.made.getRunTime() + max(until - time.monotonic(), 0.2))
            self.made.run()
            if self.made.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return self._cut_short()
            saving = self._saving()
            wanted = np.where(may & ~self.known, saving, 0.0)
            extra = float(np.maximum(wanted, 0).sum())
            if wanted.max(initial=0.0) <= _WANTED or time.monotonic() > until:
                return self._read(saving, extra)
            self._add(pairs_of(_most_wanted(wanted)))

    def _saving(self) -> np.ndarray:
        """Give what one more unit of each pair would save (the opposite of its reduced cost)."""
        charged = self.rows.priced(np.array(self.made.getSolution().row_dual))
        own = 0.0 if self.floor is None else -self.layout.worth
        return np.asarray(charged - own)

    def _read(self, saving: np.ndarray, extra: float) -> Relaxed:
        values = np.array(self.made.getSolution().col_value)
        value = -float(self.made.getInfo().objective_function_value)
        share = np.zeros(self.layout.shape)
        share[self.pairs[:, 0], self.pairs[:, 1]] = values[self.slacks :]
        slacks = values[: self.slacks - (self.floor is None)]
        experts, dossiers = self.layout.shape
        prices = -np.array(self.made.getSolution().row_dual)[dossiers : dossiers + experts]
        return Relaxed(value, value + extra, float(slacks.sum()), share, self.known.copy(), saving, prices)

    def _cut_short(self) -> Relaxed:
        nothing = np.zeros(self.layout.shape)
        saving, prices = nothing + INFINITY, np.zeros(self.layout.shape[0])
        return Relaxed(INFINITY, INFINITY, INFINITY, nothing, self.known.copy(), saving, prices)


def _most_wanted(wanted: np.ndarray) -> np.ndarray:
    """Keep, for each dossier and each expert, the pairs that would save the most."""
    kept = np.zeros(wanted.shape, dtype=bool)
    for axis, most in ((0, _A_DOSSIER), (1, _AN_EXPERT)):
        count = min(most, wanted.shape[axis])
        best = np.argpartition(-wanted, count - 1, axis=axis)
        np.put_along_axis(kept, np.take(best, range(count), axis=axis), True, axis=axis)
    return np.asarray(kept & (wanted > _WANTED))


def promising(layout: Layout, a_dossier: int = 20, an_expert: int = 4) -> np.ndarray:
    """Give the pairs to begin with: the best experts of each dossier, the best dossiers of each expert."""
    open_to = np.where(layout.may, layout.worth, -np.inf)
    kept = np.zeros(layout.shape, dtype=bool)
    for axis, most in ((0, a_dossier), (1, an_expert)):
        count = min(most, layout.shape[axis])
        best = np.argpartition(-open_to, count - 1, axis=axis)
        np.put_along_axis(kept, np.take(best, range(count), axis=axis), True, axis=axis)
    return np.asarray(kept & layout.may)


__all__ = ["Relaxation", "Relaxed", "mask_of", "promising"]
