"""The nearest codes of every code, both ways, ranked once and for all."""

from collections.abc import Callable

import numpy as np

from vivier.occupations.nearness.evidence import Evidence
from vivier.occupations.nearness.kept import MOST, Lists, Neighbours, scored
from vivier.occupations.nearness.weighing import CHUNK, Weights, totals

Told = Callable[[int, int], None]  # the steps done, the steps in all


def rank(evidence: Evidence, weights: Weights, *, progress: Told | None = None) -> Neighbours:
    """Rank the codes of a nomenclature around each of them, both ways; `progress` hears of the sources compared."""
    alike = _alike(evidence, weights, progress)
    official = evidence.official.toarray() > 0
    scores = scored(alike, official)
    nearest = {"to": _first(scores), "from": _first(scores.T)}
    kinds = tuple(sorted({kind for _, kind in evidence.skills}))
    return Neighbours(
        evidence.codes,
        nearest,
        {way: np.take_along_axis(table, nearest[way], axis=1) for way, table in (("to", alike), ("from", alike.T))},
        Lists.of(np.flatnonzero(row) for row in official),
        Lists.of(np.sort(row.indices) for row in evidence.uses),
        evidence.rarity,
        Lists.of((label.encode() for label, _ in evidence.skills), np.uint8),
        kinds,
        np.array([kinds.index(kind) for _, kind in evidence.skills], np.int8),
    )


def _alike(evidence: Evidence, weights: Weights, progress: Told | None) -> np.ndarray:
    every = np.arange(len(evidence.codes))
    rows = []
    for at in range(0, len(every), CHUNK):
        rows.append(weights.probability(totals(evidence, weights, every[at : at + CHUNK], every)))
        if progress is not None:
            progress(min(at + CHUNK, len(every)), len(every))
    return np.concatenate(rows).astype(np.float32) if rows else np.zeros((0, 0), np.float32)


def _first(scores: np.ndarray) -> np.ndarray:
    """Give the places of the best of each row, itself left out; equals keep the order of codes."""
    apart = np.where(np.eye(len(scores), dtype=bool), -1, scores)
    return np.argsort(-apart, axis=1, kind="stable")[:, : min(MOST, max(len(scores) - 1, 0))].astype(np.int32)
