"""Moving a dossier, deciding with motives, following conditions to their proof, what silence does."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.procedures.actions.filing import locked, settle, stage_of, write_content
from vivier_web.procedures.actions.granting import grant_from
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.definition.words import DECIDED
from vivier_web.procedures.dossier import Dossier as State
from vivier_web.procedures.lifecycle import ForbiddenMove, advance, fall_silent, silence_of
from vivier_web.procedures.models import Condition, Decision, Dossier
from vivier_web.procedures.queries.state import answers_of, content_of, state_of

MOTIVATED = DECIDED | {"ineligible"}  # nobody is told yes or no without a reason
Enqueue = Callable[[Decision], None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Hold what was decided: outcome, why, conditions (text, day), who sat, how many months, what the stage asks."""

    outcome: str
    motives: str
    conditions: tuple[tuple[str, dt.date], ...] = ()
    sitting: int = 0
    months: int = 0
    starts_on: dt.date | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


def _ours(row: Dossier) -> Stage:
    """Give the stage of a dossier when it is for the pôle to act there."""
    stage = stage_of(row)
    body = row.definition().body(stage.body)
    if body.role == "applicant":
        raise ForbiddenMove("C’est au porteur d’agir à cette étape.")
    if body.organisation != "pole":
        raise ForbiddenMove(f"C’est à l’autorité d’agir à cette étape : {body.title}.")
    return stage


@transaction.atomic
def move(
    dossier: Dossier,
    outcome: str,
    *,
    by: User | None,
    answers: Mapping[str, Any] | None = None,
    to: str = "",
    on: dt.date | None = None,
) -> Dossier:
    """End a stage that needs no motive: opinions are all in, what was followed is done; `answers` fill its fields.

    Raises:
        ForbiddenMove: what prevents it, one sentence each.
    """
    row = locked(dossier)
    stage = _ours(row)
    if outcome in MOTIVATED:
        raise ForbiddenMove("Une décision se motive : écrivez-la dans la fiche « Décider ».")
    day = on or timezone.localdate()
    if answers:
        advance(row.definition(), state_of(row, values=answers_of(row) | dict(answers)), outcome, on=day, to=to)
        write_content(row, answers, by=by)
    settle(row, advance(row.definition(), state_of(row), outcome, on=day, to=to))
    if stage.grants and outcome == "done":
        decision = _written(row, stage, Chosen(outcome, stage.title), day, by=by)
        grant_from(decision, stage, months=0, starts_on=day)
    record("move_dossier", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, stage=stage.key, outcome=outcome)
    return row


@transaction.atomic
def decide(
    dossier: Dossier, chosen: Chosen, *, by: User | None, enqueue: Enqueue | None = None, on: dt.date | None = None
) -> Decision:
    """Decide, with motives; the rules look at the quorum, at the opinions and whether one of them is stale.

    Raises:
        ForbiddenMove: what prevents it. InputError: motives or conditions are missing.
    """
    row = locked(dossier)
    stage = _ours(row)
    day = on or timezone.localdate()
    _check(chosen, day)
    whole = answers_of(row) | dict(chosen.answers)
    advance(row.definition(), state_of(row, sitting=chosen.sitting, values=whole), chosen.outcome, on=day)
    if chosen.answers:
        write_content(row, chosen.answers, by=by)
    state = state_of(row, sitting=chosen.sitting)
    if chosen.answers:  # what the pôle adds where it decides makes no opinion stale
        state = replace(state, content=max(1, state.content - 1))
    moved = advance(row.definition(), state, chosen.outcome, on=day)
    decision = _written(row, stage, chosen, day, by=by, state=state)
    for text, due_on in chosen.conditions:
        Condition.objects.create(decision=decision, text=text.strip()[:300], due_on=due_on)
    if stage.grants and chosen.outcome in {"accepted", "accepted_with_conditions"}:
        grant_from(decision, stage, months=chosen.months, starts_on=chosen.starts_on or day)
    settle(row, replace(moved, conditions=state.conditions))
    detail = {"stage": stage.key, "outcome": chosen.outcome, "decision": decision.pk}
    record("decide_dossier", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, **detail)
    if enqueue is not None:
        transaction.on_commit(lambda: enqueue(decision))
    return decision


def _check(chosen: Chosen, day: dt.date) -> None:
    if chosen.outcome not in MOTIVATED:
        raise InputError("Choisissez une décision de la liste.")
    if len(chosen.motives.strip()) < 10:
        raise InputError("Motivez la décision en une phrase au moins : le porteur la lira.")
    if chosen.outcome == "accepted_with_conditions" and not chosen.conditions:
        raise InputError("Écrivez au moins une condition, avec son échéance.")
    if chosen.conditions and chosen.outcome != "accepted_with_conditions":
        raise InputError("Des conditions accompagnent « accepté sous conditions », et lui seul.")
    if any(not text.strip() for text, _ in chosen.conditions):
        raise InputError("Écrivez ce que demande chaque condition.")
    if any(due_on < day for _, due_on in chosen.conditions):
        raise InputError("L’échéance d’une condition est à venir : corrigez sa date.")


def _written(
    row: Dossier, stage: Stage, chosen: Chosen, day: dt.date, *, by: User | None, state: State | None = None
) -> Decision:
    content, rule = content_of(row), stage.rule
    opinions = len(state.opinions_on(rule.grid)) if state and rule else 0
    sealed = {
        "procedure": row.procedure.digest,
        "dossier": row.reference,
        "version": content.number if content else 0,
        "answers": content.answers if content else {},
        "outcome": chosen.outcome,
        "motives": chosen.motives.strip(),
        "on": day.isoformat(),
    }
    return Decision.objects.create(
        dossier=row,
        stage=stage.key,
        outcome=chosen.outcome,
        motives=chosen.motives.strip(),
        on=day,
        by=by,
        content=content.number if content else 0,
        opinions=opinions,
        sitting=chosen.sitting,
        quorum=rule.quorum if rule else 0,
        digest=hashlib.sha256(json.dumps(sealed, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
    )


@transaction.atomic
def ask_corrections(dossier: Dossier, why: str, *, by: User | None, on: dt.date | None = None) -> Dossier:
    """Ask the applicant to correct what was filed: the clock stops until they file a new version."""
    row = locked(dossier)
    _ours(row)
    if not why.strip():
        raise InputError("Dites au porteur ce qu’il doit corriger.")
    if any(not each.get("answered_on") for each in row.pauses):
        raise InputError("Une correction est déjà demandée : le porteur n’a pas encore répondu.")
    day = on or timezone.localdate()
    row.pauses = [*row.pauses, {"asked_on": day.isoformat(), "answered_on": None, "why": why.strip()[:500]}]
    row.save(update_fields=["pauses"])
    record("ask_corrections", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, stage=row.stage)
    return row


@transaction.atomic
def settle_condition(condition: Condition, proof: str, *, by: User | None, on: dt.date | None = None) -> Condition:
    """Note what proves that a condition was met; an empty proof takes it back."""
    row = Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    row.proof = proof.strip()[:300]
    row.settled_on = (on or timezone.localdate()) if row.proof else None
    row.save(update_fields=["proof", "settled_on"])
    dossier = row.decision.dossier
    detail = {"condition": row.pk, "is_settled": bool(row.proof)}
    record("settle_condition", by=by, subject=f"dossier:{dossier.pk}", pole=dossier.pole.slug, **detail)
    return row


@transaction.atomic
def apply_silence(dossier: Dossier, today: dt.date) -> bool:
    """Let the silence of a stage have its effect; tell whether something changed. It is recalled once a stage."""
    row = locked(dossier)
    silence = None if row.is_closed else silence_of(row.definition(), state_of(row), today)
    if silence is None:
        return False
    if not silence.outcome:
        if row.reminded_on is not None:
            return False
        row.reminded_on = today
        row.save(update_fields=["reminded_on"])
        _told(row, row.stage, silence.effect)
        return True
    stage, state = stage_of(row), state_of(row)
    moved = fall_silent(row.definition(), state, today)
    if stage.act in {"decision", "ranking"}:
        _written(row, stage, Chosen(silence.outcome, silence.sentence), today, by=None, state=state)
    settle(row, moved)
    _told(row, stage.key, silence.outcome)
    return True


def _told(row: Dossier, stage: str, effect: str) -> None:
    record("apply_silence", by=None, subject=f"dossier:{row.pk}", pole=row.pole.slug, stage=stage, effect=effect)


def apply_silences(today: dt.date | None = None) -> int:
    """Let silence have its effect on every open dossier of every pôle; gives how many changed. Run by the worker."""
    day = today or timezone.localdate()
    with scopes_disabled():
        waiting = list(Dossier.objects.filter(closed_at=None).select_related("procedure", "pole"))
    changed = 0
    for each in waiting:
        with scope(pole=each.pole):
            try:
                changed += apply_silence(each, day)
            except ForbiddenMove:  # silence would lead where an entry rule says no: it waits for people
                continue
    return changed
