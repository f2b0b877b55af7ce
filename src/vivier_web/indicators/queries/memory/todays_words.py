"""What appeared of the same day, alone or together, by what shared members say in the figures to be published.

A member of two pôles may give each another figure. Put together, one word stands: a total that its other word is in
would contradict the sum, and nothing could appear. So what a pôle let out alone is taken, beside what several do,
at the words that stand today, wherever that is near; and what several let out, beside one of them, likewise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django_scopes import scopes_disabled

from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.gate.layout import Cube, cube_of
from vivier_web.indicators.models import Publication
from vivier_web.indicators.queries.cube_rows import Gathered, Row
from vivier_web.indicators.queries.memory.twins import Figures, figures_of
from vivier_web.indicators.queries.memory.views import View, kept_rows, part_of, placed_in, slugs_of, views_of
from vivier_web.indicators.queries.publications import Past

if TYPE_CHECKING:
    from vivier.disclosure.changes import Past as Told
    from vivier.disclosure.published import Published


def by_todays_words(past: Past, found: Gathered, views: Sequence[View]) -> Iterator["Published | Told"]:
    """Give each file of the past, at the words of today where a shared member gave another to others."""
    is_alone = len(views) == 1
    with scopes_disabled():
        rows = Publication.objects.filter(sha256__in=past.digests, pole__isnull=is_alone)
        every = {row.sha256: row for row in rows.select_related("pole", "work")}
    for digest, file in zip(past.digests, past.files, strict=True):
        revalued = _revalued(every[digest], found, views) if digest in every else None
        yield revalued if revalued is not None else file


def _revalued(row: Publication, found: Gathered, views: Sequence[View]) -> "Published | None":
    """Give what appeared of one pôle at the words of today; None where no shared member gave another."""
    document, cube = document_of(bytes(row.content)), cube_of(found.cube.key)
    kept = kept_rows(row, document)
    for then in views_of(kept or (), slugs_of(row)):
        now = next((each for each in views if each.name == then.name), None)
        if now is None or not _differs(then.rows, now.rows, cube):
            continue
        held = (
            *(each for each in now.rows if each["unit"] in then.units),
            *(each for each in then.rows if each["unit"] not in now.units),
        )
        here, there, today = (figures_of(rows, cube, cube) for rows in (now.rows, then.rows, held))
        near = _near(part_of(document, then), there, today, max(here.most, there.most))
        return placed_in(found, near, now)
    return None


def _differs(then: Sequence[Row], now: Sequence[Row], cube: Cube) -> bool:
    """Tell whether an enterprise that is in both gave another figure, or is elsewhere."""
    first, second = _words(then, cube), _words(now, cube)
    return any(first[unit] != second[unit] for unit in first.keys() & second.keys())


def _words(rows: Sequence[Row], cube: Cube) -> dict[str, frozenset[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in rows:
        found.setdefault(row["unit"], set()).add(tuple(row[name] for name in (*cube.carried, cube.measure)))
    return {unit: frozenset(each) for unit, each in found.items()}


def _near(cells: "Published", there: Figures, held: Figures, doubt: float) -> "Published":
    """Give the cells whose figure there is near to what is held of them here, with that; hidden ones stay so."""
    import numpy as np

    near = [
        rank
        for rank, codes in enumerate(cells.codes)
        if codes in held.value and abs(held.value[codes] - there.value.get(codes, 0.0)) <= doubt
    ]
    kept = cells.only(near)
    values = np.array([held.value[codes] for codes in kept.codes])
    units = np.array([held.units[codes] for codes in kept.codes], float)
    return replace(kept, values=np.where(kept.hidden, np.nan, values), units=units)
