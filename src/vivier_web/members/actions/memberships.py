"""What changes who belongs to a pôle."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.actions.organisations import listed_by
from vivier_web.members.models import Membership, Organisation, Pole


@transaction.atomic
def admit_member(
    pole: Pole, organisation: Organisation, *, joined_on: dt.date, by: User | None, college: str = ""
) -> Membership:
    """Admit an organisation in a pôle, or give its current membership, the one that goes on after this day."""
    goes_on = Q(left_on=None) | Q(joined_on__lte=joined_on, left_on__gt=joined_on)
    known = Membership.objects.filter(goes_on, pole=pole, organisation=organisation).first()
    if known is not None:
        return known
    ending = Membership.objects.filter(pole=pole, organisation=organisation, left_on=joined_on).first()
    if ending is not None:
        return resume_membership(ending, by=by)  # back on its last day: it never left
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
    _check_alone(membership, joined_on, membership.left_on)
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
    _check_alone(membership, membership.joined_on, left_on)
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
    _check_alone(membership, membership.joined_on, None)
    membership.left_on = None
    membership.save(update_fields=["left_on"])
    record(
        "resume_membership", by=by, subject=f"organisation:{membership.organisation_id}", pole=membership.pole.slug
    )
    return membership


def _check_alone(membership: Membership, joined_on: dt.date, left_on: dt.date | None) -> None:
    """Refuse days that another adhesion of the same member holds already: rows of a day are counted as members."""
    others = Membership.objects.filter(organisation_id=membership.organisation_id, pole_id=membership.pole_id)
    met = others.exclude(pk=membership.pk).filter(Q(left_on=None) | Q(left_on__gte=joined_on))
    if (met if left_on is None else met.filter(joined_on__lte=left_on)).exists():
        raise InputError("Ce membre a une autre adhésion à ces dates : corrigez d’abord l’autre.")
