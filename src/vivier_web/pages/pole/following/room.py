"""What every page of this room starts from: the project looked at, its crumbs, and a button that acts."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from vivier_web.members.rules import Actor
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.shared import gestures
from vivier_web.pages.shared.access import Asking
from vivier_web.projects import rules
from vivier_web.projects.models import Project
from vivier_web.projects.queries.following import AFTER_AWARD


def actor_of(request: HttpRequest) -> Actor:
    """Give who is asking, as the rules see them."""
    return cast("Asking", request).actor


def project_or_404(request: HttpRequest, pk: int) -> Project:
    """Give a project of the pôle looked at."""
    rows = Project.objects.filter(pole=pole_of(request)).select_related("pole", "lead")
    found: Project = get_object_or_404(rows, pk=pk)
    return found


def frame(request: HttpRequest, project: Project | None = None, *more: tuple[str, str]) -> dict[str, Any]:
    """Give the crumbs and the tabs of a page of this room."""
    trail = [("Projets suivis", reverse("followed_projects") if project or more else "")]
    if project is None:
        return {"trail": [*trail, *more], "may_run": rules.may_build_projects(actor_of(request))}
    own = reverse("project_following", args=[project.pk])
    here = more[0][0] if more else "Suivi"
    may_run = rules.may_build_projects(actor_of(request))
    names = (
        ("Suivi", "project_following"),
        ("Convention et versements", "project_payments"),
        ("Avenants", "project_amendments"),
        ("Documents", "project_documents"),
        *((("Retombées", "project_outcomes"),) if may_run else ()),
    )
    return {
        "project": project,
        "trail": [*trail, (project.title, own if more else ""), *more],
        "tabs": [
            {"words": words, "url": reverse(name, args=[project.pk]), "is_here": words == here}
            for words, name in names
        ],
        "may_run": may_run,
        "is_after_award": project.state in AFTER_AWARD,
    }


def acted(
    request: HttpRequest, project: Project, act: Callable[[], object], words: str, *, undo: str = "", to: str = ""
) -> HttpResponse:
    """Do what a button asks, say it (with a way to undo it), and go back to the page."""
    return gestures.acted(request, act, words, to or "project_following", project.pk, undo=undo)
