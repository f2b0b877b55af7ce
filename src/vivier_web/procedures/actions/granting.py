"""What a decision grants: given, suspended, given back, renewed, withdrawn; by the side that decided it, alone."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.procedures.addressing import POLE, side_of
from vivier_web.procedures.definition.data import Grant as Granted
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.lifecycle import grant_ends_on
from vivier_web.procedures.lifecycle.granting import may_renew
from vivier_web.procedures.models import Decision, Grant
from vivier_web.procedures.queries.granted import renewals_before, why_not_renew
from vivier_web.procedures.saying import Change
from vivier_web.procedures.tasks import letters


def grant_from(decision: Decision, stage: Stage, *, months: int, starts_on: dt.date) -> Grant:
    """Give what a stage grants, within the transaction of its decision; a later one renews the one before."""
    definition = decision.dossier.definition().grant(stage.grants)
    earlier = Grant.objects.filter(decision__dossier=decision.dossier, key=definition.key, withdrawn_on=None)
    return _given(decision, definition, earlier.first(), months, starts_on)


def _given(decision: Decision, granted: Granted, before: Grant | None, months: int, starts_on: dt.date) -> Grant:
    if before is not None and not may_renew(granted, renewals_before(before)):
        raise InputError(f"« {granted.title} » a déjà été renouvelé autant de fois que la procédure le prévoit.")
    lasts = months or (granted.durations[0] if granted.durations else 0)
    return Grant.objects.create(
        decision=decision,
        key=granted.key,
        title=granted.title,
        from_on=starts_on,
        until_on=grant_ends_on(granted, starts_on, lasts),
        is_conditional=granted.conditional or decision.outcome == "accepted_with_conditions",
        renewed_from=before,
    )


@transaction.atomic
def change_grant(grant: Grant, asked: Change, *, by: User | None, seat: str = POLE) -> Grant:
    """Do one gesture on what was granted: suspend, give back, renew or withdraw."""
    match asked.gesture:
        case "suspendre":
            return suspend_grant(grant, asked.why, by=by, seat=seat)
        case "rendre":
            return resume_grant(grant, by=by, seat=seat)
        case "renouveler":
            return renew_grant(grant, months=asked.months, by=by, seat=seat)
        case "retirer":
            return withdraw_grant(grant, asked.why, by=by, seat=seat)
    raise InputError("Choisissez ce qu’il faut faire : suspendre, rendre, renouveler ou retirer.")


@transaction.atomic
def renew_grant(grant: Grant, *, months: int, by: User | None, seat: str = POLE) -> Grant:
    """Renew what was granted, from the day after its end, as many times as the procedure says."""
    row = _locked(grant, seat)
    if prevented := why_not_renew(row):
        raise InputError(prevented)
    if row.until_on is None:  # never: it would have been said
        raise InputError("Ce qui n’a pas de terme ne se renouvelle pas.")
    definition = row.decision.dossier.definition().grant(row.key)
    made = _given(row.decision, definition, row, months, row.until_on + dt.timedelta(days=1))
    _told("renew_grant", row, by, months=months)
    return made


@transaction.atomic
def suspend_grant(grant: Grant, why: str, *, by: User | None, seat: str = POLE) -> Grant:
    """Suspend what was granted, with the reason; nothing is lost."""
    return _stopped(grant, "suspended_on", why, by, seat)


@transaction.atomic
def resume_grant(grant: Grant, *, by: User | None, seat: str = POLE) -> Grant:
    """Give back what was suspended."""
    row = _locked(grant, seat)
    if row.withdrawn_on:
        raise InputError("Il a déjà été retiré.")
    if row.suspended_on is None:
        raise InputError("Il n’est pas suspendu.")
    row.suspended_on, row.why = None, ""
    row.save(update_fields=["suspended_on", "why"])
    _told("resume_grant", row, by)
    return row


@transaction.atomic
def withdraw_grant(grant: Grant, why: str, *, by: User | None, seat: str = POLE) -> Grant:
    """Withdraw what was granted for good, with the reason."""
    return _stopped(grant, "withdrawn_on", why, by, seat)


def _stopped(grant: Grant, what: str, why: str, by: User | None, seat: str) -> Grant:
    row = _locked(grant, seat)
    if not why.strip():
        raise InputError("Dites pourquoi : le bénéficiaire le lira.")
    if row.withdrawn_on:
        raise InputError("Il a déjà été retiré.")
    if what == "suspended_on" and row.suspended_on:
        raise InputError("Il est déjà suspendu.")
    setattr(row, what, timezone.localdate())
    row.why = why.strip()[:300]
    row.save(update_fields=[what, "why"])
    _told("suspend_grant" if what == "suspended_on" else "withdraw_grant", row, by)
    return row


def _locked(grant: Grant, seat: str) -> Grant:
    row = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    procedure = row.decision.dossier.definition()
    if side_of(procedure, procedure.stage(row.decision.stage)) != seat:
        raise InputError("Qui a accordé suspend, rend, renouvelle ou retire : ce n’est pas à vous de le faire.")
    return row


def _told(verb: str, row: Grant, by: User | None, **detail: int) -> None:
    dossier = row.decision.dossier
    letters.tell_granted(row, by_side=side_of(dossier.definition(), dossier.definition().stage(row.decision.stage)))
    record(verb, by=by, subject=f"dossier:{dossier.pk}", pole=dossier.pole.slug, grant=row.pk, **detail)
