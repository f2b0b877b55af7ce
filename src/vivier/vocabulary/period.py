"""A calendar month: the grain of payroll files."""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Self

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Name one calendar month.

    >>> january = Period(2026, 1)
    >>> str(january), str(january.previous()), january.last
    ('2026-01', '2025-12', datetime.date(2026, 1, 31))
    """

    year: int
    month: int

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Give the month that holds this day."""
        return cls(day.year, day.month)

    @property
    def first(self) -> dt.date:
        """The first day of the month."""
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        """The last day of the month."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def previous(self, months: int = 1) -> Self:
        """Give the month that comes so many months before."""
        rank = self.year * 12 + self.month - 1 - months
        return type(self)(rank // 12, rank % 12 + 1)

    @property
    def label(self) -> str:
        """The month in French words.

        >>> Period(2026, 1).label
        'janvier 2026'
        """
        return f"{_MONTHS[self.month - 1]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
