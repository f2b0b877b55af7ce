"""What agents of a territory may read: the procedures that pôles published, and the dossiers addressed to them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django_scopes import scope, scopes_disabled

from vivier_web.accounts.choices import AUTHORITIES
from vivier_web.members.rules import Actor
from vivier_web.procedures.addressing import Seat, side_of
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.grids import Grid
from vivier_web.procedures.definition.words import KINDS
from vivier_web.procedures.models import Decision, Dossier, ProcedureVersion
from vivier_web.procedures.queries import addressed
from vivier_web.procedures.queries.compared import Compared, compared
from vivier_web.procedures.queries.granted import Granted
from vivier_web.procedures.queries.granted_lists import SOON, STANDINGS, GrantedLine, granted_line, grants_of, running
from vivier_web.procedures.queries.instruction import Instruction, instruction_of
from vivier_web.procedures.queries.paths import Step, path_of
from vivier_web.procedures.queries.shown import (
    Document,
    Judgement,
    Reader,
    Shown,
    may_read,
    shown_to,
)
from vivier_web.procedures.queries.state import answers_of

__all__ = ["PAGE", "STANDINGS"]
PAGE = 20


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """Hold one published version, for a list."""

    pk: int
    title: str
    version: str
    kind: str
    pole: str
    published_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PublishedProcedure:
    """Hold one published version, whole."""

    card: PublishedCard
    digest: str
    procedure: Procedure


def published_procedures(*, regions: Collection[str] | None, page: int = 1) -> tuple[PublishedCard, ...]:
    """List what the pôles of these Regions published (None: all of them), one page and one more row."""
    with scopes_disabled():
        found = _published(regions).defer("text").order_by("title", "pole__name", "-pk")
        start = (page - 1) * PAGE
        return tuple(_card(each) for each in found[start : start + PAGE + 1])


def published_procedure(pk: int, *, regions: Collection[str] | None) -> PublishedProcedure | None:
    """Find one of them."""
    with scopes_disabled():
        found = _published(regions).filter(pk=pk).first()
    return PublishedProcedure(_card(found), found.digest, found.definition()) if found else None


def _published(regions: Collection[str] | None) -> QuerySet[ProcedureVersion]:
    rows = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED).select_related("pole")
    return rows if regions is None else rows.filter(pole__region__in=regions)


def _card(row: ProcedureVersion) -> PublishedCard:
    return PublishedCard(row.pk, row.title, row.version, KINDS[row.kind], row.pole.name, row.published_at)


# --- Dossiers addressed to an authority ---


@dataclass(frozen=True, slots=True)
class AddressedPage:
    """Hold one page of the dossiers that reached an authority, and how many there are, and wait for it."""

    lines: tuple[addressed.Addressed, ...]
    count: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Told:
    """Hold one decision as an authority reads it: its words, motives, conditions and what it granted."""

    pk: int
    title: str
    words: str
    on: dt.date
    motives: str
    opinions: int
    conditions: tuple[tuple[str, dt.date, dt.date | None], ...]
    grants: tuple[Granted, ...]
    is_theirs: bool
    has_attestation: bool


@dataclass(frozen=True, slots=True)
class Judging:
    """Hold what is asked of those who judge where a dossier is: who they are, what is asked of whoever looks."""

    grid: Grid | None
    judges: tuple[addressed.Judge, ...]
    mine: addressed.Mine | None
    colleagues: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AddressedDossier:
    """Hold one dossier as its visibility opens it to an agent today, and what the agent may do of it."""

    line: addressed.Addressed
    version: int
    filed_on: dt.date | None
    documents: tuple[Document, ...]
    hidden: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    compared: tuple[Compared, ...]
    decisions: tuple[Told, ...]
    path: tuple[Step, ...]
    asked: str
    now: Instruction
    known: tuple[tuple[str, Any], ...]
    judging: Judging
    pending: tuple[tuple[int, str, dt.date], ...]


def seat_of(actor: Actor) -> Seat:
    """Give for which authorities somebody acts, and over which territory."""
    return Seat(frozenset((each.kind, each.territory) for each in actor.roles if each.kind in AUTHORITIES))


def waiting_for(seat: Seat) -> int:
    """Count the dossiers in the hands of an authority."""
    with scopes_disabled():
        return addressed.rows_for(seat, is_waiting=True).count()


def addressed_dossiers(seat: Seat, *, today: dt.date, is_waiting: bool, page: int = 1) -> AddressedPage:
    """List the dossiers in the hands of an authority, the oldest first; or all those that reached it."""
    with scopes_disabled():
        waiting = addressed.rows_for(seat, is_waiting=True)
        rows = waiting if is_waiting else addressed.rows_for(seat, is_waiting=False)
        start = (page - 1) * PAGE
        lines = tuple(addressed.line_for(seat, each, today) for each in rows[start : start + PAGE])
        return AddressedPage(lines, rows.count(), waiting.count())


def addressed_dossier(seat: Seat, pk: int, *, user_id: int, today: dt.date) -> AddressedDossier | None:
    """Find one of them, as this agent may read it today."""
    with scopes_disabled():
        row = addressed.dossier_for(seat, pk)
    if row is None:
        return None
    with scope(pole=row.pole):
        return _opened(seat, row, user_id, today)


def _opened(seat: Seat, row: Dossier, user_id: int, today: dt.date) -> AddressedDossier:
    roles, role = addressed.roles_on(seat, row), addressed.acting_role(seat, row)
    judging = _judging(row, role, user_id)
    reader = Reader(roles, judging.mine.pk if judging.mine else None)
    shown = shown_to(row, reader)
    judgements = tuple(each for each in shown.judgements if not _is_too_early(row, each, judging))
    correction = row.correction_asked
    return AddressedDossier(
        addressed.line_for(seat, row, today),
        shown.version,
        shown.filed_on,
        shown.documents,
        shown.hidden,
        judgements,
        compared(row, judgements),
        tuple(_told(shown)),
        tuple(path_of(row)),
        str(correction["why"]) if correction else "",
        instruction_of(row, reader, today, seat=role),
        _known(row, role),
        judging,
        tuple((each.pk, each.text, each.due_on) for each in addressed.held_conditions(row, roles)),
    )


def _known(row: Dossier, role: str) -> tuple[tuple[str, Any], ...]:
    """Give what was answered already to the questions that the stage asks of this authority, and nothing else."""
    stage = None if row.is_closed else row.definition().stage(row.stage)
    if stage is None or side_of(row.definition(), stage) != role:
        return ()
    answers = answers_of(row)
    return tuple((each.key, answers[each.key]) for each in stage.fields if each.key in answers)


def _judging(row: Dossier, role: str, user_id: int) -> Judging:
    stage = None if row.is_closed else row.definition().stage(row.stage)
    if stage is None or stage.act != "review" or stage.rule is None or side_of(row.definition(), stage) != role:
        return Judging(None, (), None, ())
    last = row.contents.first()
    mine = addressed.mine_of(row, user_id, last.number if last else 1)
    others = addressed.colleagues_of(row, role, but=user_id)
    return Judging(row.definition().grid(stage.rule.grid), addressed.judges_of(row), mine, others)


def _is_too_early(row: Dossier, judgement: Judgement, judging: Judging) -> bool:
    """Tell whether whoever may still judge alone must not read these opinions: they give theirs first."""
    grid = judging.grid
    if grid is None or not grid.independent or judgement.stage != row.stage:
        return False
    rule = row.definition().stage(row.stage).rule
    has_given = judging.mine is not None and judging.mine.content > 0
    return not has_given and sum(each.is_given for each in judging.judges) < (rule.opinions if rule else 0)


def _told(shown: Shown) -> list[Told]:
    return [
        Told(
            each.pk,
            each.title,
            each.words,
            each.row.on,
            each.row.motives,
            each.row.opinions,
            tuple((one.text, one.due_on, one.settled_on) for one in each.row.conditions.all()),
            each.grants,
            each.is_theirs,
            hasattr(each.row, "attestation"),
        )
        for each in shown.decisions
    ]


@dataclass(frozen=True, slots=True)
class GrantedPage:
    """Hold one page of what an authority granted: how many there are, how many of them end within six months."""

    lines: tuple[GrantedLine, ...]
    count: int
    ending: int


def what_was_granted(seat: Seat, *, standing: str, today: dt.date, page: int = 1) -> GrantedPage:
    """List what an authority granted on its territory, what ends first first."""
    with scopes_disabled():
        rows = grants_of(seat, standing, today)
        start = (page - 1) * PAGE
        lines = tuple(granted_line(seat, each, today) for each in rows[start : start + PAGE])
        return GrantedPage(lines, rows.count(), rows.filter(running(today, until_on__lte=today + SOON)).count())


@dataclass(frozen=True, slots=True)
class Paper:
    """Hold the attestation of a decision: the reference of its dossier, and the PDF."""

    reference: str
    pdf: bytes


def addressed_attestation(seat: Seat, pk: int, decision: int) -> Paper | None:
    """Find the attestation of a decision that this agent may read, once the worker made it."""
    with scopes_disabled():
        row = addressed.dossier_for(seat, pk)
        found = Decision.objects.select_related("attestation").filter(pk=decision, dossier=pk).first()
    if row is None or found is None or not hasattr(found, "attestation"):
        return None
    with scopes_disabled():
        is_read = may_read(row, Reader(addressed.roles_on(seat, row)), "decision", made_at=found.stage)
    return Paper(row.reference, bytes(found.attestation.pdf)) if is_read else None
