"""How often a decision would change if another panel of the same size had judged the call."""

import numpy as np
from scipy.special import ndtr

_HALVINGS = 40


def kept_chances(quality: np.ndarray, spread: np.ndarray, kept: int) -> np.ndarray:
    """Give the chance that each dossier is among the `kept` best of another panel.

    `quality` has a call a row, dossiers in columns; `spread` is the standard deviation of the mean mark of a dossier
    around its quality, by row or by row and dossier. The bar is where
    as many dossiers as are kept are expected above.

    >>> kept_chances(np.array([[2.0, 0.0, -2.0, 0.0]]), np.array([[0.5]]), 2).round(2).tolist()
    [[1.0, 0.5, 0.0, 0.5]]
    """
    spread = np.maximum(np.broadcast_to(spread, quality.shape), 1e-12)
    low, high = (quality - 9 * spread).min(axis=1), (quality + 9 * spread).max(axis=1)
    for _ in range(_HALVINGS):
        bar = (low + high) / 2
        above = ndtr((quality - bar[:, None]) / spread).sum(axis=1)
        low, high = np.where(above > kept, bar, low), np.where(above > kept, high, bar)
    return np.asarray(ndtr((quality - bar[:, None]) / spread))
