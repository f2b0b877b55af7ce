"""For which member somebody answers, on the pages of a member."""

from collections.abc import Callable
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Pole
from vivier_web.members.rules import Actor
from vivier_web.pages.shared.access import Asking
from vivier_web.skills.models import Wave
from vivier_web.skills.queries.deposits import open_waves
from vivier_web.skills.rules import may_deposit_for

Permission = Callable[[Actor, int], bool]  # on a member


def members_of(request: HttpRequest) -> list[Organisation]:
    """Give the members one answers for in the pôle being looked at, by name."""
    return _held(request, RoleKind.MEMBER, RoleKind.ACCOUNTANT)


def contributed_by(request: HttpRequest) -> list[Organisation]:
    """Give the members whose contributor one is, by name; those one was delegated are left out."""
    return _held(request, RoleKind.MEMBER)


def _held(request: HttpRequest, *kinds: RoleKind) -> list[Organisation]:
    held = cast("Asking", request).actor.organisations(*kinds)
    return list(Organisation.objects.filter(pk__in=held).order_by("name", "pk"))


def member_of(
    request: HttpRequest, members: list[Organisation] | None = None, *, may: Permission = may_deposit_for
) -> Organisation:
    """Give the member this page is about: the one asked for, else the first one answers for.

    Raises:
        PermissionDenied: one may not do there what the page is for.
    """
    members = members_of(request) if members is None else members
    asked = request.GET.get("membre", "")
    found = next((one for one in members if not asked or str(one.pk) == asked), None)
    if found is None or not may(cast("Asking", request).actor, found.pk):
        raise PermissionDenied(may.__doc__ or "")
    return found


def wave_of(request: HttpRequest) -> Wave | None:
    """Give the open wave this page is about: the one asked for, else the first to close; None when none is open."""
    asked = request.GET.get("vague", "")
    waves = open_waves(pole_of(request), timezone.localdate())
    return next((one for one in waves if not asked or str(one.pk) == asked), None)


def pole_of(request: HttpRequest) -> Pole:
    """Give the pôle being looked at; whoever answers for a member looks at one."""
    return cast("Pole", request.pole)  # type: ignore[attr-defined]


def user_of(request: HttpRequest) -> User:
    """Give who is signed in."""
    return cast("User", request.user)


def address(name: str, member: Organisation, **more: object) -> str:
    """Give the address of a page about a member."""
    query = "&".join(f"{key}={value}" for key, value in {"membre": member.pk, **more}.items())
    return f"{reverse(name)}?{query}"
