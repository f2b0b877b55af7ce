"""Which rows of a table are people, and which are totals, sections or nothing."""

import re
from collections.abc import Iterator

from vivier.intake.sheets.grid import Row, Value, heading_of

_TOTAL = re.compile(
    r"(sous )?totaux?\b|(sous )?total\b|ensemble\b|nombre\b|nbre?\b|effectif total\b|somme\b|moyenne\b"
)


def is_total(value: Value) -> bool:
    """Tell whether a cell opens a row of totals.

    >>> is_total("Sous-total atelier"), is_total("Effectif total :"), is_total("Ensemblier")
    (True, True, False)
    """
    return bool(_TOTAL.match(heading_of(value)))


def first_filled(row: Row) -> Value:
    """Give the first value of a row."""
    return next((cell for cell in row.cells if cell is not None), None)


def filled_rows(rows: Iterator[Row]) -> Iterator[Row]:
    """Skip the rows with nothing in them."""
    return (row for row in rows if row.filled)
