"""Recognise what each sheet of a file holds, and have it read."""

import itertools
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from vivier.intake.errors import RefusedFileError
from vivier.intake.sheets.choosing import chosen_header
from vivier.intake.sheets.contracts import contract_of_section
from vivier.intake.sheets.crosstab import find_bands, read_cross_table, turned
from vivier.intake.sheets.fields import IDENTITY, PLACE
from vivier.intake.sheets.grid import Row, Sheet
from vivier.intake.sheets.headers import LOOKED_AT, Header, find_header, without_never
from vivier.intake.sheets.matrix import find_skills, read_matrices
from vivier.intake.sheets.people import StaffBook
from vivier.intake.sheets.reading import Reading
from vivier.intake.sheets.shapes import other_shape
from vivier.intake.sheets.staff import StaffSheet
from vivier.intake.sheets.texts import open_text
from vivier.intake.sheets.titles import company_of, read_title
from vivier.intake.sheets.working_time import guessed_unit
from vivier.intake.sources import Content

SAMPLE = 60  # rows looked at under the titles


def read_sheets(stream: BinaryIO, name: str, kind: str, *, reading: Reading) -> list[Content]:
    r"""Read a spreadsheet (`xlsx`) or a text in columns (`text`), and give the tables it holds.

    One staff list a company and date, one cross-table or skill table a sheet. Legends and other sheets are skipped
    when at least one is recognised; `RefusedFileError` says that nothing is (R09), or that the file cannot be
    opened (R02, R08). Anomalies go to `reading.log`; `name` is the file as they name it.

    >>> import datetime as dt, io
    >>> from vivier.intake.anomalies import Log
    >>> from vivier.intake.identity import Pseudonyms
    >>> text = "Matricule;Né(e) le;Emploi;Entrée\n12;03/02/1987;Soudeur;01/09/2015\n"
    >>> reading = Reading(Log(), Pseudonyms(), dt.date(2026, 1, 31))
    >>> [people] = read_sheets(io.BytesIO(text.encode()), "registre.csv", "text", reading=reading)
    >>> people.positions[0].born, people.positions[0].group
    (datetime.date(1987, 2, 3), 'CDI')
    """
    book = StaffBook(name, reading)
    others: list[Content] = []
    for sheet in opened(stream, kind):
        others += _read_sheet(sheet, book)
    contents: list[Content] = [*book.closed(), *others]
    if not contents:
        raise RefusedFileError("R09")
    return contents


def opened(stream: BinaryIO, kind: str) -> Iterable[Sheet]:
    """Open a file and give its sheets as they come; a text is one."""
    if kind == "text":
        return [open_text(stream)]
    from vivier.intake.sheets.workbooks import open_workbook  # openpyxl costs more than reading a small DSN

    return open_workbook(stream)


def staff_header(head: Sequence[Row], year: int) -> Header | None:
    """Give the titles of a staff list from the first rows of its sheet; None when the sheet holds something else."""
    bands, header = find_bands(head, year), find_header(head)
    if header is None or (bands is not None and bands.index <= header.index) or find_skills(head) is not None:
        return None
    return header


def is_something(head: Sequence[Row], year: int) -> bool:
    """Tell whether the first rows of a sheet are those of a table of counts or of skills."""
    rows = turned(head)
    is_counts = find_bands(head, year) is not None or (rows is not None and find_bands(rows, year) is not None)
    return is_counts or find_skills(head) is not None


def _read_sheet(sheet: Sheet, book: StaffBook) -> list[Content]:
    """Read one sheet; people go to the book, the other tables are given back."""
    reading, file = book.reading, book.file
    head = list(itertools.islice(sheet.rows, LOOKED_AT + SAMPLE))
    chosen = reading.chosen.get((file, sheet.title))
    if chosen is not None and chosen.columns:
        _read_staff(sheet, head, chosen_header(head, chosen), book)
        return []
    bands, header = find_bands(head, reading.on.year), find_header(head)
    if bands is not None and (header is None or bands.index <= header.index):
        title = read_title(sheet, head[: bands.index], reading, file)
        return [read_cross_table(sheet, head, bands, title, book)]
    if header is None and (rows := turned(head)) is not None and (bands := find_bands(rows, reading.on.year)):
        title = read_title(sheet, head, reading, file)
        return [read_cross_table(Sheet(sheet.title, iter(())), rows, bands, title, book)]
    if (tables := _matrices(sheet, head, header, book)) is not None:
        return tables
    if header is not None:
        _read_staff(sheet, head, header, book)
    return []


def _matrices(sheet: Sheet, head: list[Row], header: Header | None, book: StaffBook) -> list[Content] | None:
    """Read the polyvalence matrices of a sheet, whatever their shape; None when it holds none."""
    reading, file = book.reading, book.file
    usual = find_skills(head)
    is_staff = header is not None and not header.columns.keys() <= {*IDENTITY, *PLACE, "emploi"}
    is_usual = usual is not None
    shape = other_shape(head, is_staff=is_staff, is_usual=is_usual)
    if shape is not None and find_skills(shape.rows) is not None:
        title = read_title(sheet, head, reading, file)
        whole = other_shape([*head, *sheet.rows], is_staff=is_staff, is_usual=is_usual) or shape
        return list(read_matrices(whole.rows, title, reading, file, whole.lines))
    if usual is None:
        return None
    title = read_title(sheet, head[: usual.index], reading, file)
    return list(read_matrices([*head, *sheet.rows], title, reading, file))


def _read_staff(sheet: Sheet, head: list[Row], header: Header, book: StaffBook) -> None:
    title = read_title(sheet, head[: header.index], book.reading, book.file)
    body = [without_never(row, header) for row in head[header.index + 1 :]]
    units: dict[str, str] = {
        name: guessed_unit(body, header.columns[name]) for name in ("temps", "partiel") if name in header.columns
    }
    reader = StaffSheet(book, sheet.title, header, title, sheet.is_1904, units, contract_of_section(sheet.title))
    head.clear()
    reader.read(itertools.chain(body, sheet.rows))
    if book.is_empty:  # titles and nobody under them: a list all the same
        book.open(company_of(title, book.reading), title.dated)
