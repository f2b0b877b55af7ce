"""What appeared of other days, of these pôles or of some that share members; set beside what is to be published."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django_scopes import scopes_disabled

from vivier_web.indicators.gate.frozen import document_of, remembered
from vivier_web.indicators.gate.layout import Cube, cube_of
from vivier_web.indicators.models import KnownFigure, Publication
from vivier_web.indicators.queries.cube_rows import Gathered
from vivier_web.indicators.queries.memory.differences import told_beside
from vivier_web.indicators.queries.memory.views import (
    View,
    kept_rows,
    kin_of,
    part_of,
    placed_in,
    slugs_of,
    views_of,
)
from vivier_web.indicators.queries.publications import told_elsewhere
from vivier_web.members.models import Pole

if TYPE_CHECKING:
    from vivier.disclosure import changes


def others_of(found: Gathered, poles: Sequence[Pole], views: Sequence[View]) -> Iterator[tuple[str, "changes.Past"]]:
    """Give what appeared of the same cube of other days, of pôles that share members too, with its digest."""
    cube = cube_of(found.cube.key)
    if not cube.measure:  # what was decided in two years is of two lots of dossiers: nothing to subtract
        return
    for row in _rows_beside(cube, found, poles):
        yield from ((row.sha256, each) for each in _beside(row, found, views))
    for one, each in _figures_beside(cube, found, poles, views):
        yield f"figure:{one.pk}", each


def _rows_beside(cube: Cube, found: Gathered, poles: Sequence[Pole]) -> Iterator[Publication]:
    """Give the publications of these pôles, of those that share a member with them, and of several together."""
    kin = {pole.pk: pole.slug for pole in kin_of(found, poles)}
    with scopes_disabled():
        rows = Publication.objects.filter(cube=cube.key).exclude(on=found.on)
        every = list(rows.select_related("pole", "work").order_by("pk"))
    for row in every:
        if row.pole_id in kin or (row.pole_id is None and set(slugs_of(row)) & set(kin.values())):
            yield row


def _beside(row: Publication, found: Gathered, views: Sequence[View]) -> Iterator["changes.Past"]:
    """Set one publication beside what is to be published, in each way in which one is subtracted from the other."""
    document, slugs = document_of(bytes(row.content)), slugs_of(row)
    rows = kept_rows(row, document)
    is_whole = len(slugs) > 1 and "+".join(slugs) == views[0].name
    if is_whole:
        key = f"{row.on}|{views[0].name}|whole"
        yield told_beside(found, views[0], remembered(document), rows=rows, period=key, cube=found.cube)
    for then in views_of(rows, slugs) if rows is not None else [View(slugs[0], ())] * (len(slugs) == 1):
        if is_whole and then.inside:  # told whole
            continue
        part = part_of(document, then)
        for now in views:
            is_told = then.name == now.name or not (then.inside and now.inside)
            if is_told and (then.name == now.name if rows is None else now.units & then.units):
                placed = placed_in(found, part, now)
                key = f"{row.on}|{then.name}|{now.inside}"
                told = then.rows if rows is not None else None
                yield told_beside(found, now, placed, rows=told, period=key, cube=cube_of(found.cube.key))


def _figures_beside(
    cube: Cube, found: Gathered, poles: Sequence[Pole], views: Sequence[View]
) -> Iterator[tuple[KnownFigure, "changes.Past"]]:
    """Give the figures that these pôles let out of other days."""
    from vivier.disclosure.changes import Past as Told

    with scopes_disabled():
        known = KnownFigure.objects.filter(pole__in=list(poles), cube=cube.key).exclude(on=found.on)
        figures = list(known.select_related("pole").order_by("pk"))
    for one in figures:
        now = next(each for each in views if each.name == one.pole.slug)
        part = replace(told_elsewhere(cube, one), spec=cube.spec(cube.every))
        yield one, Told(placed_in(found, part, now), None, f"{one.on}|{one.pole.slug}|{now.inside}")
