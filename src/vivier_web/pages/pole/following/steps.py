"""What is due in a project: added, handed over, postponed, taken off; and its reviews, held and followed."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.pages.pole.following.following import page
from vivier_web.pages.pole.following.room import acted, project_or_404
from vivier_web.pages.pole.members.here import filled, person
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.following_forms import ReviewForm, StepForm, a_day
from vivier_web.pages.shared.gestures import say
from vivier_web.projects import rules
from vivier_web.projects.actions import deliverables as acts
from vivier_web.projects.actions import reviews
from vivier_web.projects.models import Deliverable, Review, ReviewCondition
from vivier_web.projects.queries.consortium import carriers_of


@require_POST
@needs(rules.may_build_projects)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what is due."""
    project = project_or_404(request, pk)
    carriers = {str(each.pk): each for each in carriers_of(project)}
    form = StepForm([(each.pk, each.name) for each in carriers.values()], request.POST)

    def act(said: dict[str, object]) -> None:
        who: Organisation = carriers[str(said["organisation"])]
        promised = acts.Promised(str(said["kind"]), str(said["title"]), who, said["due_on"])  # type: ignore[arg-type]
        acts.add_deliverable(project, promised, by=person(request))

    if filled(form, act):
        say(request, "Échéance ajoutée : qui en répond la voit dans son espace.")
        return redirect("project_following", pk)
    return page(request, project, step_form=form)


def _step(request: HttpRequest, pk: int, step: int) -> Deliverable:
    rows = Deliverable.objects.filter(project=project_or_404(request, pk)).select_related("project")
    found: Deliverable = get_object_or_404(rows, pk=step)
    return found


@require_POST
@needs(rules.may_build_projects)
def deliver(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Note that something was handed over."""
    row = _step(request, pk, step)
    on, proof = a_day(request.POST.get("on", "")), request.POST.get("proof", "")
    undo = reverse("take_project_step_back", args=[pk, step])
    act = lambda: acts.deliver(row, proof=proof, on=_given(on), by=person(request))  # noqa: E731
    return acted(request, row.project, act, f"« {row.title} » remis.", undo=undo)


def _given(value: dt.date | None) -> dt.date:
    if value is None:
        raise InputError("Donnez le jour.")
    return value


@require_POST
@needs(rules.may_build_projects)
def take_back(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Take back that it was handed over."""
    row = _step(request, pk, step)
    act = lambda: acts.take_delivery_back(row, by=person(request))  # noqa: E731
    return acted(request, row.project, act, f"« {row.title} » reste à remettre.")


@require_POST
@needs(rules.may_build_projects)
def postpone(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Move the day something is due."""
    row = _step(request, pk, step)
    on, why = a_day(request.POST.get("on", "")), request.POST.get("why", "")
    act = lambda: acts.postpone_deliverable(row, due_on=_given(on), why=why, by=person(request))  # noqa: E731
    return acted(request, row.project, act, f"« {row.title} » reporté : la date d’origine reste visible.")


@require_POST
@needs(rules.may_build_projects)
def drop(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Take off what is no longer expected."""
    row = _step(request, pk, step)
    undo = reverse("restore_project_step", args=[pk, step])
    act = lambda: acts.drop_deliverable(row, by=person(request))  # noqa: E731
    return acted(request, row.project, act, f"« {row.title} » n’est plus attendu.", undo=undo)


@require_POST
@needs(rules.may_build_projects)
def restore(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Put back what was taken off."""
    row = _step(request, pk, step)
    act = lambda: acts.restore_deliverable(row, by=person(request))  # noqa: E731
    return acted(request, row.project, act, f"« {row.title} » est de nouveau attendu.")


@require_POST
@needs(rules.may_build_projects)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan one more review."""
    project = project_or_404(request, pk)
    on = a_day(request.POST.get("on", ""))
    act = lambda: reviews.plan_review(project, due_on=_given(on), by=person(request))  # noqa: E731
    return acted(request, project, act, "Revue planifiée.")


@require_POST
@needs(rules.may_build_projects)
def hold(request: HttpRequest, pk: int, review: int) -> HttpResponse:
    """Keep what a review decided."""
    project = project_or_404(request, pk)
    row: Review = get_object_or_404(Review.objects.select_related("project"), pk=review, project=project)
    form = ReviewForm(request.POST)

    def act(said: dict[str, object]) -> None:
        held = reviews.Held(said["held_on"], str(said["outcome"]), str(said["motives"]), form.conditions())  # type: ignore[arg-type]
        reviews.hold_review(row, held, by=person(request))

    if filled(form, act):
        say(request, "Décision de la revue notée : les partenaires la lisent avec ses motifs.")
        return redirect("project_following", pk)
    return page(request, project, review_form=form)


@require_POST
@needs(rules.may_build_projects)
def settle(request: HttpRequest, pk: int, condition: int) -> HttpResponse:
    """Note the proof of a condition; empty takes it back."""
    project = project_or_404(request, pk)
    row = get_object_or_404(ReviewCondition, pk=condition, review__project=project)
    proof = request.POST.get("proof", "")
    words = "Preuve notée." if proof.strip() else "Preuve reprise : la condition reste à lever."
    return acted(request, project, lambda: reviews.settle_review_condition(row, proof, by=person(request)), words)
