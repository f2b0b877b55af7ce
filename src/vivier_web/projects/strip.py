"""Where days fall on a strip drawn across the life of a project: shares of its width, in per cent."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strip:
    """Hold the first and last day of a strip."""

    starts_on: dt.date
    ends_on: dt.date

    def at(self, day: dt.date) -> float:
        """Give where a day falls, in per cent with one decimal; days beyond the ends stop there.

        >>> Strip(dt.date(2025, 1, 1), dt.date(2026, 1, 1)).at(dt.date(2025, 7, 2))
        49.9
        """
        days = max((self.ends_on - self.starts_on).days, 1)
        return round(min(max((day - self.starts_on).days / days, 0), 1) * 100, 1)

    def years(self) -> tuple[tuple[int, float], ...]:
        """Give each first of January within, with its year and its place.

        >>> Strip(dt.date(2024, 7, 1), dt.date(2026, 7, 1)).years()
        ((2025, 25.2), (2026, 75.2))
        """
        first = range(self.starts_on.year + 1, self.ends_on.year + 1)
        return tuple((year, self.at(dt.date(year, 1, 1))) for year in first)
