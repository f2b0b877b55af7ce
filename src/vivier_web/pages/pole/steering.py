"""The desk of those who steer a pôle: its collections by counts, its last study, its members and labels."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier import french
from vivier_web.members import rules
from vivier_web.members.queries.standing import standing, team_of
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.studies.sections import headlines
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.skills.published import PublishedRun, published_run
from vivier_web.skills.queries.standing import UnderWay, collections_under_way, latest_result
from vivier_web.skills.rules import may_follow_waves


@needs(rules.may_see_steering_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show an administrator, or who follows the governance, where the pôle is."""
    pole, today = pole_of(request), timezone.localdate()
    latest = latest_result(pole)
    run = published_run(latest) if latest is not None else None
    waves = collections_under_way(pole, today=today)
    context = {
        "run": run,
        "headlines": headlines(run) if run is not None else (),
        "waves": waves,
        "standing": standing(pole, today=today),
        "team": team_of(pole),
        "title": _title(waves, run),
        "today": today,
        "may_follow": may_follow_waves(cast("Asking", request).actor),
    }
    return render(request, "pole/steering.html", context)


def _title(waves: tuple[UnderWay, ...], run: PublishedRun | None) -> str:
    """Say what is under way, else what was found last."""
    if waves and waves[0].missing:
        verb = "n’a pas" if waves[0].missing == 1 else "n’ont pas"
        return f"{french.counted(waves[0].missing, 'membre')} {verb} encore déposé"
    if waves:
        return "Tous les membres ont déposé"
    if run is not None:
        return f"La dernière étude va jusqu’en {run.last_year}"
    return "Rien n’est en cours aujourd’hui"
