"""Polyvalence matrices in other shapes (people in columns, ILUO, crosses), brought to people in rows, 0 to 4."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vivier.intake.sheets.fields import IDENTITY, field_of
from vivier.intake.sheets.grid import Row, Value, heading_of, text_of

LETTERS = {"i": 1, "l": 2, "u": 3, "o": 4, "□": 4, "■": 4}  # ILUO: learning, with help, alone, can train others
CROSS = 3  # a cross says that somebody can do it: alone, no more
_CROSSES = frozenset({"x", "×", "✓", "✔", "☑", "●", "•", "oui"})
_NO = frozenset({"non", "no"})
_FEWEST = 4  # marks under which a sheet is not read that way
_LOOKED_AT = 40
_SKILLS = re.compile(
    r"(competences?|savoirs?( faire)?|activites?|taches?|operations?|machines?|gestes?|habilitations?|"
    r"postes? de travail)( techniques?| professionnelles?| metiers?| cles?)*"
)
_PERSON = re.compile(r"(?:[A-ZÀ-Ý]{2,}(?:[ '’-][A-ZÀ-Ý]{2,})* +[A-ZÀ-Ý][a-zà-ÿ]+(?:[ -][A-ZÀ-Ý]?[a-zà-ÿ]+)*|"
                     r"[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)? +[A-ZÀ-Ý]{2,}|(?:M\.|Mme|Mlle) .+)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shaped:
    """Hold rows brought to the usual shape; `lines` are the lines of what were rows, when the table was turned."""

    rows: list[Row]
    lines: tuple[int, ...] = ()


def mark_of(value: Value) -> str:
    """Fold a mark: no case, no blanks, no point; empty when the cell is no short text.

    >>> mark_of(" U "), mark_of("x"), mark_of("✔"), mark_of("Soudeur"), mark_of(3)
    ('u', 'x', '✔', '', '')
    """
    return value.strip(" .").casefold() if isinstance(value, str) and len(value) <= 5 else ""


def lettered(rows: Sequence[Row]) -> list[Row] | None:
    """Write ILUO letters as levels; None when the rows are not lettered."""
    marks = [mark for row in rows for cell in row.cells if (mark := mark_of(cell)) in LETTERS]
    if len(marks) < _FEWEST or len(set(marks)) < 2:
        return None
    return [Row(row.line, [LETTERS.get(mark_of(cell), cell) for cell in row.cells], row.filled) for row in rows]


def crossed(rows: Sequence[Row]) -> list[Row] | None:
    """Write crosses as a level, and blanks under the same titles as 0; None when the rows hold few crosses."""
    at = [(index, column) for index, row in enumerate(rows) for column, cell in enumerate(row.cells)
          if mark_of(cell) in _CROSSES]  # fmt: skip
    columns = {column for _, column in at}
    if len(at) < _FEWEST or len(columns) < 2:
        return None
    first = _titles_above(rows, min(index for index, _ in at), columns)
    return [row if index <= first else _without_crosses(row, columns) for index, row in enumerate(rows)]


def _titles_above(rows: Sequence[Row], first: int, columns: set[int]) -> int:
    """Find the row of titles above the first cross: the lowest that fills most of the columns."""
    for index in range(first - 1, -1, -1):
        titled = sum(isinstance(rows[index].at(column), str) for column in columns)
        if 2 * titled > len(columns):
            return index
    return first - 1


def _without_crosses(row: Row, columns: set[int]) -> Row:
    if not row.filled:
        return row
    cells = row.cells + [None] * (max(columns) + 1 - len(row.cells))
    read = [_crossed(cell) if column in columns else cell for column, cell in enumerate(cells)]
    return Row(row.line, read, sum(cell is not None for cell in read))


def _crossed(cell: Value) -> Value:
    if cell is None or mark_of(cell) in _NO:
        return 0
    return CROSS if mark_of(cell) in _CROSSES else cell


def turned_over(rows: Sequence[Row], *, is_usual: bool = False) -> Shaped | None:
    """Turn a table whose people stand in its columns; None for another, or when nothing says so.

    `is_usual` tells that it also reads as people in rows: a title « Compétences » is then a family of skills above
    them, and only what names people over the columns turns it.
    """
    for index, row in enumerate(rows[:_LOOKED_AT]):
        column = None if is_usual else _skill_column(row)
        if column is not None:
            return _turned(rows[index:], column, "Nom")
        if _names_people(rows, index):
            return _turned(rows[index:], 0, None)
        if _is_titled_by_people(row):
            return _turned(rows[index:], 0, "Nom")
    return None


def _skill_column(row: Row) -> int | None:
    """Give the column of skills, among the first ones, when a title says so and people may stand beside it."""
    names_people = any(known[0] in IDENTITY for cell in row.cells if (known := field_of(text_of(cell))))
    for column, cell in enumerate(row.cells[:3]):
        if row.filled >= 3 and not names_people and _SKILLS.fullmatch(heading_of(cell)):
            return column
    return None


def _names_people(rows: Sequence[Row], index: int) -> bool:
    """Tell whether two rows one under the other name people (« Matricule | 12 | 13 », then « Nom | … »)."""
    pair = rows[index : index + 2]
    fields = [field_of(text_of(row.at(0))) for row in pair if row.filled >= 3]
    apart = [cell for row in pair for cell in row.cells[1:] if isinstance(cell, str) and field_of(cell)]
    named = {known[0] for known in fields if known is not None and known[0] in IDENTITY}
    return len(named) == 2 and not apart


def _is_titled_by_people(row: Row) -> bool:
    """Tell whether the titles of columns are people: never to be read as the names of skills."""
    named = field_of(text_of(row.at(0)))
    others = [text_of(cell) for cell in row.cells[1:] if cell is not None]
    people = sum(_PERSON.fullmatch(each) is not None for each in others)
    return named is not None and named[0] in IDENTITY and people >= 2 and 2 * people > len(others)


def _turned(rows: Sequence[Row], first: int, title: str | None) -> Shaped:
    kept = [row for row in rows if row.filled > 1]
    width = max(len(row.cells) for row in kept)
    lines = tuple(row.line for row in kept)
    columns = [Row(column + 1, [row.at(column) for row in kept], 0) for column in range(first, width)]
    if title is not None:
        columns[0].cells[0] = title
    for each in columns:
        each.filled = sum(cell is not None for cell in each.cells)
    return Shaped(columns, lines)


def other_shape(rows: Sequence[Row], *, is_staff: bool, is_usual: bool) -> Shaped | None:
    """Bring rows to the usual shape when they are a matrix in another one; None when nothing says so.

    `is_staff` tells that the titles are those of a staff list, in which crosses are no levels; `is_usual` that the
    rows already read as people in rows.
    """
    over = None if is_staff else turned_over(rows, is_usual=is_usual)
    if over is not None:
        return Shaped(lettered(over.rows) or crossed(over.rows) or over.rows, over.lines)
    if is_usual:
        return None
    read = lettered(rows) or (None if is_staff else crossed(rows))
    return None if read is None else Shaped(read)


def letter_of(column: int) -> str:
    """Name a column as spreadsheets do, the first being 1.

    >>> letter_of(1), letter_of(27)
    ('A', 'AA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
