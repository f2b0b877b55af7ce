"""What changed from one lot of records to another, as the engine reads it beside what appeared of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vivier_web.indicators.gate.frozen import recoded, summed
from vivier_web.indicators.gate.layout import Cube
from vivier_web.indicators.gate.together import POLE, code_of
from vivier_web.indicators.queries.cube_rows import Gathered, Row
from vivier_web.indicators.queries.memory.views import View, laid_out

if TYPE_CHECKING:
    from vivier.disclosure import changes
    from vivier.disclosure.published import Published


def told_beside(
    found: Gathered, now: View, published: "Published", *, rows: tuple[Row, ...] | None, period: str, cube: Cube
) -> "changes.Past":
    """Give one publication to the engine, with what changed since, where its records were kept.

    Two files of a `period` are one system where they came from the same records: a pôle alone, and inside several,
    may count one member by two words.
    """
    from vivier.disclosure.changes import Past as Told

    if rows is None:
        return Told(published, None, period)
    changed = _changes(now.rows, rows, cube)
    name, code = ((POLE,), (code_of(now.inside),)) if now.inside else ((), ())

    def under(codes: Sequence[str]) -> tuple[str, ...]:
        return summed((*cube.columns, *name), (*codes, *code), found.cube.columns)

    apart = f"{period}|{replace(found, rows=rows).sha256}"
    return Told(published, recoded(changed, under) if cube is not found.cube else changed, apart)


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
