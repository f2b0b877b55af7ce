"""To whom a letter about a dossier goes: those who answer for its applicant, the team, the agents of an authority."""

from collections.abc import Callable, Collection

from django.db.models import Q

from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.members.models import Pole, Role, Site
from vivier_web.members.queries.places import communes_of, epci_of
from vivier_web.procedures.addressing import Place, reaching_stages
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
    """Say where a dossier is, for each authority: the pôle for a Region, one local authority of the applicant."""
    return frozenset((role, where) for role, (held, _) in _PLACED.items() for where in held(dossier))


def placed_in(role: str, territories: Collection[str]) -> Q:
    """Say which dossiers are on these territories of an authority: what `places_of` says of one, for a list."""
    return _PLACED[role][1](sorted(set(territories) - {""}))


def locals_near(dossier: Dossier) -> tuple[str, ...]:
    """Give the local authorities of the head office of the applicant: its département, then its EPCI."""
    found = [each for each in dossier.organisation.sites.all() if each.is_head_office][:1]
    codes = (code for each in found for code in (each.department, epci_of(each.commune)))
    return tuple(dict.fromkeys(code for code in codes if code))


def local_of(dossier: Dossier) -> str:
    """Give the one local authority to which a dossier is addressed: the one chosen, else its département."""
    return dossier.local or next(iter(locals_near(dossier)), "")


def reached_local(dossier: Dossier) -> bool:
    """Tell whether a dossier is, or was, in the hands of a local authority."""
    theirs = reaching_stages(dossier.definition(), "local")
    return dossier.stage in theirs or any(each["stage"] in theirs for each in dossier.passed)


def locals_to_choose(dossier: Dossier) -> tuple[str, ...]:
    """Give the local authorities between which an applicant has to choose; nothing where there is no choice left."""
    if dossier.is_closed or not reaching_stages(dossier.definition(), "local") or reached_local(dossier):
        return ()
    found = locals_near(dossier)
    return found if len(found) > 1 else ()


def _near(dossier: Dossier) -> set[str]:
    return {local_of(dossier)} - {""}


def _around(codes: list[str]) -> Q:
    """Say which dossiers are addressed to these local authorities: what `local_of` says of one, for a list."""
    communes = [each for code in codes for each in communes_of(code)]
    head = Site.objects.filter(is_head_office=True)
    near = head.filter(Q(department__in=codes) | Q(department="", commune__in=communes))
    return Q(local__in=codes) | Q(local="", organisation__in=near.values("organisation"))


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
