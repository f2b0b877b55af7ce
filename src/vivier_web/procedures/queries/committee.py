"""The room of a committee as each reader may see it, the meetings of a pôle, what may be put before a new one."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.members.rules import Actor
from vivier_web.procedures.definition.data import Grant, Stage
from vivier_web.procedures.definition.words import OUTCOMES, POSITIVE
from vivier_web.procedures.models import Attendee, Decision, Dossier, Meeting, MeetingItem
from vivier_web.procedures.queries.agenda import Agenda, Json, Out, Point, agenda_of, place_of
from vivier_web.procedures.queries.boards import reader_of
from vivier_web.procedures.queries.readings import Reading, reading_of
from vivier_web.procedures.queries.shown import Reader, may_read, title_for

VOTERS = (RoleKind.BOARD, RoleKind.GOVERNANCE, RoleKind.EXPERT, RoleKind.DIRECTOR)
STANDS = {"kept": "retenu", "reserve": "en réserve", "out": "au-delà de la réserve"}
CHOICES = ("accepted", "accepted_with_conditions", "resubmit", "refused", "ineligible")


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one dossier as a reader sees it in the room."""

    item: MeetingItem
    dossier: Dossier
    title: str
    rank: int
    stands: str
    equals: int
    moved: str
    told: Json
    outcome: str
    decision: Decision | None
    reasons: tuple[str, ...]
    stale: int
    out: tuple[Out, ...]
    sitting: int
    flip: str

    @property
    def is_ready(self) -> bool:
        """Whether it may be decided now."""
        return self.decision is None and not self.item.decision_id and not self.reasons


@dataclass(frozen=True, slots=True)
class Room:
    """Hold a meeting as a reader sees it."""

    meeting: Meeting
    stage: Stage
    body: str
    attendees: tuple[Attendee, ...]
    voters: int
    quorum: int
    rows: tuple[Row, ...]
    outcomes: tuple[str, ...]
    grant: Grant | None
    is_cut: bool
    reading: Reading

    @property
    def decided(self) -> int:
        """How many are decided."""
        return sum(bool(each.item.decision_id) for each in self.rows)

    @property
    def is_quorate(self) -> bool:
        """Whether enough people sit, recusals apart."""
        return self.voters >= self.quorum


def room_of(meeting: Meeting, actor: Actor, today: dt.date) -> Room:
    """Give a meeting to whoever looks: marks, list and decisions only where the procedure opens them to them."""
    procedure = meeting.procedure.definition()
    agenda, reader = agenda_of(meeting, today), reader_of(actor, procedure)
    stage, reading = agenda.stage, reading_of(agenda)
    return Room(
        meeting,
        stage,
        procedure.body(stage.body).title,
        agenda.attendees,
        len(agenda.attendees) + meeting.others,
        stage.rule.quorum if stage.rule else 0,
        tuple(_row(agenda, each, reader, reading) for each in agenda.points),
        tuple(each for each in CHOICES if each in stage.outcomes),
        procedure.grant(stage.grants) if stage.grants else None,
        stage.ranking is not None,
        reading,
    )


def _row(agenda: Agenda, point: Point, reader: Reader, reading: Reading) -> Row:
    dossier, stage = point.dossier, agenda.stage.key
    sees_marks = all(may_read(dossier, reader, "opinion", made_at=each) for each in point.judged_at)
    sees_list = sees_marks and may_read(dossier, reader, "ranking", made_at=stage)
    decision = point.item.decision if may_read(dossier, reader, "decision", made_at=stage) else None
    place = place_of(agenda, point) if sees_list else None
    codes = Counter(each.code for each in point.blocks)
    return Row(
        point.item,
        dossier,
        title_for(dossier, reader),
        place.rank if place else 0,
        STANDS[place.place] if place and place.rank and agenda.stage.ranking else "",
        len(place.equals) if place else 0,
        _moved(point) if sees_list else "",
        point.told if sees_marks else {},
        point.outcome if sees_marks or decision else "",
        decision,
        tuple(each.sentence for each in point.blocks),
        codes["stale"],
        point.out,
        point.sitting,
        reading.flip_words(dossier.pk, is_kept=bool(place and place.place == "kept")) if place else "",
    )


def _moved(point: Point) -> str:
    last = point.shifts[-1] if point.shifts else None
    return f"Mis à la place {last.place} par le comité : {last.reason}" if last else ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Hold a stage where dossiers wait for a committee of the pôle, and how many."""

    version: int
    stage: str
    title: str
    step: str
    count: int


def before_a_meeting() -> QuerySet[MeetingItem, int]:
    """Give the keys of the dossiers that an open meeting still has to decide."""
    rows = MeetingItem.objects.filter(meeting__closed_at=None, decision=None)
    return rows.values_list("dossier", flat=True)


def waiting_stages(pole: Pole) -> list[Waiting]:
    """List the stages where dossiers wait for a decision of the pôle, those with the most dossiers first."""
    rows = Dossier.objects.filter(pole=pole, closed_at=None).exclude(pk__in=before_a_meeting())
    counted = Counter((each.procedure, each.stage) for each in rows.select_related("procedure")[:1000])
    found = []
    for (version, key), count in counted.items():
        procedure = version.definition()
        stage = procedure.stage(key)
        if stage.act in {"decision", "ranking"} and procedure.body(stage.body).organisation == "pole":
            found.append(Waiting(version.pk, key, f"{version.title} ({version.version})", stage.title, count))
    return sorted(found, key=lambda each: (-each.count, each.title, each.step))


def meetings_of(pole: Pole) -> QuerySet[Meeting]:
    """List the meetings of a pôle, the latest first, with how many dossiers and how many decided."""
    rows = Meeting.objects.filter(pole=pole).select_related("procedure")
    found: QuerySet[Meeting] = rows.annotate(
        asked=Count("items", distinct=True), decided=Count("items__decision", distinct=True)
    ).order_by("-on", "-pk")
    return found


def voters_of(pole: Pole) -> list[User]:
    """List who may sit at a committee: board, governance, experts and direction of the pôle, by name."""
    found = User.objects.filter(roles__pole=pole, roles__kind__in=VOTERS, roles__ended_at=None)
    return list(found.distinct().order_by("full_name", "pk"))


def decided_in_words(row: Row) -> dict[str, Any]:
    """Give what the minutes say of one dossier."""
    decision = row.decision
    return {
        "row": row,
        "conditions": list(decision.conditions.all()) if decision else [],
        "words": OUTCOMES[decision.outcome] if decision else "non décidé en séance",
        "is_positive": bool(decision and decision.outcome in POSITIVE),
    }
