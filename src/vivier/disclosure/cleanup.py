"""Publishing again what is superfluous: each secondary cell, the dearest first, where the others are enough."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.attack import PRIMAL_SIMPLEX, loaded, told_by_sums
from vivier.disclosure.circuits import Circuit
from vivier.disclosure.goals import NOBODY, Goal, gathered
from vivier.disclosure.nearby import REACHES, WHOLE, seeker
from vivier.disclosure.pattern import Pattern
from vivier.disclosure.search import Stop, restore
from vivier.disclosure.system import System

# Beyond so many hidden cells, circuits are sought near the goal only, and from further off in larger tables alone: it
# takes minutes to find, over all of them, that nearly every cell is needed.
INSIDE = 1_000
# Where a cell serves more goals than that, one of them is mostly out of reach without it: a move of all of them at
# once says so in a tenth of the time of a circuit each, unless more cells are hidden: moves are then too long.
MANY, MOVED = 12, 6_000
_ROUNDED = 1 - 1e-7


def republish(pattern: Pattern, system: System, *, tried: int, stop: Stop) -> int:
    """Publish again, in place, the secondary cells that no goal needs, of the `tried` dearest; give how many.

    Only the goals whose circuit goes through a cell are sought again without it: the circuits of the others prove
    that they do not need it.
    """
    before = len(pattern.secondary)
    inside = _Inside(pattern.hidden, system)
    for cell in sorted(pattern.secondary.tolist(), key=lambda cell: (-pattern.cost[cell], cell))[:tried]:
        if stop():
            break
        free = pattern.hidden
        free[cell] = False
        # Most cells are plainly needed: without them a sum alone would tell a sensitive cell.
        if cell in pattern.secondary and not (told_by_sums(inside.relations, free) & pattern.sensitive).any():
            _without(pattern, inside, cell, free)
    return before - len(pattern.secondary)


class _Inside:
    """Seeks circuits among the cells already hidden only: a far smaller program than over all cells."""

    def __init__(self, hidden: np.ndarray, system: System) -> None:
        self.relations = abs(csr_array(system.relations))
        self.cells = np.flatnonzero(hidden)
        bound = csr_array(csr_array(system.relations)[:, self.cells])
        bound = csr_array(bound[np.flatnonzero(np.diff(bound.indptr))])
        reaches = REACHES[:1] if len(self.cells) <= WHOLE else REACHES
        self.limits = _Limits(system.values[self.cells], bound)
        self.circuits = seeker(system.values[self.cells], bound, is_thorough=False, whole=INSIDE, reaches=reaches)
        self.place = {cell: rank for rank, cell in enumerate(self.cells.tolist())}

    def is_too_much(self, goals: list[Goal], free: np.ndarray) -> bool:
        """Tell whether some goal is out of reach with free cells, (n,) bool."""
        here = [replace(each, cell=self.place[each.cell], known=self.place.get(each.known, NOBODY)) for each in goals]
        return any(not is_met for is_met in self.limits.met(here, free[self.cells]))

    def circuit(self, goal: Goal, free: np.ndarray) -> Circuit | None:
        """Give a circuit through free cells, (n,) bool, for a goal, or None."""
        known = self.place.get(goal.known, NOBODY)
        here = replace(goal, cell=self.place[goal.cell], known=known)
        found = self.circuits.cheapest(here, free[self.cells], np.full(len(self.cells), np.inf))
        return None if found is None else replace(found, cells=self.cells[found.cells])


class _Limits:
    """Tells how far hidden cells move at most once one is published again; keeps its program from one to the next."""

    def __init__(self, values: np.ndarray, relations: csr_array) -> None:
        self._unit = float(np.median(values)) if len(values) else 1.0
        self._down, self._up = values / self._unit, np.full(len(values), float(values.sum()) / self._unit)
        self._cells = np.arange(len(values), dtype=np.int32)
        still = np.zeros(len(values))
        self._model = loaded(relations, still, still, simplex_strategy=PRIMAL_SIMPLEX)

    def met(self, goals: Iterable[Goal], free: np.ndarray) -> Iterator[bool]:
        """Tell of each goal in turn whether it is within reach of the free cells, (n,) bool.

        How far a move takes the other cells is remembered: most goals then ask for no program.
        """
        size = len(free)
        self._model.changeColsBounds(size, self._cells, -self._down * free, self._up * free)
        least, most = np.zeros(size), np.zeros(size)
        for goal in goals:
            asked = goal.amount / self._unit * _ROUNDED
            risen, fallen = goal.way >= 0 and most[goal.cell], goal.way <= 0 and -least[goal.cell]
            if goal.known == NOBODY and max(risen, fallen) >= asked:
                yield True
                continue
            self._let(goal.known, 0.0)
            moves = [self._farthest(goal.cell, way) for way in (1, -1) if goal.way != -way]
            self._let(goal.known, float(goal.known != NOBODY and free[goal.known]))
            least, most = np.minimum.reduce([least, *moves]), np.maximum.reduce([most, *moves])
            yield max(abs(float(move[goal.cell])) for move in moves) >= asked

    def _let(self, cell: int, opened: float) -> None:
        if cell != NOBODY:
            self._model.changeColBounds(cell, -self._down[cell] * opened, self._up[cell] * opened)

    def _farthest(self, cell: int, way: int) -> np.ndarray:
        self._model.changeColCost(cell, -float(way))
        self._model.run()
        moves = np.array(self._model.getSolution().col_value)
        self._model.changeColCost(cell, 0.0)
        return moves


def _without(pattern: Pattern, inside: _Inside, cell: int, free: np.ndarray) -> None:
    """Publish a cell where every goal that goes through it can do without."""
    # One goal that cannot do without is enough to keep the cell: the most demanding fail most.
    ruined = sorted(pattern.through(cell), key=lambda goal: -goal.amount)
    if len(ruined) > MANY and len(inside.cells) <= MOVED and inside.is_too_much(ruined, free):
        return
    freed = pattern.release(ruined)
    asked = gathered(ruined)
    for goal in ruined:
        if goal in pattern.circuits:
            continue
        found = inside.circuit(goal, free)
        if found is None:
            pattern.release(ruined)
            restore(pattern, freed)
            return
        pattern.meet(goal, found)
        pattern.share(found, asked)
