"""Find the row of titles of a staff list, on one row or two, and which column holds which field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vivier.intake.sheets.fields import IDENTITY, NEVER, PLACE, field_of
from vivier.intake.sheets.grid import Row, Value, heading, padded, text_of

LOOKED_AT = 60  # rows; titles, logos and notices above a table are shorter
_ENOUGH = 3
_OF_PEOPLE = IDENTITY | {"naissance", "age", "entree", "sortie"}
_COUNTS = re.compile(r"(nombre|nbre?|nb|effectifs?|total|somme)( .*)?")


@dataclass(slots=True)
class Header:
    """Hold the titles of a table: where they are, the column of each field, the columns never read.

    `titles` are the folded-free texts of the columns, `repeated` the fields that two columns claim alike.
    """

    line: int
    index: int
    titles: list[str]
    columns: dict[str, int]
    never: frozenset[int] = frozenset()
    repeated: list[str] = field(default_factory=list)
    above: list[Value] = field(default_factory=list)  # the cells of the row above, when they complete the titles
    is_chosen: bool = False  # its columns are those a human chose

    @property
    def known(self) -> int:
        """How many different fields the titles name; all that is never read counts for one column each."""
        return len(self.columns) + len(self.never)

    @property
    def is_informative(self) -> bool:
        """Whether a column says more than who people are and where: a list of telephones is no staff list.

        Neither is a summary, which counts people by contract or by job and names nobody.
        """
        is_summary = self.columns.keys().isdisjoint(_OF_PEOPLE) and any(
            _COUNTS.fullmatch(heading(t)) for t in self.titles
        )
        return bool(self.columns.keys() - IDENTITY - PLACE) and not is_summary


def find_header(rows: Sequence[Row]) -> Header | None:
    """Find the first row where at least three titles are known; of two rows of titles, keep the lower.

    The lower row is completed by the upper one where its cells are empty, or where both together make a title
    (« Contrat » above « Nature »).
    """
    for index in range(min(len(rows), LOOKED_AT)):
        if (header := header_at(rows, index)).known < _ENOUGH:
            continue
        below = header_at(rows, index + 1) if index + 1 < len(rows) else None
        if below is not None and _is_lower(header, below, header_alone(rows[index + 1])):
            header = below
        return header if header.is_informative else None
    return None


def header_alone(row: Row) -> Header:
    """Read one row as titles."""
    return _header(row.line, 0, [_title(row, column) for column in range(len(row.cells))])


def header_at(rows: Sequence[Row], index: int) -> Header:
    """Read a row as titles, completed by the row above when that one helps."""
    alone = header_alone(rows[index])
    alone.index = index
    if index == 0:
        return alone
    both = _header(rows[index].line, index, _joined(rows[index - 1], rows[index]))
    both.above = rows[index - 1].cells
    # A row of data under titles must not pass for titles: it has to name at least one field by itself.
    return both if alone.known and both.known >= alone.known else alone


def _is_lower(upper: Header, both: Header, lower: Header) -> bool:
    filled = sum(bool(title) for title in lower.titles)
    if lower.known >= _ENOUGH or (lower.known and lower.known == filled):
        return both.known >= upper.known
    return both.known > upper.known


def _title(row: Row, column: int) -> str:
    value = row.at(column)
    # A date or a number is no title, but « Âge au » may stand above one.
    return text_of(value) if isinstance(value, str) else ""


def _joined(upper: Row, lower: Row) -> list[str]:
    titles: list[str] = []
    group = ""
    for column in range(max(len(upper.cells), len(lower.cells))):
        above, below = _title(upper, column), _title(lower, column)
        group = above or (group if below else "")
        titles.append(_one_title(above, group, below))
    return titles


def _one_title(above: str, group: str, below: str) -> str:
    if not below:
        return above
    # « Salaire » above « Net » and « Emploi »: what is never read stays unread.
    if (known := field_of(group)) and known[0] == NEVER:
        return group
    if field_of(below) is None and group != below:
        for together in (f"{group} {below}", f"{below} {group}"):
            if field_of(together):
                return together
    return below


def _header(line: int, index: int, titles: list[str]) -> Header:
    best: dict[str, tuple[int, int]] = {}
    never: set[int] = set()
    repeated: list[str] = []
    for column, title in enumerate(titles):
        if (known := field_of(title)) is None:
            continue
        name, rank = known
        if name == NEVER:
            never.add(column)
        elif name not in best or rank < best[name][0]:
            best[name] = (rank, column)
        elif rank == best[name][0]:
            repeated.append(name)
    columns = {name: column for name, (_, column) in best.items()}
    return Header(line, index, titles, columns, frozenset(never), repeated)


def without_never(row: Row, header: Header) -> Row:
    """Forget at once the cells of the columns that are never read."""
    if header.never:
        row.cells = [None if column in header.never else cell for column, cell in enumerate(row.cells)]
    return row


def repeats(row: Row, header: Header) -> bool:
    """Tell whether a row writes the titles again, as printed lists do on each page."""
    if row.filled > 1 and row.cells == header.above:
        return True
    cells = padded(row.cells, len(header.titles))
    same = sum(bool(title) and cell == title for title, cell in zip(header.titles, cells, strict=True))
    return same >= _ENOUGH


def titles_again(row: Row, header: Header) -> Header | None:
    """Give the titles that hold under a row of titles met among the people; None when the row is no titles.

    >>> first = header_alone(Row(1, ["Nom", "Emploi", "Né(e) le"], 3))
    >>> titles_again(Row(9, ["Né(e) le", "Nom", "Emploi"], 3), first).columns["nom"]
    1
    """
    if row.filled < _ENOUGH or not all(cell is None or isinstance(cell, str) for cell in row.cells):
        return None
    if any(any(map(str.isdigit, text_of(row.at(column)))) for column in header.columns.values()):
        return None
    again = header_alone(row)
    if again.known < _ENOUGH:
        return None
    # The lower of two rows of titles says less by itself than both did together.
    return again if again.known >= header.known and again.is_informative else header


def repeats_titles(row: Row, titles: Mapping[int, str]) -> bool:
    """Tell whether a row writes again the titles of these columns."""
    return any(row.at(column) == title for column, title in titles.items())
