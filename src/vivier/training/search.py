"""The search itself: bound, patterns, mixing and reopening in turn, until the gap is closed or time is up."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from vivier.training.blocks import Whole
from vivier.training.data import Effort, Found
from vivier.training.linear import INFINITY, Limits
from vivier.training.mixing import Chosen, Pool, chosen_of, mix
from vivier.training.multipliers import Dual, Master, find_multipliers
from vivier.training.pricing import Pattern, Relaxed, nobody
from vivier.training.reopening import mended, plan_at_once, planned_alone, reopen, rivals
from vivier.training.totals import DEPTHS, Cell, Ledger

Asked = TypeVar("Asked")
Done = TypeVar("Done")
_TINY, _SMALL = 400, 2_500  # variables: under these, one program of everything closes at once, or may close
_ROUNDS = 12
_REOPENED = 4  # neighbourhoods tried between two rounds
_PEOPLE = 120  # in a neighbourhood: what one program settles in about a second


@dataclass
class Search:
    """Hold where a search stands: the best plan, the best bound, the patterns met."""

    whole: Whole
    effort: Effort
    held: Chosen | None = None
    bound: float = -INFINITY
    is_impossible: bool = False
    pool: Pool = field(default_factory=Pool)
    tried: set[tuple[int, bytes]] = field(default_factory=set)
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """The seconds spent."""
        return time.monotonic() - self.began

    @property
    def gap(self) -> float:
        """The share of the cost that is not proven necessary."""
        if self.held is None:
            return 1.0
        left = sum(each.values[self.whole.blocks[each.block].layout.left_out].sum() for each in self.held.patterns)
        cost = self.held.cost - self.whole.dear * float(left)
        return max(0.0, self.held.cost - self.bound) / max(abs(cost), 1e-9)

    def found(self, held: Chosen) -> Found:
        """Say how good a plan is; where people left out are dear, their price is not its cost."""
        blocks = self.whole.blocks
        left = sum(float(one.values[blocks[one.block].layout.left_out].sum()) for one in held.patterns)
        sessions = sum(float(one.values[: blocks[one.block].sessions].sum()) for one in held.patterns)
        cost = held.cost - self.whole.dear * left
        bound = min(max(self.bound - self.whole.dear * left, 0.0), cost)
        return Found(cost, bound, min(self.gap, 1.0), round(sessions), self.whole.request.people - round(left))

    def is_late(self) -> bool:
        """Tell whether time is up or somebody asked to stop."""
        return self.seconds >= self.effort.seconds or self.effort.stop()

    def is_over(self) -> bool:
        """Tell whether to stop: late, proven enough, or no plan exists."""
        return self.is_late() or self.is_impossible or (self.held is not None and self.gap <= self.effort.gap)

    def limits(self, nodes: int, gap: float, share: float = 1.0) -> Limits:
        """Give the limits of one step: at most a share of the time left."""
        left = max(self.effort.seconds - self.seconds, 0.05) * share
        return Limits(left, nodes, gap, None, self.effort.stop)

    def say(self, what: str) -> None:
        """Tell how far the time given is spent, and how good the best plan so far is."""
        if self.held is not None:
            self.effort.show(self.found(self.held))
        self.effort.tell(
            what, min(int(self.seconds * 10), int(self.effort.seconds * 10)), int(self.effort.seconds * 10)
        )


def search(whole: Whole, effort: Effort) -> Search:
    """Search until the gap is closed, nothing more is learned, or time is up; the best plan so far is kept."""
    state = Search(whole, effort)
    if not whole.blocks:
        state.held, state.bound = chosen_of([]), 0.0
        return state
    if whole.request.terms.question != "everyone":
        first = [nobody(rank, block) for rank, block in enumerate(whole.blocks)]
        state.held = chosen_of(first)
        state.pool.add(first)
    state.say("borne")
    dual = find_multipliers(
        whole, [Relaxed(block) for block in whole.blocks], _dear(whole), is_over=lambda _dual: state.is_late()
    )
    state.bound = max(state.bound, dual.bound)
    if dual.bound > _dear(whole):
        state.is_impossible = True
        return state
    _improve(state, dual)
    return state


def _dear(whole: Whole) -> float:
    """Give a cost that no plan reaches."""
    return 1.0 + 2 * sum(float(np.abs(block.program.cost) @ block.program.high) for block in whole.blocks)


def _improve(state: Search, dual: Dual) -> None:
    """Search courses at prices, mix what was found, deeper each time; price again, then reopen until time is up."""
    rng = np.random.default_rng(1)
    idle, step, prices = 0, 1.0, dual.prices
    ledger = Ledger(state.whole, dual)
    for depth in range(1, _ROUNDS):
        before = _standing(state)
        bound = _settle(state, ledger, min(depth, len(DEPTHS)))
        _mix(state)
        if _size(state.whole) <= _TINY or state.held is None:
            _finish(state)
        if depth > 1:
            _reopen_some(state, rng, _REOPENED)
        idle = idle + 1 if _standing(state) == before else 0
        if state.is_over() or idle > 2:
            break
        if depth >= len(DEPTHS):
            if bound > dual.bound:
                dual = replace(dual, bound=bound, prices=prices)
            else:
                step /= 2
            prices = _priced_again(state, dual.prices, step)
            ledger = Ledger(state.whole, replace(dual, prices=prices))
    if _size(state.whole) <= _SMALL:
        _finish(state)
    while state.held is not None and not state.is_over() and _reopen_some(state, rng, 4 * _REOPENED):
        pass


def _standing(state: Search) -> tuple[float, float]:
    return state.held.cost if state.held else INFINITY, state.bound


def _settle(state: Search, ledger: Ledger, depth: int) -> float:
    """Choose totals of sessions and search what is chosen, until it is searched as deep as asked; give the bound."""
    state.is_impossible = ledger.is_impossible
    bound = -INFINITY
    while not state.is_over():
        bound, chosen = ledger.choose(state.limits(2_000, 1e-6, 0.3))
        state.bound = max(state.bound, bound)
        waiting = [each for each in chosen if each.level < depth and not each.is_closed]
        if not waiting:
            _mend(state, chosen)
            break
        _refine(state, ledger, waiting)
    return bound


def _mend(state: Search, chosen: list[Cell]) -> None:
    """Make a plan of the totals chosen: courses leave the links that cannot take them all, the cheapest ones stay."""
    wanted = [cell.pattern for cell in chosen if cell.pattern is not None]
    if len(wanted) < len(state.whole.blocks):
        return
    limits = state.limits(20, 1e-3, 0.2)
    plan = mended(state.whole, wanted, limits)
    if plan is not None:
        state.pool.add(plan.patterns)
        state.held = plan if state.held is None or plan.cost < state.held.cost else state.held

    def one(asked: tuple[int, np.ndarray]) -> Pattern | None:
        return None if state.is_late() else planned_alone(state.whole, *asked, limits)

    fresh = [(rank, room) for rank, room in rivals(state.whole, wanted) if (rank, room.tobytes()) not in state.tried]
    state.tried.update((rank, room.tobytes()) for rank, room in fresh)
    moved = _mapped(state.effort.executor, one, fresh)
    state.pool.add([each for each in moved if each is not None])


def _priced_again(state: Search, centre: np.ndarray, step: float) -> np.ndarray:
    """Price links by the patterns of whole sessions, nearer to the truth than fractions.

    Few patterns say little far from where they were found: prices move within a box about the best ones.
    """
    whole = state.whole
    master = Master(whole, _dear(whole))
    for pattern in state.pool.patterns:
        master.add(pattern)
    session = float(np.mean([block.course.session_eur for block in whole.blocks]))
    scale = np.array([0.1 if link.kind in ("budget", "funders") else 0.02 * session for link in whole.links])
    room = step * (0.25 * centre + scale)
    return np.asarray(np.clip(master.prices()[1], np.maximum(centre - room, 0), centre + room))


def _refine(state: Search, ledger: Ledger, waiting: list[Cell]) -> None:
    """Search courses at one total of sessions each, the longest first."""
    waiting.sort(key=lambda cell: (-state.whole.blocks[cell.block].program.size, cell.block, cell.total))

    def one(cell: Cell) -> None:
        if not state.is_late():
            ledger.refine(cell, state.limits(*DEPTHS[cell.level], 0.25))

    for done, _ in enumerate(_mapped(state.effort.executor, one, waiting)):
        if done % 8 == 0:
            state.say("formations")
    for cell in waiting:
        if cell.pattern is not None:
            state.pool.add([cell.pattern])


def _mapped(executor: Executor | None, one: Callable[[Asked], Done], waiting: Iterable[Asked]) -> Iterable[Done]:
    return map(one, waiting) if executor is None else executor.map(one, waiting)


def _mix(state: Search) -> None:
    state.held = mix(state.whole, state.pool.patterns, state.held, state.limits(5_000, 1e-6, 0.3))
    state.say("meilleur plan")


def _finish(state: Search) -> None:
    """Close what is small, or what has no plan yet, with one program of everything."""
    if state.is_over():
        return
    if state.held is None:
        state.held, found = plan_at_once(state.whole, state.limits(20_000, state.effort.gap / 2))
        state.is_impossible = found.is_infeasible
    else:
        everything = range(len(state.whole.blocks))
        state.held, found = reopen(
            state.whole, state.held, everything, state.limits(20_000, state.effort.gap / 2, 0.5)
        )
    state.bound = max(state.bound, found.bound)


def _size(whole: Whole) -> int:
    return sum(block.program.size for block in whole.blocks)


def _reopen_some(state: Search, rng: np.random.Generator, times: int) -> bool:
    """Plan some courses again together, drawn at random; tell whether anything was gained."""
    if state.held is None:
        return False
    before = state.held.cost
    for _ in range(times):
        if state.is_over():
            break
        ranks, people = [], 0.0
        for rank in rng.permutation(len(state.whole.blocks)):
            block = state.whole.blocks[rank]
            asked = block.program.most[: block.layout.needs].sum()
            if people + asked <= _PEOPLE:
                ranks.append(int(rank))
                people += asked
        if ranks:
            state.held = reopen(state.whole, state.held, sorted(ranks), state.limits(60, 1e-5, 0.2))[0]
            state.pool.add(state.held.patterns)
        state.say("meilleur plan")
    return state.held.cost < before
