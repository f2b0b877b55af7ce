"""Whose figures a publication gives: of a pôle, of several, of each of several; and the records they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.indicators.gate.frozen import cube_in, document_of, fitted, remembered
from vivier_web.indicators.gate.layout import Cube, cube_of
from vivier_web.indicators.gate.together import BELONGING, is_in, lifted, sliced
from vivier_web.indicators.models import Publication
from vivier_web.indicators.queries.cube_rows import Asked, Gathered, Row
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.indicators.queries.together import gathered_together
from vivier_web.members.models import Membership, Pole

if TYPE_CHECKING:
    from vivier.disclosure.published import Published


@dataclass(frozen=True, slots=True)
class View:
    """Hold whose figures these are: a pôle by its slug, several as `a+b`; `inside` says which of several it is."""

    name: str
    rows: tuple[Row, ...]
    inside: str = ""

    @property
    def units(self) -> frozenset[str]:
        """The enterprises counted."""
        return frozenset(row["unit"] for row in self.rows)


def views_of(rows: tuple[Row, ...], slugs: Sequence[str]) -> list[View]:
    """Give the figures of all, and of each pôle of several."""
    views = [View("+".join(slugs), rows)]
    if len(slugs) > 1:
        views += [View(slug, tuple(row for row in rows if is_in(row, slug)), slug) for slug in slugs]
    return views


def slugs_of(row: Publication) -> list[str]:
    """Give the pôles of a publication."""
    return [row.pole.slug] if row.pole is not None else list(document_of(bytes(row.content))["poles"])


def kin_of(found: Gathered, poles: Sequence[Pole]) -> list[Pole]:
    """Give these pôles, and those that share a member with what they give."""
    sirens = {row["unit"] for row in found.rows}
    with scopes_disabled():
        kin = set(Membership.objects.filter(organisation__siren__in=sirens).values_list("pole", flat=True))
        return list(Pole.objects.filter(pk__in=kin | {pole.pk for pole in poles}).order_by("pk"))


def part_of(document: Mapping[str, Any], then: View) -> "Published":
    """Give what a publication says of one of its views, as cells of a pôle alone."""
    cube = cube_of(document["cube"])
    published, spec = remembered(dict(document)), cube.spec(cube.every)
    return sliced(published, spec, then.inside) if then.inside else fitted(published, spec)


def placed_in(found: Gathered, part: "Published", now: View) -> "Published":
    """Give cells of a pôle alone as those of the tables that are to be published."""
    spec = found.cube.spec(found.cube.every)
    if BELONGING not in spec.columns:
        return part
    return lifted(part, spec, now.inside)


def kept_rows(row: Publication, document: Mapping[str, Any]) -> tuple[Row, ...] | None:
    """Give the records of a publication, if they were kept and still are what was published."""
    try:
        if row.pole is not None:
            work = row.work
            if work is None:
                return None
            with scope(pole=row.pole):
                rows = gathered(row.pole, Asked(work.cube, work.source, work.detail, work.perimeter)).rows
        else:
            poles = [Pole.objects.get(slug=slug) for slug in document["poles"]]
            rows = gathered_together("", poles, row.cube, row.on).rows
    except InputError:  # erased at their term
        return None
    return rows if _are_those(rows, document) else None


def _are_those(rows: tuple[Row, ...], document: Mapping[str, Any]) -> bool:
    """Tell whether records give back every figure that was shown; what is left without a pôle is not always told."""
    from vivier.disclosure import tables_of
    from vivier.disclosure.overlaps import parted
    from vivier.disclosure.records import records_of

    cube = cube_in(dict(document))
    spec = cube.spec(tuple(tuple(each) for each in document["tables"]))
    made = tables_of(records_of(laid_out(cube, rows), spec), spec)
    known = dict(zip(made.codes, made.values.tolist(), strict=True))
    shown = {tuple(each[:-3]): each[-3] for each in document["cells"]}
    untold = known.keys() - shown.keys()
    return all(codes in known and value in (None, known[codes]) for codes, value in shown.items()) and all(
        parted(codes, spec.grouped) for codes in untold
    )


def laid_out(cube: Cube, rows: Sequence[Row]) -> dict[str, list[str]]:
    """Lay records out by column, as the engine takes them."""
    names = [*cube.carried, "unit", "holding", cube.measure]
    return {name: [row[name] for row in rows] for name in names}
