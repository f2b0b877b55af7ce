"""What changes pôles, members and roles: one verb, one transaction, one line in the journal."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from vivier_web.accounts.actions import erase_person, open_account, record
from vivier_web.accounts.models import User
from vivier_web.members.models import Membership, Network, Organisation, Pole, Role, Site
from vivier_web.members.search import folded
from vivier_web.members.tasks import send_invitation


@transaction.atomic
def found_pole(slug: str, name: str, kind: str, *, by: User | None, **fields: Any) -> Pole:
    """Open a pôle on the platform."""
    pole = Pole.objects.create(slug=slug, name=name, kind=kind, **fields)
    record("found_pole", by=by, subject=f"pole:{pole.pk}", pole=slug, kind=kind)
    return pole


@transaction.atomic
def link_network(network: Network, pole: Pole, *, by: User | None) -> None:
    """Put a pôle in a network of pôles."""
    pole.networks.add(network)
    record("link_network", by=by, subject=f"network:{network.pk}", pole=pole.slug)


@transaction.atomic
def register_organisation(
    name: str, *, siren: str | None, by: User | None, sites: list[dict[str, Any]] | None = None, **fields: Any
) -> Organisation:
    """Register an organisation and its sites, or give the one that already bears this SIREN."""
    known = Organisation.objects.filter(siren=siren).first() if siren else None
    if known is not None:
        return known
    organisation = Organisation.objects.create(name=name.strip(), siren=siren, **fields)
    Site.objects.bulk_create([Site(organisation=organisation, **site) for site in sites or ()])
    refresh_words(organisation)
    record("register_organisation", by=by, subject=f"organisation:{organisation.pk}")
    return organisation


def refresh_words(organisation: Organisation) -> None:
    """Write again the words a search finds an organisation by."""
    said = [organisation.name, organisation.siren or "", organisation.naf]
    for site in organisation.sites.all():
        said += [site.siret, site.name, site.town]
    organisation.words = folded(" ".join(said))
    organisation.save(update_fields=["words"])


@transaction.atomic
def admit_member(
    pole: Pole, organisation: Organisation, *, joined_on: dt.date, by: User | None, college: str = ""
) -> Membership:
    """Admit an organisation in a pôle, or give its current membership."""
    known = Membership.objects.filter(pole=pole, organisation=organisation, left_on=None).first()
    if known is not None:
        return known
    membership = Membership.objects.create(pole=pole, organisation=organisation, joined_on=joined_on, college=college)
    record("admit_member", by=by, subject=f"organisation:{organisation.pk}", pole=pole.slug)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, left_on: dt.date, by: User | None) -> Membership:
    """Note that a member left."""
    membership.left_on = left_on
    membership.save(update_fields=["left_on"])
    record("end_membership", by=by, subject=f"organisation:{membership.organisation_id}", pole=membership.pole.slug)
    return membership


@transaction.atomic
def grant_role(user: User, kind: str, *, by: User | None, **over: Any) -> Role:
    """Give somebody a role over a pôle, an organisation, a network or a territory."""
    known = Role.objects.filter(user=user, kind=kind, ended_at=None, **over).first()
    if known is not None:
        return known
    role = Role.objects.create(user=user, kind=kind, **over)
    record("grant_role", by=by, subject=f"user:{user.pk}", pole=role.pole.slug if role.pole else "", kind=kind)
    return role


@transaction.atomic
def end_role(role: Role, *, by: User | None) -> Role:
    """Take a role back; what was done under it stays in the journal."""
    role.ended_at = timezone.now()
    role.save(update_fields=["ended_at"])
    record(
        "end_role", by=by, subject=f"user:{role.user_id}", pole=role.pole.slug if role.pole else "", kind=role.kind
    )
    return role


@transaction.atomic
def invite(email: str, full_name: str, kind: str, *, by: User | None, **over: Any) -> Role:
    """Open the account of somebody, give them a role, and send the letter that tells them."""
    user = open_account(email, full_name, by=by)
    role = grant_role(user, kind, by=by, **over)
    return send_invitation_again(role, by=by)


@transaction.atomic
def send_invitation_again(role: Role, *, by: User | None) -> Role:
    """Send the letter of a role (once more); it is written when it leaves, by the background worker."""
    pole = role.pole.slug if role.pole else ""
    record("send_invitation", by=by, subject=f"user:{role.user_id}", pole=pole, kind=role.kind)
    send_invitation.enqueue(role.pk, by.pk if by else None)
    return role


@transaction.atomic
def give_back_role(role: Role, *, by: User | None) -> Role:
    """Give back a role that was taken by mistake."""
    role.ended_at = None
    role.save(update_fields=["ended_at"])
    pole = role.pole.slug if role.pole else ""
    record("give_back_role", by=by, subject=f"user:{role.user_id}", pole=pole, kind=role.kind)
    return role


@transaction.atomic
def forget_person(user: User, *, by: User | None) -> User:
    """End every role of somebody, then erase what says who they were."""
    for role in Role.objects.filter(user=user, ended_at=None).select_related("pole"):
        end_role(role, by=by)
    return erase_person(user, by=by)
