"""What a mask lacks for a goal: a sum over cells that all masks which meet the goal reach, and this one does not."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.attack import loaded
from vivier.disclosure.goals import NOBODY, Goal
from vivier.disclosure.system import System

# What is not hidden is held as this little hidden: the program then weighs what hiding it would be worth.
NEARLY = 1e-4
_ROUNDED = 1 - 1e-7
_NIL = 1e-9


class Capacity:
    """Weighs masks against goals, and keeps its linear program from one question to the next.

    A goal is met by moves that keep every sum, within `-down × mask ≤ moves ≤ up × mask`. The dual of the farthest
    move bounds it by a sum over hidden cells, whatever the mask: the capacity constraints of Fischetti and Salazar
    (2001), whose weights are cut to what the goal still needs.
    """

    def __init__(self, system: System, always: np.ndarray, free: np.ndarray, goals: list[Goal]) -> None:
        """Load the moves of n cells; `always` and `free`, (n,) bool: hidden anyway, and those that may be."""
        self._always, self._free, self._size = always, free, system.size
        self._unit = float(np.median(system.values[free])) if free.any() else 1.0
        most = max([float(system.values.sum()), *(goal.amount for goal in goals)])
        self._down, self._up = np.where(free, system.values, 0.0) / self._unit, np.where(free, most, 0.0) / self._unit
        self._cells = np.arange(system.size, dtype=np.int32)
        self._model = loaded(csr_array(system.relations), np.zeros(system.size), np.zeros(system.size))
        self._open = np.zeros(system.size)
        self._proofs: dict[Goal, np.ndarray] = {}

    def lacks(self, goal: Goal, mask: np.ndarray) -> np.ndarray | None:
        """Give weights, (n,) ≥ 0, whose sum over a mask is at least 1 wherever the goal is met; None if `mask` does.

        `mask` is (n,) bool. Cells that are hidden anyway weigh nothing: their part is counted already.
        """
        proof = self._proofs.get(goal)
        if proof is not None and mask[proof].all():
            return None
        asked = goal.amount / self._unit
        self._let(mask.astype(float))
        plain = self._farthest(goal, asked)
        if plain.reached >= _ROUNDED * asked:
            self._proofs[goal] = np.flatnonzero(plain.moved)
            return None
        self._let(np.maximum(mask, NEARLY * self._free))
        for each in (self._farthest(goal), plain):
            weights = self._cut(each.bound, asked)
            if float(weights[mask].sum()) < _ROUNDED:
                return weights
        return np.zeros(self._size)  # the program itself is not sure: no mask will do, what was is kept

    def _cut(self, bound: np.ndarray, asked: float) -> np.ndarray:
        """Leave out what hidden cells give anyway, and cap the others."""
        needed = max(asked - float(bound[self._always].sum()), _NIL * asked)
        return np.where(self._always, 0.0, np.minimum(bound / needed, 1.0))

    def _let(self, opened: np.ndarray) -> None:
        self._open = opened
        self._model.changeColsBounds(self._size, self._cells, -self._down * opened, self._up * opened)

    def _farthest(self, goal: Goal, enough: float = np.inf) -> "_Moved":
        """Move a goal's cell as far as it goes, each way that is asked, until it is enough."""
        found = _Moved(np.zeros(self._size), np.zeros(self._size, bool))
        self._keep(goal.known, still=True)
        for way in (1.0, -1.0):
            if goal.way != -way and found.reached < enough:
                moves, prices = self._solved(goal.cell, way)
                found.bound += np.maximum(prices, 0.0) * self._up + np.maximum(-prices, 0.0) * self._down
                found.moved |= np.abs(moves) > _NIL
                found.reached += way * float(moves[goal.cell])
        self._keep(goal.known, still=False)
        if goal.known != NOBODY:
            found.bound[goal.known] = 0.0
        return found

    def _solved(self, cell: int, way: float) -> tuple[np.ndarray, np.ndarray]:
        self._model.changeColCost(cell, -way)
        self._model.run()
        found = self._model.getSolution()
        moves, prices = np.array(found.col_value), -np.array(found.col_dual)
        self._model.changeColCost(cell, 0.0)
        return moves, prices

    def _keep(self, cell: int, *, still: bool) -> None:
        """Hold still the cell that the attacker knows, or let it go again."""
        if cell != NOBODY:
            room = 0.0 if still else self._open[cell]
            self._model.changeColBounds(cell, -self._down[cell] * room, self._up[cell] * room)


@dataclass
class _Moved:
    """Hold the bound that prices give, (n,), the cells that moved, (n,) bool, and how far the goal's went."""

    bound: np.ndarray
    moved: np.ndarray
    reached: float = 0.0
