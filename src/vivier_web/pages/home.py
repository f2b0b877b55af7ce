"""The home page: each role finds its own desk, which says what to do today."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vivier_web.members import rules
from vivier_web.members.middleware import CHOSEN
from vivier_web.pages.authority import desk as authority_desk
from vivier_web.pages.company import desk as company_desk
from vivier_web.pages.pole import desk as pole_desk
from vivier_web.pages.shared.access import Asking, needs

DESKS = (
    (rules.may_see_members, pole_desk.desk),
    (rules.may_answer_for_some, company_desk.desk),
    (rules.may_see_authority_desk, authority_desk.desk),
)


@needs(rules.may_sign_in)
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk of the first role that has one."""
    actor = cast("Asking", request).actor
    for rule, desk in DESKS:
        if rule(actor):
            return desk(request)
    return render(request, "shared/no_desk.html")


@require_POST
@needs(rules.may_sign_in)
def choose_pole(request: HttpRequest) -> HttpResponse:
    """Look at another of one's pôles."""
    chosen = request.POST.get("pole", "")
    if any(str(pole.pk) == chosen for pole in request.poles):  # type: ignore[attr-defined]
        request.session[CHOSEN] = int(chosen)
    return redirect("home")
