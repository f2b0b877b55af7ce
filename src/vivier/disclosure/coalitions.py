"""What a company may work out when it is alone in a hidden cell: it knows that cell's value."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.goals import Goal
from vivier.disclosure.system import System


def exposed(system: System, hidden: np.ndarray, singles: np.ndarray, goals: Iterable[Goal]) -> list[Goal]:
    """List the goals that a single contributor undoes: its cell and the goal's are the only hidden ones of a sum.

    `hidden` and `singles` are (n,) bool. Each goal given back is to be met without the cell of that contributor. Of
    a total it knows its own part: only the rest has to stay uncertain, in the same proportion.

    >>> row = System(np.array([100.0, 60, 40]), csr_array([[1.0, -1, -1]]))
    >>> exposed(row, np.array([False, True, True]), np.array([False, True, False]), [Goal(1, 3.0), Goal(2, 4.0)])
    [Goal(cell=2, amount=4.0, way=0, known=1)]
    >>> exposed(row, np.array([True, True, False]), np.array([False, True, False]), [Goal(0, 15.0)])
    [Goal(cell=0, amount=6.0, way=0, known=1)]
    """
    names = np.flatnonzero(hidden)
    kept = csr_array(system.relations[:, names])
    alone: dict[int, dict[int, float]] = {}
    for row in np.flatnonzero(np.diff(kept.indptr) == 2).tolist():
        part = slice(kept.indptr[row], kept.indptr[row + 1])
        first, second = names[kept.indices[part]].tolist()
        is_nested = kept.data[part].sum() == 0
        for insider, other in ((first, second), (second, first)):
            if singles[insider]:
                own = float(system.values[insider] / system.values[other]) if is_nested else 0.0
                known = alone.setdefault(other, {})
                known[insider] = max(known.get(insider, 0.0), min(1.0, own))
    return [
        replace(goal, amount=goal.amount * (1.0 - own), known=insider)
        for goal in goals
        for insider, own in sorted(alone.get(goal.cell, {}).items())
        if own < 1.0
    ]
