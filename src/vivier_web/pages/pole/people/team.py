"""Who works with the pôle, under which role: seeing, inviting, taking a role back, giving it back."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members import rules
from vivier_web.members.actions import end_role, give_back_role, invite, send_invitation_again
from vivier_web.members.models import Pole, Role
from vivier_web.members.queries import roles_under
from vivier_web.pages.pole.people.forms import DOES, Invitation
from vivier_web.pages.shared.access import Asking, needs, too_many

A_PAGE = 50
RECENT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold a role one may give: its word, what it lets do."""

    kind: str
    label: str
    does: str


def _actor(request: HttpRequest) -> rules.Actor:
    return cast("Asking", request).actor


def pole_of(request: HttpRequest) -> Pole:
    """Give the pôle looked at; without one, there is no such page."""
    pole: Pole | None = request.pole  # type: ignore[attr-defined]
    if pole is None:
        raise Http404
    return pole


def _roles(request: HttpRequest) -> QuerySet[Role]:
    return roles_under(pole_of(request), everywhere=_actor(request).holds(RoleKind.OPERATOR))


def _grantable(request: HttpRequest) -> list[Choice]:
    actor = _actor(request)
    return [Choice(kind, RoleKind(kind).label, DOES[kind]) for kind in DOES if rules.may_grant(actor, kind)]


@needs(rules.may_see_people)
def people(request: HttpRequest) -> HttpResponse:
    """Show the people of the pôle, filtered by role or by name; and the roles taken back lately."""
    found, now = _roles(request), timezone.now()
    kind, words = request.GET.get("role", ""), request.GET.get("q", "").strip()
    current = found.filter(ended_at=None).order_by("user__full_name", "pk")
    if kind in RoleKind.values:
        current = current.filter(kind=kind)
    if words:
        current = current.filter(Q(user__full_name__icontains=words) | Q(user__email__icontains=words))
    context = {
        "page": Paginator(current, A_PAGE).get_page(request.GET.get("page")),
        "ended": found.filter(ended_at__gt=now - RECENT, user__erased_at=None).order_by("-ended_at")[:10],
        "just_ended": found.filter(pk=_number(request.GET.get("retire")), ended_at__isnull=False).first(),
        "kinds": [(choice.value, choice.label) for choice in RoleKind],
        "kind": kind,
        "words": words,
        "grantable": {choice.kind for choice in _grantable(request)},
    }
    return render(request, "pole/people/people.html", context)


def _number(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 19 else 0


@needs(rules.may_grant_roles)
def choose_role(request: HttpRequest) -> HttpResponse:
    """Ask first for which role: what follows depends on it."""
    pole_of(request)
    return render(request, "pole/people/choose_role.html", {"choices": _grantable(request)})


@needs(rules.may_grant_roles)
def invite_to(request: HttpRequest, kind: str) -> HttpResponse:
    """Invite somebody to a role."""
    pole = pole_of(request)
    if kind not in RoleKind.values:
        raise Http404
    if not rules.may_grant(_actor(request), kind):
        raise PermissionDenied(rules.may_grant.__doc__)
    form = Invitation(kind, pole, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="invite"):
            return too_many(request)
        said = form.cleaned_data
        role = invite(said["email"], said["full_name"], kind, by=cast("User", request.user), **form.over)
        messages.success(request, f"L’invitation part à {role.user.email}. Son lien est valable sept jours.")
        return redirect("people")
    choice = Choice(kind, RoleKind(kind).label, DOES[RoleKind(kind)])
    return render(request, "pole/people/invite.html", {"form": form, "choice": choice})


def _one(request: HttpRequest, pk: int) -> Role:
    role = get_object_or_404(_roles(request), pk=pk)
    if not rules.may_grant(_actor(request), role.kind):
        raise PermissionDenied(rules.may_grant.__doc__)
    return role


@require_POST
@needs(rules.may_grant_roles)
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter of an invitation once more."""
    role = _one(request, pk)
    if not ratelimit.consume(request, action="invite"):
        return too_many(request)
    if role.ended_at is None:
        send_invitation_again(role, by=cast("User", request.user))
        messages.success(request, f"L’invitation repart à {role.user.email}. Son lien est valable sept jours.")
    return redirect("people")


@require_POST
@needs(rules.may_grant_roles)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back, at once; a note offers to give it back."""
    role = _one(request, pk)
    if role.user_id == request.user.pk and role.kind in (RoleKind.DIRECTOR, RoleKind.OPERATOR):
        messages.error(request, "Ce rôle est le vôtre : demandez à un collègue de le retirer, s’il le faut.")
        return redirect("people")
    if role.ended_at is None:
        end_role(role, by=cast("User", request.user))
    return redirect(f"{request.path.partition('roles/')[0]}?retire={role.pk}")


@require_POST
@needs(rules.may_grant_roles)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role back."""
    role = _one(request, pk)
    again = Role.objects.filter(
        user=role.user_id, kind=role.kind, pole=role.pole_id, organisation=role.organisation_id
    )
    if role.user.erased_at is not None:
        messages.error(request, "Cette personne a fait effacer ses données : son rôle ne peut plus lui être rendu.")
    elif role.ended_at is not None and not again.filter(ended_at=None, territory=role.territory).exists():
        give_back_role(role, by=cast("User", request.user))
        messages.success(request, f"{role.user} a de nouveau le rôle « {role.get_kind_display()} ».")
    return redirect("people")
