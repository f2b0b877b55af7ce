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
    for role in roles.exclude(user__email__startswith="rh-").select_related("user", "organisation").order_by("pk"):
        first.setdefault(role.user_id, role)
    people = [{"name": str(role.user), "role": _said(role), "email": role.user.email} for role in first.values()]
    return {"identities": people}


def _said(role: Role) -> str:
    words = str(role.get_kind_display())
    return f"{words} ({role.organisation})" if role.organisation is not None else words
