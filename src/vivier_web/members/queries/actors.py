"""Who is asking: the roles somebody holds, the pôles they may look at, the actor that rules judge."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier_web.accounts.models import User
from vivier_web.accounts.queries import account_of
from vivier_web.members.models import Contact, Pole, Role
from vivier_web.members.rules import Actor, Held


def roles_of(user: User) -> tuple[Held, ...]:
    """Give every role somebody holds today."""
    rows = Role.objects.filter(user=user).exclude(ended_at__lte=timezone.now())
    return tuple(Held(row.kind, row.pole_id, row.organisation_id, row.network_id, row.territory) for row in rows)


def poles_of(roles: tuple[Held, ...]) -> list[Pole]:
    """Give the pôles somebody may choose to look at, by name."""
    if any(role.kind == "operator" for role in roles):
        return list(Pole.objects.all())
    own = {role.pole_id for role in roles if role.pole_id is not None}
    networks = {role.network_id for role in roles if role.network_id is not None}
    if not networks:  # almost everybody, at every page: no join, nothing to tell apart
        return list(Pole.objects.filter(pk__in=own)) if own else []
    found = Pole.objects.filter(pk__in=own) | Pole.objects.filter(networks__in=networks)
    return list(found.distinct())


def actor_of(user: User, pole: Pole | None, roles: tuple[Held, ...]) -> Actor:
    """Give the actor rules judge: this person, looking at this pôle."""
    networks = (
        frozenset(pole.networks.values_list("pk", flat=True))
        if pole is not None and _in_network(roles)
        else frozenset()
    )
    return Actor(user.pk, roles, pole.pk if pole is not None else None, networks)


def _in_network(roles: tuple[Held, ...]) -> bool:
    return any(role.network_id is not None for role in roles)


def roles_under(pole: Pole | None, *, everywhere: bool = False) -> QuerySet[Role]:
    """Give the roles held over a pôle or its members, ended ones too; `everywhere`: over no pôle as well."""
    over = Q(pole=pole) | Q(pole=None) if everywhere else Q(pole=pole, pole__isnull=False)
    return Role.objects.filter(over).select_related("user", "organisation", "network", "pole")


def known_of(user: User) -> dict[str, Any]:
    """Give everything the platform knows of somebody, in every pôle, as JSON values."""
    with scopes_disabled():
        contacts = list(Contact.objects.filter(email__iexact=user.email).select_related("pole", "organisation"))
    roles = Role.objects.filter(user=user).select_related("pole", "organisation", "network")
    return account_of(user) | {
        "roles": [
            {
                "role": role.get_kind_display(),
                "pole": str(role.pole or ""),
                "organisation": str(role.organisation or ""),
                "reseau": str(role.network or ""),
                "territoire": role.territory,
                "depuis": role.since.isoformat(),
                "jusqu_au": role.ended_at.isoformat() if role.ended_at else None,
            }
            for role in roles
        ],
        "fiches_de_contact": [
            {"pole": str(each.pole), "organisation": str(each.organisation), "nom": each.name}
            | {"fonction": each.function, "adresse": each.email, "telephone": each.phone}
            for each in contacts
        ],
    }
