"""What changes who belongs to a pôle."""

import datetime as dt

from django.db import transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.actions.organisations import listed_by
from vivier_web.members.models import Membership, Organisation, Pole


@transaction.atomic
def admit_member(
    pole: Pole, organisation: Organisation, *, joined_on: dt.date, by: User | None, college: str = ""
) -> Membership:
    """Admit an organisation in a pôle, or give its current membership."""
    known = Membership.objects.filter(pole=pole, organisation=organisation, left_on=None).first()
    if known is not None:
        return known
    membership = Membership.objects.create(
        pole=pole,
        organisation=organisation,
        joined_on=joined_on,
        college=college,
        **listed_by(organisation, list(organisation.sites.all())),
    )
    record("admit_member", by=by, subject=f"organisation:{organisation.pk}", pole=pole.slug)
    return membership


@transaction.atomic
def describe_membership(
    membership: Membership, *, joined_on: dt.date, by: User | None, college: str = ""
) -> Membership:
    """Correct the day or the college of an adhesion."""
    if membership.left_on is not None and joined_on > membership.left_on:
        raise InputError("Cette adhésion commencerait après sa fin : vérifiez les deux dates.")
    membership.joined_on, membership.college = joined_on, college.strip()
    membership.save(update_fields=["joined_on", "college"])
    record(
        "describe_membership", by=by, subject=f"organisation:{membership.organisation_id}", pole=membership.pole.slug
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, left_on: dt.date, by: User | None) -> Membership:
    """Note that a member left, or the day it will."""
    if left_on < membership.joined_on:
        raise InputError("Un membre ne peut pas partir avant d’être arrivé : vérifiez la date de fin.")
    membership.left_on = left_on
    membership.save(update_fields=["left_on"])
    record("end_membership", by=by, subject=f"organisation:{membership.organisation_id}", pole=membership.pole.slug)
    return membership


@transaction.atomic
def resume_membership(membership: Membership, *, by: User | None) -> Membership:
    """Undo the end of an adhesion, unless the member has been admitted again since."""
    others = Membership.objects.filter(organisation_id=membership.organisation_id, pole_id=membership.pole_id)
    if others.filter(left_on=None).exclude(pk=membership.pk).exists():
        raise InputError("Ce membre a déjà une nouvelle adhésion en cours : l’ancienne reste close.")
    membership.left_on = None
    membership.save(update_fields=["left_on"])
    record(
        "resume_membership", by=by, subject=f"organisation:{membership.organisation_id}", pole=membership.pole.slug
    )
    return membership
