"""A table as a workbook: how to read it, then a row a cell, figures as figures and texts as texts."""

import io
from typing import cast

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vivier.french import number
from vivier.report.open.table import QUALITY, SUPPRESSED, OpenTable
from vivier.report.open.text import STATUS_WORDS, columns
from vivier.report.workbook import prose, timeless, write_row
from vivier.vocabulary import InputError

MOST = 1_048_575  # rows a sheet holds, under its titles
FIRST, DATA = "Lisez-moi", "Données"


def workbook(table: OpenTable) -> bytes:
    """Write a table as XLSX; the same table gives the same bytes.

    Raises:
        InputError: the table has more rows than a sheet.
    """
    if len(table.codes) > MOST:
        raise InputError(
            f"La table « {table.name} » a plus de {number(MOST)} lignes, ce qu’une feuille ne tient pas : prenez le CSV."
        )
    book = Workbook()
    cover = cast(Worksheet, book.active)
    cover.title = FIRST
    prose(cover, _lines(table))
    data = book.create_sheet(DATA)
    write_row(data, 1, columns(table))
    for rank, (codes, values, status, quality) in enumerate(table.rows(), start=2):
        pairs = [
            part
            for code, each in zip(codes, table.dimensions, strict=True)
            for part in (code, " ".join(each.labels[code].split()))
        ]
        write_row(data, rank, [*pairs, *values, STATUS_WORDS[status], quality])
    data.freeze_panes = "A2"
    held = io.BytesIO()
    book.save(held)
    return timeless(held.getvalue())


def _lines(table: OpenTable) -> list[tuple[str, ...]]:
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
        ("statut", "diffusable, secret_primaire ou secret_secondaire (secret statistique), zero"),
        ("qualite", worth),
    ]
