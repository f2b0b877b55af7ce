"""The equations of a calibration: like units put together, margins brought to the same scale."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class System:
    """Hold groups of units of the same traits: their weight, their traits and the totals, all scaled.

    `place` gives the group of each unit, -1 for those of no weight; `units` undoes the scale of each margin.
    """

    weights: np.ndarray  # (g,)
    matrix: np.ndarray  # (g, m), scaled
    aims: np.ndarray  # (m,), scaled
    place: np.ndarray  # (n,) int
    units: np.ndarray  # (m,)

    def gap(self, ratios: np.ndarray) -> float:
        """Give the largest gap to a total, relative to it (to 1 where it is smaller)."""
        if not len(self.aims):
            return 0.0
        wanted = self.aims * self.units
        found = (self.matrix.T @ (self.weights * ratios)) * self.units
        return float(np.max(np.abs(found - wanted) / np.maximum(np.abs(wanted), 1.0)))

    def spread(self, ratios: np.ndarray) -> np.ndarray:
        """Give each unit the ratio of its group; 1 to those of no weight."""
        return np.asarray(np.append(ratios, 1.0)[self.place])


def condensed(weights: np.ndarray, matrix: np.ndarray, aims: np.ndarray) -> System:
    """Put together units that share all traits: the solution gives them the same ratio.

    Units are sorted first, so that their order changes no sum.
    """
    used = np.flatnonzero(weights > 0)
    order = used[np.lexsort((weights[used], *matrix[used].T))]
    sorted_rows = matrix[order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = np.any(sorted_rows[1:] != sorted_rows[:-1], axis=1)
    starts = np.flatnonzero(is_new)
    place = np.full(len(weights), -1)
    place[order] = np.cumsum(is_new) - 1
    together = np.add.reduceat(weights[order], starts) if len(starts) else np.empty(0)
    groups = sorted_rows[starts]
    units = np.maximum(np.abs(aims), together @ np.abs(groups))
    units[units == 0] = 1.0
    return System(together, groups / units, aims / units, place, units)
