"""Tables that commands take and give: CSV files read by their column names, written whole or not at all."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from vivier.french import harmless
from vivier.intake.errors import RefusedFileError
from vivier.intake.sheets.grid import Row, heading, text_of
from vivier.intake.sheets.texts import open_text
from vivier.report.whole import write_whole
from vivier.vocabulary import InputError

_SEPARATORS = (None, ",", ";", "\t", "|")  # None: the one that cuts the rows most evenly


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one row of a table: its number in the file, and its texts by column; an absent value is empty."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table: its name, its columns in the order of the file, its rows that are not blank.

    Columns that were asked for bear the name they were asked by; `others` are those that nobody asked for.
    """

    name: str
    columns: tuple[str, ...]
    others: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(path: Path, needed: Sequence[str], optional: Sequence[str] = (), *, exact: bool = False) -> Table:
    """Read a CSV whatever its separator, in UTF-8 (with its mark or not) or Latin-1, by the names of its columns.

    Case, accents and punctuation of titles are irrelevant (« Effectif », « EFFECTIF »). A row may be shorter than the
    titles, never longer. An optional column that is absent is simply empty.
    With `exact`, values are given as they are written, blanks and signs included: they are the caller's to give back.

    Raises:
        InputError: the file does not open, is empty, lacks a column, or has a row that cannot be read.
    """
    rows = _rows(path.name, read_bytes(path), needed, exact=exact)
    asked = {heading(name): name for name in (*needed, *optional)}
    columns = _columns(path.name, rows[0], asked)
    lines = tuple(_line(row, columns, path.name) for row in rows[1:])
    if not lines:
        raise InputError(f"Le fichier « {path.name} » n’a que ses titres : ajoutez au moins une ligne.")
    values = tuple(Line(line.number, dict.fromkeys(optional, "") | line.values) for line in lines)
    kept = tuple(name for name in columns if name)
    return Table(path.name, kept, tuple(name for name in kept if name not in asked.values()), values)


def read_bytes(path: Path) -> bytes:
    """Read a file whole.

    Raises:
        InputError: when it does not open.
    """
    try:
        return path.read_bytes()
    except OSError:
        raise InputError(
            f"Le fichier « {path.name or path} » ne s’ouvre pas : vérifiez son nom et vos droits de lecture."
        ) from None


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV in UTF-8, comma between values: whole, or nothing and what was there stays.

    Raises:
        InputError: the folder cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    write_whole({path: text.getvalue().encode()})


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV that a French spreadsheet opens as it is: semicolons, decimal commas, UTF-8 with its mark.

    A text that a spreadsheet would compute is made harmless.

    Raises:
        InputError: the folder cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(each) for each in row] for row in rows)
    write_whole({path: text.getvalue().encode("utf-8-sig")})


def _cell(value: object) -> str:
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else harmless(value)


def _rows(name: str, content: bytes, needed: Sequence[str], *, exact: bool) -> list[Row]:
    """Open the text with the first separator that gives the needed columns; the values may hold other separators."""
    missing: list[str] = []
    for separator in _SEPARATORS:
        rows = _cut(name, content, separator, exact=exact)
        held = {heading(text_of(cell)) for cell in rows[0].cells}
        absent = [each for each in needed if heading(each) not in held]
        if not absent:
            return rows
        if separator is None:
            missing = absent
    raise InputError(
        f"Il manque {_listed(missing)} dans la première ligne de « {name} » : "
        "ajoutez ce titre de colonne, ou corrigez son nom."
    )


def _cut(name: str, content: bytes, separator: str | None, *, exact: bool) -> list[Row]:
    try:
        rows = [row for row in open_text(io.BytesIO(content), separator, exact=exact).rows if row.filled]
    except RefusedFileError as refusal:
        at = f" (ligne {refusal.line})" if refusal.line else ""
        raise InputError(
            f"« {name} » n’est pas un texte en colonnes lisible{at} : enregistrez-le en CSV, en UTF-8."
        ) from None
    if not rows:
        raise InputError(f"Le fichier « {name} » est vide : vérifiez son exportation.")
    return rows


def _listed(missing: Sequence[str]) -> str:
    quoted = [f"« {each} »" for each in missing]
    return f"la colonne {quoted[0]}" if len(quoted) == 1 else f"les colonnes {', '.join(quoted)}"


def _columns(name: str, titles: Row, asked: dict[str, str]) -> tuple[str, ...]:
    """Name each column: as it was asked for, else as it is written; an untitled column is empty."""
    written = [text_of(cell) for cell in titles.cells]
    named = tuple(asked.get(heading(each), each) for each in written)
    twice = next((each for each in named if each and named.count(each) > 1), None)
    if twice is not None:
        raise InputError(f"La colonne « {twice} » est deux fois dans « {name} » : ôtez ou renommez l’une des deux.")
    return named


def _line(row: Row, columns: tuple[str, ...], name: str) -> Line:
    texts = [text_of(cell) for cell in row.cells]
    if any(text and (at >= len(columns) or not columns[at]) for at, text in enumerate(texts)):
        raise InputError(
            f"La ligne {row.line} de « {name} » a une valeur sans titre de colonne : mettez entre guillemets les "
            "textes qui contiennent le séparateur."
        )
    texts += [""] * (len(columns) - len(texts))
    return Line(row.line, {column: text for column, text in zip(columns, texts, strict=False) if column})
