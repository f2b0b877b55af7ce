"""The projects of a pôle after their award, those that are late first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier_web.pages.pole.following.room import frame
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.projects import rules
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.queries.due import FOLLOWED, projects_followed

A_PAGE = 25


@needs(rules.may_see_projects)
def board(request: HttpRequest) -> HttpResponse:
    """List the projects that were awarded, run, or ended."""
    state, today = request.GET.get("etat", ""), timezone.localdate()
    rows = projects_followed(pole_of(request), today, state)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    states = [(each.value, each.label) for each in ProjectState if each in FOLLOWED]
    context = {"page": page, "states": states, "state": state, "today": today}
    return render(request, "pole/following/board.html", context | frame(request))
