"""Some courses planned again together, the others held: what patterns alone cannot combine."""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from vivier.training.blocks import Whole
from vivier.training.linear import INFINITY, Limits, Program, Solved, solve
from vivier.training.mixing import Chosen, chosen_of, holds
from vivier.training.pricing import Pattern, pattern_of

_RIVALS = 8  # courses asked to leave one link
_LEAST = 1e-6  # under this, nothing is used


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


def rivals(whole: Whole, wanted: Sequence[Pattern]) -> list[tuple[int, np.ndarray]]:
    """Give who could leave a link that patterns wanted together cannot all have, and the links it may then use.

    For each link too short, each course that uses it, the smallest first: one session less there, no more of what is
    already full.
    """
    if not wanted or not len(whole.most):
        return []
    slack = whole.most - np.sum([each.use for each in wanted], axis=0)
    asked = []
    for short in np.flatnonzero(slack < -_LEAST):
        users = [each for each in wanted if each.use[short] > _LEAST]
        users.sort(key=lambda each: (whole.blocks[each.block].program.size, each.block))
        for each in users[:_RIVALS]:
            room = each.use + np.maximum(slack, 0)
            room[short] = max(each.use[short] - 1, 0)
            asked.append((each.block, room))
    return asked


def planned_alone(whole: Whole, rank: int, room: np.ndarray, limits: Limits) -> Pattern | None:
    """Plan one course again in the room given, or give none."""
    found = solve(joint_program(whole, [rank], room), limits)
    return None if found.values is None else pattern_of(rank, whole.blocks[rank], found.values)


def mended(whole: Whole, wanted: Sequence[Pattern], limits: Limits) -> Chosen | None:
    """Make a plan of patterns wanted together that links cannot all have, or give none.

    The smallest courses that use a link too short are set aside, then planned again one by one in the room left.
    """
    kept, aside = dict(enumerate(wanted)), []
    while not holds(use := _use(whole, kept.values()), whole.most):
        short = int(np.argmax(use - whole.most))
        smallest = min((r for r in kept if kept[r].use[short] > 0), key=lambda r: (whole.blocks[r].program.size, r))
        aside.append(smallest)
        del kept[smallest]
    for rank in reversed(aside):
        pattern = planned_alone(whole, rank, whole.most - _use(whole, kept.values()), limits)
        if pattern is None:
            return None
        kept[rank] = pattern
    plan = chosen_of([kept[rank] for rank in range(len(whole.blocks))])
    return plan if holds(plan.use, whole.most) else None


def _use(whole: Whole, patterns: Iterable[Pattern]) -> np.ndarray:
    return np.asarray(np.sum([np.zeros(len(whole.most)), *(each.use for each in patterns)], axis=0))
