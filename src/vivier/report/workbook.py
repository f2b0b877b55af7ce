"""`study.xlsx`: one tidy sheet per table, between how to read it and what it stands on."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vivier.french import long_date, printable
from vivier.report.data_file import MEASURES, Value, measures
from vivier.report.reading import label, labelled
from vivier.study import Study, Table
from vivier.vocabulary import InputError

FIRST, LAST = "Lisez-moi", "Sources et hypothèses"
LONGEST = 32_767  # characters a cell holds
MOMENT = b"2000-01-01T00:00:00Z"  # a workbook carries dates; these never say when it was made
WIDTHS = {
    "metier": 10,
    "libelle": 56,
    "raison": 60,
    "fichier": 34,
    "population": 34,
    "entreprise": 16,
    "intitule": 44,
    "autres": 60,
    "question": 60,
}
COLUMN_WORDS = (
    ("valeur", "le chiffre, dans son unité ; vide : personne ne l’a déclaré"),
    ("unite", "personnes, postes, part (de 0 à 1), entreprises, fichiers, lignes"),
    ("n", "le nombre de personnes sur lequel le chiffre repose"),
    ("bas_80, haut_80", "l’intervalle à 80 %, pour toute projection"),
    ("bas_95, haut_95", "l’intervalle à 95 %, pour toute projection"),
)


def workbook(study: Study) -> bytes:
    """Write a study as a workbook; same study, same bytes."""
    book = Workbook()
    cover = cast(Worksheet, book.active)
    cover.title = FIRST
    _cover(cover, study)
    for table in study.tables:
        _sheet(book, study, table)
    _sources(book, study)
    held = io.BytesIO()
    book.save(held)
    return timeless(held.getvalue())


def _sheet(book: Workbook, study: Study, table: Table) -> None:
    sheet = book.create_sheet(table.name)
    place = labelled(table)
    names = [*table.dimensions, *MEASURES]
    if place is not None:
        names.insert(place + 1, "libelle")
    _write(sheet, 1, names)
    for rank, row in enumerate(table.rows, start=2):
        cells: list[Value] = [*row.keys, *measures(row.figure).values()]
        if place is not None:
            cells.insert(place + 1, label(study, row.keys[place]))
        _write(sheet, rank, cells)
    _format(sheet, names)


def _write(sheet: Worksheet, rank: int, values: Sequence[Value]) -> None:
    """Write one row; text is always text, even when it begins as a formula does."""
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(rank, column)
        if not isinstance(value, str):
            cell.value = value
            continue
        text = printable(value)[:LONGEST]
        cell.value = text
        cell.data_type = "s"
        if text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(("=", "+", "-", "@")):
            # The apostrophe spreadsheets hide: the text stays text when the cell is edited.
            cell.quotePrefix = True


def _format(sheet: Worksheet, names: Sequence[str]) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{max(sheet.max_row, 1)}"
    for column, name in enumerate(names, start=1):
        head = sheet.cell(1, column)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="0B5A63")
        is_measure = name in MEASURES and name != "unite"
        head.alignment = Alignment(horizontal="right" if is_measure else "left")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 12)
    for row in sheet.iter_rows(min_row=2):
        unit = row[names.index("unite")].value
        for cell, name in zip(row, names, strict=True):
            if name == "n":
                cell.number_format = "#,##0"
            elif name in MEASURES and name != "unite":
                cell.number_format = "0%" if unit == "part" else "#,##0"


def _cover(sheet: Worksheet, study: Study) -> None:
    lines: list[tuple[str, ...]] = [
        (f"Emplois et compétences à l’horizon {int(study.on[:4]) + study.horizon}",),
        (f"Étude au {long_date(study.on)}, calculée par Vivier {study.version}",),
        (),
        ("Chaque feuille est un tableau long : une ligne, une combinaison de dimensions, un chiffre.",),
        ("« ensemble » désigne tous les métiers, « total » tout l’horizon.",),
        (),
        ("Colonne", "Ce qu’elle contient"),
        *COLUMN_WORDS,
        (),
        ("Feuille", "Ce qu’elle contient"),
        *((table.name, table.definition) for table in study.tables),
        (),
        *(("À savoir", note) for note in study.notes),
    ]
    _prose(sheet, lines)


def _sources(book: Workbook, study: Study) -> None:
    lines: list[tuple[str, ...]] = [
        ("Hypothèse", "Valeur", "Source"),
        *((a.label, a.value, a.source) for a in study.assumptions),
        (),
        ("Date de référence", study.on),
        ("Horizon (années)", str(study.horizon)),
        ("Graine des tirages", str(study.seed)),
        ("Version de Vivier", study.version),
        ("SHA-256 des entrées", study.inputs_sha256),
        ("SHA-256 des paramètres", study.parameters_sha256),
    ]
    _prose(book.create_sheet(LAST), lines)


def _prose(sheet: Worksheet, lines: Sequence[tuple[str, ...]]) -> None:
    for rank, line in enumerate(lines, start=1):
        _write(sheet, rank, line)
        for cell in sheet[rank]:
            cell.alignment = Alignment(vertical="top", wrap_text=len(line) > 1)
        if rank == 1 or line[:1] in (("Colonne",), ("Feuille",), ("Hypothèse",)):
            for cell in sheet[rank]:
                cell.font = Font(bold=True, size=14 if rank == 1 and len(line) == 1 else 11)
    for letter, width in (("A", 30), ("B", 70), ("C", 50)):
        sheet.column_dimensions[letter].width = width


def timeless(data: bytes) -> bytes:
    """Give a workbook the same bytes whenever it is made: fixed properties, fixed times in the archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content, changed = re.subn(rb"(?<=>)\d{4}-\d\d-\d\dT[\d:.]+Z?(?=</dcterms)", MOMENT, content)
                if changed != 2:
                    raise InputError(
                        "Le classeur n’a pas pu être daté : la version d’openpyxl installée n’est pas celle attendue."
                    )
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same byte from Windows and from Unix
            entry.external_attr = 0o644 << 16
            new.writestr(entry, content)
    return held.getvalue()
