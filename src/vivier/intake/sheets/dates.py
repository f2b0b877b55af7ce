"""Read the dates people write: always the day first."""

import datetime as dt
import re

from vivier.intake.sheets.grid import Value, heading


class UnreadableError(Exception):
    """Say that a cell cannot be understood; `code` is its anomaly, and the value is not kept."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "feb": 2, "mars": 3, "mar": 3, "avril": 4,
    "avr": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6, "jun": 6, "juillet": 7, "juil": 7, "jul": 7, "aout": 8,
    "aou": 8, "aug": 8, "septembre": 9, "sept": 9, "sep": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12,
}  # fmt: skip
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_NAMED = re.compile(r"(?:[a-z]+ )?(\d{1,2}) ?(?:er )?([a-z]+) ?(\d{4}|\d{2})")
_TIME = re.compile(r"[T ]+\d{1,2}[:h]\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_NOTHING = frozenset(
    {"", "neant", "aucun", "aucune", "en cours", "present", "presente", "nc", "n a", "na", "x", "actif"}
)
_EPOCHS = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}


def read_date(value: Value, *, year: int, is_birth: bool = False, is_1904: bool = False) -> dt.date | None:
    """Read a date cell; None when it holds nothing, `UnreadableError` (E04) when it is no date.

    `year` is the reference year, which decides the century of two-digit years.

    >>> read_date("3 février 1987", year=2026), read_date("08-08-79", year=2026, is_birth=True)
    (datetime.date(1987, 2, 3), datetime.date(1979, 8, 8))
    >>> read_date(21915, year=2026), read_date(20453, year=2026, is_1904=True)
    (datetime.date(1959, 12, 31), datetime.date(1959, 12, 31))
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if value == dt.time():  # what a workbook gives for a zero under a date format
        return None
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _from_number(value, is_birth=is_birth, is_1904=is_1904)
        if isinstance(value, str):
            return _from_text(value, year=year, is_birth=is_birth, is_1904=is_1904)
    except (ValueError, OverflowError):
        raise UnreadableError("E04") from None
    if value is None:
        return None
    raise UnreadableError("E04")


def _from_text(text: str, *, year: int, is_birth: bool, is_1904: bool) -> dt.date | None:
    bare = _TIME.sub("", text.strip(" '").replace("\u00a0", " ").replace("\u202f", " "))
    if found := _ISO.fullmatch(bare):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(bare):
        if int(found[1]) == int(found[2]) == int(found[3]) == 0:
            return None
        return dt.date(_century(found[3], year, is_birth=is_birth), int(found[2]), int(found[1]))
    if re.fullmatch(r"\d+([.,]0*)?", bare):
        return _from_digits(re.sub(r"\D.*", "", bare), is_birth=is_birth, is_1904=is_1904)
    return _from_words(heading(bare), year=year, is_birth=is_birth)


def _from_words(words: str, *, year: int, is_birth: bool) -> dt.date | None:
    if words in _NOTHING:
        return None
    # « 1er mars » is folded « 1er mars »; « 03-févr-87 » is « 03 fevr 87 ».
    if found := _NAMED.fullmatch(re.sub(r"\b1er\b", "1", words)):
        month = _MONTHS.get(found[2])
        if month is not None:
            return dt.date(_century(found[3], year, is_birth=is_birth), month, int(found[1]))
    raise UnreadableError("E04")


def _from_digits(digits: str, *, is_birth: bool, is_1904: bool) -> dt.date | None:
    if not digits.strip("0"):
        return None
    if len(digits) == 8:
        day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
        if 1 <= month <= 12 and 1 <= day <= 31 and 1900 <= year <= 2200:
            return dt.date(year, month, day)
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return _from_number(int(digits), is_birth=is_birth, is_1904=is_1904)


def _from_number(number: float, *, is_birth: bool, is_1904: bool) -> dt.date | None:
    if number == 0:
        return None
    if is_birth and 1900 <= number <= 2100:
        # A year alone; unknown month → July, unknown day → the 1st, as in payroll files.
        return dt.date(int(number), 7, 1)
    if number >= 1_000_000 and float(number).is_integer() and number < 100_000_000 and number != 2_958_465:
        return _from_digits(f"{int(number):08}", is_birth=is_birth, is_1904=is_1904)
    if number < 1:
        raise UnreadableError("E04")
    # The false 29 February 1900 shifts the serials under 60 by one day; no employee was born then.
    return _EPOCHS[is_1904] + dt.timedelta(days=int(number) + (number < 60 and not is_1904))


def _century(digits: str, reference: int, *, is_birth: bool) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    if is_birth:
        return 1900 + year if year > (reference - 14) % 100 else 2000 + year
    return 2000 + year if year <= (reference + 1) % 100 else 1900 + year
