"""Moving a dossier, deciding with motives, asking corrections, following conditions to their proof."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.procedures.actions.filing import locked, settle, stage_of, write_content
from vivier_web.procedures.actions.granting import grant_from
from vivier_web.procedures.addressing import APPLICANT, POLE, side_of
from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.words import DECIDED, POSITIVE
from vivier_web.procedures.dossier import Dossier as State
from vivier_web.procedures.lifecycle import ForbiddenMove, advance
from vivier_web.procedures.models import Condition, Decision, Dossier
from vivier_web.procedures.queries.state import answers_of, content_of, state_of
from vivier_web.procedures.saying import Chosen
from vivier_web.procedures.tasks import letters

__all__ = ["Chosen", "Enqueue", "ask_corrections", "conclude", "decide", "move", "settle_condition"]

MOTIVATED = DECIDED | {"ineligible"}  # nobody is told yes or no without a reason
Enqueue = Callable[[Decision], None]


def ours(row: Dossier, seat: str = POLE) -> Stage:
    """Give the stage of a dossier when it is for this side to act there: the pôle, or an authority."""
    stage = stage_of(row)
    side = side_of(row.definition(), stage)
    if side == APPLICANT:
        raise ForbiddenMove("C’est au porteur d’agir à cette étape.")
    if side != seat:
        who = "au pôle" if side == POLE else "à l’autorité"
        raise ForbiddenMove(f"C’est {who} d’agir à cette étape : {row.definition().body(stage.body).title}.")
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
    return _concluded(
        row, ours(row), Chosen(outcome, "", answers=answers or {}), on or timezone.localdate(), by=by, to=to
    )


@transaction.atomic
def conclude(dossier: Dossier, chosen: Chosen, *, by: User | None, seat: str, on: dt.date | None = None) -> Dossier:
    """End a stage as an authority does: what it writes of it, if anything, is kept as its opinion."""
    row = locked(dossier)
    return _concluded(row, ours(row, seat), chosen, on or timezone.localdate(), by=by)


def _concluded(row: Dossier, stage: Stage, chosen: Chosen, day: dt.date, *, by: User | None, to: str = "") -> Dossier:
    outcome, answers = chosen.outcome, chosen.answers
    if outcome in MOTIVATED:
        raise ForbiddenMove("Une décision se motive : écrivez-la dans la fiche « Décider ».")
    if answers:
        advance(row.definition(), state_of(row, values=answers_of(row) | dict(answers)), outcome, on=day, to=to)
        write_content(row, answers, by=by)
    settle(row, advance(row.definition(), state_of(row), outcome, on=day, to=to))
    is_granted = bool(stage.grants) and outcome == "done"
    if is_granted or chosen.motives.strip():
        words = replace(chosen, motives=chosen.motives.strip() or stage.title)
        decision = written(row, stage, words, day, by=by)
        if is_granted:
            grant_from(decision, stage, months=chosen.months, starts_on=day)
    record("move_dossier", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, stage=stage.key, outcome=outcome)
    letters.tell_reached(row, since=stage.key)
    return row


@transaction.atomic
def decide(
    dossier: Dossier,
    chosen: Chosen,
    *,
    by: User | None,
    enqueue: Enqueue | None = None,
    on: dt.date | None = None,
    seat: str = POLE,
) -> Decision:
    """Decide, with motives; the rules look at the quorum, at the opinions and whether one of them is stale.

    Raises:
        ForbiddenMove: what prevents it. InputError: motives or conditions are missing.
    """
    row = locked(dossier)
    stage = ours(row, seat)
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
    decision = written(row, stage, chosen, day, by=by, state=state)
    for text, due_on in chosen.conditions:
        Condition.objects.create(decision=decision, text=text.strip()[:300], due_on=due_on)
    if stage.grants and chosen.outcome in {"accepted", "accepted_with_conditions"}:
        grant_from(decision, stage, months=chosen.months, starts_on=chosen.starts_on or day)
    settle(row, replace(moved, conditions=state.conditions))
    detail = {"stage": stage.key, "outcome": chosen.outcome, "decision": decision.pk}
    record("decide_dossier", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, **detail)
    letters.tell_decided(row, stage.key)
    letters.tell_reached(row, since=stage.key)
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


def written(
    row: Dossier, stage: Stage, chosen: Chosen, day: dt.date, *, by: User | None, state: State | None = None
) -> Decision:
    """Write a decision with the digest of what it rests on; within the transaction of its action."""
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
def ask_corrections(
    dossier: Dossier, why: str, *, by: User | None, on: dt.date | None = None, seat: str = POLE
) -> Dossier:
    """Ask the applicant to correct what was filed: the clock stops until they file a new version."""
    row = locked(dossier)
    ours(row, seat)
    if not why.strip():
        raise InputError("Dites au porteur ce qu’il doit corriger.")
    if any(not each.get("answered_on") for each in row.pauses):
        raise InputError("Une correction est déjà demandée : le porteur n’a pas encore répondu.")
    day = on or timezone.localdate()
    row.pauses = [*row.pauses, {"asked_on": day.isoformat(), "answered_on": None, "why": why.strip()[:500]}]
    row.save(update_fields=["pauses"])
    record("ask_corrections", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, stage=row.stage)
    letters.tell_corrections(row)
    return row


@transaction.atomic
def settle_condition(
    condition: Condition, proof: str, *, by: User | None, on: dt.date | None = None, seat: str = POLE
) -> Condition:
    """Note what proves that a condition was met; an empty proof takes it back.

    Raises:
        InputError: another side set it, or the dossier ended where its procedure follows no condition.
    """
    row = Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    dossier = row.decision.dossier
    _check_followed(dossier, row.decision, seat)
    row.proof = proof.strip()[:300]
    row.settled_on = (on or timezone.localdate()) if row.proof else None
    row.save(update_fields=["proof", "settled_on"])
    detail = {"condition": row.pk, "is_settled": bool(row.proof)}
    record("settle_condition", by=by, subject=f"dossier:{dossier.pk}", pole=dossier.pole.slug, **detail)
    return row


def _check_followed(dossier: Dossier, decision: Decision, seat: str) -> None:
    procedure = dossier.definition()
    if side_of(procedure, procedure.stage(decision.stage)) != seat:
        raise InputError("Qui a posé une condition en reçoit la preuve : ce n’est pas à vous de la noter.")
    if dossier.is_closed and not (follows_conditions(procedure) and dossier.outcome in POSITIVE):
        raise InputError("Ce dossier est terminé : ses conditions ne sont plus suivies.")


def follows_conditions(procedure: Procedure) -> bool:
    """Tell whether a procedure follows conditions to their proof, even once a dossier ended well."""
    return any(each.requires_proofs for each in procedure.stages) or any(
        each.conditional for each in procedure.grants
    )
