"""What a meeting looks at, read at once for all its dossiers: consensus, rank, who leaves the room, what prevents."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.definition.grids import Ranking
from vivier_web.procedures.definition.words import DECIDED, OUTCOMES, POSITIVE
from vivier_web.procedures.dossier import Dossier as State
from vivier_web.procedures.dossier import HeldCondition
from vivier_web.procedures.lifecycle import Block
from vivier_web.procedures.lifecycle.blocks import blocks
from vivier_web.procedures.lifecycle.facts import sheet_of
from vivier_web.procedures.marking import (
    Entry,
    Moved,
    Note,
    Proposal,
    Ranked,
    Sheet,
    percent,
    propose,
    rank,
    total_words,
    written,
)
from vivier_web.procedures.models import (
    Assignment,
    Attendee,
    Condition,
    Dossier,
    Meeting,
    MeetingItem,
    Opinion,
    Recusal,
    Shift,
)
from vivier_web.procedures.queries.boards import timed
from vivier_web.procedures.queries.conflicts import conflict_with, organisations_of
from vivier_web.procedures.queries.state import REFUSED, judged, read_values

ASKED = "aid_asked"  # the question whose answer an envelope is shared by
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Out:
    """Hold who leaves the room for a dossier, and why; `recusal` is the row one may take back."""

    attendee: Attendee
    reason: str
    recusal: Recusal | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """Hold one dossier of a meeting, whole, whoever looks."""

    item: MeetingItem
    state: State
    judged_at: frozenset[str]
    sheet: Sheet | None
    proposed: Proposal | None
    out: tuple[Out, ...]
    sitting: int
    blocks: tuple[Block, ...]
    shifts: tuple[Shift, ...]

    @property
    def dossier(self) -> Dossier:
        """The dossier."""
        found: Dossier = self.item.dossier
        return found

    @property
    def outcome(self) -> str:
        """What was decided, else what the rule proposes, else nothing."""
        if self.item.decision is not None:
            return str(self.item.decision.outcome)
        return self.proposed.outcome if self.proposed else ""

    @property
    def told(self) -> Json:
        """The marks in words: those kept with the decision, else those of today."""
        return self.item.sheet or (sheet_in_words(self.sheet, self.proposed) if self.sheet else {})


@dataclass(frozen=True, slots=True)
class Agenda:
    """Hold all that a meeting looks at: its dossiers in the order of the list, and their places in it."""

    meeting: Meeting
    stage: Stage
    attendees: tuple[Attendee, ...]
    points: tuple[Point, ...]
    places: Mapping[str, Ranked]

    @property
    def kept(self) -> int:
        """How many the list keeps."""
        return sum(each.place == "kept" for each in self.places.values())


def agenda_of(meeting: Meeting, today: dt.date) -> Agenda:
    """Read a meeting whole, in the same number of questions to the base whatever its dossiers."""
    stage = meeting.step
    attendees = tuple(meeting.attendees.select_related("person"))
    points = _points(meeting, stage, attendees, today)
    places = {each.key: each for each in _ranked(stage, points)}
    order = {key: rank for rank, key in enumerate(places)}
    ordered = sorted(points, key=lambda each: (order.get(_key(each), len(order)), each.dossier.reference))
    return Agenda(meeting, stage, attendees, tuple(ordered), places)


def _points(meeting: Meeting, stage: Stage, attendees: tuple[Attendee, ...], today: dt.date) -> list[Point]:
    leaving = Recusal.objects.select_related("attendee__person")
    items = meeting.items.select_related("dossier__procedure", "dossier__organisation", "decision").prefetch_related(
        "dossier__contents", "shifts", "decision__conditions", Prefetch("recusals", queryset=leaving)
    )
    rows = list(items)
    keys = [each.dossier_id for each in rows]
    read = _Read(keys, organisations_of([each.person_id for each in attendees]))
    return [_point(each, stage, read, (meeting, attendees, today)) for each in rows]


class _Read:
    """Read what surrounds many dossiers at once, by dossier."""

    def __init__(self, keys: list[int], organisations: Mapping[int, Any]) -> None:
        self.organisations = organisations
        self.assignments: dict[int, list[Assignment]] = defaultdict(list)
        self.opinions: dict[int, list[Opinion]] = defaultdict(list)
        self.conditions: dict[int, list[HeldCondition]] = defaultdict(list)
        for asked in Assignment.objects.filter(dossier__in=keys):
            self.assignments[asked.dossier_id].append(asked)
        given = Opinion.objects.filter(assignment__dossier__in=keys, is_set_aside=False)
        for opinion in given.select_related("assignment"):
            self.opinions[opinion.assignment.dossier_id].append(opinion)
        held = Condition.objects.filter(decision__dossier__in=keys).select_related("decision")
        for each in held:
            self.conditions[each.decision.dossier_id].append(HeldCondition(each.text, each.due_on, each.settled_on))


def _point(
    item: MeetingItem, stage: Stage, read: _Read, around: tuple[Meeting, tuple[Attendee, ...], dt.date]
) -> Point:
    meeting, attendees, today = around
    dossier, procedure = item.dossier, item.dossier.definition()
    contents = list(dossier.contents.all())
    answers = contents[0].answers if contents else {}
    out = tuple(_out(item, attendees, read, answers))
    sitting = max(0, len(attendees) - len(out) + meeting.others)
    asked = read.assignments[dossier.pk]
    state = replace(
        timed(dossier),
        content=contents[0].number if contents else 1,
        values=read_values(procedure, answers),
        opinions=tuple(judged(each) for each in read.opinions[dossier.pk]),
        invited=tuple(each.key for each in asked if each.stage == dossier.stage and each.state not in REFUSED),
        recused=tuple(each.key for each in asked if each.state == AssignmentState.RECUSED),
        present=tuple(f"P{rank}" for rank in range(sitting)),
        conditions=tuple(read.conditions[dossier.pk]),
        ahead=tuple(dossier.ahead),
    )
    sheet = sheet_of(procedure, state, stage.rule.grid) if stage.rule else None
    sheet = sheet if sheet and sheet.opinions else None
    proposed = propose(stage.rule, sheet) if stage.rule and sheet else None
    counted = {each.evaluator for each in state.opinions_on(stage.rule.grid)} if stage.rule else set()
    judged_at = frozenset(each.stage for each in asked if each.key in counted)
    prevented = () if item.decision_id else _prevented(state, meeting, proposed, today)
    return Point(item, state, judged_at, sheet, proposed, out, sitting, prevented, tuple(item.shifts.all()))


def _prevented(state: State, meeting: Meeting, proposed: Proposal | None, today: dt.date) -> tuple[Block, ...]:
    if state.stage != meeting.stage:
        return (Block("elsewhere", "Ce dossier n’est plus à cette étape.", ""),)
    procedure = meeting.procedure.definition()
    best = next((each for each in meeting.step.outcomes if each in DECIDED), "accepted")
    return blocks(procedure, state, proposed.outcome if proposed else best, today)


def _out(item: MeetingItem, attendees: tuple[Attendee, ...], read: _Read, answers: Mapping[str, Any]) -> list[Out]:
    declared = {each.attendee_id: each for each in item.recusals.all()}
    refused = {
        each.expert_id: each.reason
        for each in read.assignments[item.dossier_id]
        if each.state == AssignmentState.RECUSED
    }
    found = []
    for each in attendees:
        if each.pk in declared:
            found.append(Out(each, declared[each.pk].reason, declared[each.pk]))
        elif each.person_id in refused:
            found.append(Out(each, f"Récusé comme expert : {refused[each.person_id]}".removesuffix(" : ")))
        elif why := conflict_with(item.dossier, read.organisations[each.person_id], answers):
            found.append(Out(each, why.replace("cet expert", "cette personne")))
    return found


def _key(point: Point) -> str:
    return f"D{point.dossier.pk}"


def _ranked(stage: Stage, points: list[Point]) -> tuple[Ranked, ...]:
    entries = [
        Entry(_key(each), each.sheet, each.outcome, _asked(each)) for each in points if each.sheet and each.outcome
    ]
    ranking = stage.ranking or Ranking(places=max(1, len(entries)))
    moved = [(shift.pk, Moved(_key(each), shift.place)) for each in points for shift in each.shifts]
    return rank(ranking, entries, [each for _, each in sorted(moved, key=lambda pair: pair[0])])


def _asked(point: Point) -> Decimal:
    value = point.state.values.get(ASKED)
    return value if isinstance(value, Decimal) else Decimal(0)


def place_of(agenda: Agenda, point: Point) -> Ranked | None:
    """Give the place of a dossier in the list, if it is in it."""
    return agenda.places.get(_key(point))


def sheet_in_words(sheet: Sheet, proposed: Proposal | None) -> Json:
    """Write a consensus as it is shown, and kept with the decision: figures cut, nobody's name."""
    titles = {each.key: each for each in sheet.grid.criteria}
    values = {each.criterion.key: each.value for each in sheet.notes}
    return {
        "opinions": sheet.opinions,
        "total": total_words(sheet),
        "share": percent(sheet.share),
        "notes": [
            {
                "title": each.criterion.title,
                "value": written(each.value) if each.value is not None else "",
                "low": written(each.low) if each.low is not None else "",
                "most": written(each.high) if each.high is not None else "",
                "out_of": each.criterion.high,
                "length": _length(each),
                "is_under": each.is_under,
                "is_wide": each.n > 1 and each.spread > 0,
            }
            for each in sheet.notes
        ],
        "minority": [
            f"{titles[view.criterion].title} : un avis à {written(view.mark)}, "
            f"quand la note commune est à {written(values[view.criterion] or view.mark)}."
            for view in sheet.minority
        ],
        "vetoes": len(sheet.vetoes),
        "outcome": proposed.outcome if proposed else "",
        "outcome_words": OUTCOMES[proposed.outcome] if proposed else "",
        "motives": list(proposed.motives) if proposed else [],
        "is_positive": bool(proposed and proposed.outcome in POSITIVE),
    }


def _length(note: Note) -> str:
    """Give how long the bar of a mark is, in hundredths of its scale."""
    scale = note.criterion.high - note.criterion.low
    return f"{float((note.value - note.criterion.low) / scale * 100):.1f}" if note.value is not None else "0"
