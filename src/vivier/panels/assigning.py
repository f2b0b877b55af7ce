"""Assign experts to dossiers: the worst-served dossier first, then the total; each pair explained."""

import math
import time
from collections.abc import Iterable

import numpy as np

from vivier.panels.blocking import blocking
from vivier.panels.data import Affinity, Quota, Terms
from vivier.panels.exchanges import Exchanges
from vivier.panels.layout import Layout, served
from vivier.panels.request import Loads, Pairs, Request, laid_out
from vivier.panels.result import Panel, Seat
from vivier.panels.scaling import search_scaled
from vivier.panels.search import Found
from vivier.vocabulary import InputError

_WORDS = 3  # shared words said of a pair


def assign(
    affinity: Affinity,
    *,
    loads: Loads = (0, None),
    conflicts: Pairs = (),
    quotas: Iterable[Quota] = (),
    frozen: Pairs = (),
    terms: Terms | None = None,
) -> Panel:
    """Give the panel whose worst-served dossier is served best and, among those, whose sum of affinities is highest.

    A dossier is served by the sum of the affinities of its experts. `loads` is the least and the most dossiers of an
    expert (None: no limit), for all or by name; `conflicts` and `frozen` are pairs (expert, dossier).

    >>> near = Affinity(("A. Blanc", "C. Roux", "D. Petit"), ("FUI-12", "FUI-15"),
    ...                 [[0.9, 0.8], [0.7, 0.1], [0.2, 0.3]])
    >>> panel = assign(near, loads=(0, 1), terms=Terms(per_dossier=1))
    >>> [(seat.expert, seat.dossier) for seat in panel.seats], panel.worst, panel.is_proven
    ([('C. Roux', 'FUI-12'), ('A. Blanc', 'FUI-15')], 0.7, True)

    Raises:
        InputError: a name is unknown, or no panel holds; the sentence then names the conditions in the way.
    """
    started = time.monotonic()
    terms = terms or Terms()
    request = laid_out(affinity, terms, loads=loads, conflicts=conflicts, quotas=quotas, frozen=frozen)
    if not request.dossiers:
        if any(request.layout.low > 0):
            raise InputError("Les charges minimales demandent des dossiers et il n’y en a aucun : mettez-les à zéro.")
        return Panel()
    if request.layout.shape[0] < terms.per_dossier:
        raise InputError(blocking(request))
    seconds = terms.seconds or _patience(request.layout)
    found = search_scaled(request.layout, seconds=seconds, enough=terms.enough, started=started)
    if found is None:
        raise InputError(blocking(request))
    return _told(request, affinity, found)


def _patience(layout: Layout) -> float:
    """Give the seconds of a search by the size of the request: loads to fill make small requests hard."""
    if layout.worth.size > 100_000:
        return 15.0
    return 24.0 if layout.low.any() and layout.worth.size <= 30_000 else 3.5


def _told(request: Request, affinity: Affinity, found: Found) -> Panel:
    exact = request.layout.worth
    sums = np.where(found.chosen, exact, 0).sum(axis=0)
    at = int(np.argmin(sums))
    total, worst = float(math.fsum(exact[found.chosen])), float(sums[at])
    return Panel(
        _seats(request, affinity, found.chosen, exact),
        _alternates(request, found.chosen, exact),
        worst,
        max(found.worst_bound, worst),
        request.dossiers[at],
        total,
        max(found.total_bound, total),
    )


def _seats(request: Request, affinity: Affinity, chosen: np.ndarray, exact: np.ndarray) -> tuple[Seat, ...]:
    one = request.layout
    open_to = np.where(one.may, one.worth, -np.inf)
    exchanges = Exchanges.of(one, chosen, float(served(one, chosen).min()))
    seats = []
    for at, (who, where) in enumerate(zip(exchanges.who.tolist(), exchanges.where.tolist(), strict=True)):
        expert, dossier = request.experts[who], request.dossiers[where]
        is_frozen = bool(one.must[who, where])
        change, newcomer = (0.0, -1) if is_frozen else exchanges.change(at)
        words = (affinity.words or {}).get((expert, dossier), ())
        seats.append(
            Seat(
                expert,
                dossier,
                float(exact[who, where]),
                int((open_to[:, where] > one.worth[who, where]).sum()) + 1,
                request.experts[newcomer] if newcomer >= 0 else "",
                -change if newcomer >= 0 else 0.0,
                tuple(word for word, _ in words[:_WORDS]),
                is_frozen,
            )
        )
    return tuple(sorted(seats, key=lambda seat: (seat.dossier, -seat.affinity, seat.expert)))


def _alternates(request: Request, chosen: np.ndarray, exact: np.ndarray) -> tuple[Seat, ...]:
    """Name more experts for each dossier, whose quotas still hold if one comes: those with room first."""
    one, count = request.layout, request.terms.alternates
    has_room = chosen.sum(axis=1) < one.high
    exchanges = Exchanges.of(one, chosen, -math.inf)
    everyone = np.arange(one.shape[0])
    seats = []
    for where, dossier in enumerate(request.dossiers if count else ()):
        sitting = np.flatnonzero(chosen[:, where])
        suits = [
            exchanges.suits(np.full_like(everyone, who), everyone, np.full_like(everyone, where)) for who in sitting
        ]
        able = np.flatnonzero(one.may[:, where] & ~chosen[:, where] & np.any(suits, axis=0))
        ranked = sorted(able.tolist(), key=lambda who: (not has_room[who], -exact[who, where], request.experts[who]))
        seats += [
            Seat(request.experts[who], dossier, float(exact[who, where]), rank + 1)
            for rank, who in enumerate(ranked[:count])
        ]
    return tuple(seats)
