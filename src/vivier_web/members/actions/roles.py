"""What changes who holds which role: one verb, one transaction, one line in the journal."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Role


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
