"""What builders of statistics share: numbers as they are published, and the rows of the store."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from vivier.reference.official.building import Rows
from vivier.vocabulary import InputError

ABSENT = ("", "NA", "hors champ")


def number(text: str) -> Decimal | None:
    """Read a number exactly as it is written; None for what is not published.

    >>> number("0,50"), number("NA"), number("23.05")
    (Decimal('0.50'), None, Decimal('23.05'))

    Raises:
        InputError: it is something else.
    """
    if text in ABSENT:
        return None
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not math.isfinite(found):
        raise InputError(f"« {text} » n’est pas un nombre : reprenez le fichier tel qu’il est publié.")
    return found


def rows_of(code: str, region: str, year: str, found: Mapping[str, Decimal | None]) -> Rows:
    """Give the rows of the figures known of a code, by measure."""
    return [(code, region, year, measure, str(value), "") for measure, value in found.items() if value is not None]


def measured(*measures: tuple[str, str, str]) -> Rows:
    """Give the rows that describe measures: identifier, label in French, unit."""
    return list(measures)


def whole(code: str) -> str:
    """Give a code, its « Ensemble » always written alike.

    >>> whole("Ensemble"), whole("D4Z")
    ('ENSEMBLE', 'D4Z')
    """
    return code.upper() if code.casefold() == "ensemble" else code


def apart(what: str, gaps: Iterable[float], *, within: float) -> list[str]:
    """Warn of an identity that some rows do not follow; `gaps` are how far each row is from it.

    >>> apart("postes = créations + départs", [0, 1e-12, 0.3], within=1e-9)
    ['postes = créations + départs : 1 ligne s’en écarte']
    """
    wrong = sum(not abs(gap) <= within for gap in gaps)
    verb = "ligne s’en écarte" if wrong == 1 else "lignes s’en écartent"
    return [f"{what} : {wrong} {verb}"] if wrong else []
