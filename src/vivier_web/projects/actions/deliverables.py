"""What a consortium promised: added, handed over with its proof, postponed with a reason, dropped; each undone."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.projects.actions.awards import locked
from vivier_web.projects.choices import DeliverableKind, ProjectState
from vivier_web.projects.models import Deliverable, Document, Project
from vivier_web.projects.queries.consortium import ties_of


@dataclass(frozen=True, slots=True)
class Promised:
    """Hold what is promised: its kind and title, who answers for it, for when."""

    kind: str
    title: str
    organisation: Organisation
    due_on: dt.date


@transaction.atomic
def add_deliverable(project: Project, promised: Promised, *, by: User | None) -> Deliverable:
    """Keep what is due, by whom and when.

    Raises:
        InputError: it has no title, its partner is not of the project, or its day is out of the project.
    """
    row = locked(project)
    if row.state not in {ProjectState.GRANTED, ProjectState.RUNNING}:
        raise InputError("Les échéances se posent d’un projet financé ou en cours.")
    if not promised.title.strip() or promised.kind not in DeliverableKind.values:
        raise InputError("Donnez la nature et l’intitulé de ce qui est attendu.")
    if ties_of(row).get(promised.organisation.pk) not in {"lead", "joined"}:
        raise InputError("Qui répond d’une échéance est un partenaire du projet.")
    _check_day(row, promised.due_on)
    made = Deliverable.objects.create(
        project=row,
        kind=promised.kind,
        title=" ".join(promised.title.split())[:160],
        organisation=promised.organisation,
        due_on=promised.due_on,
        first_due_on=promised.due_on,
    )
    _told("add_deliverable", made, by)
    return made


def _check_day(project: Project, day: dt.date) -> None:
    if project.starts_on is not None and day < project.starts_on:
        raise InputError("L’échéance précède le début du projet.")
    if project.ends_on is not None and day > project.ends_on:
        raise InputError("L’échéance dépasse la fin du projet : un avenant la repousse d’abord.")


@transaction.atomic
def deliver(
    deliverable: Deliverable, *, proof: str, document: Document | None = None, on: dt.date, by: User | None
) -> Deliverable:
    """Note that it was handed over, with what proves it: words, or a document of the project.

    Raises:
        InputError: nothing proves it, the day is to come, or it was handed over or taken off in the meantime.
    """
    row = _row(deliverable)
    _check_expected(row)
    if row.done_on is not None:
        raise InputError("Il est déjà remis : reprenez d’abord la remise, sa preuve reste lisible d’ici là.")
    if not proof.strip() and document is None:
        raise InputError("Donnez ce qui le prouve : un document du projet, ou l’endroit où il est.")
    if document is not None and document.project_id != row.project_id:
        raise InputError("Ce document n’est pas de ce projet.")
    if on > timezone.localdate():
        raise InputError("Ce jour est à venir : notez la remise le jour où elle est faite.")
    row.done_on, row.proof, row.document = on, proof.strip()[:300], document
    row.save(update_fields=["done_on", "proof", "document"])
    _told("deliver", row, by)
    return row


@transaction.atomic
def take_delivery_back(deliverable: Deliverable, *, by: User | None) -> Deliverable:
    """Take back that it was handed over; what proved it stays written."""
    row = _row(deliverable)
    if row.done_on is not None:
        row.done_on = None
        row.save(update_fields=["done_on"])
        _told("take_delivery_back", row, by)
    return row


@transaction.atomic
def postpone_deliverable(deliverable: Deliverable, *, due_on: dt.date, why: str, by: User | None) -> Deliverable:
    """Move the day it is due, with the reason; the day first promised stays written.

    Raises:
        InputError: there is no reason, it was handed over, or the day is out of the project.
    """
    row = _row(deliverable)
    _check_expected(row)
    if row.done_on is not None:
        raise InputError("Il est déjà remis : sa date n’a plus à changer.")
    if not why.strip():
        raise InputError("Dites pourquoi : les partenaires et les financeurs le liront.")
    _check_day(row.project, due_on)
    row.due_on, row.why = due_on, why.strip()[:300]
    row.save(update_fields=["due_on", "why"])
    _told("postpone_deliverable", row, by)
    return row


@transaction.atomic
def drop_deliverable(deliverable: Deliverable, *, by: User | None) -> Deliverable:
    """Take off what is no longer expected; it may be put back."""
    row = _row(deliverable)
    if row.dropped_at is None:
        row.dropped_at = timezone.now()
        row.save(update_fields=["dropped_at"])
        _told("drop_deliverable", row, by)
    return row


@transaction.atomic
def restore_deliverable(deliverable: Deliverable, *, by: User | None) -> Deliverable:
    """Put back what was taken off."""
    row = _row(deliverable)
    if row.dropped_at is not None:
        row.dropped_at = None
        row.save(update_fields=["dropped_at"])
        _told("restore_deliverable", row, by)
    return row


def _check_expected(row: Deliverable) -> None:
    if row.dropped_at is not None:
        raise InputError("Il n’est plus attendu : remettez-le d’abord parmi les échéances.")


def _row(deliverable: Deliverable) -> Deliverable:
    locked(deliverable.project)
    return Deliverable.objects.select_related("project__pole").get(pk=deliverable.pk)


def _told(verb: str, row: Deliverable, by: User | None) -> None:
    record(verb, by=by, subject=f"project:{row.project_id}", pole=row.project.pole.slug, deliverable=row.pk)
