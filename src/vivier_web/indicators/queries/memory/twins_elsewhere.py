"""What another pôle let out of the same fact about members that both have: the same cube, or jobs beside people.

Two pôles never count the same members, and a member never says exactly what it deposited. So the other pôle is taken
at what its shared members say here: the difference is then that of members alone, as between two pôles that publish
one cube. Only the cells in which that is near to what the other pôle really had are compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vivier_web.indicators.gate.layout import Cube, cube_of
from vivier_web.indicators.gate.words import TOTAL
from vivier_web.indicators.queries.cube_rows import Codes, Gathered, Row
from vivier_web.indicators.queries.memory.differences import told_beside
from vivier_web.indicators.queries.memory.twins import Figures, Twin, figures_of
from vivier_web.indicators.queries.memory.views import View, placed_in

if TYPE_CHECKING:
    from vivier.disclosure import changes
    from vivier.disclosure.published import Published


def twins_elsewhere(
    found: Gathered, told: Sequence[Twin], views: Sequence[View]
) -> Iterator[tuple[str, "changes.Past"]]:
    """Give what twins of other pôles let out, with who differs from those that are published, each with its digest.

    Nothing is said of one whose records were erased: nobody knows any more which members it shared.
    """
    own = {view.name for view in views}
    for twin in (each for each in told if each.view.name not in own):
        for now in views:
            if not (twin.view.inside and now.inside) and now.units & twin.view.units:
                yield twin.digest, _beside(found, twin, now)


def _beside(found: Gathered, twin: Twin, now: View) -> "changes.Past":
    own = cube_of(found.cube.key)
    common = min((own, twin.cube), key=lambda cube: len(cube.carried))  # jobs are crossed by less than people are
    mine, theirs = _carried(now.rows, own, common), _carried(twin.view.rows, twin.cube, common)
    alike = (
        *(row for row in mine if row["unit"] in twin.view.units),
        *(row for row in theirs if row["unit"] not in now.units),
    )
    here, there, held = (figures_of(rows, common, own) for rows in (mine, theirs, alike))
    part, far = _at_words_of(held, there, twin.cells, max(here.most, there.most))
    period = f"{twin.on}|{twin.cube.key}|{twin.view.name}|{now.inside}"
    told = told_beside(
        found, replace(now, rows=mine), placed_in(found, part, now), rows=alike, period=period, cube=common
    )
    apart = placed_in(found, part.only(far), now).codes
    return replace(told, changes=told.changes and replace(told.changes, moved=told.changes.moved.union(apart)))


def _at_words_of(held: Figures, there: Figures, cells: "Published", doubt: float) -> tuple["Published", list[int]]:
    """Give the tables of a twin at the figures that are held, and the ranks of the cells that are far from its own.

    A far cell is another figure, of which nothing is known; it is there, else the others would add up to less.
    """
    import numpy as np

    from vivier.disclosure.published import SECONDARY, Published

    shapes = {_shape(codes) for codes in cells.codes}
    place = {codes: rank for rank, codes in enumerate(cells.codes)}
    every = tuple(codes for codes in held.value if _shape(codes) in shapes)
    far = [codes not in place or abs(held.value[codes] - there.value.get(codes, 0.0)) > doubt for codes in every]
    kept = [SECONDARY if apart else cells.status[place[codes]] for codes, apart in zip(every, far, strict=True)]
    is_untold = [apart or bool(cells.hidden[place[codes]]) for codes, apart in zip(every, far, strict=True)]
    values = np.where(is_untold, np.nan, [held.value[codes] for codes in every])
    units = np.where(far, np.nan, [held.units[codes] for codes in every])
    return Published(cells.spec, every, values, units, tuple(kept)), np.flatnonzero(far).tolist()


def _shape(codes: Codes) -> tuple[bool, ...]:
    return tuple(code == TOTAL for code in codes)


def _carried(rows: Sequence[Row], cube: Cube, common: Cube) -> tuple[Row, ...]:
    """Give records by the columns that both cubes have."""
    names = (*common.carried, "unit", "holding")
    return tuple({name: row[name] for name in names} | {common.measure: row[cube.measure]} for row in rows)
