"""Reads about publications: what was published before, what one is compared with, what a preparation shows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from vivier_web.indicators.gate.frozen import document_of, fitted, placed, recoded, remembered
from vivier_web.indicators.gate.layout import Cube, Tables
from vivier_web.indicators.gate.together import sliced
from vivier_web.indicators.gate.words import Outlook, cell_name, outlook_of
from vivier_web.indicators.models import KnownFigure, Publication, PublicationWork
from vivier_web.members.models import Pole

if TYPE_CHECKING:
    from vivier.disclosure import Spec, changes
    from vivier.disclosure.published import Published


@dataclass(frozen=True)
class Past:
    """Hold all that was published of the same figures, withdrawn or not, as the engine reads it.

    `twins` say of some of their cells that they are known, or stay hidden; they add no table.
    """

    files: "tuple[Published | changes.Past, ...]"
    tables: Tables
    digests: tuple[str, ...]
    twins: "tuple[Published, ...]" = ()

    def fitted(self, spec: "Spec", cube: Cube) -> "list[Published | changes.Past]":
        """Give each file as cells of the tables that are to be published with it."""
        from vivier.disclosure.published import Published

        files = [
            fitted(each, spec) if isinstance(each, Published) else _refitted(each, spec, cube) for each in self.files
        ]
        return [*files, *(_within(fitted(each, spec)) for each in self.twins)]


def _within(published: "Published") -> "Published":
    """Leave out the cells that none of its tables has."""
    from vivier.disclosure.ladder import Ladder

    ladder = Ladder(published.spec)
    return published.only([rank for rank, codes in enumerate(published.codes) if ladder.holds(codes)])


def _refitted(past: "changes.Past", spec: "Spec", cube: Cube) -> "changes.Past":
    """Give figures of other days as cells of these tables, with what changed since."""
    said = past.changes and recoded(past.changes, lambda codes: placed(cube.columns, codes, spec))
    named = {each.name for each in spec.dimensions}
    tables = tuple(table for table in past.published.spec.tables if set(table) <= named)
    return replace(past, published=fitted(past.published, replace(spec, tables=tables)), changes=said)


def so_far() -> tuple[int, int]:
    """Count all that ever appeared, of any pôle: publications, figures noted. Neither is ever erased."""
    with scopes_disabled():
        return Publication.objects.count(), KnownFigure.objects.count()


def past_of(pole: Pole, cube: Cube, on: dt.date) -> Past:
    """Give what a pôle published of a cube about a day, by the platform or elsewhere: withdrawing never forgets."""
    with scopes_disabled():
        rows = list(Publication.objects.filter(pole=pole, cube=cube.key, on=on).order_by("pk"))
        known = list(KnownFigure.objects.filter(pole=pole, cube=cube.key, on=on))
    documents = [document_of(bytes(row.content)) for row in rows]
    tables = tuple(dict.fromkeys(tuple(each) for one in documents for each in one["tables"]))
    files = [remembered(each) for each in documents]
    files += [told_elsewhere(cube, one) for one in known]
    shared = _shared(pole, cube, on)
    model = cube.spec(cube.every)
    files += [sliced(remembered(document), model, pole.slug) for _, document in shared]
    tables = tuple(dict.fromkeys((*tables, *(own for _, one in shared for own in _own_tables(cube, one)))))
    tables = tuple(dict.fromkeys((*tables, *(own for one in known if (own := table_of(cube, one))))))
    digests = [row.sha256 for row in rows] + [f"figure:{one.pk}" for one in known] + [key for key, _ in shared]
    return Past(tuple(files), tables, tuple(digests))


def _shared(pole: Pole, cube: Cube, on: dt.date) -> list[tuple[str, dict[str, Any]]]:
    """Give what this pôle published with others."""
    with scopes_disabled():
        rows = list(Publication.objects.filter(pole=None, cube=cube.key, on=on).order_by("pk"))
    documents = [(row.sha256, document_of(bytes(row.content))) for row in rows]
    return [(key, document) for key, document in documents if pole.slug in document["poles"]]


def _own_tables(cube: Cube, document: dict[str, Any]) -> Tables:
    """Give the tables of several pôles that are those of one of them."""
    return tuple(tuple(each) for each in document["tables"] if set(each) <= set(cube.dimensions))


def table_of(cube: Cube, known: KnownFigure) -> tuple[str, ...]:
    """Give the table that holds a figure, without which nothing could be compared with it; none for the total."""
    given = {column for column, code in zip(cube.columns, padded(cube, known.codes), strict=True) if code != "T"}
    finer: dict[str, set[str]] = {column: set() for column in cube.columns}
    for name in cube.dimensions:  # a level may be the finest of one dimension and above that of another
        for at, level in enumerate(cube.levels[name]):
            finer[level] |= set(cube.levels[name][:at])
    finest = {column for column in given if not finer[column] & given}
    return tuple(name for name in cube.dimensions if cube.levels[name][0] in finest)


def padded(cube: Cube, codes: Sequence[str]) -> tuple[str, ...]:
    """Give codes that were noted when the cube had fewer columns: later ones are summed over."""
    return (*codes, *("T" for _ in cube.columns[len(codes) :]))


def told_elsewhere(cube: Cube, known: KnownFigure) -> "Published":
    """Give a figure that appeared elsewhere as a publication of one cell."""
    import numpy as np

    from vivier.disclosure.published import Published

    units = np.nan if known.units is None else float(known.units)
    status = ("published",) if known.value else ("zero",)
    codes = (padded(cube, known.codes),)
    return Published(cube.spec(cube.every), codes, np.array([known.value]), np.array([units]), status)


@dataclass(frozen=True, slots=True)
class Appeared:
    """Hold one thing that figures are compared with: what, of which day; its key where it has a page."""

    words: str
    on: dt.date
    key: str = ""


def appeared(past: Past) -> tuple[Appeared, ...]:
    """Name all that figures are compared with, the latest day first, what pôles noted after what they published."""
    noted = [int(each.partition(":")[2]) for each in past.digests if each.startswith("figure:")]
    with scopes_disabled():
        rows = Publication.objects.filter(sha256__in=past.digests).defer("content").select_related("work")
        found = [Appeared(_titled(row), row.on, row.key) for row in rows]
        figures = KnownFigure.objects.filter(pk__in=noted)
        found += [Appeared(where, on) for where, on in figures.values_list("where", "on")]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.on, reverse=True))


def _titled(row: Publication) -> str:
    """Give the title of a publication, with its detail: a collection may appear in several."""
    return row.title if row.work is None else f"{row.title}, détail {row.work.detail_words.lower()}"


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold what a preparation found: how much is shown, and each hidden cell with why."""

    document: dict[str, Any]
    outlook: Outlook
    hidden: tuple[tuple[str, str], ...]  # name, status


def shown_by(work: PublicationWork) -> Shown | None:
    """Give what a preparation would publish; None while it has nothing to show."""
    if work.preview is None:
        return None
    document = document_of(bytes(work.preview))
    columns, labels = document["columns"], document["labels"]
    width = len(columns)
    hidden = tuple(
        (cell_name(columns, each[:width], labels), each[width + 2])
        for each in document["cells"]
        if each[width] is None
    )
    return Shown(document, outlook_of([each[width + 2] for each in document["cells"]]), hidden)


def works_of(pole: Pole) -> "QuerySet[PublicationWork]":
    """Give the preparations of a pôle, the latest first, without what they would publish."""
    found: QuerySet[PublicationWork] = PublicationWork.objects.filter(pole=pole).defer("preview")
    return found.select_related("publication", "by")


def publications_of(pole: Pole) -> Sequence[Publication]:
    """Give what a pôle published, withdrawn or not, the latest first."""
    found = Publication.objects.filter(pole=pole).select_related("work")
    return list(found.defer("content", "work__preview"))
