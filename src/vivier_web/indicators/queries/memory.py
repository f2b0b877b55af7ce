"""What appeared of other figures: other days, pôles that share members; set beside those that are to be published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.indicators.gate.frozen import cube_in, document_of, fitted, remembered
from vivier_web.indicators.gate.layout import Cube, cube_of
from vivier_web.indicators.gate.together import BELONGING, TOTAL, code_of, column_of, lifted, sliced
from vivier_web.indicators.models import KnownFigure, Publication
from vivier_web.indicators.queries.cube_rows import Asked, Gathered, Row
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.indicators.queries.publications import Past, past_of, told_elsewhere
from vivier_web.indicators.queries.together import gathered_together, past_together
from vivier_web.members.models import Membership, Pole

if TYPE_CHECKING:
    from vivier.disclosure import changes
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


def past_of_pole(pole: Pole, found: Gathered) -> Past:
    """Give all that appeared which the figures of a pôle may be compared with, of this day or another."""
    return _with_others(past_of(pole, found.cube, found.on), found, [pole])


def past_of_circle(poles: Sequence[Pole], found: Gathered) -> Past:
    """Give all that appeared which the figures of several pôles may be compared with, of this day or another.

    Raises:
        InputError: other pôles were put together about that day, and share members with these.
    """
    return _with_others(past_together(poles, found), found, poles)


def _with_others(past: Past, found: Gathered, poles: Sequence[Pole]) -> Past:
    cube = cube_of(found.cube.key)
    if not cube.measure:  # what was decided in two years is of two lots of dossiers: nothing to subtract
        return past
    views = _views(found.rows, [pole.slug for pole in poles])
    apart: list[tuple[str, Any]] = []
    for row in _rows_beside(cube, found, poles):
        apart += [(row.sha256, each) for each in _beside(row, found, views)]
    apart += [(f"figure:{one.pk}", each) for one, each in _figures_beside(cube, found, poles, views)]
    digests = tuple(dict.fromkeys((*past.digests, *(key for key, _ in apart))))
    return replace(past, files=(*past.files, *(each for _, each in apart)), digests=digests)


def _views(rows: tuple[Row, ...], slugs: Sequence[str]) -> list[View]:
    """Give the figures of all, and of each pôle of several."""
    views = [View("+".join(slugs), rows)]
    if len(slugs) > 1:
        views += [
            View(slug, tuple(row for row in rows if row[column_of(slug)] == code_of(slug)), slug) for slug in slugs
        ]
    return views


def _rows_beside(cube: Cube, found: Gathered, poles: Sequence[Pole]) -> Iterator[Publication]:
    """Give the publications of these pôles, of those that share a member with them, and of several together."""
    sirens = {row["unit"] for row in found.rows}
    with scopes_disabled():
        kin = set(Membership.objects.filter(organisation__siren__in=sirens).values_list("pole", flat=True))
        kin |= {pole.pk for pole in poles}
        rows = Publication.objects.filter(cube=cube.key).select_related("pole", "work").order_by("pk")
        every = list(rows)
    slugs = {pole.pk: pole.slug for pole in Pole.objects.filter(pk__in=kin)}
    for row in every:
        if row.pole_id in kin or (row.pole_id is None and set(_slugs(row)) & set(slugs.values())):
            yield row


def _slugs(row: Publication) -> list[str]:
    """Give the pôles of a publication."""
    return [row.pole.slug] if row.pole is not None else list(document_of(bytes(row.content))["poles"])


def _beside(row: Publication, found: Gathered, views: Sequence[View]) -> Iterator["changes.Past"]:
    """Set one publication beside what is to be published, in each way in which one is subtracted from the other."""
    document, slugs = document_of(bytes(row.content)), _slugs(row)
    same = found.on == row.on
    names = {each.name for each in views}
    rows = _kept(row, document)
    is_whole = len(slugs) > 1 and "+".join(slugs) == views[0].name
    if is_whole and not same:
        key = f"{row.on}|{views[0].name}|whole"
        yield _past(found, views[0], remembered(document), rows=rows, period=key, cube=found.cube)
    for then in _views(rows, slugs) if rows is not None else [View(slugs[0], ())] * (len(slugs) == 1):
        if (same and then.name in names) or (is_whole and then.inside):  # of the same system, or told whole
            continue
        part = _part(document, then)
        for now in views:
            is_told = then.name == now.name or not (then.inside and now.inside)
            if is_told and (then.name == now.name if rows is None else now.units & then.units):
                placed = _placed(found, part, now)
                key = f"{row.on}|{then.name}|{now.inside}"
                told = then.rows if rows is not None else None
                yield _past(found, now, placed, rows=told, period=key, cube=cube_of(found.cube.key))


def _past(
    found: Gathered, now: View, published: "Published", *, rows: tuple[Row, ...] | None, period: str, cube: Cube
) -> "changes.Past":
    """Give one publication to the engine, with what changed since, where its records were kept."""
    from vivier.disclosure.changes import Past as Told

    if rows is None:
        return Told(published, None, period)
    changed = _changes(now.rows, rows, cube)
    if cube is not found.cube:
        changed = _lifted_changes(changed, cube, found.cube, now.inside)
    return Told(published, changed, period)


def _changes(now: tuple[Row, ...], then: tuple[Row, ...], cube: Cube) -> "changes.Changes":
    """Tell what changed from one lot of records to another, by the groups that are known now."""
    from vivier.disclosure.changes import changes_of
    from vivier.disclosure.records import records_of

    groups = {row["unit"]: row["holding"] for row in now}
    both = (*now, *({**row, "holding": groups.get(row["unit"], row["holding"])} for row in then))
    spec = cube.spec(cube.every)
    texts = laid_out(cube, both)
    # Five people is a rule of levels: that a cell moved by four says of nobody how many they are.
    return changes_of(records_of(texts, spec), len(now), spec, replace(cube.rules(), min_people=0))


def laid_out(cube: Cube, rows: Sequence[Row]) -> dict[str, list[str]]:
    """Lay records out by column, as the engine takes them."""
    names = [*cube.columns, "unit", "holding", cube.measure]
    return {name: [row[name] for row in rows] for name in names}


def _lifted_changes(changed: "changes.Changes", own: Cube, whole: Cube, slug: str) -> "changes.Changes":
    from vivier.disclosure.changes import Changes

    def under(codes: Sequence[str]) -> tuple[str, ...]:
        given = dict(zip(own.columns, codes, strict=True)) | ({column_of(slug): code_of(slug)} if slug else {})
        return tuple(given.get(column, TOTAL) for column in whole.columns)

    width = {under(codes): each for codes, each in changed.width.items()}
    return Changes(width, frozenset(map(under, changed.moved)))


def _part(document: Mapping[str, Any], then: View) -> "Published":
    """Give what a publication says of one of its views, as cells of a pôle alone."""
    cube = cube_of(document["cube"])
    published, spec = remembered(dict(document)), cube.spec(cube.every)
    return sliced(published, spec, then.inside) if then.inside else fitted(published, spec)


def _placed(found: Gathered, part: "Published", now: View) -> "Published":
    """Give cells of a pôle alone as those of the tables that are to be published."""
    spec = found.cube.spec(found.cube.every)
    if BELONGING not in spec.columns:
        return part
    return lifted(part, spec, now.inside)


def _kept(row: Publication, document: Mapping[str, Any]) -> tuple[Row, ...] | None:
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
            rows = gathered_together("", poles, row.on).rows
    except InputError:  # erased at their term
        return None
    return rows if _are_those(rows, document) else None


def _are_those(rows: tuple[Row, ...], document: Mapping[str, Any]) -> bool:
    """Tell whether records give back every figure that was shown."""
    from vivier.disclosure import tables_of
    from vivier.disclosure.records import records_of

    cube = cube_in(dict(document))
    spec = cube.spec(tuple(tuple(each) for each in document["tables"]))
    made = tables_of(records_of(laid_out(cube, rows), spec), spec)
    known = dict(zip(made.codes, made.values.tolist(), strict=True))
    shown = [(tuple(each[:-3]), each[-3]) for each in document["cells"]]
    return len(shown) == len(known) and all(
        codes in known and (value is None or value == known[codes]) for codes, value in shown
    )


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
        yield one, Told(_placed(found, part, now), None, f"{one.on}|{one.pole.slug}|{now.inside}")
