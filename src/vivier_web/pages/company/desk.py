"""The desk of a member: what its pôle waits for, what it received."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier_web.indicators.queries.agreements import agreements_waiting
from vivier_web.indicators.queries.sheets import awaited_from as indicators_from
from vivier_web.members import rules
from vivier_web.pages.company.papers import PAPERS
from vivier_web.pages.company.who import member_of, members_of, pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.projects.queries.boards import asked_in_count
from vivier_web.projects.queries.due import member_duties
from vivier_web.projects.rules import may_share_ideas_for
from vivier_web.skills.queries.deposits import latest_deposit, waiting_for
from vivier_web.skills.queries.mobility_board import to_answer_count
from vivier_web.skills.queries.needs import awaited_from
from vivier_web.skills.queries.training_plans import own_seats
from vivier_web.skills.rules import may_share_people_of


@needs(rules.may_answer_for_some)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the member."""
    members = members_of(request)
    member = member_of(request, members)
    waves = waiting_for(pole_of(request), member, timezone.localdate())
    may_share = may_share_people_of(request.actor, member.pk)  # type: ignore[attr-defined]
    waiting = sorted(
        (one for one in waves if one.is_open and one.deposit is None), key=lambda one: one.wave.closes_on
    )
    context = {
        "members": members,
        "member": member,
        "waves": waves,
        "expected": waiting[0] if waiting else None,
        "needs": awaited_from(pole_of(request), member, timezone.localdate()),
        "indicators": indicators_from(pole_of(request), member, timezone.localdate(), most=2),
        "report": latest_deposit(member),
        "papers": PAPERS,
        "may_share": may_share,
        "agreements": agreements_waiting(pole_of(request), member) if may_share else 0,
        "training": sum(one.is_accepted is None for one in own_seats(pole_of(request), member)),
        "may_share_ideas": may_share_ideas_for(request.actor, member.pk),  # type: ignore[attr-defined]
        "asked_in": asked_in_count(pole_of(request), member),
        "mobility": to_answer_count(pole_of(request), member.pk),
        "projects": member_duties(pole_of(request), member, timezone.localdate()) if may_share else None,
    }
    return render(request, "company/desk.html", context)
