"""How far companies are from places, as the crow flies."""

from collections.abc import Sequence

import numpy as np

RADIUS_KM = 6371.0  # the mean radius of the Earth


def kilometres(starts: Sequence[tuple[float, float]], ends: Sequence[tuple[float, float]]) -> np.ndarray:
    """Give the great-circle distance, in km, from each start (rows) to each end (columns); degrees in.

    >>> kilometres([(45.764, 4.8357)], [(45.4397, 4.3872)]).round(1)      # Lyon, Saint-Étienne
    array([[50.2]])
    """
    one = np.radians(np.array(starts, float).reshape(-1, 1, 2))
    two = np.radians(np.array(ends, float).reshape(1, -1, 2))
    half = np.sin((two - one) / 2) ** 2
    chord = half[..., 0] + np.cos(one[..., 0]) * np.cos(two[..., 0]) * half[..., 1]
    return np.asarray(2 * RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1))))
