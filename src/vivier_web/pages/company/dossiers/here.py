"""What every page of this room starts from: the member, its own dossiers only, and the crumbs."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from vivier_web.accounts.choices import RoleKind
from vivier_web.members.models import Organisation
from vivier_web.pages.company.who import address
from vivier_web.pages.shared.access import Asking
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.rules import may_file_dossiers_for

Trail = list[tuple[str, str]]


def members_of(request: HttpRequest) -> list[Organisation]:
    """Give the members whose contributor one is, by name."""
    held = cast("Asking", request).actor.organisations(RoleKind.MEMBER)
    return list(Organisation.objects.filter(pk__in=held).order_by("name", "pk"))


def member_of(request: HttpRequest) -> Organisation:
    """Give the member this page is about: the one asked for, else the first.

    Raises:
        PermissionDenied: one is not its contributor.
    """
    asked = request.GET.get("membre", "")
    found = next((one for one in members_of(request) if not asked or str(one.pk) == asked), None)
    if found is None or not may_file_dossiers_for(cast("Asking", request).actor, found.pk):
        raise PermissionDenied(may_file_dossiers_for.__doc__ or "")
    return found


def own_dossier(request: HttpRequest, pk: int) -> Dossier:
    """Give a dossier of a member one answers for; those of others do not exist."""
    own = [one.pk for one in members_of(request)]
    rows = Dossier.objects.filter(organisation__in=own).select_related("procedure", "organisation", "pole")
    found: Dossier = get_object_or_404(rows, pk=pk)
    return found


def trail_to(member: Organisation, *more: tuple[str, str]) -> Trail:
    """Give the crumbs of a page of this room."""
    room = ("Dossiers", address("my_dossiers", member) if more else "")
    return [("Mon entreprise", address("company", member)), room, *more]
