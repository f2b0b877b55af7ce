"""To whom a letter about a dossier goes: those who answer for its applicant, the team, the agents of an authority."""

from collections.abc import Callable, Collection

from django.db.models import Q

from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.members.models import Pole, Role, Site
from vivier_web.members.queries.places import communes_of, epci_of
from vivier_web.procedures.addressing import Place
from vivier_web.procedures.models import Dossier


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
    return Q(kind=side, territory__in=sorted(where for role, where in places_of(dossier) if role == side))


def places_of(dossier: Dossier) -> frozenset[Place]:
    """Say where a dossier is, for each authority: the pôle for a Region, the applicant for a local authority."""
    return frozenset((role, where) for role, (held, _) in _PLACED.items() for where in held(dossier))


def placed_in(role: str, territories: Collection[str]) -> Q:
    """Say which dossiers are on these territories of an authority: what `places_of` says of one, for a list."""
    return _PLACED[role][1](sorted(set(territories) - {""}))


def _near(dossier: Dossier) -> set[str]:
    """Give the département and the EPCI of the head office of the applicant."""
    found = [each for each in dossier.organisation.sites.all() if each.is_head_office]
    return {code for each in found for code in (each.department, epci_of(each.commune)) if code}


def _around(codes: list[str]) -> Q:
    communes = [each for code in codes for each in communes_of(code)]
    near = Site.objects.filter(Q(department__in=codes) | Q(commune__in=communes), is_head_office=True)
    return Q(organisation__in=near.values("organisation"))


# For each authority: the territories that hold one dossier, and the dossiers that some territories hold.
_PLACED: dict[str, tuple[Callable[[Dossier], Collection[str]], Callable[[list[str]], Q]]] = {
    "state": (lambda _: {""}, lambda _: Q()),
    "region": (lambda dossier: {dossier.pole.region} - {""}, lambda codes: Q(pole__region__in=codes)),
    "local": (_near, _around),
}


def _who(dossier: Dossier, side: str) -> Q:
    if side == "applicant":
        return Q(kind=RoleKind.MEMBER, pole=dossier.pole, organisation=dossier.organisation_id)
    if side == "pole":
        return Q(kind__in=sorted(STAFF), pole=dossier.pole)
    return agents_of(dossier, side)
