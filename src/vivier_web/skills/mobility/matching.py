"""Which offers meet which searches, best first, and why; only what each side may see of the other counts.

Score (0–1) = nearness of the occupations × (½ + ½ part of the period covered) × (1 - ½ distance over the limit; ¾
where the distance is not told). What is hidden from the other side never enters it, so that a score betrays nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vivier_web.skills.mobility.places import Area, km_between

SHORTEST = 14  # days in common, less than which nothing can be arranged
UNTOLD = 0.75  # what a distance that is not told counts for

Nearness = Callable[["Declared", "Declared"], float | None]


@dataclass(frozen=True, slots=True)
class Declared:
    """Hold one offer or search as matching sees it; `km` is how far a search looks (0: anywhere)."""

    key: int
    company: int
    pcs: str
    rome: str
    area: Area
    from_on: dt.date
    until_on: dt.date
    km: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """Hold an offer that meets a search: how well, how near the occupations, how far, over which days."""

    offer: int
    search: int
    score: float
    nearness: float
    km: int | None
    from_on: dt.date
    until_on: dt.date


def matches(offers: Iterable[Declared], searches: Sequence[Declared], nearness: Nearness) -> list[Match]:
    """Give every offer that meets a search of another company, best first.

    `nearness` gives how near the occupation offered is to the one sought (0–1), None when it is not.
    """
    found = []
    told: dict[tuple[str, str, str, str], float | None] = {}
    for offer in offers:
        for search in searches:
            # The cheapest questions first: most couples end here.
            if offer.company == search.company:
                continue
            if not _days(offer, search):
                continue
            codes = (offer.pcs, offer.rome, search.pcs, search.rome)
            if codes not in told:
                told[codes] = nearness(offer, search)
            near = told[codes]
            match = joined(offer, search, near) if near else None
            if match is not None and (match.km is None or not search.km or match.km <= search.km):
                found.append(match)
    return sorted(found, key=lambda match: (-match.score, match.offer, match.search))


def _days(offer: Declared, search: Declared) -> int:
    """Give the days in common, 0 when they are too few."""
    days = (min(offer.until_on, search.until_on) - max(offer.from_on, search.from_on)).days + 1
    return days if days >= SHORTEST else 0


def joined(offer: Declared, search: Declared, near: float) -> Match:
    """Give an offer and a search as one match, be it farther than the search looks."""
    km = km_between(offer.area, search.area)
    reach = 1 - 0.5 * min(km / (search.km or 200), 1) if km is not None else UNTOLD
    covered = _days(offer, search) / ((search.until_on - search.from_on).days + 1)
    return Match(
        offer.key,
        search.key,
        round(near * (0.5 + 0.5 * min(covered, 1.0)) * reach, 4),
        near,
        km,
        max(offer.from_on, search.from_on),
        min(offer.until_on, search.until_on),
    )
