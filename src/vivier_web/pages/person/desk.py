"""The desks of an expert and of a training body: what their pôle expects of them, who to write to, their data."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.accounts.queries import has_second_factor
from vivier_web.members import rules
from vivier_web.members.choices import PoleKind
from vivier_web.members.models import Organisation, Pole
from vivier_web.members.published import pole_card_of
from vivier_web.members.queries.standing import team_of
from vivier_web.members.territory import REGIONS
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.procedures.queries.asked import asked_lines
from vivier_web.skills.queries.training import offered_by


@needs(rules.may_see_expert_desk)
def expert(request: HttpRequest) -> HttpResponse:
    """Show an expert the dossiers put to them, those that wait for an answer or an opinion first."""
    pole = cast("Pole", request.pole)  # type: ignore[attr-defined]
    asked = asked_lines(pole, cast("User", request.user), timezone.localdate())
    waiting = sum(each.is_waiting for each in asked)
    return _desk(request, "person/expert.html", asked=asked, waiting=waiting)


@needs(rules.may_see_training_desk)
def training(request: HttpRequest) -> HttpResponse:
    """Show a training body what it proposed to the pôle, and let it propose more."""
    held = cast("Asking", request).actor.organisations(RoleKind.TRAINER)
    pole = cast("Pole", request.pole)  # type: ignore[attr-defined]
    bodies = list(Organisation.objects.filter(pk__in=held))
    return _desk(request, "person/training.html", bodies=bodies, offers=offered_by(pole, held))


def _desk(request: HttpRequest, template: str, **more: object) -> HttpResponse:
    pole = cast("Pole", request.pole)  # type: ignore[attr-defined]
    card = pole_card_of(pole)
    context = {
        "card": card,
        "kind": PoleKind(card.kind).label,
        "region": REGIONS.get(card.region, ""),
        "team": team_of(pole),
        "has_second_factor": has_second_factor(cast("User", request.user)),
    }
    return render(request, template, context | more)
