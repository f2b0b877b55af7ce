"""Payments asked of funders under the agreement, and what was paid: never more than was granted, to the cent."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from vivier.french import euros
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.projects.actions.awards import locked
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.models import Funder, Payment, Project
from vivier_web.projects.queries.money import granted_to


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what a partner asks of a funder."""

    organisation: Organisation
    funder: Funder
    words: str
    asked_on: dt.date
    amount_eur: Decimal


@transaction.atomic
def ask_payment(project: Project, asked: Asked, *, by: User | None) -> Payment:
    """Keep what a partner asks of a funder.

    Raises:
        InputError: the project does not run, or more is asked than the agreement grants.
    """
    row = locked(project)
    if row.state not in {ProjectState.RUNNING, ProjectState.ENDED} or asked.funder.project_id != row.pk:
        raise InputError("Un versement se demande sous une convention signée.")
    if not asked.words.strip() or asked.amount_eur <= 0:
        raise InputError("Donnez l’objet de la demande et son montant.")
    if asked.asked_on > timezone.localdate():
        raise InputError("La demande est à venir : notez-la le jour où elle part.")
    _check_left(row, asked.funder, asked.organisation, asked.amount_eur)
    made = Payment.objects.create(
        project=row,
        funder=asked.funder,
        organisation=asked.organisation,
        words=asked.words.strip()[:120],
        asked_on=asked.asked_on,
        asked_eur=asked.amount_eur,
    )
    _told("ask_payment", made, by)
    return made


def _check_left(project: Project, funder: Funder, organisation: Organisation, amount: Decimal) -> None:
    left = granted_to(project, funder, organisation).to_ask
    if amount > left:
        raise InputError(
            f"La convention laisse {euros(left)} à demander à « {funder.name} » : réduisez la demande, "
            "ou notez d’abord un avenant."
        )


@transaction.atomic
def note_payment(
    payment: Payment, *, paid_on: dt.date | None, amount_eur: Decimal | None, by: User | None
) -> Payment:
    """Note what was paid and when; without a day, take back what was noted.

    Raises:
        InputError: more was paid than asked, or before it was asked.
    """
    locked(payment.project)
    row = Payment.objects.select_related("project__pole").get(pk=payment.pk)
    if row.withdrawn_at is not None:
        raise InputError("Cette demande a été retirée : remettez-la d’abord.")
    if paid_on is not None:
        amount = row.asked_eur if amount_eur is None else amount_eur
        if not row.asked_on <= paid_on <= timezone.localdate():
            raise InputError("Un versement suit sa demande, et n’est pas à venir.")
        if not 0 <= amount <= row.asked_eur:
            raise InputError(f"Le versement ne dépasse pas les {euros(row.asked_eur)} demandés.")
        row.paid_on, row.paid_eur = paid_on, amount
    else:
        row.paid_on = row.paid_eur = None
    row.save(update_fields=["paid_on", "paid_eur"])
    _told("note_payment", row, by)
    return row


@transaction.atomic
def withdraw_payment(payment: Payment, *, by: User | None) -> Payment:
    """Withdraw what was asked and not paid; it may be put back."""
    locked(payment.project)
    row = Payment.objects.select_related("project__pole").get(pk=payment.pk)
    if row.paid_on is not None:
        raise InputError("Ce versement a été payé : reprenez d’abord le paiement noté.")
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        _told("withdraw_payment", row, by)
    return row


@transaction.atomic
def restore_payment(payment: Payment, *, by: User | None) -> Payment:
    """Put back what was withdrawn, when the agreement still leaves room for it."""
    project = locked(payment.project)
    row = Payment.objects.select_related("project__pole", "funder", "organisation").get(pk=payment.pk)
    if row.withdrawn_at is not None:
        _check_left(project, row.funder, row.organisation, row.asked_eur)
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
        _told("restore_payment", row, by)
    return row


def _told(verb: str, row: Payment, by: User | None) -> None:
    record(verb, by=by, subject=f"project:{row.project_id}", pole=row.project.pole.slug, payment=row.pk)
