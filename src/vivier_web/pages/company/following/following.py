"""A member's projects after their award: where each is, what it must hand over, what it was granted and paid."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier_web.members.models import Organisation
from vivier_web.pages.company import who
from vivier_web.pages.company.following.here import Part, actor_of, at, frame, part_or_404
from vivier_web.pages.company.who import address, contributed_by, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.following_forms import a_day
from vivier_web.pages.shared.gestures import acted
from vivier_web.procedures.rules import may_file_dossiers_for
from vivier_web.projects import rules
from vivier_web.projects.actions import deliverables as acts
from vivier_web.projects.models import Deliverable
from vivier_web.projects.queries.documents import folder_of
from vivier_web.projects.queries.due import member_duties, projects_of
from vivier_web.projects.queries.following import following_of
from vivier_web.projects.queries.money import accounts_of


@needs(rules.may_share_ideas)
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects of the member after their award, with what waits for it."""
    member: Organisation = who.member_of(request, contributed_by(request), may=may_file_dossiers_for)
    context = {
        "member": member,
        "members": contributed_by(request),
        "projects": list(projects_of(pole_of(request), member)),
        "duties": member_duties(pole_of(request), member, timezone.localdate()),
        "today": timezone.localdate(),
        "trail": [("Mon entreprise", address("company", member)), ("Projets suivis", "")],
    }
    return render(request, "company/following/projects.html", context)


@needs(rules.may_share_ideas)
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a project to one of its partners: all that is due, and of the money, its own."""
    part, today = part_or_404(request, pk), timezone.localdate()
    context = {
        "following": following_of(part.project, today),
        "today": today,
        "accounts": accounts_of(part.project, only=None if part.is_lead else part.member.pk),
        "documents": [each.row for each in folder_of(part.project, actor_of(request)).shown],
    }
    return render(request, "company/following/following.html", context | frame(part))


@require_POST
@needs(rules.may_share_ideas)
def deliver(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Hand over what one answers for, with its proof: words, or one of the documents of the project."""
    part = part_or_404(request, pk)
    row = _own_step(part.project.pk, part.member.pk, step)
    typed, proof = request.POST.get("document", ""), request.POST.get("proof", "")
    shown = folder_of(part.project, actor_of(request)).shown
    chosen = next((each.row for each in shown if str(each.row.pk) == typed), None)
    on = a_day(request.POST.get("on", "")) or timezone.localdate()
    act = lambda: acts.deliver(row, proof=proof, document=chosen, on=on, by=user_of(request))  # noqa: E731
    return _acted(request, part, act, f"« {row.title} » remis.")


@require_POST
@needs(rules.may_share_ideas)
def take_back(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Take back that something was handed over."""
    part = part_or_404(request, pk)
    row = _own_step(part.project.pk, part.member.pk, step)
    act = lambda: acts.take_delivery_back(row, by=user_of(request))  # noqa: E731
    return _acted(request, part, act, f"« {row.title} » reste à remettre.")


def _own_step(project: int, member: int, step: int) -> Deliverable:
    rows = Deliverable.objects.filter(project_id=project, organisation_id=member, dropped_at=None)
    found: Deliverable = get_object_or_404(rows.select_related("project"), pk=step)
    return found


def _acted(request: HttpRequest, part: Part, act: Callable[[], object], words: str) -> HttpResponse:
    return acted(request, act, words, at("my_project_following", part))
