"""One project after its award: where it is, what is due, who is late, and what the team does about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.following.room import acted, frame, project_or_404
from vivier_web.pages.pole.members.here import filled, person
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.following_forms import AwardForm, ReviewForm, ReviveForm, StepForm, a_day
from vivier_web.pages.shared.gestures import say
from vivier_web.projects import rules
from vivier_web.projects.actions.agreements import end_project, reopen_project
from vivier_web.projects.actions.awards import note_award, revive_award
from vivier_web.projects.models import Award, Project
from vivier_web.projects.queries.following import following_of
from vivier_web.skills.queries.needs import project_rows


@needs(rules.may_see_projects)
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a project after its award."""
    return page(request, project_or_404(request, pk))


def page(request: HttpRequest, project: Project, **forms: Any) -> HttpResponse:
    """Show a project, with forms that were refused as they were typed."""
    found = following_of(project, timezone.localdate())
    carriers = [(each.pk, each.name) for each in found.carriers]
    context: dict[str, Any] = {"following": found, "today": timezone.localdate(), "carriers": carriers}
    context["jobs"] = [(row, label) for row, label in project_rows(project.pole) if row.project == project.title]
    context |= frame(request, project)
    if context["may_run"]:
        context |= {
            "award_form": AwardForm(),
            "revive_form": ReviveForm(),
            "step_form": StepForm(carriers),
            "review_form": ReviewForm(),
        }
    return render(request, "pole/following/following.html", context | forms, status=422 if forms else 200)


@require_POST
@needs(rules.may_build_projects)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that an award was announced."""
    project = project_or_404(request, pk)
    form = AwardForm(request.POST)
    if filled(form, lambda said: note_award(project, **said, by=person(request))):
        say(request, "Annonce notée. Le délai pour signer la convention court depuis ce jour.")
        return redirect("project_following", pk)
    return page(request, project, award_form=form)


@require_POST
@needs(rules.may_build_projects)
def revive(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an award back, or move its last day."""
    project = project_or_404(request, pk)
    award = Award.objects.filter(project=project).first()
    form = ReviveForm(request.POST)
    if award is not None and filled(form, lambda said: revive_award(award, **said, by=person(request))):
        say(request, "Décision notée : le nouveau délai court, et les relances avec lui.")
        return redirect("project_following", pk)
    return page(request, project, revive_form=form)


@require_POST
@needs(rules.may_build_projects)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a project ended."""
    project = project_or_404(request, pk)

    def act() -> None:
        on = a_day(request.POST.get("on", ""))
        if on is None:
            raise InputError("Donnez le jour de la fin.")
        end_project(project, on=on, by=person(request))

    words = "Projet achevé : ses partenaires diront chaque année, pendant cinq ans, ce qu’il leur a apporté."
    return acted(request, project, act, words, undo=reverse("reopen_project", args=[pk]))


@require_POST
@needs(rules.may_build_projects)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a project ended."""
    project = project_or_404(request, pk)
    return acted(request, project, lambda: reopen_project(project, by=person(request)), "Le projet court de nouveau.")
