"""The best plan of one course when money, places and releases have a price: its bound, and its patterns."""

from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from vivier.training.blocks import Block
from vivier.training.linear import INFINITY, Program, engine, read


@dataclass(frozen=True)
class Pattern:
    """Hold one way to plan a course: the values of its variables, its cost, what it takes of each link."""

    block: int
    values: np.ndarray
    cost: float
    use: np.ndarray


def pattern_of(rank: int, block: Block, values: np.ndarray) -> Pattern:
    """Cost a plan of one course, whole values made exactly whole."""
    exact = np.round(values) if np.allclose(values, np.round(values), atol=1e-5) else values
    return Pattern(rank, exact, float(block.program.cost @ exact), block.uses @ exact)


def nobody(rank: int, block: Block) -> Pattern:
    """Give the pattern that trains nobody; it may not be allowed."""
    values = np.zeros(block.program.size)
    values[block.layout.left_out] = block.program.most[: block.layout.needs]
    return pattern_of(rank, block, values)


def counted_program(block: Block) -> Program:
    """Give the program of a course with one row more, its last: how many sessions it has in all."""
    one = block.program
    total = sparse.csr_matrix((np.arange(one.size) < block.sessions).astype(float))
    rows = sparse.csr_matrix(sparse.vstack([one.rows, total]))
    return replace(one, rows=rows, least=np.r_[one.least, -INFINITY], most=np.r_[one.most, INFINITY])


class Relaxed:
    """Bound the cost of one course at given prices, again and again, by linear programs warm from the last.

    Only the total of sessions is made whole. Little is lost by it: travel is cheap beside a session, so what
    fractions of sessions really save is a last session not full.
    """

    def __init__(self, block: Block) -> None:
        """Load the program of a course once."""
        program = counted_program(block)
        self._model = engine(program, relaxed=True)
        self._columns = np.arange(program.size, dtype=np.int32)
        self._row = program.rows.shape[0] - 1
        self._sessions = block.sessions

    def price(self, cost: np.ndarray) -> tuple[float, np.ndarray | None]:
        """Give a lower bound of any plan of the course at these costs, and the (fractional) plan that has it."""
        value, values = self._free(cost)
        if values is None:
            return value, None
        total = float(values[: self._sessions].sum())
        if abs(total - round(total)) < 1e-6:
            return value, values
        # The cost is convex in the total: the best whole total is next to the best of all.
        below, above = self.at(np.floor(total)), self.at(np.ceil(total))
        return min(below, above, key=lambda found: found[0])

    def around(self, cost: np.ndarray) -> float:
        """Give the total of sessions, maybe not whole, of the cheapest relaxed plan; −1 when there is none."""
        values = self._free(cost)[1]
        return -1.0 if values is None else float(values[: self._sessions].sum())

    def _free(self, cost: np.ndarray) -> tuple[float, np.ndarray | None]:
        self._model.changeColsCost(len(cost), self._columns, cost)
        return self._run(-INFINITY, INFINITY)

    def at(self, total: float) -> tuple[float, np.ndarray | None]:
        """Give the bound when the course has this total of sessions, at the costs last given."""
        return self._run(float(total), float(total))

    def _run(self, least: float, most: float) -> tuple[float, np.ndarray | None]:
        self._model.changeRowBounds(self._row, least, most)
        self._model.run()
        if self._model.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return self._model.getInfo().objective_function_value, np.array(self._model.getSolution().col_value)
        found = read(self._model, is_whole=False)
        return found.bound, found.values
