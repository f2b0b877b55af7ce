"""How well scores find published moves again."""

import numpy as np

CUTS = (5, 10, 20)


def measures(scores: np.ndarray, published: np.ndarray) -> tuple[float, ...]:
    """Give recall at 5, 10 and 20, the share of sources with a hit in the first 5, and the mean reciprocal rank.

    `scores` and `published` are codes × codes; the diagonal, and sources without a published move, are left out.

    >>> scores = np.array([[0, 0.9, 0.1], [0.5, 0, 0.4], [0.2, 0.1, 0]])
    >>> measures(scores, np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]) > 0)
    (1.0, 1.0, 1.0, 1.0, 0.75)
    """
    apart = np.where(np.eye(len(scores), dtype=bool), -np.inf, scores)
    hits = np.take_along_axis(published, np.argsort(-apart, axis=1, kind="stable"), axis=1)
    hits = hits[published.any(axis=1)]
    if not len(hits):
        return (0.0,) * (len(CUTS) + 2)
    recalls = [float((hits[:, :cut].sum(axis=1) / hits.sum(axis=1)).mean()) for cut in CUTS]
    return (*recalls, float(hits[:, : CUTS[0]].any(axis=1).mean()), float((1 / (1 + hits.argmax(axis=1))).mean()))


def calibration_error(probabilities: np.ndarray, published: np.ndarray, bands: int = 10) -> float:
    """Give the mean gap (0–1) between probability and share published, over bands, for pairs off the diagonal."""
    apart = ~np.eye(len(published), dtype=bool)
    given, right = probabilities[apart], published[apart]
    band = np.minimum((given * bands).astype(int), bands - 1)
    return float(sum(abs((right[band == each] - given[band == each]).sum()) for each in range(bands)) / len(right))
