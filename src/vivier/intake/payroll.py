"""The payroll files of each company: the reference month, and the flows of the months before."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from vivier.intake.anomalies import Log
from vivier.intake.companies import Payroll
from vivier.intake.dsn.index import Declaration
from vivier.intake.dsn.months import FlowCounter, Month, Open, read_month
from vivier.intake.dsn.people import Reading
from vivier.intake.dsn.selection import missing_fractions, select
from vivier.intake.identity import Chains, Pseudonyms
from vivier.intake.job_titles import Titles
from vivier.vocabulary import Period

_MONTHS_BACK = 3

Months = dict[Period, list[Declaration]]


class PayrollReader:
    """Read the declarations that count, straight from their place in the files."""

    def __init__(
        self, on: dt.date, pseudonyms: Pseudonyms, log: Log, open_file: Open, titles: Titles | None = None
    ) -> None:
        self._on, self._pseudonyms, self._log, self._open, self._titles = on, pseudonyms, log, open_file, titles

    def select(self, declarations: Iterable[Declaration]) -> dict[str, Months]:
        """Give, by company, the declarations to read for each month, the months after the reference left out."""
        by_company: defaultdict[str, Months] = defaultdict(dict)
        later: Counter[str] = Counter()
        for (name, _, month), kept in select(declarations, self._log).items():
            if month > Period.of(self._on):
                later.update(one.file for one in kept)
                continue
            by_company[name].setdefault(month, []).extend(kept)
            missing, total = missing_fractions(kept)
            if missing:
                self._log.add(
                    "N05",
                    kept[0].file,
                    kept[0].line,
                    missing=missing,
                    total=total,
                    month=month.label,
                    site=kept[0].site,
                )
        for file, count in later.items():
            self._log.add("N09", file, count=count, wanted=f"{self._on:%d/%m/%Y}")
        return {name: dict(sorted(months.items())) for name, months in by_company.items() if any(months.values())}

    def read(self, siren: str, months: Months, chains: Chains, *, single_ages: bool) -> Payroll | None:
        """Read every month of one company; None when the last one is too old to stand for the reference day."""
        declared = {month: kept for month, kept in months.items() if kept}
        used = max(declared)
        file = declared[used][0].file
        wanted = Period.of(self._on)
        if used < wanted.previous(_MONTHS_BACK):
            self._log.add("N08", file, siren=siren, used=used.label, wanted=f"{self._on:%d/%m/%Y}")
            return None
        if used != wanted:
            self._log.add("N01", file, siren=siren, used=used.label, wanted=wanted.label)
        day = self._on if used == wanted else used.last
        scope = declared[used][0].company
        reading = Reading(scope, self._pseudonyms, chains, self._log, day, self._titles)
        flows = FlowCounter(reading, single_ages=single_ages)
        month: Month | None = None
        before: Month | None = None
        for period, kept in declared.items():
            before, month = month, read_month(period, kept, self._open, reading)
            flows.take(month)
        if month is None:
            return None
        self._tell_missing_sites(before, month, file)
        self._tell_gaps(siren, sorted(declared), file)
        return Payroll(day, month.sites, month.positions, flows.flows(), flows.exposed(), tuple(declared))

    def _tell_missing_sites(self, before: Month | None, month: Month, file: str) -> None:
        if before is None:
            return
        for site in sorted(before.sites - month.sites):
            self._log.add("N04", file, site=site, before=before.period.label, month=month.period.label)

    def _tell_gaps(self, siren: str, declared: list[Period], file: str) -> None:
        first, last = declared[0], declared[-1]
        count = (last.year - first.year) * 12 + last.month - first.month + 1 - len(declared)
        if count:
            self._log.add("N13", file, siren=siren, count=count, first=first.label, last=last.label)
