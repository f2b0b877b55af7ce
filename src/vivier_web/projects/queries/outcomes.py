"""What came of the projects of a pôle, as declared: totals of a year, what others may be shown, returns awaited."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from vivier.french import harmless
from vivier_web.members.models import Organisation, Pole
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.declared import CAVEAT, MEASURES, Declared, due_on, may_show, open_years
from vivier_web.projects.models import OutcomeReturn, OutcomeYear, Project
from vivier_web.projects.queries.consortium import carriers_of


@dataclass(frozen=True, slots=True)
class OutcomeTotals:
    """Hold what all partners together declared of a year; `shown` are the measures that betray no company."""

    year: int
    projects: int
    companies: int
    returns: int
    products: int
    patents: int
    publications: int
    jobs_created: int
    jobs_kept: int
    start_ups: int
    turnover_eur: Decimal
    shown: tuple[str, ...] = ()
    is_frozen: bool = False
    caveat: str = CAVEAT

    def as_json(self) -> dict[str, Any]:
        """Give the totals as JSON values."""
        return asdict(self) | {"turnover_eur": str(self.turnover_eur), "shown": list(self.shown)}


@dataclass(frozen=True, slots=True)
class Measured:
    """Hold one measure in words for a page; `value` None: too few companies to show it."""

    key: str
    words: str
    value: int | Decimal | None


def latest_returns(returns: Iterable[OutcomeReturn]) -> list[OutcomeReturn]:
    """Keep the last version of each partner and year; they come the latest version first."""
    seen: dict[tuple[int, int, int], OutcomeReturn] = {}
    for each in returns:
        seen.setdefault((each.project_id, each.organisation_id, each.year), each)
    return list(seen.values())


def counted_totals(pole: Pole, year: int) -> OutcomeTotals:
    """Count a year as it stands today, frozen or not."""
    rows = latest_returns(OutcomeReturn.objects.filter(project__pole=pole, year=year))
    sums = {name: sum((getattr(each, name) for each in rows), start=0) for name, _ in MEASURES}
    by_company: dict[int, dict[str, Any]] = {}
    for each in rows:
        own = by_company.setdefault(each.organisation_id, dict.fromkeys(sums, 0))
        for name in sums:
            own[name] += getattr(each, name)
    shown = tuple(name for name in sums if may_show(own[name] for own in by_company.values()))
    turnover = Decimal(sums.pop("turnover_eur")).quantize(Decimal("0.01"))
    projects = len({each.project_id for each in rows})
    return OutcomeTotals(year, projects, len(by_company), len(rows), turnover_eur=turnover, shown=shown, **sums)


def totals(pole: Pole, year: int) -> OutcomeTotals:
    """Give what all partners declared of a year: as frozen when it is, else as it stands today."""
    frozen = OutcomeYear.objects.filter(pole=pole, year=year).first()
    if frozen is None:
        return counted_totals(pole, year)
    kept = frozen.totals
    return OutcomeTotals(
        **(kept | {"turnover_eur": Decimal(kept["turnover_eur"]), "shown": tuple(kept["shown"]), "is_frozen": True})
    )


def measures_for(found: OutcomeTotals, *, sees_all: bool) -> tuple[Measured, ...]:
    """Give each measure: all to the team, to others only what is frozen and stands on three companies or more."""
    return tuple(
        Measured(name, words, getattr(found, name) if sees_all or (found.is_frozen and name in found.shown) else None)
        for name, words in MEASURES
    )


def years_declared(pole: Pole) -> list[int]:
    """Give the years of which something was declared, the latest first."""
    rows = OutcomeReturn.objects.filter(project__pole=pole).order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


@dataclass(frozen=True, slots=True)
class Awaited:
    """Hold a return that a partner owes: of which project and year, until when, and whether it was sent."""

    project: Project
    organisation: Organisation
    year: int
    due_on: dt.date
    sent: OutcomeReturn | None
    is_frozen: bool

    @property
    def is_awaited(self) -> bool:
        """Whether the partner has still to answer."""
        return self.sent is None and not self.is_frozen


def awaited_of(project: Project, today: dt.date, *, only: int | None = None) -> list[Awaited]:
    """Give each return of a project that may be sent, the latest year first; `only`: of one partner."""
    if project.state != ProjectState.ENDED or project.ends_on is None:
        return []
    sent = {
        (each.organisation_id, each.year): each
        for each in latest_returns(OutcomeReturn.objects.filter(project=project))
    }
    frozen = set(OutcomeYear.objects.filter(pole_id=project.pole_id).values_list("year", flat=True))
    return [
        Awaited(project, one, year, due_on(year), sent.get((one.pk, year)), year in frozen)
        for year in reversed(open_years(project.ends_on, today))
        for one in carriers_of(project)
        if only is None or one.pk == only
    ]


def awaited_by(projects: Iterable[Project], member: Organisation, today: dt.date) -> list[Awaited]:
    """Give the returns that one member owes on projects it carries, the latest year of each first; in two queries."""
    ended = [each for each in projects if each.state == ProjectState.ENDED and each.ends_on is not None]
    if not ended:
        return []
    rows = OutcomeReturn.objects.filter(project__in=ended, organisation=member)
    sent = {(each.project_id, each.year): each for each in latest_returns(rows)}
    frozen = set(OutcomeYear.objects.filter(pole_id=ended[0].pole_id).values_list("year", flat=True))
    return [
        Awaited(each, member, year, due_on(year), sent.get((each.pk, year)), year in frozen)
        for each in ended
        for year in reversed(open_years(each.ends_on or today, today))
    ]


def prefilled(project: Project, organisation: Organisation, year: int) -> tuple[Declared, str]:
    """Give what a return starts from, and where it comes from: itself, else the year before, else nothing."""
    rows = OutcomeReturn.objects.filter(project=project, organisation=organisation)
    own = rows.filter(year=year).first()
    if own is not None:
        return Declared(**{name: getattr(own, name) for name in (*dict(MEASURES), "said")}), "own"
    before = rows.filter(year=year - 1).first()
    if before is None:
        return Declared(), ""
    return Declared(**{name: getattr(before, name) for name in (*dict(MEASURES), "said")}), "before"


def _day(row: OutcomeReturn) -> str:
    return timezone.localtime(row.at).date().isoformat()


def outcomes_csv(pole: Pole) -> str:
    """Write every return in force as a table, for the team: one line a project, partner and year."""
    rows = OutcomeReturn.objects.filter(project__pole=pole).select_related("project", "organisation")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            "Projet",
            "Partenaire",
            "SIREN",
            "Année",
            "Version",
            "Déclaré le",
            *dict(MEASURES).values(),
            "Commentaire (déclaré, non vérifié)",
        ]
    )
    for each in latest_returns(rows):
        values = [str(getattr(each, name)).replace(".", ",") for name, _ in MEASURES]
        said = [each.project.title, each.organisation.name, each.organisation.siren or ""]
        writer.writerow([*map(harmless, said), each.year, each.number, _day(each), *values, harmless(each.said)])
    return text.getvalue()
