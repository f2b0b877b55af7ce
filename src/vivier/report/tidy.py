"""All the tables of a study in one CSV: a row a figure, the same columns for all."""

import csv
import io

from vivier.french import harmless
from vivier.report.data_file import MEASURES, measures
from vivier.report.reading import label, labelled
from vivier.study import Study

KEYS = 4  # the most dimensions a table has, those of titles to review apart
HEAD = ("tableau", *(name for rank in range(1, KEYS + 1) for name in (f"dimension_{rank}", f"cle_{rank}")), "libelle")


def tidy(study: Study) -> bytes:
    """Write every figure of a study as CSV (semicolons, decimal points, UTF-8 with its mark)."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    writer.writerow((*HEAD, *MEASURES))
    for table in study.tables:
        place = labelled(table)
        for row in table.rows:
            pairs = [part for pair in zip(table.dimensions, row.keys, strict=True) for part in pair][: 2 * KEYS]
            words = label(study, row.keys[place]) if place is not None else ""
            cells = (table.name, *pairs, *[""] * (2 * KEYS - len(pairs)), words)
            writer.writerow([*map(harmless, cells), *measures(row.figure).values()])
    return held.getvalue().encode("utf-8-sig", errors="replace")
