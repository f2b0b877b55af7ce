"""A table as CSV: for programs (commas, points, UTF-8), and for French spreadsheets (semicolons, commas, a mark)."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from vivier.disclosure.published import AGREED, PRIMARY, PUBLISHED, SECONDARY, ZERO
from vivier.french import harmless, printable
from vivier.report.open.table import OpenTable

STATUS_WORDS = {
    PUBLISHED: "diffusable", PRIMARY: "secret_primaire", SECONDARY: "secret_secondaire", ZERO: "zero",
    AGREED: "diffusable_par_accord",
}  # fmt: skip


def columns(table: OpenTable) -> tuple[str, ...]:
    """Name the columns: each code followed by its words, the measures, the status and the quality."""
    pairs = [name for each in table.dimensions for name in (each.name, f"{each.name}_libelle")]
    return (*pairs, *(each.name for each in table.measures), "statut", "qualite")


def figure(value: float | None) -> str:
    """Write a figure exactly: the shortest decimals that read back the same; nothing where there is none.

    >>> figure(1204.0), figure(0.1), figure(1e22), figure(-0.0), figure(None)
    ('1204', '0.1', '10000000000000000000000', '0', '')
    """
    if value is None:
        return ""
    return np.format_float_positional(value + 0.0, trim="-")


def tidy_csv(table: OpenTable) -> bytes:
    """Write a table for programs: UTF-8, commas, decimal points; texts are harmless in a spreadsheet as well."""
    return _csv(table, columns(table), ",", ".").encode()


def french_csv(table: OpenTable) -> bytes:
    """Write a table for French spreadsheets: semicolons, decimal commas, UTF-8 with its mark, titles in words."""
    return _csv(table, columns(table), ";", ",").encode("utf-8-sig")


def _csv(table: OpenTable, names: Sequence[str], separator: str, point: str) -> str:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=separator, lineterminator="\r\n" if separator == ";" else "\n")
    writer.writerow(names)
    words = [{code: clean(label) for code, label in each.labels.items()} for each in table.dimensions]
    for codes, values, status, quality in table.rows():
        pairs = [part for code, said in zip(codes, words, strict=True) for part in (code, said[code])]
        figures = [figure(value).replace(".", point) for value in values]
        writer.writerow([*pairs, *figures, STATUS_WORDS[status], quality])
    return held.getvalue()


def clean(label: str) -> str:
    r"""Give words on one line that no spreadsheet computes.

    >>> clean("Soudage\n à l’arc"), clean("=1+1")
    ('Soudage à l’arc', "'=1+1")
    """
    return harmless(" ".join(printable(label).split()))
