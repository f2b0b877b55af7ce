"""How many sessions each course holds in all: a count small enough to be chosen exactly, which bounds every plan.

At the prices of links, a course costs at least so much with so many sessions. One total is then chosen for each
course, as cheaply as whole sessions fit the money: a small problem, closed at once. Its cost bounds every plan better
than prices alone, for money buys whole sessions only. What it chooses is then searched closer, and chosen again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from math import gcd

import numpy as np
from scipy import sparse

from vivier.training.blocks import Block, Whole
from vivier.training.linear import INFINITY, Limits, Program, solve
from vivier.training.multipliers import Dual, priced
from vivier.training.pricing import Pattern, Relaxed, counted_program, pattern_of

# Nodes and relative gap of each closer search of a course.
DEPTHS = ((1, 1e-3), (60, 3e-4), (500, 1e-4), (4000, 1e-5))
_ROOM = 0.03  # of the bound: totals dearer than this are not listed, and the bound never claims more


@dataclass
class Cell:
    """Hold what is known of one course with one total of sessions: its bound at the prices, its best pattern."""

    block: int
    total: int
    bound: float
    level: int = 0
    best: float = INFINITY
    pattern: Pattern | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing better is to be found."""
        return self.bound >= self.best - 2e-6 * abs(self.best) or self.bound >= INFINITY or self.level >= len(DEPTHS)


class Ledger:
    """Keep the cells of every course at given prices, and choose among them."""

    def __init__(self, whole: Whole, dual: Dual) -> None:
        """List the totals of each course that a good plan may have."""
        self._whole, self._prices = whole, dual.prices
        self._worth = float(dual.prices @ whole.most) if len(whole.links) else 0.0
        room = _ROOM * abs(dual.bound) + 1.0
        self._costs = [priced(block, dual.prices) for block in whole.blocks]
        self.cells = [
            cell for rank, block in enumerate(whole.blocks) for cell in _cells(rank, block, self._costs[rank], room)
        ]
        # A total that is not listed costs its course more than the best one by all this room.
        cheapest = dict.fromkeys(range(len(whole.blocks)), INFINITY)
        for cell in self.cells:
            cheapest[cell.block] = min(cheapest[cell.block], cell.bound)
        self._ceiling = sum(cheapest.values()) - self._worth + room

    @property
    def is_impossible(self) -> bool:
        """Whether some course has no plan at all, whatever the others do."""
        return len({cell.block for cell in self.cells}) < len(self._whole.blocks)

    def choose(self, limits: Limits) -> tuple[float, list[Cell]]:
        """Choose one total a course, as cheaply as whole sessions fit; give a bound of every plan, and the choice."""
        cells = [cell for cell in self.cells if cell.bound < INFINITY]
        found = solve(self._count(cells), limits)
        bound = min(found.bound - self._worth, self._ceiling)
        if found.values is None:
            return (self._ceiling if found.is_infeasible else bound), []
        return bound, [cell for cell, value in zip(cells, found.values, strict=True) if value > 0.5]

    def _count(self, cells: list[Cell]) -> Program:
        blocks, n = len(self._whole.blocks), len(cells)
        choice = sparse.coo_matrix((np.ones(n), ([cell.block for cell in cells], range(n))), (blocks, n))
        least_use = np.array([self._least_use(cell) for cell in cells]).reshape(n, -1).T
        most = np.array(
            [rounded_down(row, link.most) for row, link in zip(least_use, self._whole.links, strict=True)]
        )
        totals = np.array([[cell.total for cell in cells]], float)
        places = float(sum(place.max_sessions for place in self._whole.request.places))
        rows = sparse.vstack([sparse.csr_matrix(least_use), sparse.csr_matrix(totals), choice])
        return Program(
            np.array([cell.bound for cell in cells]), np.zeros(n), np.ones(n), sparse.csr_matrix(rows),
            np.r_[np.full(len(most) + 1, -INFINITY), np.ones(blocks)], np.r_[most, places, np.ones(blocks)],
            np.ones(n, bool),
        )  # fmt: skip

    def _least_use(self, cell: Cell) -> np.ndarray:
        """Give what so many sessions take of each link at the very least."""
        block = self._whole.blocks[cell.block]
        if not block.sessions:
            return np.zeros(len(self._whole.links))
        each = block.uses[:, : block.sessions].toarray().min(axis=1)
        return np.asarray(each * cell.total)

    def refine(self, cell: Cell, limits: Limits) -> None:
        """Search a course closer with the total of a cell."""
        block, row = self._whole.blocks[cell.block], np.full(1, float(cell.total))
        program = counted_program(block)
        fixed = replace(
            program, cost=self._costs[cell.block],
            least=np.r_[program.least[:-1], row], most=np.r_[program.most[:-1], row],
        )  # fmt: skip
        found = solve(fixed, replace(limits, start=cell.pattern.values if cell.pattern else None))
        cell.level += 1
        cell.bound = max(cell.bound, found.bound)
        if found.values is not None and found.value < cell.best:
            cell.best, cell.pattern = found.value, pattern_of(cell.block, block, found.values)


def rounded_down(amounts: np.ndarray, most: float) -> float:
    """Give how much of a limit amounts that come whole can really use.

    >>> rounded_down(np.array([1500.0, 2900, 4400]), 13_246.0)
    13200.0
    """
    if most >= INFINITY or (amounts != np.round(amounts)).any():
        return most
    step = reduce(gcd, (int(each) for each in amounts), 0)
    return float(most // step * step) if step else most


def _cells(rank: int, block: Block, cost: np.ndarray, room: float) -> Iterator[Cell]:
    """List the totals of a course from the best one outwards, while they are not too dear: the cost is convex."""
    relaxed = Relaxed(block)
    centre = relaxed.around(cost)
    if centre < 0:
        return
    low = int(np.floor(centre + 1e-7))
    values = {total: relaxed.at(total)[0] for total in (low, low + 1)}
    limit = min(values.values()) + room
    for start, step in ((low, -1), (low + 1, 1)):
        total = start
        while total >= 0:
            value = values[total] if total in values else relaxed.at(total)[0]
            if not value <= limit or value >= INFINITY:
                break
            yield Cell(rank, total, value)
            total += step
