"""Say what a table is, by its columns and the shape of its first codes; never by the name of its file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vivier.reference.official.decoding import Sheet, sheets
from vivier.reference.official.files import Given, opened
from vivier.reference.official.kinds import KINDS, Kind
from vivier.vocabulary import InputError

_DEEPEST = 30  # lines of preamble that a published table may have before its header
_ALIKE = 0.6  # with that share of the columns of a kind, a table is one of that kind that lacks some


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold one recognised table: its header, its lines, the file it came from."""

    kind: Kind
    given: Given
    header: tuple[str, ...]
    lines: list[tuple[int, list[str]]] = field(repr=False)

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.given.name


def recognise(path: Path) -> Kind:
    """Say what the first table of use in a file is; failing that, the first that is known.

    Raises:
        InputError: the file cannot be read, holds nothing known, or lacks a column.
    """
    found = [piece.kind for given in opened(path) for piece in pieces(given)]
    if not found:
        raise InputError(f"« {path.name} » n’est aucun des fichiers officiels que Vivier sait lire.")
    return next((kind for kind in found if kind.subject), found[0])


def pieces(given: Given) -> list[Piece]:
    """Give the tables recognised in a file; none when it is something else.

    Raises:
        InputError: nothing is recognised, but a table has most of the columns of a kind.
    """
    tables = list(sheets(given))
    found = [piece for sheet in tables if (piece := _piece(given, sheet)) is not None]
    if not found:
        for sheet in tables:
            _refuse_lacking(given, sheet)
    return found


def _piece(given: Given, sheet: Sheet) -> Piece | None:
    for start, (_, cells) in enumerate(sheet.lines[:_DEEPEST]):
        columns = {_plain(cell) for cell in cells}
        fitting = [kind for kind in KINDS if _has_columns(kind, columns)]
        body = sheet.lines[start + 1 :]
        for kind in sorted(fitting, key=lambda each: len(each.columns), reverse=True):
            header = tuple(_plain(cell) for cell in cells)
            if _has_shapes(kind, header, body):
                return Piece(kind, given, header, body)
    for kind in KINDS:
        if kind.without_header and _has_shapes(kind, kind.columns, sheet.lines):
            return Piece(kind, given, kind.columns, sheet.lines)
    return None


def _has_columns(kind: Kind, columns: set[str]) -> bool:
    wanted = {_plain(name) for name in kind.columns}
    return not kind.without_header and (columns == wanted if kind.is_whole else columns >= wanted)


def _has_shapes(kind: Kind, header: tuple[str, ...], lines: list[tuple[int, list[str]]]) -> bool:
    first = next((cells for _, cells in lines if any(cells)), None)
    if not kind.shapes:
        return True
    if first is None or (len(first) < len(header) and kind.without_header):
        return False
    row = dict(zip(header, first, strict=False))
    return all(re.fullmatch(shape, row.get(_plain(name), "")) for name, shape in kind.shapes.items())


def _refuse_lacking(given: Given, sheet: Sheet) -> None:
    for _, cells in sheet.lines[:_DEEPEST]:
        columns = {_plain(cell) for cell in cells}
        titled = (kind for kind in KINDS if kind.subject and not kind.without_header)
        near = max(titled, key=lambda kind: _share(kind, columns))
        # A table that has them all and is not of that kind has other codes or years: it is not known, that is all.
        if len(near.columns) > 2 and _ALIKE <= _share(near, columns) < 1:
            lacking = ", ".join(name for name in near.columns if _plain(name) not in columns)
            raise InputError(
                f"« {given.name} » ressemble à « {near.title} » mais il lui manque : {lacking}. Reprenez le fichier "
                "tel qu’il est publié ; rien n’a été ajouté."
            )


def _share(kind: Kind, columns: set[str]) -> float:
    return sum(_plain(name) in columns for name in kind.columns) / len(kind.columns)


def _plain(name: str) -> str:
    return name.strip().casefold()


def rows(piece: Piece, *columns: str) -> Iterator[tuple[str, ...]]:
    """Give the columns named of every row; a column the file does not have reads empty."""
    ranks = [piece.header.index(_plain(name)) if _plain(name) in piece.header else None for name in columns]
    for _, cells in piece.lines:
        if any(cells):
            yield tuple("" if rank is None or rank >= len(cells) else cells[rank] for rank in ranks)
