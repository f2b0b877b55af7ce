"""Turning a workbook into bytes that depend on its contents alone, never on the clock."""

import datetime as dt
import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vivier.demo.data import ON

Value = str | int | float | dt.date | None
_MADE_AT = dt.datetime(ON.year, ON.month, ON.day, 12)  # noqa: DTZ001  a workbook has no time zone
_STAMP = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def new_workbook(title: str) -> tuple[Workbook, Worksheet]:
    """Give an empty workbook and its only sheet."""
    book = Workbook()
    book.properties.creator = "Pôle fictif"
    book.properties.created = _MADE_AT
    sheet = book.worksheets[0]
    sheet.title = title
    return book, sheet


def content_of(book: Workbook) -> bytes:
    """Give the bytes of a workbook: the same contents always give the same bytes."""
    saved, fixed = BytesIO(), BytesIO()
    book.save(saved)
    with ZipFile(saved) as before, ZipFile(fixed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                # openpyxl writes the time of saving, whatever the properties say.
                content = _STAMP.sub(rb"\g<1>" + _MADE_AT.isoformat().encode() + b"Z", content)
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            after.writestr(entry, content)
    return fixed.getvalue()
