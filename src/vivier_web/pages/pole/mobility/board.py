"""The board of mobility: what is offered and sought by occupation, what waits, what was agreed, what is missing."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions.introductions import nudge
from vivier_web.skills.models import Introduction
from vivier_web.skills.queries.mobility_board import board_of

A_PAGE = 25


@needs(rules.may_follow_mobility)
def board(request: HttpRequest) -> HttpResponse:
    """Show the board."""
    found = board_of(pole_of(request), today=timezone.localdate())
    return shown(
        request,
        "pole/mobility/board",
        here="mobility_board",
        trail=[("Mobilité entre membres", "")],
        board=found,
        waiting=Paginator(found.waiting, A_PAGE).get_page(request.GET.get("page")),
        agreed=found.agreed[:A_PAGE],
    )


@require_POST
@needs(rules.may_follow_mobility)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Write once more to the side that has not answered, without knowing who it is."""
    one = get_object_or_404(Introduction, pk=pk)
    try:
        nudge(one, by=cast("User", request.user))
        messages.success(request, "Un courriel part à l’entreprise qui n’a pas répondu. Son nom reste inconnu.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect("mobility_board")
