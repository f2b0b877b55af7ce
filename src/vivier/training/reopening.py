"""Some courses planned again together, the others held: what patterns alone cannot combine."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from vivier.training.blocks import Whole
from vivier.training.linear import INFINITY, Limits, Program, Solved, solve
from vivier.training.mixing import Chosen, chosen_of, holds
from vivier.training.pricing import Pattern, pattern_of


def joint_program(whole: Whole, ranks: Sequence[int], room: np.ndarray) -> Program:
    """Give the program of several courses, with what is left of each link for them."""
    parts = [whole.blocks[rank].program for rank in ranks]
    uses = sparse.hstack([whole.blocks[rank].uses for rank in ranks])
    rows = sparse.vstack([sparse.block_diag([part.rows for part in parts]), uses])
    return Program(
        np.concatenate([part.cost for part in parts]),
        np.concatenate([part.low for part in parts]),
        np.concatenate([part.high for part in parts]),
        sparse.csr_matrix(rows),
        np.concatenate([*(part.least for part in parts), np.full(len(room), -INFINITY)]),
        np.concatenate([*(part.most for part in parts), room]),
        _whole(parts, uses),
    )


def _whole(parts: Sequence[Program], uses: sparse.csr_matrix) -> np.ndarray:
    """Tell what must be whole: sessions, and everything once links bound people and no longer only sessions."""
    sessions = np.concatenate([part.whole for part in parts])
    touched = np.asarray(abs(uses).sum(axis=0)).ravel() > 0
    return np.ones(len(sessions), bool) if (touched & ~sessions).any() else sessions


def _split(whole: Whole, ranks: Sequence[int], values: np.ndarray) -> list[Pattern]:
    sizes = np.cumsum([whole.blocks[rank].program.size for rank in ranks])[:-1]
    return [pattern_of(rank, whole.blocks[rank], v) for rank, v in zip(ranks, np.split(values, sizes), strict=True)]


def reopen(whole: Whole, held: Chosen, ranks: Sequence[int], limits: Limits) -> tuple[Chosen, Solved]:
    """Plan some courses again, the rest held; give the better plan and what was proven of those courses."""
    mine = [held.patterns[rank] for rank in ranks]
    room = whole.most - held.use + np.sum([each.use for each in mine], axis=0)
    start = np.concatenate([each.values for each in mine])
    found = solve(
        joint_program(whole, ranks, room), Limits(limits.seconds, limits.nodes, limits.gap, start, limits.stop)
    )
    if found.values is None:
        return held, found
    changed = dict(zip(ranks, _split(whole, ranks, found.values), strict=True))
    better = chosen_of([changed.get(rank, each) for rank, each in enumerate(held.patterns)])
    is_better = better.cost < held.cost - 1e-9 * abs(held.cost) and holds(better.use, whole.most)
    return (better if is_better else held), found


def plan_at_once(whole: Whole, limits: Limits) -> tuple[Chosen | None, Solved]:
    """Plan every course in one program, without any plan to start from."""
    ranks = range(len(whole.blocks))
    found = solve(joint_program(whole, ranks, whole.most), limits)
    if found.values is None:
        return None, found
    plan = chosen_of(_split(whole, ranks, found.values))
    return (plan if holds(plan.use, whole.most) else None), found
