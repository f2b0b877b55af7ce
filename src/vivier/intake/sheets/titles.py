"""What is written above a table and holds for all its rows: the company, the establishment, the date."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from vivier.intake.data import UNKNOWN
from vivier.intake.identity import is_siren, is_siret
from vivier.intake.sheets.dates import UnreadableError, read_date
from vivier.intake.sheets.grid import Row, Sheet, heading, text_of
from vivier.intake.sheets.identifiers import is_destroyed, padded_siret
from vivier.intake.sheets.reading import Reading

_DIGITS = re.compile(r"(?<!\d)\d(?:[\s.\u00a0\u202f]?\d){8,13}(?!\d)")
_DATE = r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:1er|\d{1,2})\s+[^\W\d]{3,9}\.?\s+\d{4})"
_DATED = re.compile(
    rf"(?:\b(?:au|situation(?:\s+du)?|arr[êe]t[ée]e?s?(?:\s+(?:le|du))?|[àa]\s+la\s+date\s+du)\b)\s*:?\s*{_DATE}",
    re.IGNORECASE,
)
_YEAR_NAMED = re.compile(
    r"(?:(?:effectifs?|situation|liste|personnel|salaries|presents|registre|bdese?|annee|fin|exercice) )*(20\d\d)"
)


@dataclass(slots=True)
class Title:
    """Hold the company, the establishment and the date that the head of a sheet gives, None when it does not."""

    siren: str | None = None
    site: str | None = None
    dated: dt.date | None = None


def read_title(sheet: Sheet, above: Iterable[Row], reading: Reading, file: str) -> Title:
    """Read the rows above the titles of a table, and the name of its sheet."""
    title = Title(dated=_date(sheet.title, reading) or _end_of_year(sheet.title, reading.on))
    for row in above:
        texts = [text_of(cell) for cell in dict.fromkeys(row.cells) if cell is not None]
        # « Situation au » and its date are often in two cells.
        text = " ".join(texts)
        title.dated = _date(text, reading) or title.dated
        if is_destroyed_title(text):
            reading.log.add("E08", file, row.line, "siret", label="SIRET")
        elif title.siren is None:
            title.siren, title.site = company_in(text)
    return title


def is_destroyed_title(text: str) -> bool:
    """Tell whether a line announces a SIRET that a spreadsheet has rounded.

    >>> is_destroyed_title("SIRET : 1,00107E+09"), is_destroyed_title("SIRET : 732 829 320 00074")
    (True, False)
    """
    return "sire" in heading(text) and is_destroyed(text)


def company_in(text: str) -> tuple[str | None, str | None]:
    """Find the SIREN and the SIRET that a line writes, None where it does not.

    >>> company_in("Atelier de Dole – SIRET 000 100 115 00021"), company_in("Atelier de Dole")
    (('000100115', '00010011500021'), (None, None))
    """
    is_named = re.search(r"\bsire[nt]\b", heading(text)) is not None
    for found in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        siret = padded_siret(digits) if is_named and len(digits) > 9 else digits
        if is_siret(siret):
            return siret[:9], siret
        if is_named and is_siren(digits):
            return digits, None
    return None, None


def _date(text: str, reading: Reading) -> dt.date | None:
    for found in reversed(_DATED.findall(text)):
        try:
            date = read_date(found, year=reading.on.year)
        except UnreadableError:
            continue
        if date is not None and 1990 <= date.year <= 2100:
            return date
    return None


def _end_of_year(name: str, on: dt.date) -> dt.date | None:
    """Give the day a sheet named by a year is about; the year of the reference day is not over."""
    if (found := _YEAR_NAMED.fullmatch(heading(name))) is None:
        return None
    day = dt.date(int(found[1]), 12, 31)
    return on if day.year == on.year else day


def company_of(title: Title, reading: Reading) -> str:
    """Give the SIREN of the rows that have none of their own."""
    return title.siren or reading.siren or UNKNOWN
