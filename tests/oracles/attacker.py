"""A slow, obvious attacker: two linear programs of SciPy a cell, on all cells, knowing all that is published."""

import numpy as np
from scipy.optimize import linprog

from vivier.disclosure.system import System


def interval(system: System, hidden: np.ndarray, cell: int, known: int = -1) -> tuple[float, float]:
    """Give the least and the most that a cell may be, for who knows what is not hidden and one cell besides."""
    bounds = [
        (0, None) if is_hidden and rank != known else (value, value)
        for rank, (value, is_hidden) in enumerate(zip(system.values, hidden, strict=True))
    ]
    aim = np.zeros(system.size)
    aim[cell] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(sign * aim, A_eq=system.relations, b_eq=np.zeros(system.relations.shape[0]), bounds=bounds)
        ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
    return ends[0], ends[1]
