"""Which rows of a table are people, and which are totals, sections or nothing."""

import re

from vivier.intake.sheets.grid import Row, Value, heading, heading_of, text_of

_TOTAL = re.compile(
    r"(sous )?totaux?\b|(sous )?total\b|ensemble\b|nombre\b|nbre?\b|effectif total\b|somme\b|moyenne\b"
)
# Folding every cell of a long list would cost more than reading it: most hold none of these words.
_MAY_BE_TOTAL = re.compile(r"tota|ensemble|nombre|nbr|somme|moyenne", re.IGNORECASE)
_SUMMARY = re.compile(r"(tableau )?(recap\w*|synthese|repartition|statistiques?|legende|pyramide|indicateurs?)\b")
_PRINTED = re.compile(
    r"page \d|registre\b|(date d )?(edition|impression)\b|(edite|imprime|extrait)e?s? (le|du)\b|fait a\b|"
    r"signature|cachet|visa\b|(a )?report(er)?\b|source\b|nota\b|nb\b|effectifs?\b"
)


def is_total(value: Value) -> bool:
    """Tell whether a cell opens a row of totals.

    >>> is_total("Sous-total atelier"), is_total("Effectif total :"), is_total("Ensemblier")
    (True, True, False)
    """
    if not isinstance(value, str) or _MAY_BE_TOTAL.search(value) is None:
        return False
    return bool(_TOTAL.match(heading_of(value)))


def is_printed(value: Value) -> bool:
    """Tell whether a cell opens what a printed list writes around its rows: page numbers, notes, signatures.

    >>> is_printed("Page 2/5"), is_printed("Fait à Lyon, le"), is_printed("Effectif :"), is_printed("Pagès")
    (True, True, True, False)
    """
    return bool(_PRINTED.match(heading_of(value)))


def is_summary(name: str) -> bool:
    """Tell whether the name of a section announces a summary or a legend, where nobody is listed.

    >>> is_summary("RÉCAPITULATIF par CSP"), is_summary("Répartition H/F"), is_summary("Atelier")
    (True, True, False)
    """
    return bool(_SUMMARY.match(heading(name[:120])))


def is_numbering(row: Row) -> bool:
    """Tell whether a row only numbers the columns (« (1) (2) (3)… »), as forms do under their titles.

    >>> is_numbering(Row(3, ["(1)", "(2)", "(3)", "(4)"], 4)), is_numbering(Row(3, [1, 2, 3, "x"], 4))
    (True, False)
    """
    told = [text_of(cell).strip("()[] ") for cell in row.cells if cell is not None]
    return len(told) >= 4 and told == [str(rank) for rank in range(1, len(told) + 1)]


def first_filled(row: Row) -> Value:
    """Give the first value of a row."""
    return next((cell for cell in row.cells if cell is not None), None)
