"""What every page of this room starts from: the doors of Agir, the crumbs, a project or an idea of the pôle."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.training.room import DOORS
from vivier_web.pages.shared.access import Asking
from vivier_web.projects import rules
from vivier_web.projects.building.sight import BOARD, TEAM
from vivier_web.projects.models import Idea, Partner, Project

Trail = list[tuple[str, str]]


def shown(request: HttpRequest, template: str, *, here: str, trail: Trail, **context: Any) -> HttpResponse:
    """Show a page of the room; only the team enters the other rooms of Agir."""
    actor = cast("Asking", request).actor
    is_team = rules.may_build_projects(actor)
    doors = [{"words": words, "url": reverse(name), "is_here": name == here} for name, words in DOORS]
    room = {"ideas": "Idées", "projects": "Projets"}[here]
    start = [("Agir", reverse("training"))] if is_team else []
    steps = [*start, (room, reverse(here) if trail else ""), *trail]
    context |= {"doors": doors if is_team else [], "trail": steps, "is_team": is_team}
    status = context.pop("status", 200)
    return render(request, f"pole/projects/{template}.html", context, status=status)


def idea_or_404(request: HttpRequest, pk: int) -> Idea:
    """Give an idea of the pôle looked at."""
    found: Idea = get_object_or_404(
        Idea.objects.select_related("organisation", "project", "pole"), pk=pk, pole=pole_of(request)
    )
    return found


def project_or_404(request: HttpRequest, pk: int) -> Project:
    """Give a project of the pôle looked at."""
    rows = Project.objects.filter(pole=pole_of(request)).select_related("lead", "pole", "procedure")
    found: Project = get_object_or_404(rows, pk=pk)
    return found


def partner_or_404(project: Project, pk: int) -> Partner:
    """Give a partner of a project."""
    rows = Partner.objects.filter(project=project).select_related("organisation", "project__pole")
    found: Partner = get_object_or_404(rows, pk=pk)
    return found


def reader_of(request: HttpRequest) -> str:
    """Give how somebody of the pôle looks at its projects."""
    return TEAM if rules.may_build_projects(cast("Asking", request).actor) else BOARD
