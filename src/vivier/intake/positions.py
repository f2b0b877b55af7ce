"""One contract of one person at one establishment, as every nominal source gives it."""

import datetime as dt
from dataclasses import dataclass

from vivier.intake.data import BANDS, UNKNOWN
from vivier.intake.job_titles import NO_JOB, Job

OUTSIDE = "hors_effectif"  # interns, corporate officers…: counted apart, never mixed
_UPPER = (24, 34, 44, 54, 59)


@dataclass(slots=True)
class Position:
    """Hold one contract (or one line of a staff list) of one person.

    `person` is a pseudonym; `site` a SIRET or `inconnu`; `start` and `end` are None when unknown or open (an end
    cancelled by motive 099 is no end); `born` or `age` is known, or neither; `group` is one of `CONTRACTS` or
    `OUTSIDE`; `ratio` is the working-time ratio (0–1); `number` only breaks ties between contracts.
    """

    person: bytes
    site: str
    start: dt.date | None = None
    end: dt.date | None = None
    motive: str = ""
    pcs: str = UNKNOWN
    sex: str = UNKNOWN
    born: dt.date | None = None
    age: int | None = None
    group: str = "CDI"
    ratio: float = 1.0
    number: str = ""
    has_boeth: bool = False
    is_continued: bool = False  # renumbered or transferred: its start is not a hire
    job: Job = NO_JOB  # only when titles are asked for

    def is_present(self, on: dt.date) -> bool:
        """Tell whether the contract runs on that day; somebody who leaves on the day still counts."""
        return (self.start is None or self.start <= on) and (self.end is None or self.end >= on)

    def age_on(self, on: dt.date) -> int | None:
        """Give the completed years on that day, or None when unknown."""
        return self.age if self.born is None else completed_years(self.born, on)


def completed_years(born: dt.date, on: dt.date) -> int:
    """Give the age in completed years.

    >>> completed_years(dt.date(1968, 10, 28), dt.date(2026, 3, 31))
    57
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def band(age: int | None) -> str:
    """Give the age band of an age; `inconnu` when it is unknown or impossible (under 14, over 80).

    >>> band(24), band(25), band(60), band(6)
    ('moins_25', '25_34', '60_plus', 'inconnu')
    """
    if age is None or not 14 <= age <= 80:
        return UNKNOWN
    return BANDS[sum(age > upper for upper in _UPPER)]
