"""What every sheet of one deposit is read with."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from vivier.intake.anomalies import Log
from vivier.intake.identity import Pseudonyms
from vivier.intake.job_titles import Titles
from vivier.intake.sheets.choosing import Chosen


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what a read shares between its files: where anomalies go, who hides identifiers, and for which day.

    `on` is the reference date; `siren` names the company of the files that do not say it;
    `titles` is there when job titles are carried; `chosen` are the columns that somebody corrected, by file and
    sheet.
    """

    log: Log
    pseudonyms: Pseudonyms
    on: dt.date
    siren: str | None = None
    titles: Titles | None = None
    chosen: Mapping[tuple[str, str], Chosen] = field(default_factory=dict)
