"""What money, places and releases are worth: multipliers that bound the cost of every plan from below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from vivier.training.blocks import Block, Whole
from vivier.training.linear import INFINITY, Program, engine, read
from vivier.training.pricing import Pattern, Relaxed, nobody, pattern_of

_MOST_ROUNDS = 200


@dataclass
class Dual:
    """Hold the best bound so far and the multipliers that prove it."""

    bound: float
    prices: np.ndarray
    relaxed: float = INFINITY  # what the patterns known so far cost: the bound cannot go above
    rounds: int = 0
    patterns: list[Pattern] = field(default_factory=list)


class Master:
    """Mix patterns, in shares that sum to one for each course, as cheaply as links allow; it prices the links."""

    def __init__(self, whole: Whole, dear: float) -> None:
        """Begin with patterns that train nobody, at the cost of `dear` where that is not allowed."""
        blocks, links = len(whole.blocks), len(whole.links)
        first = [nobody(rank, block) for rank, block in enumerate(whole.blocks)]
        allowed = whole.request.terms.question != "everyone"
        cost = np.array([pattern.cost if allowed else dear for pattern in first])
        rows = sparse.csr_matrix(sparse.vstack([sparse.csr_matrix((links, blocks)), sparse.eye(blocks)]))
        least = np.r_[np.full(links, -INFINITY), np.ones(blocks)]
        program = Program(
            cost, np.zeros(blocks), np.ones(blocks), rows, least, np.r_[whole.most, np.ones(blocks)],
            np.zeros(blocks, bool),
        )  # fmt: skip
        self._model, self._links = engine(program), links

    def add(self, pattern: Pattern) -> None:
        """Offer one more pattern."""
        used = np.flatnonzero(pattern.use)
        rows = np.r_[used, self._links + pattern.block].astype(np.int32)
        values = np.r_[pattern.use[used], 1.0]
        self._model.addCol(pattern.cost, 0.0, INFINITY, len(rows), rows, values)

    def prices(self) -> tuple[float, np.ndarray]:
        """Give the cost of the best mix, and what one unit more of each link would save."""
        self._model.run()
        found = read(self._model, is_whole=False)
        if found.duals is None:
            return INFINITY, np.zeros(self._links)
        return found.value, np.maximum(-found.duals[: self._links], 0)


def priced(block: Block, prices: np.ndarray) -> np.ndarray:
    """Give the costs of a course when links have a price."""
    return np.asarray(block.program.cost + block.uses.T @ prices)


def find_multipliers(
    whole: Whole, solvers: Sequence[Relaxed], dear: float, *, is_over: Callable[[Dual], bool], gap: float = 1e-4
) -> Dual:
    """Raise the bound by pricing courses and mixing patterns in turn, prices smoothed about the best ones.

    The bound holds whatever happens: it is the sum of the bounds of the courses at the prices asked, less the worth
    of the links (Lagrange); mixing only chooses where to ask.
    """
    master = Master(whole, dear)
    dual, best = Dual(-INFINITY, np.zeros(len(whole.links))), np.zeros(len(whole.links))
    smooth = 0.0
    while dual.rounds < _MOST_ROUNDS and not is_over(dual):
        dual.relaxed, wanted = master.prices()
        asked = smooth * best + (1 - smooth) * wanted
        bound, patterns = _price_all(whole, solvers, asked)
        dual.rounds += 1
        if bound > dual.bound:
            dual.bound, dual.prices, best = bound, asked, asked
            smooth = min(0.8, smooth + 0.1)
        else:
            smooth = max(0.0, smooth - 0.3)
        for pattern in patterns:
            master.add(pattern)
        if dual.relaxed - dual.bound <= gap * max(abs(dual.relaxed), 1e-9) or not whole.links:
            break
    return dual


def _price_all(whole: Whole, solvers: Sequence[Relaxed], prices: np.ndarray) -> tuple[float, list[Pattern]]:
    bound, patterns = -float(prices @ whole.most) if len(prices) else 0.0, []
    for rank, (block, solver) in enumerate(zip(whole.blocks, solvers, strict=True)):
        value, values = solver.price(priced(block, prices))
        bound += value
        if values is not None:
            patterns.append(pattern_of(rank, block, values))
    return bound, patterns
