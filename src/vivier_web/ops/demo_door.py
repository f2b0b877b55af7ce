"""The door of a demonstration: entering as one of its fictional people, without a password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier_web.accounts.models import User
from vivier_web.members.models import Role
from vivier_web.pages.shared.access import anyone

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DOMAIN = ".example"  # reserved: nobody real has such an address (RFC 2606)


@anyone
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demonstration; outside of one, this address does not exist."""
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("email", "")
    user = get_object_or_404(User, email=email, email__endswith=DOMAIN, is_active=True)
    login(request, user, backend=BACKEND)
    return redirect("home")


def identities(request: HttpRequest) -> dict[str, Any]:
    """Give the sign-in page of a demonstration its people, in the order they were made."""
    if not settings.DEMO or request.path != reverse(settings.LOGIN_URL):
        return {}
    roles = Role.objects.filter(user__email__endswith=DOMAIN, user__is_active=True, ended_at=None)
    first: dict[object, Role] = {}
    for role in (
        roles.exclude(user__email__startswith="rh-").select_related("user", "organisation", "pole").order_by("pk")
    ):
        first.setdefault(role.user_id, role)
    home = next((role.pole_id for role in first.values() if role.pole_id), None)
    people = [
        {"name": str(role.user), "role": _said(role, home), "email": role.user.email} for role in first.values()
    ]
    return {"identities": people}


def _said(role: Role, home: int | None) -> str:
    """Name a role, with its member, and with its pôle when it is not the first one."""
    words = str(role.get_kind_display())
    over = [
        str(each) for each in (role.organisation, role.pole if role.pole_id != home else None) if each is not None
    ]
    return f"{words} ({', '.join(over)})" if over else words
