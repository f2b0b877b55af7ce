"""A table as a workbook: how to read it, then a row a cell, figures as figures and texts as texts."""

import io
from collections.abc import Sequence
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vivier.french import harmless, number, printable
from vivier.report.open.table import QUALITY, SUPPRESSED, OpenTable
from vivier.report.open.text import STATUS_WORDS, columns
from vivier.report.workbook import LONGEST, timeless
from vivier.vocabulary import InputError

MOST = 1_048_575  # rows a sheet holds, under its titles
FIRST, DATA = "Lisez-moi", "Données"
_TITLE = Font(bold=True, size=14)
_BOLD = Font(bold=True)
_HEAD, _INK = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5A63")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_STATUSES = (
    "diffusable ; diffusable_par_accord (signé de chaque entreprise de la case) ; zero ; secret_primaire ou "
    "secret_secondaire (secret statistique)"
)
Line = tuple[str, ...]


def workbook(table: OpenTable) -> bytes:
    """Write a table as XLSX; the same table gives the same bytes.

    Raises:
        InputError: the table has more rows than a sheet.
    """
    if len(table.codes) > MOST:
        raise InputError(
            f"La table « {table.name} » a plus de {number(MOST)} lignes, ce qu’une feuille ne tient pas : prenez "
            "le CSV."
        )
    # Written as it goes: cells that stay in memory would take ten times longer.
    book = Workbook(write_only=True)
    _cover(cast(Worksheet, book.create_sheet(FIRST)), _lines(table))
    _data(cast(Worksheet, book.create_sheet(DATA)), table)
    held = io.BytesIO()
    book.save(held)
    return timeless(held.getvalue())


def _text(sheet: Worksheet, text: str) -> Cell:
    """Give a cell that stays a text, even when it begins as a formula does or looks like an error."""
    cell = WriteOnlyCell(sheet, "")
    cell.value = printable(text)[:LONGEST]
    cell.data_type = "s"
    # The apostrophe spreadsheets hide: the text stays text when the cell is edited.
    cell.quotePrefix = harmless(text) != text
    return cell


def _cover(sheet: Worksheet, lines: Sequence[Line]) -> None:
    for letter, width in (("A", 30), ("B", 90)):
        sheet.column_dimensions[letter].width = width
    for rank, line in enumerate(lines):
        cells = [_text(sheet, each) for each in line]
        for cell in cells:
            if not rank or line[0] == "Colonne":
                cell.font = _BOLD if rank else _TITLE
            if len(line) > 1:
                cell.alignment = _WRAPPED
        sheet.append(cells)


def _data(sheet: Worksheet, table: OpenTable) -> None:
    names = columns(table)
    sheet.freeze_panes = "A2"
    for rank, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(rank)].width = 40 if name.endswith("_libelle") else 16
    heads = [_text(sheet, name) for name in names]
    for cell in heads:
        cell.font, cell.fill = _HEAD, _INK
    sheet.append(heads)
    words = [
        {code: " ".join(printable(label).split()) for code, label in each.labels.items()} for each in table.dimensions
    ]
    for codes, values, status, quality in table.rows():
        # A cell of its own each time: openpyxl writes the next value into the last one it was given.
        told = [_text(sheet, each) for code, said in zip(codes, words, strict=True) for each in (code, said[code])]
        sheet.append([*told, *values, STATUS_WORDS[status], quality])


def _lines(table: OpenTable) -> list[Line]:
    worth = ", ".join(f"{code} : {said}" for code, said in (*QUALITY.items(), (SUPPRESSED, "masquée")))
    return [
        (table.title,),
        (table.description or table.title,),
        ("Source", table.source or "non précisée"),
        ("Version", table.version),
        ("Licence", "Licence Ouverte 2.0 (etalab-2.0)"),
        (),
        ("Colonne", "Ce qu’elle contient"),
        *((each.name, f"{each.title}, code ; ses mots sont dans {each.name}_libelle") for each in table.dimensions),
        *((each.name, f"{each.title}, en {each.unit} ; vide : secret ou manquant") for each in table.measures),
        ("statut", _STATUSES),
        ("qualite", worth),
    ]
