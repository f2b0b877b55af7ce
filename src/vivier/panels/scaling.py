"""Affinities brought between 0 and 1 whatever their unit; marks of « never » (−1 000 000) do not blur the others."""

import math
from dataclasses import replace

import numpy as np

from vivier.panels.layout import Layout, served
from vivier.panels.search import Found, search

_APART = 0.99  # of the whole range: a gap so wide sets marks of « never » apart from affinities


def search_scaled(layout: Layout, *, seconds: float, enough: float, started: float) -> Found | None:
    """Find the best panel of a layout in the unit of its affinities; bounds are in this unit.

    Every dossier takes as many experts: an affinity less for all pairs changes nothing to who is best.
    """
    higher = _higher(layout)
    if higher is not None:
        found = search_scaled(higher, seconds=seconds, enough=enough, started=started)
        # What is proven without the low pairs holds with them when none can be part of a panel as fair.
        fair = None if found is None else min(float(served(layout, found.chosen).min()), enough)
        if fair is not None and not (layout.within(fair) & ~higher.may).any():
            return found
    origin, unit = _range(layout)
    worth = np.clip((layout.worth - origin) / unit, 0.0, 1.0)
    shift = origin * layout.seats
    found = search(replace(layout, worth=worth), seconds=seconds, enough=(enough - shift) / unit, started=started)
    if found is None:
        return None
    worst = found.worst_bound * unit + shift
    return Found(found.chosen, worst, found.total_bound * unit + shift * layout.shape[1])


def _range(layout: Layout) -> tuple[float, float]:
    """Give the lowest affinity of pairs that may be, and how far the highest is from it."""
    held = layout.worth[layout.may | layout.must]
    low = float(held.min(initial=math.inf))
    spread = float(held.max(initial=-math.inf)) - low
    return (low, spread or 1.0) if held.size else (0.0, 1.0)


def _higher(layout: Layout) -> Layout | None:
    """Keep the pairs above the widest gap, where there is one and what is above it still differs."""
    held = np.unique(layout.worth[layout.may])
    if len(held) < 3:
        return None
    gaps = np.diff(held)
    at = int(np.argmax(gaps))
    if gaps[at] < _APART * (held[-1] - held[0]) or at == len(gaps) - 1:
        return None
    may = layout.may & (layout.worth > held[at])
    return None if (layout.must & ~may).any() else replace(layout, may=may)
