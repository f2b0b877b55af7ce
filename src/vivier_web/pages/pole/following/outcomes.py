"""What came of the projects that ended, as declared: of one project for the team, of all together for who steers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.following.room import actor_of, frame, project_or_404
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.projects import rules
from vivier_web.projects.actions.outcomes import freeze_outcomes, reopen_outcomes
from vivier_web.projects.declared import CAVEAT, MEASURES
from vivier_web.projects.queries.outcomes import awaited_of, measures_for, outcomes_csv, totals, years_declared


@needs(rules.may_build_projects)
def of_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each partner declared, year by year, to the team alone."""
    project = project_or_404(request, pk)
    rows = [
        (each, [getattr(each.sent, name) for name, _ in MEASURES] if each.sent else [])
        for each in awaited_of(project, timezone.localdate())
    ]
    context = {"rows": rows, "heads": [words for _, words in MEASURES], "caveat": CAVEAT}
    return render(request, "pole/following/outcomes_of.html", context | frame(request, project, ("Retombées", "")))


@needs(rules.may_read_outcomes)
def outcomes(request: HttpRequest) -> HttpResponse:
    """Show what all partners declared together, year by year; others than the team see what betrays nobody."""
    pole, sees_all = pole_of(request), rules.may_build_projects(actor_of(request))
    years = [totals(pole, year) for year in years_declared(pole)]
    shown = [(each, measures_for(each, sees_all=sees_all)) for each in years if sees_all or each.is_frozen]
    context = {"years": shown, "heads": [words for _, words in MEASURES], "caveat": CAVEAT, "sees_all": sees_all}
    context |= frame(request) | {"trail": [("Retombées des projets", "")]}
    if rules.may_see_projects(actor_of(request)):
        context["trail"] = [("Projets suivis", reverse("followed_projects")), ("Retombées", "")]
    return render(request, "pole/following/outcomes.html", context)


@needs(rules.may_build_projects)
def export(request: HttpRequest) -> HttpResponse:
    """Give every return in force as a table."""
    answer = HttpResponse("\ufeff" + outcomes_csv(pole_of(request)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="retombees-{pole_of(request).slug}.csv"'
    return answer


@require_POST
@needs(rules.may_build_projects)
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Freeze a year."""
    try:
        freeze_outcomes(pole_of(request), year, by=person(request))
        say(request, f"L’année {year} est figée.", undo=reverse("reopen_outcomes", args=[year]))
    except InputError as why:
        messages.error(request, str(why))
    return redirect("outcomes")


@require_POST
@needs(rules.may_build_projects)
def reopen(request: HttpRequest, year: int) -> HttpResponse:
    """Open a frozen year again."""
    reopen_outcomes(pole_of(request), year, by=person(request))
    say(request, f"L’année {year} est rouverte : les partenaires peuvent corriger leurs retours.")
    return redirect("outcomes")
