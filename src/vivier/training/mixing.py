"""One whole pattern a course, chosen together: the best plan that the patterns known can make."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from vivier.training.blocks import Whole
from vivier.training.linear import INFINITY, Limits, Program, solve
from vivier.training.multipliers import Dual
from vivier.training.pricing import Pattern

_SLACK = 1e-6  # of a link: what rounding may add


@dataclass(frozen=True)
class Chosen:
    """Hold one pattern for each course, in the order of the blocks, and what they cost together."""

    patterns: tuple[Pattern, ...]
    cost: float

    @property
    def use(self) -> np.ndarray:
        """What they take of each link."""
        return np.asarray(np.sum([each.use for each in self.patterns], axis=0))


def chosen_of(patterns: Sequence[Pattern]) -> Chosen:
    """Gather one pattern for each course."""
    return Chosen(tuple(patterns), float(sum(each.cost for each in patterns)))


def holds(use: np.ndarray, most: np.ndarray) -> bool:
    """Tell whether links have enough for this use."""
    return bool((use <= most + _SLACK * np.maximum(1, np.abs(most))).all())


class Pool:
    """Keep the patterns met, each once."""

    def __init__(self) -> None:
        """Begin empty."""
        self.patterns: list[Pattern] = []
        self._known: set[tuple[int, bytes]] = set()

    def add(self, patterns: Sequence[Pattern]) -> None:
        """Keep those that are new."""
        for each in patterns:
            key = (each.block, each.values.tobytes())
            if key not in self._known:
                self._known.add(key)
                self.patterns.append(each)

    def near(self, dual: Dual, room: float, held: Chosen | None) -> list[Pattern]:
        """Give the patterns that can belong to a plan better than the one held.

        A pattern whose cost at the prices of links passes the best of its course by more than the gap cannot.
        """
        worth = np.array([each.cost + float(each.use @ dual.prices) for each in self.patterns])
        blocks = np.array([each.block for each in self.patterns])
        best = np.full(blocks.max(initial=-1) + 1, INFINITY)
        np.minimum.at(best, blocks, worth)
        kept = {id(each) for each in (held.patterns if held else ())}
        return [
            each
            for each, value in zip(self.patterns, worth, strict=True)
            if value <= best[each.block] + room or id(each) in kept
        ]


def mix(whole: Whole, patterns: Sequence[Pattern], held: Chosen | None, limits: Limits) -> Chosen | None:
    """Choose one pattern a course, as cheaply as links allow; give the plan held when nothing better is found."""
    blocks, links = len(whole.blocks), len(whole.links)
    n = len(patterns)
    choice = sparse.coo_matrix((np.ones(n), ([each.block for each in patterns], range(n))), (blocks, n))
    use = sparse.csr_matrix(np.array([each.use for each in patterns]).reshape(n, links).T)
    program = Program(
        np.array([each.cost for each in patterns]), np.zeros(n), np.ones(n),
        sparse.csr_matrix(sparse.vstack([use, choice])),
        np.r_[np.full(links, -INFINITY), np.ones(blocks)], np.r_[whole.most, np.ones(blocks)], np.ones(n, bool),
    )  # fmt: skip
    start = None
    if held is not None:
        kept = {id(each) for each in held.patterns}
        start = np.array([float(id(each) in kept) for each in patterns])
    found = solve(program, Limits(limits.seconds, limits.nodes, limits.gap, start, limits.stop))
    if found.values is None:
        return held
    picked = [each for each, value in zip(patterns, found.values, strict=True) if value > 0.5]
    better = chosen_of(sorted(picked, key=lambda each: each.block))
    if not holds(better.use, whole.most) or (held is not None and better.cost >= held.cost):
        return held
    return better
