"""One table in one form: its file name, its media type and its bytes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from vivier.report.open import schema, sdmx, sheet, text
from vivier.report.open.table import OpenTable
from vivier.vocabulary import InputError


@dataclass(frozen=True)
class Form:
    """Hold how one form is named and written."""

    ending: str
    media_type: str
    title: str
    written: Callable[[OpenTable], bytes]


FORMS = {
    "csv": Form(".csv", "text/csv; charset=utf-8", "CSV", text.tidy_csv),
    "schema": Form(".schema.json", "application/json", "Schéma de la table (Table Schema)", schema.table_schema),
    "package": Form(".package.json", "application/json", "Paquet de données (Data Package)", schema.package),
    "csv-fr": Form(".fr.csv", "text/csv; charset=utf-8", "CSV pour tableurs français", text.french_csv),
    "xlsx": Form(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Classeur",
        sheet.workbook,
    ),
    "sdmx-csv": Form(".sdmx.csv", "application/vnd.sdmx.data+csv; version=2.0.0", "SDMX-CSV 2.0", sdmx.sdmx_csv),
}


@dataclass(frozen=True)
class File:
    """Hold one file as it is handed over."""

    name: str
    form: str
    media_type: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the content."""
        return hashlib.sha256(self.content).hexdigest()


def write(table: OpenTable, form: str) -> File:
    """Write a table in one of the forms `csv`, `schema`, `package`, `csv-fr`, `xlsx`, `sdmx-csv`.

    >>> from vivier.report.open import Dimension, Measure
    >>> region = Dimension("region", "Région", {"84": "Auvergne-Rhône-Alpes", "11": "Île-de-France"})
    >>> people = Measure("effectif", "Effectif", "personnes")
    >>> rows = dict(codes=(("84",), ("11",)), values=((1204,), (None,)), status=("published", "primary"))
    >>> table = OpenTable("effectifs", "Effectifs par région", (region,), (people,), **rows)
    >>> print(write(table, "csv").content.decode())
    region,region_libelle,effectif,statut,qualite
    84,Auvergne-Rhône-Alpes,1204,diffusable,A
    11,Île-de-France,,secret_primaire,Q
    <BLANKLINE>

    Raises:
        InputError: the form is unknown.
    """
    if form not in FORMS:
        raise InputError(f"« {form} » n’est pas un format ouvert ; formats : {', '.join(FORMS)}.")
    found = FORMS[form]
    return File(f"{table.name}{found.ending}", form, found.media_type, found.written(table))
