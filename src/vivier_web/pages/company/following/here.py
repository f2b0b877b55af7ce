"""What every page of this room starts from: the project, for which member one takes part in it, the crumbs."""

from collections.abc import Mapping
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
from vivier_web.projects.queries.amendments import may_read_amendments
from vivier_web.projects.queries.consortium import ties_of

WITHIN = ("lead", "joined")
RANKS = (*WITHIN, "left", "entering")


@dataclass(frozen=True, slots=True)
class Part:
    """Hold for which member somebody takes part in a project, and as what; `mine` are those one may act for."""

    project: Project
    member: Organisation
    tie: str
    mine: tuple[Organisation, ...] = ()

    @property
    def query(self) -> str:
        """What an address carries, so that the next page acts for the same member; nothing when there is but one."""
        return f"?membre={self.member.pk}" if len(self.mine) > 1 else ""

    @property
    def is_lead(self) -> bool:
        """Whether this member leads the project."""
        return self.tie == "lead"


def actor_of(request: HttpRequest) -> Actor:
    """Give who is asking, as the rules see them."""
    return cast("Asking", request).actor


def part_or_404(request: HttpRequest, pk: int, *, ties: tuple[str, ...] = WITHIN) -> Part:
    """Give the part one takes in a project: for the member asked for (`?membre=`), else for the lead first.

    A project one has no part in does not exist.
    """
    rows = Project.objects.filter(pole=pole_of(request)).select_related("pole", "lead")
    project: Project = get_object_or_404(rows, pk=pk)
    return _part_of(request, project, {one: tie for one, tie in ties_of(project).items() if tie in ties})


def _part_of(request: HttpRequest, project: Project, known: Mapping[int, str]) -> Part:
    own, asked = actor_of(request).organisations(RoleKind.MEMBER), request.GET.get("membre", "")
    mine = sorted(
        (one for one in own if one in known), key=lambda one: (str(one) != asked, RANKS.index(known[one]), one)
    )
    if not mine:
        raise Http404
    rows = Organisation.objects.in_bulk(mine)
    return Part(project, rows[mine[0]], known[mine[0]], tuple(rows[one] for one in mine))


def entering_or_404(request: HttpRequest, pk: int) -> Part:
    """Give the part one takes in a project, or would take by an amendment that waits for one's answer."""
    rows = Project.objects.filter(pole=pole_of(request)).select_related("pole", "lead")
    project: Project = get_object_or_404(rows, pk=pk)
    own = actor_of(request).organisations(RoleKind.MEMBER)
    asked = {each: "entering" for each in own if may_read_amendments(project, each)}
    return _part_of(request, project, asked | {pk: tie for pk, tie in ties_of(project).items() if tie in WITHIN})


def at(name: str, part: "Part", *keys: Any) -> str:
    """Give the address of a page of this room, for the member one acts for."""
    return f"{reverse(name, args=[part.project.pk, *keys])}{part.query}"


def frame(part: Part, *more: tuple[str, str]) -> dict[str, Any]:
    """Give the crumbs and the tabs of a page of this room."""
    project, own = part.project, at("my_project_following", part)
    here = more[0][0] if more else "Suivi"
    names = (
        ("Suivi", "my_project_following"),
        ("Avenants", "my_project_amendments"),
        ("Documents", "my_project_documents"),
        ("Retombées", "my_project_outcomes"),
    )
    return {
        "project": project,
        "member": part.member,
        "part": part,
        "query": part.query,
        "trail": [
            ("Mon entreprise", address("company", part.member)),
            ("Projets suivis", address("my_followed_projects", part.member)),
            (project.title, own if more else ""),
            *more,
        ],
        "tabs": [
            {"words": words, "url": at(name, part), "is_here": words == here}
            for words, name in names
            if part.tie in WITHIN or name == "my_project_amendments"
        ],
    }
