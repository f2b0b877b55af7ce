"""What changes a pôle's own card: its opening, its networks, what it says of itself, its labels."""

import datetime as dt
from typing import Any

from django.db import transaction

from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Label, Network, Pole


@transaction.atomic
def found_pole(slug: str, name: str, kind: str, *, by: User | None, **fields: Any) -> Pole:
    """Open a pôle on the platform."""
    pole = Pole.objects.create(slug=slug, name=name, kind=kind, **fields)
    record("found_pole", by=by, subject=f"pole:{pole.pk}", pole=slug, kind=kind)
    return pole


@transaction.atomic
def describe_pole(pole: Pole, *, by: User | None, **fields: Any) -> Pole:
    """Correct what a pôle says of itself: name, kind, domain, region, carrying structure."""
    for name, value in fields.items():
        setattr(pole, name, value)
    pole.save(update_fields=list(fields))
    record("describe_pole", by=by, subject=f"pole:{pole.pk}", pole=pole.slug, fields=sorted(fields))
    return pole


@transaction.atomic
def link_network(network: Network, pole: Pole, *, by: User | None) -> None:
    """Put a pôle in a network of pôles."""
    pole.networks.add(network)
    record("link_network", by=by, subject=f"network:{network.pk}", pole=pole.slug)


@transaction.atomic
def award_label(pole: Pole, name: str, *, by: User | None, granted_on: dt.date, **fields: Any) -> Label:
    """Note a label of a pôle: `granted_by`, `granted_on`, `ends_on`, `conditions`."""
    label = Label.objects.create(pole=pole, name=name.strip(), granted_on=granted_on, **fields)
    record("award_label", by=by, subject=f"label:{label.pk}", pole=pole.slug)
    return label


@transaction.atomic
def drop_label(label: Label, *, by: User | None) -> None:
    """Take off a label noted by mistake."""
    record("drop_label", by=by, subject=f"label:{label.pk}", pole=label.pole.slug)
    label.delete()
