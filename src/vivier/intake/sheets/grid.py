"""Rows of values, whatever file they come from, and how a title is compared."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

Value = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_GUARDED = re.compile(r'="(.*)"', re.DOTALL)  # how exports keep a spreadsheet from dropping leading zeros
_LOST_ACCENT = re.compile(r"(?<=[^\W\d_])(?:\?(?=[^\W\d_])|\ufffd)")
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


@dataclass(slots=True)
class Row:
    """Hold one row: its real number in the file, its values, how many cells it fills (a merged area is one)."""

    line: int
    cells: list[Value]
    filled: int

    def at(self, column: int | None) -> Value:
        """Give the value in a column (0 is the first); None where the row is shorter."""
        return self.cells[column] if column is not None and column < len(self.cells) else None


@dataclass(slots=True)
class Sheet:
    """Hold one visible sheet, or one text file: its name, its rows as they come, its date system."""

    title: str
    rows: Iterator[Row]
    is_1904: bool = False


def tidied(value: object) -> Value:
    r"""Trim a cell: blanks and spreadsheet errors are nothing, whole numbers have no decimals.

    >>> tidied("  Soudeur "), tidied("\xa0"), tidied("#N/A"), tidied(12.0)
    ('Soudeur', None, None, 12)
    >>> tidied('="00412"'), tidied("PrÃ©nom")
    ('00412', 'Prénom')
    """
    if isinstance(value, str):
        text = value.strip().strip("\ufeff")
        if text.startswith('="') and (guarded := _GUARDED.fullmatch(text)):
            text = guarded[1].strip()
        if "Ã" in text:
            text = _mended(text)
        return None if not text or text in _ERRORS else text
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN differs from itself
            return None
        return int(value) if value.is_integer() else value
    if isinstance(value, int | dt.datetime | dt.date | dt.time | dt.timedelta):
        return value
    return None


def _mended(text: str) -> str:
    """Give back the accents of a UTF-8 text that was once read as Windows-1252."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def text_of(value: Value) -> str:
    """Write a cell as a person would read it.

    >>> text_of(dt.datetime(1987, 2, 3)), text_of(623), text_of(None)
    ('03/02/1987', '623', '')
    """
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/}{value.year:04}"
    return str(value)


@lru_cache(maxsize=4096)
def heading(text: str) -> str:
    r"""Fold a title: no case, accents, punctuation nor line breaks; words one space apart, `%` in letters.

    >>> heading("Date de\nnaissance"), heading("Né(e) le"), heading("N° S.S."), heading("TypeContrat")
    ('date de naissance', 'ne e le', 'n s s', 'type contrat')
    >>> heading("Temps de travail (%)"), heading("Contrat ind?termin?")
    ('temps de travail pourcent', 'contrat indetermin')
    """
    # An accent lost on the way leaves a « ? », nearly always in place of an « é ».
    text = _LOST_ACCENT.sub("e", text) if "?" in text or "\ufffd" in text else text
    spaced = _CAMEL.sub(" ", text).replace("%", " pourcent ").replace("œ", "oe")
    # « N° » and « Nº » are one abbreviation; NFKD would turn the second into « no ».
    plain = unicodedata.normalize("NFKD", spaced.replace("º", " ").casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", letters).strip()


def heading_of(value: Value) -> str:
    """Fold a cell as a title; empty when it is not a text (a title is never a number nor a date)."""
    # A long text is a note, and must not fill the memory of the fold.
    return heading(value) if isinstance(value, str) and len(value) <= 120 else ""


def padded(cells: list[Value], width: int) -> list[Value]:
    """Give the cells of a row up to a width, None where there are none."""
    return cells[:width] + [None] * (width - len(cells))
