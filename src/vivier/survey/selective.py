"""Whom to call back: the shortest list after which what remains doubtful changes totals by less than one wants."""

from dataclasses import dataclass

import numpy as np

from vivier.survey.data import Column, column, kept, same_length
from vivier.vocabulary import InputError


@dataclass(frozen=True)
class FollowUp:
    """Hold whom to call back, the most weighty first, and what stays doubtful once they have answered.

    `scores` are each unit's share of the total that could be wrong; `listed` positions of units; `residual` what is
    left in the worst case, all errors on the same side; `net` what is left when errors offset one another, with its
    sign; `doubtful` how many answers differ from what was expected at all.
    """

    scores: np.ndarray  # (n,) float
    listed: np.ndarray  # (k,) int
    residual: float
    net: float
    doubtful: int

    @property
    def spared(self) -> int:
        """How many doubtful answers need no call."""
        return self.doubtful - len(self.listed)

    @property
    def spared_rate(self) -> float:
        """The share (0–1) of doubtful answers that need no call."""
        return self.spared / self.doubtful if self.doubtful else 0.0


def follow_up(values: Column, predicted: Column, weights: Column, *, residual: float = 0.01) -> FollowUp:
    """List whom to call back so that errors left in the others change the total by less than `residual`.

    `predicted` is what one expected of each unit (last year times the growth of its stratum, say). The score of a
    unit is weight × |value − predicted| / expected total. No shorter list gives the same guarantee.

    >>> found = follow_up([120, 800, 31, 45], [118, 400, 30, 45], [1, 1, 10, 10])
    >>> found.listed.tolist(), found.spared, round(found.residual, 4)
    ([1], 2, 0.0095)

    Raises:
        InputError: a figure is missing, columns differ in length, or the expected total is nothing.
    """
    if not 0 < residual < 1:
        raise InputError("Le biais résiduel accepté doit être une part entre 0 et 1, par exemple 0,01.")
    given = column("Les réponses", values, is_signed=True)
    expected = column("Les valeurs attendues", predicted, is_signed=True)
    weight = column("Les poids", weights)
    same_length(given, expected, weight)
    total = abs(float(weight @ expected))
    gaps = weight * (given - expected)
    if not len(given) or not gaps.any():
        return FollowUp(kept(np.zeros(len(given))), kept(np.empty(0, int)), 0.0, 0.0, 0)
    if total <= 0:
        raise InputError("Le total attendu est nul : aucun écart ne peut lui être rapporté.")
    scores = np.abs(gaps) / total
    order = np.argsort(-scores, kind="stable")
    # What is left once the first k are called: sums from the smallest up, so that small ones are not lost.
    left = np.append(np.cumsum(scores[order][::-1])[::-1], 0.0)
    calls = int(np.argmax(left < residual))
    net = float(gaps[order[calls:]].sum()) / total
    return FollowUp(kept(scores), kept(order[:calls]), float(left[calls]), net, int(np.count_nonzero(scores)))
