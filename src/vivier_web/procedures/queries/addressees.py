"""To whom a letter about a dossier goes: those who answer for its applicant, the team, the agents of an authority."""

from django.db.models import Q

from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.members.models import Pole, Role
from vivier_web.procedures.models import Dossier

_KINDS = {"state": RoleKind.STATE, "region": RoleKind.REGION, "local": RoleKind.LOCAL}


def addresses_of(dossier: Dossier, side: str) -> list[str]:
    """Give the addresses of one side of a dossier, each once: « applicant », « pole », or an authority."""
    found = Role.objects.filter(_who(dossier, side), ended_at=None, user__is_active=True, user__erased_at=None)
    return sorted(set(found.values_list("user__email", flat=True)))


def team_of(pole: Pole) -> list[str]:
    """Give the addresses of the team of a pôle, each once."""
    found = Role.objects.filter(kind__in=sorted(STAFF), pole=pole, ended_at=None, user__is_active=True)
    return sorted(set(found.values_list("user__email", flat=True)))


def agents_of(dossier: Dossier, side: str) -> Q:
    """Say which roles are those of the agents of an authority who may act on a dossier."""
    if side == "region":
        return Q(kind=RoleKind.REGION, territory=dossier.pole.region)
    if side == "local":
        return Q(kind=RoleKind.LOCAL, territory__in=departments_of(dossier))
    return Q(kind=_KINDS[side])


def departments_of(dossier: Dossier) -> list[str]:
    """Give the départements of the head office of the applicant."""
    rows = dossier.organisation.sites.filter(is_head_office=True).exclude(department="")
    return sorted(set(rows.values_list("department", flat=True)))


def _who(dossier: Dossier, side: str) -> Q:
    if side == "applicant":
        return Q(kind=RoleKind.MEMBER, pole=dossier.pole, organisation=dossier.organisation_id)
    if side == "pole":
        return Q(kind__in=sorted(STAFF), pole=dossier.pole)
    return agents_of(dossier, side)
