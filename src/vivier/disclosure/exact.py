"""The cheapest mask of a small table, proven: one integer program that holds every goal's moves at once."""

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from vivier.disclosure.goals import NOBODY, Goal
from vivier.disclosure.system import System
from vivier.vocabulary import InputError

MOST_PRODUCT = 20_000


def optimum(system: System, sensitive: np.ndarray, goals: list[Goal], cost: np.ndarray) -> np.ndarray:
    """Give the mask, (n,) bool, of least cost that meets every goal; for tables up to some hundred cells.

    A goal of width is met by two moves, one up and one down, whose distance is the width. Raises `InputError` where
    cells × goals is too large, or where no mask protects.

    >>> from scipy.sparse import csr_array
    >>> quarters = System(np.array([90.0, 20, 30, 40]), csr_array([[1.0, -1, -1, -1]]))
    >>> optimum(quarters, np.array([False, True, False, False]), [Goal(1, 3.0)], quarters.values).tolist()
    [False, True, True, False]
    """
    if system.size * max(len(goals), 1) > MOST_PRODUCT:
        raise InputError("Ce tableau est trop grand pour un masquage optimal : laissez faire le masquage approché.")
    if not goals:
        return sensitive & (system.values > 0)
    size, moves = system.size, 2 * len(goals)
    hideable = (system.values > 0) & (sensitive | np.isfinite(cost))
    low, high = np.zeros(size), hideable.astype(float)
    low[sensitive & hideable] = 1.0
    reach = float(system.values.sum())
    blocks = [_balanced(system, moves), *_met(size, goals)]
    blocks += _only_hidden(system.values, reach, moves)
    solved = milp(
        np.concatenate([np.where(np.isfinite(cost), cost, 0.0), np.zeros(moves * size)]),
        integrality=np.concatenate([np.ones(size), np.zeros(moves * size)]),
        bounds=Bounds(
            np.concatenate([low, np.tile(-system.values, moves)]),
            np.concatenate([high, *(_room(size, goal, reach) for goal in goals for _ in range(2))]),
        ),
        constraints=blocks,
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        raise InputError("Une case sensible ne peut pas être protégée : autorisez le masquage d’autres cases.")
    mask: np.ndarray = solved.x[:size] > 0.5
    return mask


def _room(size: int, goal: Goal, reach: float) -> np.ndarray:
    """How far each cell may rise in a goal's moves: a cell that the attacker knows does not."""
    room = np.full(size, reach)
    if goal.known != NOBODY:
        room[goal.known] = 0.0
    return room


def _balanced(system: System, moves: int) -> LinearConstraint:
    """Every move keeps every sum."""
    sums = sparse.block_diag([system.relations] * moves, format="csr")
    empty = sparse.csr_array((sums.shape[0], system.size))
    return LinearConstraint(sparse.hstack([empty, sums]).tocsr(), 0.0, 0.0)


def _only_hidden(fall: np.ndarray, rise: float, moves: int) -> list[LinearConstraint]:
    """Only hidden cells move: -fall·y ≤ move ≤ rise·y."""
    size = len(fall)
    each = sparse.identity(size * moves)
    down = sparse.hstack([sparse.vstack([sparse.diags(fall)] * moves), each]).tocsr()
    up = sparse.hstack([sparse.vstack([-rise * sparse.identity(size)] * moves), each]).tocsr()
    return [LinearConstraint(down, 0.0, np.inf), LinearConstraint(up, -np.inf, 0.0)]


def _met(size: int, goals: list[Goal]) -> list[LinearConstraint]:
    """Each goal's two moves, upwards then downwards, reach its amount; the way not asked is left alone."""
    rows = sparse.lil_array((len(goals), size * (1 + 2 * len(goals))))
    for rank, goal in enumerate(goals):
        up = size * (1 + 2 * rank) + goal.cell
        for place, sign, way in ((up, 1.0, -1), (up + size, -1.0, 1)):
            if goal.way != way:
                rows[rank, place] = sign
    return [LinearConstraint(rows.tocsr(), [goal.amount for goal in goals], np.inf)]
