"""Reopen a few dossiers at a time, the rest held: small whole programs around those that are badly served."""

from dataclasses import replace

import numpy as np

from vivier.panels.exchanges import PRICE, descend, merit
from vivier.panels.layout import Layout, faults, served
from vivier.panels.linear import Limits
from vivier.panels.relaxation import promising
from vivier.panels.state import SLACK, Aim, State, over

_REOPENED = 14  # dossiers a neighbourhood
_NODES = 60


def raise_to(state: State, floor: float, rounds: int, begin: np.ndarray) -> np.ndarray:
    """Bring every dossier to a floor, or as near as a number of idle rounds allows; give the panel reached."""
    random = np.random.Generator(np.random.PCG64(7))
    current, idle = descend(state.layout, begin, floor, state.until), 0
    state.take(current)
    while idle < rounds and state.left > 0:
        sums = served(state.layout, current)
        if sums.min() >= floor - SLACK:
            break
        under = np.flatnonzero(sums < floor - SLACK)
        dossiers = _around(state.layout, current, int(under[idle % len(under)]), random)
        found = _reopened(state, current, dossiers, Aim(floor, price=PRICE))
        gained = found is not None and merit(state.layout, found, floor) > merit(state.layout, current, floor) + 1e-7
        if gained and found is not None:
            current = descend(state.layout, found, floor, state.until)
            state.take(current)
        idle = 0 if gained else idle + 1
    return current


def raise_total(state: State, rounds: int) -> None:
    """Raise the total, every dossier held above the worst of today."""
    random = np.random.Generator(np.random.PCG64(11))
    idle = 0
    state.take(descend(state.layout, state.chosen, state.worst, state.until))
    while idle < rounds and state.left > 0:
        heart = int(random.integers(state.layout.shape[1]))
        dossiers = _around(state.layout, state.chosen, heart, random)
        gained = state.take(_reopened(state, state.chosen, dossiers, Aim(state.worst)))
        if gained:
            state.take(descend(state.layout, state.chosen, state.worst, state.until))
        idle = 0 if gained else idle + 1


def _around(layout: Layout, chosen: np.ndarray, heart: int, random: np.random.Generator) -> np.ndarray:
    """Choose dossiers to reopen: one, and those that hold the experts it would want."""
    count = min(_REOPENED, layout.shape[1])
    wish = np.where(layout.may[:, heart], layout.worth[:, heart], -np.inf)
    wish = np.exp(6 * (wish - wish.max()) / max(float(np.ptp(layout.worth)), 1e-12))
    pull = (chosen * wish[:, None]).sum(axis=0) * random.random(layout.shape[1]) ** 2 + 1e-9
    pull[heart] = np.inf
    return np.sort(np.argsort(-pull, kind="stable")[:count])


def _reopened(state: State, current: np.ndarray, dossiers: np.ndarray, aim: Aim) -> np.ndarray | None:
    one, kept = state.layout, current.copy()
    kept[:, dossiers] = False
    used = kept.sum(axis=1)
    low, high = np.maximum(one.low - used, 0), one.high - used
    may = one.may[:, dossiers] & (high > 0)[:, None]
    part = replace(one, worth=one.worth[:, dossiers], may=may, must=one.must[:, dossiers], low=low, high=high)
    now = current[:, dossiers]
    mask = (promising(part, 25, 1) | (low > 0)[:, None]) & may
    if not aim.price:
        mask &= part.within(aim.floor)
    found = over(part, mask | now, aim, Limits(min(state.left, 3.0), _NODES, 1e-5), now)
    if found.taken is None:
        return None
    kept[:, dossiers] = found.taken
    return None if faults(one, kept) else kept
