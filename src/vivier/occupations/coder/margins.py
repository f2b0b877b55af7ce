"""One linear classifier a code, each solved exactly: squared hinge, one against the rest, Newton's steps."""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from scipy.linalg import cho_factor, cho_solve

ROUNDS = 20
NEAREST = 64  # titles of other codes that the first round supposes inside the margin
TOLERANCE = 1e-4
PRUNED = 0.01  # weights under it are dropped: nine in ten, at no cost


def train_margins(
    rows: sp.csr_matrix, targets: np.ndarray, classes: int, *, cost: float, offset: float
) -> sp.csr_matrix:
    """Give the weights (columns × classes) that minimise ½‖w‖² + cost Σ max(0, 1 − y (w·x − offset))².

    The offset is given, not learned: beyond 1, a title that shares nothing with a code is outside its margin from the
    start, so that a code only ever meets the few hundred titles that resemble its own. Each problem is then solved in
    the space of those titles (Chapelle, 2007): given the titles inside the margin, the weights are those of a ridge
    regression; given the weights, so are the titles; the two agree after a few rounds.
    """
    solved = [_pruned(each) for each in _classifiers(rows.tocsr(), targets, classes, cost, offset)]
    ends = np.cumsum([0, *(len(columns) for columns, _ in solved)])
    columns = np.concatenate([columns for columns, _ in solved])
    values = np.concatenate([values for _, values in solved])
    return sp.csr_matrix((values, columns, ends), shape=(classes, rows.shape[1])).T.tocsr()


def _classifiers(
    rows: sp.csr_matrix, targets: np.ndarray, classes: int, cost: float, offset: float
) -> Iterator[np.ndarray]:
    for each in range(classes):
        signs = np.where(targets == each, np.float32(1), np.float32(-1))
        yield _solve(rows, signs, cost, offset)


def _solve(rows: sp.csr_matrix, signs: np.ndarray, cost: float, offset: float) -> np.ndarray:
    """Alternate between the weights and the titles inside the margin until neither changes."""
    own = np.flatnonzero(signs > 0)
    weights = np.asarray(rows[own].sum(axis=0), np.float32).ravel()
    if not len(own):
        return weights
    wanted = (signs + offset).astype(np.float64)  # what w·x is to be
    inside = np.union1d(own, np.argsort(-(rows @ weights), kind="stable")[:NEAREST])
    for _ in range(ROUNDS):
        active = rows[inside]
        alike = (active @ active.T).toarray().astype(np.float64)
        alike[np.diag_indices_from(alike)] += 1 / (2 * cost)
        pulls = cho_solve(cho_factor(alike, overwrite_a=True, check_finite=False), wanted[inside])
        weights = active.T @ pulls.astype(np.float32)
        now = np.flatnonzero(signs * (rows @ weights - np.float32(offset)) < 1 - TOLERANCE)
        if np.array_equal(now, inside):
            break
        inside = now
    return np.asarray(weights)


def _pruned(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    columns = np.flatnonzero(np.abs(weights) >= PRUNED)
    return columns, weights[columns].astype(np.float32)
