"""What every sheet of one deposit is read with."""

import datetime as dt
from dataclasses import dataclass

from vivier.intake.anomalies import Log
from vivier.intake.identity import Pseudonyms
from vivier.intake.job_titles import Titles


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what a read shares between its files: where anomalies go, who hides identifiers, and for which day.

    `on` is the reference date; `siren` names the company of the files that do not say it;
    `titles` is there when job titles are carried.
    """

    log: Log
    pseudonyms: Pseudonyms
    on: dt.date
    siren: str | None = None
    titles: Titles | None = None
