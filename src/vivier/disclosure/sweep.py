"""Giving dear cells up: each secondary cell in turn is published again where boxes without it cost less."""

import numpy as np

from vivier.disclosure.boxes import Boxes
from vivier.disclosure.goals import Goal, gathered
from vivier.disclosure.pattern import Pattern
from vivier.disclosure.search import Stop, restore

# Cells that more circuits share are seldom worth a trial: it is long, and mostly fails.
MOST_SHARED = 60


def sweep(pattern: Pattern, boxes: Boxes, *, rounds: int, stop: Stop) -> None:
    """Lower the cost of a pattern, in place: go over its secondary cells, the dearest first, `rounds` times at most.

    A cell is published again where all the goals whose circuit goes through it are met by others, for less in all.
    """
    for _ in range(rounds):
        before = pattern.spent
        _reroute(pattern, boxes, stop)
        for cell in sorted(pattern.secondary.tolist(), key=lambda cell: (-pattern.cost[cell], cell)):
            if stop():
                return
            through = pattern.through(cell)
            if 0 < len(through) <= MOST_SHARED:
                _without(pattern, boxes, cell, through)
        if pattern.spent >= before * 0.99:
            return


def _reroute(pattern: Pattern, boxes: Boxes, stop: Stop) -> None:
    """Seek the circuit of each goal again, the dearest first, now that all the others are hidden."""
    paid = np.where(pattern.sensitive, 0.0, pattern.cost)
    for goal in sorted(pattern.circuits, key=lambda goal: -paid[pattern.circuits[goal].cells].sum()):
        if stop():
            return
        before = pattern.spent
        freed = pattern.release((goal,))
        saved = before - pattern.spent
        found = boxes.cheapest(goal, pattern.hidden, pattern.cost, most=saved) if saved > 0 else None
        if found is None:
            restore(pattern, freed)
        else:
            pattern.meet(goal, found)


def _without(pattern: Pattern, boxes: Boxes, cell: int, goals: list[Goal]) -> bool:
    before = pattern.spent
    freed = pattern.release(goals)
    cost = pattern.cost.copy()
    cost[cell] = np.inf
    asked = gathered(goals)
    for goal in sorted(goals, key=lambda each: -each.amount):
        if goal in pattern.circuits:
            continue
        found = boxes.cheapest(goal, pattern.hidden, cost, most=before - pattern.spent)
        if found is None:
            pattern.release(goals)
            restore(pattern, freed)
            return False
        pattern.meet(goal, found)
        pattern.share(found, asked)
    return True
