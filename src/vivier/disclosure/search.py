"""Ruin and rebuild: circuits through a dear cell are taken away and sought again, for less."""

from collections.abc import Callable

import numpy as np

from vivier.disclosure.boxes import BoxesFirst
from vivier.disclosure.circuits import Circuit
from vivier.disclosure.goals import Goal
from vivier.disclosure.nearby import Seeker
from vivier.disclosure.pattern import Pattern

# Cells that many circuits share are seldom worth a trial: it is long, and mostly fails.
MOST_RUINED = 7
NOISE = 0.25
Stop = Callable[[], bool]


def improve(pattern: Pattern, circuits: Seeker | BoxesFirst, *, rounds: int, seed: int, stop: Stop) -> None:
    """Lower the cost of a pattern, in place, by `rounds` trials; each is kept only where it costs no more.

    The number of trials is given, not their time, so that the same table always gives the same mask.
    """
    rng = np.random.default_rng(seed)
    for _ in range(rounds):
        if stop() or not len(pattern.secondary):
            return
        _trial(pattern, circuits, rng)


def _trial(pattern: Pattern, circuits: Seeker | BoxesFirst, rng: np.random.Generator) -> bool:
    secondary, before = pattern.secondary, pattern.spent
    weight = pattern.cost[secondary]
    cell = int(rng.choice(secondary, p=weight / weight.sum()))
    ruined = pattern.through(cell)
    if len(ruined) > MOST_RUINED:
        return False
    freed = pattern.release(ruined)
    cost = pattern.cost * rng.lognormal(0.0, NOISE, len(pattern.cost))
    cost[cell] = np.inf if rng.random() < 0.7 else cost[cell]
    if _rebuilt(pattern, circuits, ruined, cost, before):
        return True
    pattern.release(ruined)
    restore(pattern, freed)
    return False


def _rebuilt(
    pattern: Pattern, circuits: Seeker | BoxesFirst, goals: list[Goal], cost: np.ndarray, before: float
) -> bool:
    for goal in sorted(goals, key=lambda each: -each.amount):
        found = circuits.cheapest(goal, pattern.hidden, cost, most=(before - pattern.spent) * 1.3 + 1e-9)
        if found is None:
            return False
        pattern.meet(goal, found)
        if pattern.spent > before + 1e-9:
            return False
    return True


def restore(pattern: Pattern, freed: list[tuple[Goal, Circuit]]) -> None:
    """Put circuits back where they were."""
    for goal, circuit in freed:
        pattern.meet(goal, circuit)
