"""The terms a campaign may be about: a whole year, one of its quarters, one of its halves."""

import datetime as dt
from calendar import monthrange

from vivier.vocabulary import InputError

TERMS = {
    "": "l’année entière",
    "T1": "1er trimestre", "T2": "2e trimestre", "T3": "3e trimestre", "T4": "4e trimestre",
    "S1": "1er semestre", "S2": "2e semestre",
}  # fmt: skip
ASKED = {"": ("year", "term"), "T": ("quarter",), "S": ("half",)}  # what is asked of each kind of term
_LASTS = {"": 12, "T": 3, "S": 6}  # months


def checked_term(term: str) -> str:
    """Give a term back.

    Raises:
        InputError: there is no such term.
    """
    if term not in TERMS:
        raise InputError("Choisissez l’année entière, un trimestre ou un semestre.")
    return term


def words_of(year: int, term: str) -> str:
    """Say which year, or which part of it.

    >>> words_of(2025, ""), words_of(2025, "T3")
    ('2025', '3e trimestre 2025')
    """
    return f"{TERMS[term]} {year}" if term else str(year)


def ends_on(year: int, term: str) -> dt.date:
    """Give the last day of a term.

    >>> ends_on(2025, "").isoformat(), ends_on(2024, "T1").isoformat(), ends_on(2025, "S1").isoformat()
    ('2025-12-31', '2024-03-31', '2025-06-30')
    """
    month = _LASTS[term[:1]] * int(term[1:] or 1)
    return dt.date(year, month, monthrange(year, month)[1])


def before(year: int, term: str) -> tuple[int, str]:
    """Give the year and term that come just before, of the same kind.

    >>> before(2025, ""), before(2025, "T3"), before(2025, "T1"), before(2025, "S1")
    ((2024, ''), (2025, 'T2'), (2024, 'T4'), (2024, 'S2'))
    """
    if not term:
        return year - 1, ""
    kind, rank = term[:1], int(term[1:])
    last = 12 // _LASTS[kind]
    return (year, f"{kind}{rank - 1}") if rank > 1 else (year - 1, f"{kind}{last}")
