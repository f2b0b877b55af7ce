"""What every page of this room starts from: the member, the ideas it may read, the projects it is in, and as what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from vivier_web.members.models import Organisation
from vivier_web.pages.company import who
from vivier_web.pages.company.who import address, contributed_by, pole_of
from vivier_web.projects.building.sight import OUTSIDE, place_of
from vivier_web.projects.choices import PartnerState
from vivier_web.projects.models import Idea, Partner, Project
from vivier_web.projects.queries.ideas import may_be_read_by
from vivier_web.projects.rules import may_share_ideas_for

Trail = list[tuple[str, str]]
ROOMS = (("member_projects", "Mes projets"), ("member_ideas", "Idées du pôle"))


def member_of(request: HttpRequest) -> Organisation:
    """Give the member this page is about, whose contributor one is."""
    return who.member_of(request, contributed_by(request), may=may_share_ideas_for)


def shown(
    request: HttpRequest, template: str, member: Organisation, *, here: str, trail: Trail, **context: Any
) -> HttpResponse:  # fmt: skip
    """Show a page of the room, under its two doors."""
    doors = [{"words": words, "url": address(name, member), "is_here": name == here} for name, words in ROOMS]
    room = (dict(ROOMS)[here], address(here, member) if trail else "")
    context |= {
        "member": member,
        "members": contributed_by(request),
        "doors": doors,
        "trail": [("Mon entreprise", address("company", member)), room, *trail],
        "query": f"?membre={member.pk}",
    }
    status = context.pop("status", 200)
    return render(request, f"company/projects/{template}.html", context, status=status)


def idea_or_404(request: HttpRequest, pk: int, member: Organisation) -> Idea:
    """Give an idea the member may read; the others do not exist."""
    rows = Idea.objects.select_related("organisation", "project", "pole")
    found: Idea = get_object_or_404(rows, pk=pk, pole=pole_of(request))
    if not may_be_read_by(found, member):
        raise Http404
    return found


class Held:
    """Hold a project as one member looks at it: its row there, and what it is to it."""

    def __init__(self, project: Project, partner: Partner, member: Organisation) -> None:
        self.project, self.partner, self.member = project, partner, member
        self.reader = place_of(partner.state, is_lead=project.lead_id == member.pk)


def held_or_404(request: HttpRequest, pk: int) -> Held:
    """Give a project that a member one answers for is in, or is asked into; the others do not exist."""
    rows = Project.objects.filter(pole=pole_of(request)).select_related("lead", "pole", "procedure")
    project: Project = get_object_or_404(rows, pk=pk)
    own = {one.pk: one for one in contributed_by(request)}
    asked = request.GET.get("membre", "")
    mine = project.partners.filter(
        organisation_id__in=own, state__in=[PartnerState.INVITED, PartnerState.JOINED]
    ).select_related("organisation", "project__pole")  # fmt: skip
    found = sorted(
        mine, key=lambda each: (str(each.organisation_id) != asked, each.organisation_id != project.lead_id)
    )
    held = Held(project, found[0], own[found[0].organisation_id]) if found else None
    if held is None or held.reader == OUTSIDE:
        raise Http404
    return held


def at(name: str, member: Organisation, *keys: Any) -> str:
    """Give the address of a page about a member and something of it."""
    return f"{reverse(name, args=keys)}?membre={member.pk}"
