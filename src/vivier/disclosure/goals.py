"""What must stay uncertain: each sensitive cell, by how much, and against whom."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

NOBODY = -1
# A protection of nothing still forbids exact disclosure: at least this share of the cell.
LEAST_SHARE = 1e-4
_ROUNDED = 1 - 1e-6  # of an end that a program found


@dataclass(frozen=True)
class Goal:
    """Hold one protection to reach: `cell` must be able to move by `amount`.

    `way` is +1 (upwards), -1 (downwards) or 0 (the two together, as the width of an interval that may slide); `known`
    is a cell whose value the attacker knows besides what is published (its only contributor's), or `NOBODY`.
    """

    cell: int
    amount: float
    way: int = 0
    known: int = NOBODY


def goals_of(values: np.ndarray, sensitive: np.ndarray, bounds: "Needs") -> list[Goal]:
    """Give the goals of every sensitive cell, the most demanding first.

    >>> goals_of(np.array([60.0, 25]), np.array([False, True]), Needs(np.zeros(2), np.array([0, 5.0]), np.zeros(2)))
    [Goal(cell=1, amount=5.0, way=1, known=-1)]
    """
    found = []
    for cell in np.flatnonzero(sensitive & (values > 0)).tolist():
        up, down, width = float(bounds.upper[cell]), float(bounds.lower[cell]), float(bounds.width[cell])
        found += [Goal(cell, amount, way) for amount, way in ((up, 1), (down, -1)) if amount > 0]
        if width > up + down or not (up or down):
            found.append(Goal(cell, max(width, LEAST_SHARE * float(values[cell]))))
    return sorted(found, key=lambda goal: (-goal.amount, goal.cell, -goal.way))


def left_of(goal: Goal, value: float, left: tuple[float, float]) -> list[Goal]:
    """Give what may be asked of a cell in place of a goal, where nothing takes it out of an interval; none if exact.

    All of the interval is asked for where it is narrower than the goal, as much as the goal elsewhere.

    >>> [(round(each.amount), each.way) for each in left_of(Goal(3, 36.0), 240.0, (221.0, 249.0))]
    [(9, 1), (19, -1)]
    """
    down, up = value - left[0], left[1] - value
    if up + down < LEAST_SHARE * value:
        return []
    asked = {1: min(up, goal.amount), -1: min(down, goal.amount)}
    if goal.way:
        asked[-goal.way] = 0.0
    else:
        asked[-1] = min(down, max(goal.amount - asked[1], 0.0))
    return [Goal(goal.cell, _ROUNDED * most, way) for way, most in asked.items() if most > LEAST_SHARE * value]


@dataclass(frozen=True)
class Needs:
    """Hold, for every cell, how far its interval must reach: (n,) below, above, and how wide, in k€."""

    lower: np.ndarray
    upper: np.ndarray
    width: np.ndarray


def gathered(goals: Iterable[Goal]) -> dict[int, list[Goal]]:
    """Gather goals by cell."""
    found: dict[int, list[Goal]] = {}
    for goal in goals:
        found.setdefault(goal.cell, []).append(goal)
    return found
