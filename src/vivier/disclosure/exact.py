"""The cheapest mask, proven: an integer program over masks, told by cuts what each one it finds still lacks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.capacity import Capacity
from vivier.disclosure.coalitions import exposed
from vivier.disclosure.goals import Goal
from vivier.disclosure.search import Stop
from vivier.disclosure.system import System
from vivier.vocabulary import InputError

MOST_PRODUCT = 20_000
# Rounds and nodes are counted, never timed: the same table gives the same mask. Where a mask is known already, few
# rounds are worth their time: tables of three dimensions would take hundreds.
ROUNDS, PATIENT, NODES = 30, 500, 1_000
# Tables of so many cells are weighed whole; up to `MOST`, so many cells at a time, within so many sums of one.
SMALL, MOST = 200, 700
NEAR, HOPS = 60, 5
_CHEAPER = 1 - 1e-6


@dataclass(frozen=True)
class Asked:
    """Hold what a mask must do: protect `goals`, hide `sensitive`, and let no single contributor undo a goal.

    `sensitive` and `singles` are (n,) bool, `cost` is (n,) > 0, inf where a cell must stay published. Goals of
    `told` are known from what appeared: nothing is asked of them.
    """

    system: System
    sensitive: np.ndarray
    goals: list[Goal]
    cost: np.ndarray
    singles: np.ndarray
    told: Collection[Goal] = field(default_factory=frozenset)

    @property
    def free(self) -> np.ndarray:
        """The cells that may be hidden."""
        allowed: np.ndarray = (self.system.values > 0) & (self.sensitive | np.isfinite(self.cost))
        return allowed


def optimum(system: System, sensitive: np.ndarray, goals: list[Goal], cost: np.ndarray) -> np.ndarray:
    """Give the mask, (n,) bool, of least cost that meets every goal; for tables up to some hundred cells.

    A goal of width is met by two moves, one up and one down, whose distance is the width. Raises `InputError` where
    cells × goals is too large, or where no mask protects.

    >>> from scipy.sparse import csr_array
    >>> quarters = System(np.array([90.0, 20, 30, 40]), csr_array([[1.0, -1, -1, -1]]))
    >>> optimum(quarters, np.array([False, True, False, False]), [Goal(1, 3.0)], quarters.values).tolist()
    [False, True, True, False]
    """
    if system.size * max(len(goals), 1) > MOST_PRODUCT:
        raise InputError(_LARGE)
    asked = Asked(system, sensitive, goals, cost, np.zeros(system.size, bool))
    exact = Exact(asked)
    found = exact.cheapest(np.full(system.size, fill_value=True), rounds=PATIENT)
    if found is None:
        raise InputError(_LARGE if exact.meets(asked.free) else _UNPROTECTABLE)
    return found


def lighter(asked: Asked, mask: np.ndarray, *, stop: Stop) -> np.ndarray:
    """Give a mask, (n,) bool, that does the same for no more: the optimum of a small table, nearer to it beyond.

    Up to `SMALL` cells all are weighed at once. Up to `MOST`, those near each secondary cell in turn, the dearest
    first, the others staying as they are; beyond, the mask is given back: its programs would be too long.
    """
    size = asked.system.size
    if size > MOST or not (mask & ~asked.sensitive).any():
        return mask
    exact = Exact(asked)
    if size <= SMALL:
        found = exact.cheapest(np.full(size, fill_value=True), mask)
        return mask if found is None else found
    for cell in sorted(np.flatnonzero(mask & ~asked.sensitive).tolist(), key=lambda at: (-asked.cost[at], at)):
        if stop():
            break
        found = exact.cheapest(_near(asked, mask, cell), mask) if mask[cell] else None
        mask = mask if found is None else found
    return mask


def _near(asked: Asked, mask: np.ndarray, cell: int) -> np.ndarray:
    """Give all that is hidden and, nearest to one cell by sums, the hidden then the cheapest, (n,) bool."""
    links = abs(csr_array(asked.system.relations).sign())
    far, front = np.full(asked.system.size, np.inf), np.arange(asked.system.size) == cell
    for hops in range(HOPS):
        far[front & np.isinf(far)] = hops
        front = (links.T @ (links @ front.astype(np.int64))) > 0
    nearest = np.lexsort((asked.cost, ~mask, far))[:NEAR]
    return mask | np.isin(np.arange(len(mask)), nearest)


class Exact:
    """Seeks cheaper masks; what it learnt of the table stays from one search to the next."""

    def __init__(self, asked: Asked) -> None:
        """Start knowing nothing of what masks lack."""
        self._asked, self._rows = asked, csr_array(asked.system.relations)
        self._links = abs(self._rows.sign())
        self._always = asked.sensitive & asked.free
        self._capacity = Capacity(asked.system, self._always, asked.free, asked.goals)
        self._program = _Program(np.where(self._always | ~asked.free, 0.0, asked.cost), self._always)

    def cost(self, mask: np.ndarray) -> float:
        """What a mask hides besides the sensitive cells."""
        return float(self._program.cost[mask].sum())

    def meets(self, mask: np.ndarray) -> bool:
        """Tell whether a mask, (n,) bool, does all that is asked."""
        return not any(True for _ in self._cuts(mask))

    def cheapest(
        self, among: np.ndarray, start: np.ndarray | None = None, *, rounds: int = ROUNDS
    ) -> np.ndarray | None:
        """Give the cheapest mask that differs from `start` only `among` some cells, (n,) bool; None if it is `start`.

        None too where it was not found within so many rounds: nothing is proven then.
        """
        kept = self._always if start is None else start
        high = np.where(among, self._asked.free, kept)
        low = np.where(among, self._always, kept)
        most = np.inf if start is None else _CHEAPER * self.cost(start)
        for _ in range(rounds):
            mask = self._program.solved(low, high, most)
            if mask is None:
                return None
            cuts = list(self._cuts(mask))
            if not cuts:
                return mask
            for each in cuts:
                self._program.add(each)
        return None

    def _cuts(self, mask: np.ndarray) -> Iterator[np.ndarray]:
        """Say what a mask lacks; who is alone in a cell is looked at once nobody else learns anything."""
        is_met = True
        for goal in self._asked.goals:
            lacking = self._capacity.lacks(goal, mask)
            if lacking is not None:
                is_met = False
                yield lacking
        if is_met:
            yield from self._against_singles(mask)

    def _against_singles(self, mask: np.ndarray) -> Iterator[np.ndarray]:
        """Ask for moves without the insider's cell, or for one more hidden cell in the sum that told it."""
        asked = self._asked
        pairs = np.flatnonzero(self._links @ mask.astype(np.int64) == 2) if asked.singles.any() else ()
        for goal in exposed(asked.system, mask, asked.singles, asked.goals):
            lacking = None if goal in asked.told else self._capacity.lacks(goal, mask)
            if lacking is None:
                continue
            for row in pairs:
                cells = self._rows.indices[self._rows.indptr[row] : self._rows.indptr[row + 1]]
                if goal.cell in cells and goal.known in cells:
                    yield np.where(np.isin(np.arange(len(mask)), cells) & ~mask & asked.free, 1.0, lacking)


class _Program:
    """Holds the integer program over masks: its cost, and the cuts added so far."""

    def __init__(self, cost: np.ndarray, always: np.ndarray) -> None:
        self.cost, self._cells = cost, np.arange(len(cost), dtype=np.int32)
        self._model = highspy.Highs()  # type: ignore[no-untyped-call]
        options = (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_max_nodes", NODES))
        for option, value in options:
            self._model.setOptionValue(option, value)
        self._model.addVars(len(cost), always.astype(float), np.ones(len(cost)))
        self._model.changeColsCost(len(cost), self._cells, cost)
        whole = np.array([highspy.HighsVarType.kInteger] * len(cost))
        self._model.changeColsIntegrality(len(cost), self._cells, whole)
        self._model.addRow(-highspy.kHighsInf, highspy.kHighsInf, len(cost), self._cells, cost)

    def add(self, weights: np.ndarray) -> None:
        """Add a cut: over every mask, these weights must reach 1."""
        cells = np.flatnonzero(weights > 0).astype(np.int32)
        self._model.addRow(1.0, highspy.kHighsInf, len(cells), cells, weights[cells])

    def solved(self, low: np.ndarray, high: np.ndarray, most: float) -> np.ndarray | None:
        """Give the cheapest mask between two, (n,) bool, that all cuts allow and that costs no more than `most`."""
        self._model.changeColsBounds(len(self.cost), self._cells, low.astype(float), high.astype(float))
        self._model.changeRowBounds(0, -highspy.kHighsInf, min(most, highspy.kHighsInf))
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        mask: np.ndarray = np.array(self._model.getSolution().col_value) > 0.5
        return mask


_UNPROTECTABLE = "Une case sensible ne peut pas être protégée : autorisez le masquage d’autres cases."
_LARGE = "Ce tableau est trop grand pour un masquage optimal : laissez faire le masquage approché."
