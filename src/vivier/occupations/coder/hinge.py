"""One linear classifier a code, all at once: squared hinge, one against the rest, accelerated gradient."""

import numpy as np
import scipy.sparse as sp

POWER_STEPS = 15
BIAS_STEP, BIAS_TITLES = 0.02, 140  # the bias meets the titles inside the margin: one in fifty, or all of a few
FIRST_BIAS = -0.9  # where nearly every title is of another code


def train_hinge(
    rows: sp.csr_matrix, targets: np.ndarray, classes: int, *, cost: float = 1.0, steps: int = 30
) -> tuple[np.ndarray, np.ndarray]:
    """Give the weights (columns × classes) and biases that minimise ½‖w‖² + cost Σ max(0, 1 − y f)².

    Nesterov's steps on all classes together. Only titles inside the margin (about one pair in a hundred) have a
    gradient, so that half of each step is a product of sparse matrices.
    """
    across = rows.T.tocsr()
    smooth = 1 + 2 * cost * _largest(rows, across)
    weights: np.ndarray = np.zeros((rows.shape[1], classes), np.float32)
    ahead = weights
    bias: np.ndarray = np.full(classes, FIRST_BIAS, np.float32)
    bias_ahead = bias
    bias_smooth = np.float32(smooth + 2 * cost * max(rows.shape[0] * BIAS_STEP, min(rows.shape[0], BIAS_TITLES)))
    pace = 1.0
    for _ in range(steps):
        gradient = _gradient(rows @ ahead + bias_ahead, targets, cost)
        new = ahead * np.float32(1 - 1 / smooth)
        pull = (across @ gradient).tocoo()
        new[pull.row, pull.col] -= pull.data / np.float32(smooth)
        slope = np.asarray(gradient.sum(axis=0)).ravel()
        new_bias = bias_ahead - slope / bias_smooth
        next_pace = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        momentum = np.float32((pace - 1) / next_pace)
        ahead, bias_ahead = new + momentum * (new - weights), new_bias + momentum * (new_bias - bias)
        weights, bias, pace = new, new_bias, next_pace
    return weights, bias


def _largest(rows: sp.csr_matrix, across: sp.csr_matrix) -> float:
    """Estimate the largest eigenvalue of XᵀX by the power method."""
    vector, size = np.ones(rows.shape[1], np.float32), 1.0
    for _ in range(POWER_STEPS):
        vector = across @ (rows @ vector)
        size = float(np.linalg.norm(vector)) or 1.0
        vector /= np.float32(size)
    return size


def _gradient(scores: np.ndarray, targets: np.ndarray, cost: float) -> sp.csr_matrix:
    """Differentiate the loss by the scores: zero outside the margin."""
    index = np.arange(len(targets))
    own = scores[index, targets].copy()
    slope = np.maximum(scores + 1, 0)
    slope[index, targets] = np.minimum(own - 1, 0)
    return sp.csr_matrix(slope * np.float32(2 * cost))
