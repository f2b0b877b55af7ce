"""The review of job titles: one at a time, most people first; the keyboard alone is enough."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions.titles import decide_title, undo_title
from vivier_web.skills.queries.titles import advice_on, labelled, latest_decisions, search_occupations, waiting_titles

A_PAGE = 20


@needs(rules.may_review_titles)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the title asked for, else the one most people bear, with what is proposed; then those that wait."""
    pole = request.pole  # type: ignore[attr-defined]
    waiting = waiting_titles(pole)
    asked, words = request.GET.get("intitule", ""), request.GET.get("q", "").strip()
    current = next((one for one in waiting if one.key == asked), waiting[0] if waiting else None)
    place = waiting.index(current) if current else 0
    return shown(
        request,
        "titles",
        here="titles",
        trail=[("Intitulés à coder", "")],
        current=current,
        advice=advice_on(current.title) if current else None,
        following=waiting[place + 1] if place + 1 < len(waiting) else None,
        q=words,
        found=search_occupations(words) if words else (),
        page=Paginator(waiting, A_PAGE).get_page(request.GET.get("page")),
        left=len(waiting),
        people=sum(one.people for one in waiting),
        latest=labelled(latest_decisions(pole)),
    )


@require_POST
@needs(rules.may_review_titles)
def decide(request: HttpRequest) -> HttpResponse:
    """Give a title its occupation."""
    title, code = request.POST.get("intitule", ""), request.POST.get("code", "")
    try:
        decide_title(request.pole, title, code, by=cast(User, request.user))  # type: ignore[attr-defined]
    except InputError as why:
        messages.error(request, str(why))
        return redirect(f"{reverse('titles')}?{urlencode({'intitule': title})}")
    return redirect("titles")


@require_POST
@needs(rules.may_review_titles)
def undo(request: HttpRequest) -> HttpResponse:
    """Ask about a title again."""
    title = request.POST.get("intitule", "")
    undo_title(request.pole, title, by=cast(User, request.user))  # type: ignore[attr-defined]
    return redirect(f"{reverse('titles')}?{urlencode({'intitule': title})}")
