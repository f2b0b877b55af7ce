"""From bytes to tables of text: CSV of any separator, workbooks, JSON lists, formats written for SAS."""

import csv
import io
import json
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from vivier.reference.official.files import Given
from vivier.vocabulary import InputError

_MARKS = ";,\t"
SAS_COLUMNS = ("valeur sas", "libellé sas")
VERSION_COLUMNS = ("version du rome", "date du rome")
_SAS_FORMAT = re.compile(r"^value\s+(\$\w+)(.*?);\s*$", re.MULTILINE | re.DOTALL)
_SAS_BEGUN = re.compile(r"^value\s+\$\w+", re.MULTILINE)
_SAS_LINE = re.compile(r'^\s*((?:"[^"]*"\s*,?\s*)+)=\s*"([^"]*)"', re.MULTILINE)
_SAS_VALUE = re.compile(r'"([^"]*)"')
_VERSION = re.compile(r"Num[eé]ro de version\s*:\s*(\d+)")
_PUBLISHED = re.compile(r"Date de publication\s*:\s*(\d\d)/(\d\d)/(\d{4})")
_DAMAGE = (zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold the lines of one table, header and preamble included, each with the number it bears in the file."""

    name: str
    lines: list[tuple[int, list[str]]] = field(repr=False)


def sheets(given: Given) -> Iterator[Sheet]:
    """Give the tables of a file, whatever it is written in; nothing when it holds none."""
    if given.is_old_office:
        return
    if given.is_workbook:
        yield from _workbook(given)
        return
    text = _text(given)
    if text.lstrip()[:1] in ("[", "{"):
        yield from _json(given, text)
    elif begun := len(_SAS_BEGUN.findall(text)):
        formats = _SAS_FORMAT.findall(text)
        if len(formats) < begun:
            raise InputError(f"Le fichier « {given.name} » est tronqué : un format SAS n’y est pas fini.")
        yield from (_sas(name, body) for name, body in formats)
    elif number := _VERSION.search(text[:400]):
        published = _PUBLISHED.search(text)
        date = "-".join(reversed(published.groups())) if published else ""
        yield Sheet("", [(1, list(VERSION_COLUMNS)), (2, [number[1], date])])
    else:
        yield _csv(given, text)


def _text(given: Given) -> str:
    if b"\x00" in given.content:
        raise InputError(
            f"Le fichier « {given.name} » n’est ni un texte, ni un classeur, ni une archive qui se lise."
        )
    try:
        return given.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return given.content.decode("cp1252", errors="replace")


def _csv(given: Given, text: str) -> Sheet:
    first = next((line for line in text.splitlines() if any(mark in line for mark in _MARKS)), "")
    delimiter = max(_MARKS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return Sheet("", [(reader.line_num, [cell.strip() for cell in row]) for row in reader])
    except csv.Error:
        raise InputError(
            f"La ligne {reader.line_num} de « {given.name} » ne se lit pas : le fichier est abîmé."
        ) from None


def _workbook(given: Given) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            book = load_workbook(io.BytesIO(given.content), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # the size a sheet declares may be false
                rows = enumerate(sheet.iter_rows(values_only=True), 1)
                yield Sheet(sheet.title, [(rank, _cells(row)) for rank, row in rows])
    except _DAMAGE:
        raise InputError(f"Le classeur « {given.name} » est tronqué ou abîmé : téléchargez-le de nouveau.") from None


def _cells(row: tuple[object, ...]) -> list[str]:
    cells = ["" if cell is None else str(cell).strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _json(given: Given, text: str) -> Iterator[Sheet]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        raise InputError(f"Le fichier « {given.name} » est tronqué ou abîmé : téléchargez-le de nouveau.") from None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        return
    names = list(dict.fromkeys(name for each in found for name in each))
    rows = ([_value(each.get(name)) for name in names] for each in found)
    yield Sheet("", [(1, names), *enumerate(rows, 2)])


def _value(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(each.get("code", "")) if isinstance(each, dict) else str(each) for each in value)
    return "" if value is None else str(value)


def _sas(name: str, body: str) -> Sheet:
    """Spread the lines of a format: several values on the left give as many rows; `Other=` is left out."""
    found = [
        (value, label) for left, label in _SAS_LINE.findall(body) for value in _SAS_VALUE.findall(left)
    ]  # fmt: skip
    return Sheet(name, [(0, list(SAS_COLUMNS)), *((0, [value.strip(), label.strip()]) for value, label in found)])
