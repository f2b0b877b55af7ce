"""The periods of a plan: quarters, however they are written."""

import datetime as dt
import re

_QUARTER = re.compile(r"(?:(20\d\d)\W*[tT]?\W*([1-4])|[tT]\W*([1-4])\W*(20\d\d))")


def period_of(text: str) -> str:
    """Give a period as the product writes it; what is no quarter stays as it is written.

    >>> [period_of(each) for each in ("T1 2027", "2027-1", "2027 T3", "Printemps")]
    ['2027-T1', '2027-T1', '2027-T3', 'Printemps']
    """
    bare = " ".join(text.split())
    found = _QUARTER.fullmatch(bare)
    if not found:
        return bare
    year, quarter, other, later = found.groups()
    return f"{year or later}-T{quarter or other}"


def quarters(first: dt.date, last: dt.date) -> list[str]:
    """Give the quarters from one day to another.

    >>> quarters(dt.date(2027, 10, 1), dt.date(2028, 2, 1))
    ['2027-T4', '2028-T1']
    """
    ranks = range(first.year * 4 + (first.month - 1) // 3, last.year * 4 + (last.month - 1) // 3 + 1)
    return [f"{rank // 4}-T{rank % 4 + 1}" for rank in ranks]


def said(period: str) -> str:
    """Say a period.

    >>> said("2027-T1"), said("Printemps"), said("")
    ('1er trimestre 2027', 'Printemps', 'Date à fixer')
    """
    found = _QUARTER.fullmatch(period_of(period))
    if not found:
        return period or "Date à fixer"
    rank = found.group(2)
    return f"{rank}{'er' if rank == '1' else 'e'} trimestre {found.group(1)}"


def days(period: str) -> tuple[dt.date, dt.date] | None:
    """Give the first day of a quarter and the first day after it; None when the period is no quarter.

    >>> days("2027-T4")
    (datetime.date(2027, 10, 1), datetime.date(2028, 1, 1))
    """
    found = _QUARTER.fullmatch(period)
    if not found or not found.group(1):
        return None
    year, rank = int(found.group(1)), int(found.group(2))
    return dt.date(year, 3 * rank - 2, 1), dt.date(year + rank // 4, 3 * (rank % 4) + 1, 1)
