"""Open a workbook: its visible sheets, its merged cells, its date system; nothing in it is ever executed."""

import itertools
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from vivier.intake.errors import RefusedFileError
from vivier.intake.sheets.grid import Row, Sheet, Value, tidied

_TALLEST = 1_048_576  # rows of an Excel sheet
_WIDEST = 512  # columns; no staff list is wider, and a forged area must not fill the memory
_BATCH = 200
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:$]+)[\"']")
# All that openpyxl was seen to raise on damaged parts; anything else would be a fault of ours.
_DAMAGE = (
    InvalidFileException, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ParseError, OSError, EOFError,
    ValueError, KeyError, IndexError, TypeError, AttributeError, NotImplementedError, RuntimeError,
    OverflowError, AssertionError,
)  # fmt: skip


@dataclass(slots=True)
class _Area:
    top: int
    left: int
    bottom: int
    right: int
    value: Value = field(default=None)


def open_workbook(stream: BinaryIO) -> Iterator[Sheet]:
    """Open an XLSX file and give its visible sheets one after the other, their rows streamed.

    Formulas give the value the spreadsheet last stored (none: an empty cell); macros and links are not read.
    """
    stream.seek(0)
    book = _loaded(stream)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield Sheet(sheet.title, _rows(sheet), is_1904=book.epoch == CALENDAR_MAC_1904)
    finally:
        book.close()


def _loaded(stream: BinaryIO) -> Workbook:
    try:
        with _quiet():
            return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except _DAMAGE:
        raise RefusedFileError("R08") from None


def _quiet() -> "warnings.catch_warnings[None]":
    # openpyxl warns of what it will not keep (validations, extensions…): the file is only read, nothing is lost.
    return warnings.catch_warnings(action="ignore", category=UserWarning)


def _rows(sheet: Any) -> Iterator[Row]:  # noqa: ANN401 - the stubs hide the streaming sheet behind the usual one
    try:
        areas = _merged_areas(sheet)
        # The size a sheet declares may be false: rows end where they end.
        sheet.reset_dimensions()
        values = sheet.iter_rows(max_row=_TALLEST, values_only=True)
        yield from _filled(_numbered(values), areas)
    except _DAMAGE:
        raise RefusedFileError("R08") from None


def _numbered(values: Iterator[Sequence[object]]) -> Iterator[tuple[int, list[Value]]]:
    line = 0
    while True:
        with _quiet():
            batch = list(itertools.islice(values, _BATCH))
        if not batch:
            return
        for cells in batch:
            line += 1
            yield line, [tidied(cell) for cell in cells[:_WIDEST]]


def _merged_areas(sheet: Any) -> list[_Area]:  # noqa: ANN401 - idem
    """List the merged areas; they are written after the rows, so the sheet's text is scanned once before."""
    areas: list[_Area] = []
    kept = b""
    with sheet._get_source() as source:  # noqa: SLF001 - openpyxl streams merged cells nowhere in public
        while block := source.read(1 << 16):
            text = kept + block
            end = 0
            for found in _MERGE.finditer(text):
                left, top, right, bottom = range_boundaries(found[1].decode("ascii"))
                areas.append(_Area(top or 1, left or 1, bottom or _TALLEST, min(right or _WIDEST, _WIDEST)))
                end = found.end()
            kept = text[max(end, len(text) - 200) :]
    return sorted(areas, key=lambda area: (area.top, area.left))


def _filled(rows: Iterator[tuple[int, list[Value]]], areas: list[_Area]) -> Iterator[Row]:
    """Give every cell of a merged area the value of its top-left one; an area counts as one filled cell."""
    waiting = iter(areas)
    coming = next(waiting, None)
    current: list[_Area] = []
    for line, cells in rows:
        filled = sum(cell is not None for cell in cells)
        while coming is not None and coming.top <= line:
            coming.value = cells[coming.left - 1] if coming.left <= len(cells) else None
            current.append(coming)
            coming = next(waiting, None)
        if current:
            current = [area for area in current if area.bottom >= line]
            filled += sum(_fill(cells, area, line) for area in current)
        yield Row(line, cells, filled)


def _fill(cells: list[Value], area: _Area, line: int) -> bool:
    """Spread an area over a row; tell whether it brings this row a value of its own."""
    if area.value is None:
        return False
    cells.extend([None] * (area.right - len(cells)))
    brings = line > area.top and cells[area.left - 1] is None
    for column in range(area.left - 1, area.right):
        if cells[column] is None:
            cells[column] = area.value
    return brings
