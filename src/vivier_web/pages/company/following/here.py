"""What every page of this room starts from: the project, for which member one takes part in it, the crumbs."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from vivier_web.accounts.choices import RoleKind
from vivier_web.members.models import Organisation
from vivier_web.members.rules import Actor
from vivier_web.pages.company.who import address, pole_of
from vivier_web.pages.shared.access import Asking
from vivier_web.projects.models import Project
from vivier_web.projects.queries.consortium import ties_of

WITHIN = ("lead", "joined")


@dataclass(frozen=True, slots=True)
class Part:
    """Hold for which member somebody takes part in a project, and as what."""

    project: Project
    member: Organisation
    tie: str

    @property
    def is_lead(self) -> bool:
        """Whether this member leads the project."""
        return self.tie == "lead"


def actor_of(request: HttpRequest) -> Actor:
    """Give who is asking, as the rules see them."""
    return cast("Asking", request).actor


def part_or_404(request: HttpRequest, pk: int, *, ties: tuple[str, ...] = WITHIN) -> Part:
    """Give the part one takes in a project, the lead's first; a project one has no part in does not exist."""
    rows = Project.objects.filter(pole=pole_of(request)).select_related("pole", "lead")
    project: Project = get_object_or_404(rows, pk=pk)
    known, own = ties_of(project), actor_of(request).organisations(RoleKind.MEMBER)
    mine = sorted((one for one in own if known.get(one) in ties), key=lambda one: (ties.index(known[one]), one))
    if not mine:
        raise Http404
    return Part(project, Organisation.objects.get(pk=mine[0]), known[mine[0]])


def frame(part: Part, *more: tuple[str, str]) -> dict[str, Any]:
    """Give the crumbs and the tabs of a page of this room."""
    project, own = part.project, reverse("my_project_following", args=[part.project.pk])
    here = more[0][0] if more else "Suivi"
    names = (
        ("Suivi", "my_project_following"),
        ("Documents", "my_project_documents"),
        ("Retombées", "my_project_outcomes"),
    )
    return {
        "project": project,
        "member": part.member,
        "part": part,
        "trail": [
            ("Mon entreprise", address("company", part.member)),
            ("Projets suivis", address("my_followed_projects", part.member)),
            (project.title, own if more else ""),
            *more,
        ],
        "tabs": [
            {"words": words, "url": reverse(name, args=[project.pk]), "is_here": words == here}
            for words, name in names
        ],
    }
