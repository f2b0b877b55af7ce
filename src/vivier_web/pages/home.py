"""The home page: each role finds its own desk, which says what to do today."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.views.decorators.http import require_POST

from vivier_web.members import rules
from vivier_web.members.middleware import CHOSEN
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.desks import desks_of

ROOMS = {"membres": "members", "etudes": "studies", "depot": "deposit"}  # where one may go on choosing a pôle


@needs(rules.may_sign_in)
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk of the first role that has one."""
    mine = desks_of(cast("Asking", request).actor)
    if not mine:
        return render(request, "shared/no_desk.html")
    answer: HttpResponse = resolve(reverse(mine[0].url_name)).func(request)
    return answer


@require_POST
@needs(rules.may_sign_in)
def choose_pole(request: HttpRequest) -> HttpResponse:
    """Look at another of one's pôles, and enter one of its rooms when one is named."""
    chosen = request.POST.get("pole", "")
    if any(str(pole.pk) == chosen for pole in request.poles):  # type: ignore[attr-defined]
        request.session[CHOSEN] = int(chosen)
    return redirect(ROOMS.get(request.POST.get("vers", ""), "home"))
