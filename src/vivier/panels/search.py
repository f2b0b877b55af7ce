"""From the relaxed answer to a real one: the worst-served dossier first, then the total, each with a proven bound."""

import time
from dataclasses import dataclass, replace

import numpy as np

from vivier.panels import trios
from vivier.panels.exchanges import PRICE
from vivier.panels.layout import Layout, faults
from vivier.panels.linear import Limits
from vivier.panels.relaxation import Relaxation, Relaxed, promising
from vivier.panels.reopening import raise_to, raise_total
from vivier.panels.state import SLACK, Aim, State, over

_SMALL = 1_200  # pairs; what is smaller is solved whole
_HALVINGS = 7  # of the interval where the worst may be, to sharpen its bound
_ROUNDS = 12  # neighbourhoods reopened without gain before a floor is given up
_WIDE = 15  # pairs a dossier, in a whole program over what is promising
_FLOORS, _NEAR = 12, 0.002  # floors tried with whole trios; how near the bound of the worst is near enough
_TRIES = 4  # floors tried between the worst found and its bound


@dataclass(frozen=True)
class Found:
    """Hold the best panel found, as a mask, and two bounds: of the worst; of the total of panels as fair as this."""

    chosen: np.ndarray
    worst_bound: float
    total_bound: float


def search(layout: Layout, *, seconds: float, enough: float, started: float) -> Found | None:
    """Find the best panel within the seconds; None when no panel holds."""
    until = started + seconds
    first = _first(layout, until)
    if first is None:
        return None
    chosen, relaxed = first
    state = State(layout, until, enough, chosen, min(layout.ceiling, enough), relaxed.bound)
    known = relaxed.known | chosen
    if not state.is_fairest:
        known |= _bound_worst(state, known)
        if layout.worth.size <= _SMALL:
            _whole(state)
        elif trios.suits(layout):
            _raise_by_trios(state)
        else:
            _raise_worst(state, known)
    _raise_total(state, known)
    return Found(state.chosen, max(state.worst_bound, state.worst), max(state.total_bound, state.total))


def _first(layout: Layout, until: float) -> tuple[np.ndarray, Relaxed] | None:
    """Find the panel of the best total, floors left aside: any panel at all proves that there is one."""
    lowest = -2.0 * layout.seats
    relaxed = Relaxation(layout, floor=lowest, start=promising(layout)).solve(max(until, time.monotonic() + 1))
    support = relaxed.share > 1e-7
    if relaxed.is_possible and not faults(layout, support):
        return support, relaxed
    for mask in (relaxed.known, layout.may):
        limits = Limits(max(until - time.monotonic(), 20), 5_000, 1e-3)
        found = over(layout, mask, Aim(lowest), limits).taken
        if found is not None:
            return found, relaxed
    return None


def _bound_worst(state: State, known: np.ndarray) -> np.ndarray:
    """Prove how fair a panel can be: relaxed, then with the pairs that no panel so fair can use left out."""
    program = Relaxation(state.layout, floor=None, start=known)
    fair = program.solve(time.monotonic() + state.left * 0.3)
    state.worst_bound = max(min(state.worst_bound, fair.bound), state.worst)
    low, until = state.worst, time.monotonic() + state.left * 0.15
    target = state.worst_bound
    for _ in range(_HALVINGS):
        open_to = state.layout.within(target)
        if time.monotonic() > until or target - low < 1e-4:
            break
        part = Relaxation(state.layout, floor=None, start=program.known & open_to).solve(until, open_to)
        if part.bound < target - SLACK:
            state.worst_bound = target
        else:
            low = target
        target = (low + state.worst_bound) / 2
    return program.known


def _whole(state: State) -> None:
    """Raise the worst of a small request exactly."""
    one = state.layout
    aim = Aim(state.worst, lift=1.0, most=state.worst_bound)
    found = over(one, one.within(state.worst), aim, Limits(state.left * 0.5, 20_000, 1e-9), state.chosen)
    state.take(found.taken)
    if found.solved.is_proven:
        state.worst_bound = min(state.worst_bound, max(-found.solved.bound, state.worst))


def _raise_worst(state: State, known: np.ndarray) -> None:
    """Raise the worst-served dossier floor by floor, from its bound downwards, until it meets what is proven."""
    floor, top = state.worst_bound, state.worst_bound
    current = state.chosen
    until = time.monotonic() + state.left * 0.75
    for _ in range(_TRIES):
        if state.worst >= floor - SLACK or time.monotonic() > until:
            break
        current = raise_to(state, floor, _ROUNDS, _rounded(state, floor, known, current))
        if state.is_fairest:
            break
        if state.worst < floor - SLACK:
            top = floor
        floor = (state.worst + top) / 2


def _rounded(state: State, floor: float, known: np.ndarray, current: np.ndarray) -> np.ndarray:
    """Begin a floor: the relaxed total above it says which pairs matter, a whole program chooses among them."""
    one, open_to = state.layout, state.layout.within(floor)
    relaxed = Relaxation(one, floor=floor - SLACK, start=known & open_to).solve(
        time.monotonic() + state.left * 0.2, open_to
    )
    core = _core(relaxed, open_to, 0.02) | current
    found = over(one, core, Aim(floor, price=PRICE), Limits(state.left * 0.15, 20, 1e-3), current).taken
    if found is None or faults(one, found):
        return current
    state.take(found)
    return found


def _raise_by_trios(state: State) -> None:
    """Raise the worst by whole trios: each floor is reached, or proven out of reach, or left undecided."""
    floor, top = state.worst_bound, state.worst_bound
    until = time.monotonic() + state.left * 0.7
    for _ in range(_FLOORS):
        if state.is_fairest or top - state.worst < _NEAR * max(abs(top), 0.01) or time.monotonic() > until:
            break
        if _reach(state, floor):
            state.worst_bound = max(min(state.worst_bound, floor), state.worst)
        if state.worst < floor - SLACK:
            top = floor
        floor = (state.worst + top) / 2


def _reach(state: State, floor: float) -> bool:
    """Look for a panel above a floor; dossiers left without trio are filled at best. Tell whether none can exist."""
    one, open_to = state.layout, state.layout.within(floor)
    start = (promising(one) & open_to) | state.chosen
    until = time.monotonic() + state.left * 0.3
    relaxed = Relaxation(one, floor=floor - SLACK, start=start).solve(until, open_to)
    closed = trios.best_total(one, state.chosen, floor - SLACK, relaxed.prices, until)
    if closed.taken is None:
        return True
    found, empty = closed.taken, closed.taken.sum(axis=0) == 0
    if empty.any():
        held = replace(one, must=one.must | found)
        limits = Limits(state.left * 0.15, 20, 1e-3)
        filled = over(held, found | (one.may & empty[None, :]), Aim(floor, price=PRICE), limits).taken
        found = raise_to(state, floor, _ROUNDS, state.chosen if filled is None else filled)
    state.take(found)
    return False


def _core(relaxed: Relaxed, open_to: np.ndarray, margin: float) -> np.ndarray:
    """Keep the pairs used in part, and those that would cost little: the others are seldom in a good panel."""
    near = np.where(open_to, relaxed.saving, -np.inf)
    if np.isfinite(margin):
        count = min(_WIDE * open_to.shape[1], near.size)
        margin = min(margin, max(-float(-np.partition(-near.ravel(), count - 1)[count - 1]), 0.0))
    return np.asarray(((relaxed.share > 1e-7) | (near > -margin)) & open_to)


def _raise_total(state: State, known: np.ndarray) -> None:
    """Raise the total above the worst found; pairs too dear to improve it are proven useless."""
    one, floor = state.layout, state.worst
    open_to = one.within(floor)
    start = (known & open_to) | state.chosen
    relaxed = Relaxation(one, floor=floor - SLACK, start=start).solve(
        time.monotonic() + max(state.left * 0.5, 1.0), open_to
    )
    state.total_bound = min(state.total_bound, relaxed.bound)
    if state.total_bound - state.total > 1e-7 and trios.suits(one):
        closed = trios.best_total(
            one, state.chosen, floor - SLACK, relaxed.prices, time.monotonic() + state.left * 0.6
        )
        state.take(closed.taken)
        state.total_bound = min(state.total_bound, closed.bound)
    if state.total_bound - state.total > 1e-6:
        raise_total(state, 3 * _ROUNDS)
    _finish(state, relaxed, open_to)


def _finish(state: State, relaxed: Relaxed, open_to: np.ndarray) -> None:
    """Close what is left between the total and its bound, over more and more pairs."""
    for margin in (0.01, 0.05, np.inf):
        gap = state.total_bound - state.total
        if gap <= 1e-7 or state.left < 0.1:
            return
        is_all = margin >= gap
        core = _core(relaxed, open_to, margin) if not is_all else open_to & (relaxed.saving > -gap - SLACK)
        core |= state.chosen
        limits = Limits(state.left * 0.4, 60, 1e-6)
        found = over(state.layout, core, Aim(state.worst), limits, state.chosen)
        state.take(found.taken)
        if is_all:  # every pair left out costs more than the whole gap: what is proven here is proven for all
            state.total_bound = min(state.total_bound, max(-found.solved.bound, state.total))
            return
