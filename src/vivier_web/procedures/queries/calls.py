"""The calls of a pôle: each published procedure with its days, where its dossiers are, what they wait for."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from vivier_web.members.models import Pole
from vivier_web.procedures.choices import AssignmentState, VersionState
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.definition.words import END, KINDS
from vivier_web.procedures.models import Assignment, Dossier, Opinion, ProcedureVersion
from vivier_web.procedures.queries.delays import Measured, measured_each

SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Held:
    """Hold the dossiers at one stage of a call: how many, and the median days measured there."""

    key: str
    title: str
    count: int
    days: float | None
    promised: int | None


@dataclass(frozen=True, slots=True)
class Call:
    """Hold one call: its days, where its dossiers are, what is awaited, what was measured."""

    version: ProcedureVersion
    kind: str
    opens_on: dt.date
    closes_on: dt.date | None
    stands: str
    stages: tuple[Held, ...]
    open: int
    closed: int
    awaited: int
    measured: Measured

    @property
    def dossiers(self) -> int:
        """How many in all."""
        return self.open + self.closed


@dataclass(frozen=True, slots=True)
class Event:
    """Hold one day of the calendar of calls: what opens or closes."""

    on: dt.date
    words: str
    title: str
    version: int
    is_past: bool


def calls_of(pole: Pole, today: dt.date) -> list[Call]:
    """List the published procedures of a pôle with all their versions that still have dossiers, open ones first."""
    versions = list(ProcedureVersion.objects.filter(pole=pole).exclude(state=VersionState.DRAFT).order_by("-pk"))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for version, stage in Dossier.objects.filter(pole=pole).values_list("procedure_id", "stage"):
        counts[version][stage] += 1
    awaited = _awaited(pole)
    shown = [each for each in versions if each.state == VersionState.PUBLISHED or counts[each.pk]]
    told = measured_each(shown)
    found = [_call(each, counts[each.pk], awaited[each.pk], told[each.pk], today) for each in shown]
    rank = {"ouvert": 0, "bientôt": 1, "clos": 2, "retiré": 3}
    return sorted(found, key=lambda each: (rank[each.stands], each.closes_on or dt.date.max, each.version.title))


def _awaited(pole: Pole) -> Counter[int]:
    """Count the opinions that experts were asked for and have not given, by version, where the dossier still is."""
    asked = Assignment.objects.filter(dossier__pole=pole, dossier__closed_at=None).select_related("dossier")
    waiting = asked.filter(state__in=[AssignmentState.INVITED, AssignmentState.ACCEPTED])
    given = set(
        Opinion.objects.filter(assignment__dossier__pole=pole, is_set_aside=False).values_list(
            "assignment_id", flat=True
        )
    )
    here = (each for each in waiting if each.stage == each.dossier.stage and each.pk not in given)
    return Counter(each.dossier.procedure_id for each in here)


def _call(version: ProcedureVersion, counts: Counter[str], awaited: int, found: Measured, today: dt.date) -> Call:
    procedure = version.definition()
    opens_on, closes_on = days_of(procedure)
    days = dict(found.delays.stages) if found.delays else {}
    stages = tuple(
        Held(each.key, each.title, counts[each.key], days.get(each.key), _promised(each))
        for each in procedure.stages
        if counts[each.key] or each.key in days
    )
    stands = "ouvert" if opens_on <= today else "bientôt"
    stands = "clos" if closes_on and closes_on < today else stands
    stands = "retiré" if version.state == VersionState.RETIRED else stands
    closed = counts[END]
    return Call(
        version, KINDS[version.kind], opens_on, closes_on, stands, stages,
        counts.total() - closed, closed, awaited, found,
    )  # fmt: skip


def _promised(stage: Stage) -> int | None:
    return (stage.deadline.days or 30 * stage.deadline.months) if stage.deadline else None


def days_of(procedure: Procedure) -> tuple[dt.date, dt.date | None]:
    """Give the days a call opens and closes: those of its first form, else those of its validity."""
    form = next((each for each in procedure.stages if each.act == "form"), None)
    opens_on = max(procedure.valid_from, form.opens_on) if form and form.opens_on else procedure.valid_from
    closing = [each for each in (procedure.valid_to, form.closes_on if form else None) if each]
    return opens_on, min(closing, default=None)


def calendar_of(calls: list[Call], today: dt.date) -> list[Event]:
    """List what opens and closes from a year ago on, in order."""
    found = []
    for each in calls:
        days = ((each.opens_on, "ouvre"), (each.closes_on, "ferme"))
        for on, words in days:
            if on and on >= today - dt.timedelta(days=365) and each.stands != "retiré":
                found.append(Event(on, words, each.version.title, each.version.pk, on < today))
    return sorted(found, key=lambda each: (each.on, each.title, each.words))
