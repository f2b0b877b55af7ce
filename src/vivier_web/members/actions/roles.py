"""What changes who holds which role: one verb, one transaction, one line in the journal."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from vivier_web.accounts.actions import erase_person, open_account, record
from vivier_web.accounts.models import User
from vivier_web.members.models import Role
from vivier_web.members.tasks import send_invitation


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
