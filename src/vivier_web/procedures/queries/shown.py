"""What one reader may see of a dossier today: everything a page, a PDF or an export writes of it comes from here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from vivier import french
from vivier_web.procedures.addressing import side_of
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.words import AUTHORITIES, DOCUMENTS, FILED, OUTCOMES
from vivier_web.procedures.dossier import Dossier as State
from vivier_web.procedures.dossier import Passed
from vivier_web.procedures.marking import Sheet, consensus
from vivier_web.procedures.models import Assignment, Decision, Dossier, Opinion
from vivier_web.procedures.queries.granted import Granted, granted_by
from vivier_web.procedures.queries.state import content_of, judged
from vivier_web.procedures.visibility import sees


@dataclass(frozen=True, slots=True)
class Reader:
    """Hold who looks: their roles for a procedure, and the assignment an expert looks through, if any."""

    roles: frozenset[str]
    assignment: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold one answer in words: a text, or rows of a table under its heads."""

    label: str
    kind: str
    text: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Hold the answers of one class that the reader may see."""

    key: str
    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what one expert wrote, as this reader may read it; `who` is empty for whoever may not know."""

    who: str
    recommendation: str
    text: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """Hold the opinions given at one stage, gathered criterion by criterion."""

    stage: str
    title: str
    sheet: Sheet
    said: tuple[Said, ...]
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """Hold a decision with its motives and conditions, for those who may read it; `is_theirs`: they decided it."""

    pk: int
    title: str
    row: Decision
    words: str
    is_theirs: bool
    grants: tuple[Granted, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold all that one reader sees of a dossier."""

    title: str
    version: int
    filed_on: dt.date | None
    documents: tuple[Document, ...]
    hidden: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    decisions: tuple[Decided, ...]


def place_of(dossier: Dossier) -> State:
    """Give where a dossier is and has been, without reading another row: enough for who sees what."""
    passed = tuple(
        Passed(
            each["stage"],
            dt.date.fromisoformat(each["entered_on"]),
            dt.date.fromisoformat(each["left_on"]),
            each["outcome"],
        )
        for each in dossier.passed
    )
    return State(dossier.stage, dossier.entered_on, passed=passed, outcome=dossier.outcome)


def may_read(dossier: Dossier, reader: Reader, document: str, *, made_at: str = "", own_given: bool = False) -> bool:
    """Tell whether this reader sees a class of document of this dossier today, by one of their roles."""
    procedure, place = dossier.definition(), place_of(dossier)
    return any(
        sees(procedure, place, role, document, made_at=made_at, own_given=own_given) for role in sorted(reader.roles)
    )


def title_for(dossier: Dossier, reader: Reader) -> str:
    """Give the title to those who see what is public of it, its reference to others."""
    is_seen = bool(dossier.title) and may_read(dossier, reader, "public")
    return dossier.title if is_seen else f"Dossier {dossier.reference}"


def shown_to(dossier: Dossier, reader: Reader) -> Shown:
    """Gather what this reader may see of a dossier now."""
    content = content_of(dossier)
    procedure = dossier.definition()
    opened = [key for key in FILED if content and may_read(dossier, reader, key)]
    asked = {each.document for each in procedure.fields()}
    documents = tuple(
        found
        for key in opened
        if (found := _document(procedure, key, content.answers if content else {})) is not None
    )
    return Shown(
        title_for(dossier, reader),
        content.number if content else 0,
        timezone.localdate(content.at) if content else None,
        documents,
        tuple(DOCUMENTS[key] for key in FILED if content and key in asked and key not in opened),
        tuple(_judgements(dossier, reader, content.number if content else 1)),
        tuple(
            _decided(each, procedure, reader)
            for each in dossier.decisions.prefetch_related("conditions", "grants").select_related("attestation")
            if may_read(dossier, reader, "decision", made_at=each.stage)
        ),
    )


def _decided(row: Decision, procedure: Procedure, reader: Reader) -> Decided:
    is_theirs = side_of(procedure, procedure.stage(row.stage)) in reader.roles
    grants = granted_by(row, is_theirs=is_theirs)
    return Decided(row.pk, procedure.stage(row.stage).title, row, _decided_words(row), is_theirs, grants)


def _decided_words(decision: Decision) -> str:
    """Name a decision; what an authority wrote where nothing is decided nor granted is an opinion of its services."""
    is_opinion = decision.outcome == "done" and not decision.grants.all()
    return "avis rendu" if is_opinion else decision.words


def _document(procedure: Procedure, key: str, answers: Mapping[str, Any]) -> Document | None:
    told: dict[str, Answer] = {}
    for each in procedure.fields():
        value = answers.get(each.key)
        if each.document == key and value not in (None, "", []):
            told[each.key] = answer_in_words(each.label, each.kind, value)
    return Document(key, DOCUMENTS[key], tuple(told.values())) if told else None


def answer_in_words(label: str, kind: str, value: Any) -> Answer:
    """Write one answer as it is read: amounts in euros, days in words, partners and budgets as a table."""
    if kind in {"consortium", "budget"} and isinstance(value, list):
        return _table(label, kind, value)
    return Answer(label, kind, _words(kind, value))


_HEADS = {"consortium": ("Organisation", "SIREN", "Nature", "Rôle"), "budget": ("Dépense ou ressource", "Montant")}


def _table(label: str, kind: str, value: list[dict[str, Any]]) -> Answer:
    rows: list[tuple[str, ...]]
    if kind == "budget":
        rows = [(str(each.get("label", "")), _euros(each.get("amount"))) for each in value]
        whole = sum((Decimal(str(each.get("amount") or 0)) for each in value), Decimal(0))
        rows.append(("Total", _euros(whole)))
    else:
        rows = [
            (
                str(each.get("name", "")),
                str(each.get("siren", "")),
                PARTNER_KINDS.get(each.get("kind", ""), ""),
                PARTNER_ROLES.get(each.get("role", ""), ""),
            )
            for each in value
        ]
    return Answer(label, kind, "", _HEADS[kind], tuple(rows))


PARTNER_KINDS = {
    "company": "Entreprise",
    "research": "Recherche",
    "training": "Formation",
    "sse": "Économie sociale et solidaire",
    "association": "Association",
    "authority": "Collectivité",
    "other": "Autre",
}
PARTNER_ROLES = {"lead": "Chef de file", "partner": "Partenaire"}


def _euros(value: Any) -> str:
    amount = read_amount(value)
    return "" if amount is None else f"{_exact(amount)}\u00a0€"


def _exact(value: Decimal) -> str:
    """Write a number as it was given: what was filed is never rounded."""
    units, _, fraction = format(abs(value), "f").partition(".")
    kept = fraction.rstrip("0")
    written = french.number(int(units)) + (f",{fraction}" if kept else "")
    return f"−{written}" if value < 0 else written


def read_amount(value: Any) -> Decimal | None:
    """Read an amount as it was kept; None when there is none."""
    return Decimal(str(value)) if value not in (None, "") else None


def _words(kind: str, value: Any) -> str:
    if kind == "money":
        return _euros(value)
    if kind == "number":
        return _exact(Decimal(str(value)))
    return french.long_date(str(value)) if kind == "date" else str(value)


def _judgements(dossier: Dossier, reader: Reader, content: int) -> list[Judgement]:
    given = Opinion.objects.filter(assignment__dossier=dossier, is_set_aside=False)
    rows = list(given.exclude(assignment__state=AssignmentState.RECUSED).select_related("assignment__expert"))
    last = {row.assignment_id: row for row in rows}
    own = last.get(reader.assignment or 0)
    own_given = own is not None and not judged(own).is_stale(content)
    found = []
    for stage in dict.fromkeys(row.assignment.stage for row in last.values()):
        seen = may_read(dossier, reader, "opinion", made_at=stage, own_given=own_given)
        there = [row for row in last.values() if row.assignment.stage == stage and (seen or row is own)]
        if there:
            found.append(_judgement(dossier, reader, stage, there, content))
    return found


def _judgement(dossier: Dossier, reader: Reader, stage: str, rows: list[Opinion], content: int) -> Judgement:
    procedure = dossier.definition()
    sheet = consensus(procedure.grid(rows[0].grid), [judged(row) for row in rows])
    is_theirs = side_of(procedure, procedure.stage(stage)) in reader.roles
    names = {row.assignment.key: _name(row.assignment, reader, rank, is_theirs) for rank, row in enumerate(rows, 1)}
    said = tuple(
        Said(
            names[row.assignment.key],
            OUTCOMES.get(row.recommendation, ""),
            _text(row, reader, is_theirs),
            judged(row).is_stale(content),
        )
        for row in rows
    )
    titles = {each.key: each.title for each in sheet.grid.criteria}
    differing = tuple(
        f"{titles[view.criterion]} : {names[view.evaluator]} a mis {view.mark}" for view in sheet.minority
    )
    return Judgement(stage, procedure.stage(stage).title, sheet, said, differing)


def _name(assignment: Assignment, reader: Reader, rank: int, is_theirs: bool) -> str:
    """Name an expert to the side that asked them and to the expert alone: others read numbered opinions."""
    if is_theirs or assignment.pk == reader.assignment:
        return assignment.expert.full_name
    return f"Avis {rank}"


def _text(row: Opinion, reader: Reader, is_theirs: bool) -> str:
    """Give what is written for those who decide to them alone: the side that asked, its committee, other experts."""
    if is_theirs or reader.roles & {"committee", "expert"}:
        return "\n".join(each for each in (row.for_panel, row.for_applicant) if each)
    return row.for_applicant if reader.roles & {"applicant", "pole", *AUTHORITIES} else row.for_public
