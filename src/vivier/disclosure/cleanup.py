"""Publishing again what is superfluous: each secondary cell, the dearest first, where the others are enough."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.attack import told_by_sums
from vivier.disclosure.circuits import Circuit
from vivier.disclosure.goals import NOBODY, Goal, gathered
from vivier.disclosure.nearby import REACHES, WHOLE, seeker
from vivier.disclosure.pattern import Pattern
from vivier.disclosure.search import Stop, restore
from vivier.disclosure.system import System

# Beyond so many hidden cells, circuits are sought near the goal only, and from further off in larger tables alone: it
# takes minutes to find, over all of them, that nearly every cell is needed.
INSIDE = 1_000


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
        self.circuits = seeker(system.values[self.cells], bound, is_thorough=False, whole=INSIDE, reaches=reaches)
        self.place = {cell: rank for rank, cell in enumerate(self.cells.tolist())}

    def circuit(self, goal: Goal, free: np.ndarray) -> Circuit | None:
        """Give a circuit through free cells, (n,) bool, for a goal, or None."""
        known = self.place.get(goal.known, NOBODY)
        here = replace(goal, cell=self.place[goal.cell], known=known)
        found = self.circuits.cheapest(here, free[self.cells], np.full(len(self.cells), np.inf))
        return None if found is None else replace(found, cells=self.cells[found.cells])


def _without(pattern: Pattern, inside: _Inside, cell: int, free: np.ndarray) -> None:
    """Publish a cell where every goal that goes through it can do without."""
    # One goal that cannot do without is enough to keep the cell: the most demanding fail most.
    ruined = sorted(pattern.through(cell), key=lambda goal: -goal.amount)
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
