"""The cheapest mask of a tiny table, by trying all of them from the cheapest on."""

import itertools

import numpy as np

from oracles.attacker import interval
from vivier.disclosure.coalitions import exposed
from vivier.disclosure.goals import Goal
from vivier.disclosure.system import System


def cheapest(
    system: System, sensitive: np.ndarray, goals: list[Goal], cost: np.ndarray, singles: np.ndarray | None = None
) -> float:
    """Give what the cheapest protective mask costs besides the sensitive cells; inf where none protects."""
    singles = np.zeros(system.size, bool) if singles is None else singles
    free = np.flatnonzero(~sensitive & (system.values > 0) & np.isfinite(cost))
    masks = (np.array(each, int) for k in range(len(free) + 1) for each in itertools.combinations(free.tolist(), k))
    for cells in sorted(masks, key=lambda each: float(cost[each].sum())):
        mask = sensitive & (system.values > 0)
        mask[cells] = True
        if all(_is_met(system, mask, goal) for goal in goals) and all(
            _is_met(system, mask, goal) for goal in exposed(system, mask, singles, goals)
        ):
            return float(cost[cells].sum())
    return float("inf")


def _is_met(system: System, mask: np.ndarray, goal: Goal) -> bool:
    low, high = interval(system, mask, goal.cell, known=goal.known)
    value = system.values[goal.cell]
    reached = {0: high - low, 1: high - value, -1: value - low}[goal.way]
    return bool(reached >= goal.amount * (1 - 1e-6))
