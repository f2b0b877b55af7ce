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
MONEY = ("budget", "funders")
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
        self._money = [rank for rank, link in enumerate(whole.links) if link.kind in MONEY]
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
        chosen = found.values[: len(cells)] > 0.5
        return bound, [cell for cell, is_chosen in zip(cells, chosen, strict=True) if is_chosen]

    def _count(self, cells: list[Cell]) -> Program:
        """Lay the choice as a program: one total a course, then, for each limit of money, what of it is left.

        A plan is not paid for the money that it leaves: what the chosen totals cannot spend is added at its price.
        """
        n, money, links = len(cells), self._money, self._whole.links
        least, most = (np.array([use(cell) for cell in cells]).reshape(n, -1).T for use in (self._least, self._most))
        limits = np.array([rounded_down(row, link.most) for row, link in zip(least, links, strict=True)])
        totals = np.array([[cell.total for cell in cells]], float)
        blocks, places = len(self._whole.blocks), sum(place.max_sessions for place in self._whole.request.places)
        choice = sparse.coo_matrix((np.ones(n), ([cell.block for cell in cells], range(n))), (blocks, n))
        one = sparse.vstack([sparse.csr_matrix(least), sparse.csr_matrix(totals), choice])
        rows = sparse.bmat([[one, None], [sparse.csr_matrix(most[money]), sparse.eye(len(money))]])
        given = np.array([links[rank].most for rank in money])
        return Program(
            np.r_[[cell.bound for cell in cells], self._prices[money]], np.zeros(n + len(money)),
            np.r_[np.ones(n), np.full(len(money), INFINITY)], sparse.csr_matrix(rows),
            np.r_[np.full(len(limits) + 1, -INFINITY), np.ones(blocks), given],
            np.r_[limits, float(places), np.ones(blocks), np.full(len(money), INFINITY)],
            np.arange(n + len(money)) < n,
        )  # fmt: skip

    def _least(self, cell: Cell) -> np.ndarray:
        """Give what so many sessions take of each link at the very least."""
        block = self._whole.blocks[cell.block]
        if not block.sessions:
            return np.zeros(len(self._whole.links))
        each = block.uses[:, : block.sessions].toarray().min(axis=1)
        return np.asarray(each * cell.total)

    def _most(self, cell: Cell) -> np.ndarray:
        """Give what so many sessions, full, and those trained at work can take of each link at the very most."""
        block = self._whole.blocks[cell.block]
        parts = slice(block.sessions), block.layout.seats, block.layout.at_work
        dearest = [np.array(block.uses[:, part].toarray().max(axis=1, initial=0)) for part in parts]
        people = block.program.most[: block.layout.needs].sum()
        at_work = block.program.high[block.layout.at_work].sum()
        times = cell.total, min(people, cell.total * block.course.max_seats), at_work
        return np.asarray(sum(each * count for each, count in zip(dearest, times, strict=True)))

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
