"""What appeared of the same fact by another way: jobs that a campaign asks for, people that a collection counts.

Members that fill in what they deposited give nearly the same figure twice: a cell hidden in one cube and shown in the
other would be known. So what a twin shows is held to be known here, and what it hides stays hidden, wherever the two
cells are nearer than the doubt that a sensitive cell is owed.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django_scopes import scopes_disabled

from vivier_web.indicators.gate.frozen import document_of, fitted, placed
from vivier_web.indicators.gate.layout import HEADCOUNT, Cube, cube_of
from vivier_web.indicators.models import Campaign, KnownFigure, Publication
from vivier_web.indicators.queries.cube_rows import Codes, Gathered, Row
from vivier_web.indicators.queries.indicator_cubes import cube_key, publishable
from vivier_web.indicators.queries.memory.views import (
    View,
    kept_rows,
    kin_of,
    laid_out,
    part_of,
    placed_in,
    slugs_of,
    views_of,
)
from vivier_web.indicators.queries.publications import told_elsewhere
from vivier_web.members.models import Pole

if TYPE_CHECKING:
    from vivier.disclosure.published import Published

FACT = "own_headcount"  # of the facts that prefill a sheet, the one that a collection publishes too
APART = dt.timedelta(days=183)  # further apart, the same fact is another year’s


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold what records add up to in every cell, of how many units, and the doubt that each sensitive one is owed."""

    value: Mapping[Codes, float]
    units: Mapping[Codes, float]
    doubt: Mapping[Codes, float]

    @property
    def most(self) -> float:
        """The widest doubt that one of them is owed."""
        return max(self.doubt.values(), default=0.0)


@dataclass(frozen=True, slots=True)
class Twin:
    """Hold what appeared of one view of a twin: its cells, by the codes of the cube that is to be published."""

    digest: str
    on: dt.date
    cube: Cube
    view: View  # without rows where its records were not kept
    cells: "Published"


def twins_beside(found: Gathered, poles: Sequence[Pole]) -> list[Twin]:
    """Give all that appeared of twins of these figures: of these pôles, and of those that share a member.

    What others let out of the same cube about the same day is one too: a member may give two pôles two figures.
    """
    own = cube_of(found.cube.key)
    if not own.measure:  # dossiers, opinions: two pôles count two lots of them
        return []
    kin = kin_of(found, poles)
    keys = _twins(own.key, kin)
    return [*_published(keys, found, kin, poles), *_known(keys, found.on, poles, own)]


def twins_of(found: Gathered, told: Sequence[Twin], views: Sequence[View]) -> Iterator[tuple[str, "Published"]]:
    """Give what twins of the same pôles show and hide, in figures of today, each with its digest."""
    own, names = cube_of(found.cube.key), {view.name for view in views}
    twins = [each for each in told if each.cube.key != own.key and each.view.name in names]
    mine = {view.name: (view, figures_of(view.rows, own, own)) for view in views if twins}
    for each in twins:
        now, figures = mine[each.view.name]
        there = figures_of(each.view.rows, each.cube, own) if each.view.rows else None
        yield each.digest, placed_in(found, _held(each.cells, there, figures, own), now)


def _twins(key: str, poles: Sequence[Pole]) -> frozenset[str]:
    """Give the other cubes that add up the same fact; none where this one does not."""
    with scopes_disabled():
        campaigns = list(Campaign.objects.filter(pole__in=list(poles)).select_related("set"))
    asked = {cube_key(one) for each in campaigns for one in publishable(each) if one.known == FACT}
    same = frozenset({HEADCOUNT.key, *asked})
    return same - {key} if key in same else frozenset()


def _published(keys: frozenset[str], found: Gathered, kin: Sequence[Pole], poles: Sequence[Pole]) -> Iterator[Twin]:
    own, on = cube_of(found.cube.key), found.on
    slugs, units = {pole.slug for pole in kin}, {row["unit"] for row in found.rows}
    near = Q(cube__in=keys, on__range=(on - APART, on + APART))
    with scopes_disabled():
        rows = Publication.objects.filter(near | Q(Q(cube=own.key, on=on), ~Q(pole__in=list(poles))))
        every = list(rows.select_related("pole", "work").order_by("pk"))
    for row in every:
        whose = slugs_of(row)
        if not slugs & set(whose):
            continue
        document = document_of(bytes(row.content))
        for then in views_of(kept_rows(row, document) or (), whose):
            if not then.rows or then.units & units:
                cells = fitted(part_of(document, then), own.spec(own.every))
                yield Twin(row.sha256, row.on, cube_of(document["cube"]), then, cells)


def _known(keys: frozenset[str], on: dt.date, poles: Sequence[Pole], own: Cube) -> Iterator[Twin]:
    with scopes_disabled():
        rows = KnownFigure.objects.filter(
            cube__in=keys, on__range=(on - APART, on + APART), pole__in=list(poles)
        ).select_related("pole")
        every = list(rows.order_by("pk"))
    for one in every:
        cube = cube_of(one.cube)
        cells = fitted(told_elsewhere(cube, one), own.spec(own.every))
        yield Twin(f"figure:{one.pk}", one.on, cube, View(one.pole.slug, ()), cells)


def figures_of(rows: Sequence[Row], cube: Cube, own: Cube) -> Figures:
    """Add records up in every cell that the cube to be published has too."""
    from vivier.disclosure import tables_of
    from vivier.disclosure.primary import flag
    from vivier.disclosure.records import records_of

    spec, wanted = cube.spec(cube.every), own.spec(own.every)
    tables = tables_of(records_of(laid_out(cube, rows), spec), spec)
    flags = flag(tables, cube.rules())
    figures = (tables.values, tables.units, flags.width, flags.sensitive)
    cells = zip(tables.codes, *(each.tolist() for each in figures), strict=True)
    mine = [(placed(spec.columns, codes, wanted), *said) for codes, *said in cells]
    return Figures(
        {codes: value for codes, value, *_ in mine if codes},
        {codes: units for codes, _, units, *_ in mine if codes},
        {codes: width for codes, *_, width, is_sensitive in mine if codes and is_sensitive},
    )


def _held(cells: "Published", theirs: Figures | None, mine: Figures, own: Cube) -> "Published":
    """Give what a twin shows as known of ours, and what it hides as hidden; where the two are far, nothing.

    What is sensitive here and was rightly shown there is known, and nothing here would protect it any more.
    """
    import numpy as np

    from vivier.disclosure.published import AGREED, PUBLISHED, Published

    narrow = own.rules().narrowest
    doubt = max(each.most for each in (mine, theirs) if each is not None)
    kept: list[tuple[int, float, str]] = []
    for rank, (codes, is_hidden) in enumerate(zip(cells.codes, cells.hidden.tolist(), strict=True)):
        value, is_sensitive = mine.value.get(codes, 0.0), codes in mine.doubt
        there = cells.values[rank] if not is_hidden else theirs.value.get(codes, 0.0) if theirs is not None else value
        if value <= 0 or abs(there - value) > max(doubt, narrow * value if is_sensitive else 0.0):
            continue
        if is_hidden:
            kept.append((rank, np.nan, cells.status[rank]))
        else:
            kept.append((rank, value, AGREED if is_sensitive else PUBLISHED))
    return Published(
        cells.spec,
        tuple(cells.codes[rank] for rank, *_ in kept),
        np.array([value for _, value, _ in kept]),
        np.full(len(kept), np.nan),
        tuple(status for *_, status in kept),
    )
