"""Small tables with their margins, for statistical secrecy."""

import itertools

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.system import System


def crossed(inside: np.ndarray) -> System:
    """Give the system of a table of any dimensions, margins added (last index of each axis), in C order."""
    whole = np.asarray(inside, dtype=float)
    for axis in range(whole.ndim):
        whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
    numbers = np.arange(whole.size).reshape(whole.shape)
    rows = []
    for axis in range(whole.ndim):
        others = [range(length) for rank, length in enumerate(whole.shape) if rank != axis]
        for place in itertools.product(*others):
            line = numbers[(*place[:axis], slice(None), *place[axis:])]
            row = np.zeros(whole.size)
            row[line[:-1]], row[line[-1]] = -1.0, 1.0
            rows.append(row)
    return System(whole.ravel(), csr_array(np.array(rows)))


def drawn(seed: int, shape: tuple[int, ...], *, share: float = 0.2) -> tuple[System, np.ndarray, np.ndarray]:
    """Draw a table, its sensitive cells (inside only, never zero) and the width each needs (15 %)."""
    rng = np.random.default_rng(seed)
    inside = np.round(rng.lognormal(4, 1, shape)) * (rng.random(shape) < 0.9)
    system = crossed(inside)
    chosen = np.zeros([length + 1 for length in shape], dtype=bool)
    chosen[tuple(slice(0, length) for length in shape)] = rng.random(shape) < share
    sensitive = chosen.ravel() & (system.values > 0)
    return system, sensitive, 0.15 * system.values * sensitive
