"""What somebody who works for a member may know: what their pôle holds of them, what was sent, the notice to read."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier_web.accounts.choices import RoleKind
from vivier_web.members import rules
from vivier_web.members.models import Organisation
from vivier_web.members.queries import known_of
from vivier_web.members.queries.standing import team_of
from vivier_web.pages.company.papers import PAPERS, lines_of
from vivier_web.pages.company.who import pole_of, user_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.skills.queries.duties import deposits_told

NOTICE = next(paper for paper in PAPERS if paper.slug == "note-salaries")


@needs(rules.may_see_employee_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show an employee or a volunteer what was sent about their organisation, and what is known of themselves."""
    pole = pole_of(request)
    held = cast("Asking", request).actor.organisations(RoleKind.EMPLOYEE)
    employers = list(Organisation.objects.filter(pk__in=held).order_by("name", "pk"))
    context = {
        "employers": [(one, deposits_told(pole, one)) for one in employers],
        "known": known_of(user_of(request)),
        "team": team_of(pole),
    }
    return render(request, "company/employee.html", context)


@needs(rules.may_read_notice)
def notice(request: HttpRequest) -> HttpResponse:
    """Show the notice to employees of a member, as it stands today."""
    kinds = (RoleKind.EMPLOYEE, RoleKind.MEMBER, RoleKind.ACCOUNTANT)
    held = cast("Asking", request).actor.organisations(*kinds)
    members = list(Organisation.objects.filter(pk__in=held).order_by("name", "pk"))
    asked = request.GET.get("membre", "")
    member = next((one for one in members if not asked or str(one.pk) == asked), None)
    if member is None:
        raise PermissionDenied(rules.may_read_notice.__doc__ or "")
    lines = lines_of(NOTICE, member, pole_of(request), timezone.localdate())
    return render(request, "company/notice.html", {"member": member, "lines": lines, "trail": [(NOTICE.title, "")]})
