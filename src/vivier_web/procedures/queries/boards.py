"""Dossiers in lists: the pipeline of a pôle by stage, those of a member, those of an expert."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Pole
from vivier_web.members.rules import Actor
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.words import END, OUTCOMES
from vivier_web.procedures.dossier import Dossier as State
from vivier_web.procedures.dossier import Pause
from vivier_web.procedures.lifecycle import Silence, last_day, silence_of
from vivier_web.procedures.models import Dossier, ProcedureVersion
from vivier_web.procedures.queries.shown import Reader, place_of, title_for

A_COLUMN = 6
NOT_FOR_MEMBERS = {"pole_label", "benchmark"}  # the applicant is the pôle itself


# The fields of a line, one by one.
Known = tuple[int, str, str, str, str, str, str, dt.date, dt.date | None, Silence | None, str, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one dossier in a list: what its reader may know of it there."""

    pk: int
    reference: str
    title: str
    applicant: str
    procedure: str
    stage: str
    body: str
    entered_on: dt.date
    last_day: dt.date | None
    silence: Silence | None
    outcome: str
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Column:
    """Hold the dossiers at one stage: how many, the first ones, how many more."""

    key: str
    title: str
    body: str
    count: int
    lines: tuple[Line, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


def reader_of(actor: Actor, procedure: Procedure) -> Reader:
    """Give the roles of a procedure that somebody of the pôle plays; the committee of an authority is not theirs."""
    roles = {"pole"} if actor.holds(*STAFF) else set()
    committees = [each for each in procedure.bodies if each.role == "committee"]
    is_ours = bool(committees) and all(each.organisation == "pole" for each in committees)
    if is_ours and actor.holds(RoleKind.GOVERNANCE, RoleKind.BOARD):
        roles.add("committee")
    return Reader(frozenset(roles))


def _line(dossier: Dossier, reader: Reader, today: dt.date, role: str = "") -> Line:
    return Line(*known_of(dossier, reader, today, role))


def known_of(dossier: Dossier, reader: Reader, today: dt.date, role: str = "") -> Known:
    """Give what a reader may know of a dossier in a list, in the order of `Line`."""
    procedure, place = dossier.definition(), timed(dossier)
    stage = None if dossier.is_closed else procedure.stage(dossier.stage)
    return (
        dossier.pk,
        dossier.reference,
        title_for(dossier, reader),
        dossier.organisation.name,
        dossier.procedure.title,
        stage.title_for(role) if stage else "Terminé",
        procedure.body(stage.body).title if stage else "",
        dossier.entered_on,
        last_day(procedure, place),
        silence_of(procedure, place, today),
        OUTCOMES.get(dossier.outcome, ""),
        any(not each.get("answered_on") for each in dossier.pauses),
    )


def timed(dossier: Dossier) -> State:
    """Give where a dossier is, with the times when its clock was stopped: enough for its delay."""
    day = dt.date.fromisoformat
    pauses = (
        Pause(day(each["asked_on"]), day(each["answered_on"]) if each.get("answered_on") else None)
        for each in dossier.pauses
    )
    return replace(place_of(dossier), pauses=tuple(pauses))


def _rows(pole: Pole) -> QuerySet[Dossier]:
    found: QuerySet[Dossier] = Dossier.objects.filter(pole=pole).select_related("procedure", "organisation")
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold one procedure that has dossiers: its key, its title, how many are open."""

    key: str
    title: str
    count: int


def procedures_with_dossiers(pole: Pole) -> list[Choice]:
    """List the procedures that have dossiers, the most open ones first."""
    found = (
        Dossier.objects.filter(pole=pole)
        .values("procedure__key", "procedure__title")
        .annotate(n=Count("pk", filter=~Q(stage=END)))
        .order_by("-n", "procedure__title")
    )
    return [Choice(each["procedure__key"], each["procedure__title"], each["n"]) for each in found]


def columns_of(pole: Pole, key: str, actor: Actor, today: dt.date) -> list[Column]:
    """Give the pipeline of one procedure: a column for each stage where a dossier is, in the order of the stages."""
    rows = _rows(pole).filter(procedure__key=key).exclude(stage=END).order_by("entered_on", "pk")
    grouped: dict[str, list[Dossier]] = {}
    for each in rows[:500]:
        grouped.setdefault(each.stage, []).append(each)
    order = {stage.key: rank for each in grouped.values() for rank, stage in enumerate(each[0].definition().stages)}
    return [
        _column(key, grouped[key], actor, today) for key in sorted(grouped, key=lambda stage: order.get(stage, 0))
    ]


def _column(key: str, rows: list[Dossier], actor: Actor, today: dt.date) -> Column:
    procedure = rows[0].definition()
    stage = procedure.stage(key)
    lines = tuple(_line(each, reader_of(actor, each.definition()), today) for each in rows[:A_COLUMN])
    return Column(key, stage.title, procedure.body(stage.body).title, len(rows), lines)


def found_lines(
    pole: Pole, actor: Actor, today: dt.date, *, key: str = "", stage: str = ""
) -> tuple[QuerySet[Dossier], "Writer"]:
    """Give the dossiers of a list to cut in pages, and what writes one page of them."""
    rows = _rows(pole)
    rows = rows.filter(procedure__key=key) if key else rows
    rows = rows.filter(stage=stage) if stage else rows
    return rows, Writer(actor, today)


@dataclass(frozen=True, slots=True)
class Writer:
    """Write rows as lines for whoever looks."""

    actor: Actor
    today: dt.date

    def lines(self, rows: list[Dossier]) -> list[Line]:
        """Write a page of rows."""
        return [_line(each, reader_of(self.actor, each.definition()), self.today) for each in rows]


APPLICANT = Reader(frozenset({"applicant"}))


def lines_of(pole: Pole, organisation: Organisation, today: dt.date) -> list[Line]:
    """List the dossiers of a member, as it reads them."""
    rows = _rows(pole).filter(organisation=organisation)
    return [_line(each, APPLICANT, today, "applicant") for each in rows[:100]]


def open_procedures(pole: Pole, today: dt.date) -> list[ProcedureVersion]:
    """List the procedures in which a member may open a dossier today, the last version of each valid on that day."""
    rows = ProcedureVersion.objects.filter(pole=pole, state=VersionState.PUBLISHED).order_by("pk")
    valid = (row for row in rows.exclude(kind__in=NOT_FOR_MEMBERS) if row.definition().is_valid(today))
    last = {row.key: row for row in valid}
    return sorted(last.values(), key=lambda row: (row.title, row.pk))


def experts_of(pole: Pole) -> list[User]:
    """List the experts of a pôle, by name."""
    found = User.objects.filter(roles__pole=pole, roles__kind=RoleKind.EXPERT, roles__ended_at=None)
    return list(found.distinct().order_by("full_name", "pk"))
