"""From cells in one nomenclature to values in another: every person kept, every doubt named."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from vivier.occupations.aggregation.data import UNMATCHED, Aggregated, CodeCell, Doubt, Unmatched
from vivier.occupations.aggregation.matrix import Links


def aggregate(cells: Iterable[CodeCell], *, links: Links) -> Aggregated:
    """Carry cells over to the targets of links; their order is irrelevant.

    People are shared between the targets of their code. Those whose code the links do not know, or that leads
    nowhere, are under the code `UNMATCHED`: nobody is lost.

    >>> from vivier.occupations.aggregation.matrix import Key, linked
    >>> shares = linked({Key("F1610"): {Key("B1X34a"): 3, Key("B1X34b"): 7}, Key("F1610", "3"): {Key("B1X34b"): 1}})
    >>> found = aggregate([CodeCell("F1610", 10), CodeCell("F1610", 5, "3"), CodeCell("F9999", 1)], links=shares)
    >>> found.values
    {'B1X34a': 3.0, 'B1X34b': 12.0, 'inconnu': 1.0}
    >>> found.ambiguous, [(each.code, each.value, each.reason) for each in found.unmatched]
    (0.625, [('F9999', 1.0, 'unknown')])
    """
    known, unknown = _gathered(cells, links)
    total = math.fsum((*known.values(), *unknown.values()))
    # Only the rows met are carried: a pôle has thousands of members, each with a few codes.
    spread = np.array(list(known.values())) @ links.matrix[list(known)] if known else np.zeros(len(links.targets))
    spread[-1] = math.fsum((spread[-1], *unknown.values()))
    values = {links.targets[column].code: float(spread[column]) for column in np.flatnonzero(spread)}
    doubts = _doubts(known, links)
    return Aggregated(
        links.source,
        links.target,
        values,
        total,
        math.fsum(doubt.value for doubt in doubts) / total if total else 0.0,
        doubts,
        _unmatched(known, unknown, links),
        links.path,
    )


def _gathered(cells: Iterable[CodeCell], links: Links) -> tuple[dict[int, float], dict[tuple[str, str], float]]:
    """Add up the cells of each row of the links, exactly, and those that have none, by what they say."""
    known: dict[int, list[float]] = defaultdict(list)
    unknown: dict[tuple[str, str], list[float]] = defaultdict(list)
    for cell in cells:
        place = links.place(cell.code, cell.qualification)
        if place is None:
            unknown[cell.code, cell.qualification].append(cell.value)
        else:
            known[place].append(cell.value)
    added = {place: math.fsum(values) for place, values in sorted(known.items())}
    return added, {key: math.fsum(values) for key, values in sorted(unknown.items())}


def _doubts(known: Mapping[int, float], links: Links) -> tuple[Doubt, ...]:
    """List the codes that lead to several targets, most people first."""
    found = []
    for place, value in known.items():
        row = links.row(place)
        if len(row) > 1 and value > 0:
            shares = sorted(row.items(), key=lambda pair: (-pair[1], pair[0]))
            found.append(Doubt(*links.sources[place], value, tuple(shares)))
    return tuple(sorted(found, key=lambda doubt: (-doubt.value, doubt.code, doubt.qualification)))


def _unmatched(
    known: Mapping[int, float], unknown: Mapping[tuple[str, str], float], links: Links
) -> tuple[Unmatched, ...]:
    """List the codes that leave people without a target, most people first."""
    orphans = ((links.sources[place], value * links.row(place).get(UNMATCHED, 0.0)) for place, value in known.items())
    found = [
        *(Unmatched(*key, value, "orphan") for key, value in orphans if value > 0),
        *(Unmatched(*key, value, "unknown") for key, value in unknown.items() if value > 0),
    ]
    return tuple(sorted(found, key=lambda each: (-each.value, each.code, each.qualification)))
