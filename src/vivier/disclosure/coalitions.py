"""What a company may work out when it is alone in a hidden cell: it knows that cell's value."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.goals import Goal


def exposed(relations: csr_array, hidden: np.ndarray, singles: np.ndarray, goals: Iterable[Goal]) -> list[Goal]:
    """List the goals that a single contributor undoes: its cell and the goal's are the only hidden ones of a sum.

    `hidden` and `singles` are (n,) bool. Each goal given back is to be met without the cell of that contributor.

    >>> row = csr_array([[1.0, -1, -1]])
    >>> exposed(row, np.array([False, True, True]), np.array([False, True, False]), [Goal(1, 3.0), Goal(2, 4.0)])
    [Goal(cell=2, amount=4.0, way=0, known=1)]
    """
    kept = csr_array(relations[:, np.flatnonzero(hidden)])
    names = np.flatnonzero(hidden)
    alone: dict[int, set[int]] = {}
    for row in np.flatnonzero(np.diff(kept.indptr) == 2).tolist():
        first, second = names[kept.indices[kept.indptr[row] : kept.indptr[row + 1]]].tolist()
        for insider, other in ((first, second), (second, first)):
            if singles[insider]:
                alone.setdefault(other, set()).add(insider)
    return [replace(goal, known=insider) for goal in goals for insider in sorted(alone.get(goal.cell, ()))]
