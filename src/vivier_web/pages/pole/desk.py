"""The desk of a pôle's team: what to do today."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier import french
from vivier_web.accounts.queries import until_the_next_act
from vivier_web.members import rules
from vivier_web.members.models import Pole
from vivier_web.members.queries.duties import Duties, duties
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.projects.queries.due import project_duties
from vivier_web.projects.rules import may_see_projects
from vivier_web.skills.queries.duties import recent_runs, skill_duties
from vivier_web.skills.queries.mobility_board import waiting_count
from vivier_web.skills.queries.needs import needs_progress
from vivier_web.skills.rules import may_follow_mobility, may_follow_waves, may_review_titles


@needs(rules.may_see_team_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the team, each thing one click from its place."""
    today = timezone.localdate()
    if getattr(request, "pole", None) is None:
        return render(request, "shared/no_desk.html")
    waiting = _waiting(pole_of(request), request.user.pk, today)
    context: dict[str, Any] = waiting | {
        "runs": recent_runs(pole_of(request)),
        "may_follow": may_follow_waves(request.actor),  # type: ignore[attr-defined]
        "may_review": may_review_titles(request.actor),  # type: ignore[attr-defined]
        "may_mobility": may_follow_mobility(request.actor),  # type: ignore[attr-defined]
        "may_projects": may_see_projects(request.actor),  # type: ignore[attr-defined]
        "today": today,
        "title": _title(waiting["duties"]),
        "may_keep": rules.may_keep_dealings(request.actor),  # type: ignore[attr-defined]
        "may_change": rules.may_change_members(request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "pole/desk.html", context)


@until_the_next_act(most=512)
def _waiting(pole: Pole, user_id: int | None, today: dt.date) -> dict[str, Any]:
    return {
        "duties": duties(pole, user_id=user_id, today=today),
        "skills": skill_duties(pole, today=today),
        "needs": needs_progress(pole, today),
        "mobility": waiting_count(pole),
        "projects": project_duties(pole, today=today),
    }


def _title(found: Duties) -> str:
    if found.late:
        return f"{french.counted(found.late, 'suite')} {'est' if found.late < 2 else 'sont'} en retard"
    if found.steps.total:
        return f"{french.counted(found.steps.total, 'suite')} à donner d’ici deux semaines"
    return "Rien ne presse aujourd’hui" if not found.total else "Aucune suite en attente"
