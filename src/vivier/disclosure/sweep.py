"""Giving dear cells up: each secondary cell in turn is published again where circuits without it cost less."""

import numpy as np

from vivier.disclosure.boxes import BoxesFirst
from vivier.disclosure.goals import Goal, gathered
from vivier.disclosure.nearby import Seeker
from vivier.disclosure.pattern import Pattern
from vivier.disclosure.search import Stop, restore

# Cells that more circuits share are seldom worth a trial: it is long, and mostly fails.
MOST_SHARED = 60


def sweep(pattern: Pattern, circuits: Seeker | BoxesFirst, *, tried: int, stop: Stop) -> None:
    """Lower the cost of a pattern, in place: go over its `tried` dearest secondary cells.

    A cell is published again where all the goals whose circuit goes through it are met by others, for less in all.
    """
    for cell in sorted(pattern.secondary.tolist(), key=lambda cell: (-pattern.cost[cell], cell))[:tried]:
        if stop():
            return
        through = pattern.through(cell)
        if 0 < len(through) <= MOST_SHARED:
            _without(pattern, circuits, cell, through)


def _without(pattern: Pattern, circuits: Seeker | BoxesFirst, cell: int, goals: list[Goal]) -> None:
    before = pattern.spent
    freed = pattern.release(goals)
    cost = pattern.cost.copy()
    cost[cell] = np.inf
    asked = gathered(goals)
    for goal in sorted(goals, key=lambda each: -each.amount):
        if goal in pattern.circuits:
            continue
        found = circuits.cheapest(goal, pattern.hidden, cost, most=before - pattern.spent)
        if found is None:
            pattern.release(goals)
            restore(pattern, freed)
            return
        pattern.meet(goal, found)
        pattern.share(found, asked)
