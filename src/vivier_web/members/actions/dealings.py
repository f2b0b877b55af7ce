"""What changes the people a pôle knows within organisations, and what passed between them."""

import datetime as dt
from typing import Any

from django.db import transaction

from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Contact, Dealing, Organisation, Pole
from vivier_web.members.search import folded


@transaction.atomic
def add_contact(pole: Pole, organisation: Organisation, name: str, *, by: User | None, **fields: Any) -> Contact:
    """Note somebody within an organisation: `function`, `email`, `phone`."""
    contact = Contact(pole=pole, organisation=organisation, name=name.strip(), **fields)
    contact.words = _contact_words(contact)
    contact.save()
    record("add_contact", by=by, subject=f"contact:{contact.pk}", pole=pole.slug, organisation=organisation.pk)
    return contact


@transaction.atomic
def describe_contact(contact: Contact, *, by: User | None, **fields: Any) -> Contact:
    """Correct what is known of somebody."""
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.words = _contact_words(contact)
    contact.save()
    record("describe_contact", by=by, subject=f"contact:{contact.pk}", pole=contact.pole.slug)
    return contact


@transaction.atomic
def forget_contact(contact: Contact, *, by: User | None) -> None:
    """Erase somebody for good; what was dealt with them stays, without their name."""
    record("forget_contact", by=by, subject=f"contact:{contact.pk}", pole=contact.pole.slug)
    contact.delete()


def _contact_words(contact: Contact) -> str:
    return folded(f"{contact.name} {contact.function}")[:250]


@transaction.atomic
def note_dealing(pole: Pole, organisation: Organisation, *, by: User | None, **fields: Any) -> Dealing:
    """Note a visit, a call, a need or a referral: `kind`, `on`, `summary`, `partner`, `next_step`, `due_on`…."""
    dealing = Dealing(pole=pole, organisation=organisation, by=by, **fields)
    dealing.words = _dealing_words(dealing)
    dealing.save()
    record(
        "note_dealing",
        by=by,
        subject=f"dealing:{dealing.pk}",
        pole=pole.slug,
        organisation=organisation.pk,
        kind=dealing.kind,
    )
    return dealing


@transaction.atomic
def describe_dealing(dealing: Dealing, *, by: User | None, **fields: Any) -> Dealing:
    """Correct what was noted."""
    for name, value in fields.items():
        setattr(dealing, name, value)
    dealing.words = _dealing_words(dealing)
    dealing.save()
    record("describe_dealing", by=by, subject=f"dealing:{dealing.pk}", pole=dealing.pole.slug)
    return dealing


def _dealing_words(dealing: Dealing) -> str:
    return folded(f"{dealing.summary} {dealing.next_step}")


@transaction.atomic
def settle_dealing(dealing: Dealing, *, on: dt.date, by: User | None) -> Dealing:
    """Note that the next step was taken."""
    dealing.settled_on = on
    dealing.save(update_fields=["settled_on"])
    record("settle_dealing", by=by, subject=f"dealing:{dealing.pk}", pole=dealing.pole.slug)
    return dealing


@transaction.atomic
def reopen_dealing(dealing: Dealing, *, by: User | None) -> Dealing:
    """Put a next step back among those to take."""
    dealing.settled_on = None
    dealing.save(update_fields=["settled_on"])
    record("reopen_dealing", by=by, subject=f"dealing:{dealing.pk}", pole=dealing.pole.slug)
    return dealing
