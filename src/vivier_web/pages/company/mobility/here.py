"""What every page of this room starts from: the member, its own contributors only, and the crumbs."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from vivier_web.accounts.choices import RoleKind
from vivier_web.members.models import Organisation
from vivier_web.pages.company.who import address
from vivier_web.pages.shared.access import Asking
from vivier_web.skills.rules import may_share_people_of

Trail = list[tuple[str, str]]


def members_of(request: HttpRequest) -> list[Organisation]:
    """Give the members whose contributor one is, by name; those one was delegated are left out."""
    held = cast("Asking", request).actor.organisations(RoleKind.MEMBER)
    return list(Organisation.objects.filter(pk__in=held).order_by("name", "pk"))


def member_of(request: HttpRequest) -> Organisation:
    """Give the member this page is about: the one asked for, else the first.

    Raises:
        PermissionDenied: one is not its contributor.
    """
    asked = request.GET.get("membre", "")
    found = next((one for one in members_of(request) if not asked or str(one.pk) == asked), None)
    if found is None or not may_share_people_of(cast("Asking", request).actor, found.pk):
        raise PermissionDenied(may_share_people_of.__doc__ or "")
    return found


def trail_to(member: Organisation, last: str = "") -> Trail:
    """Give the crumbs of a page of this room."""
    room = ("Mobilité entre membres", address("mobility", member) if last else "")
    return [("Mon entreprise", address("company", member)), room, *([(last, "")] if last else [])]
