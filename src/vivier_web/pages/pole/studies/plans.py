"""Studies: the list, a new one, its runs, running again."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.pages.pole.studies.forms import StudyForm
from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.models import Run, Study
from vivier_web.skills.queries.studies import (
    perimeter_words,
    perimeters_of,
    regions_offered,
    studies_of,
    waves_open_to_study,
)

A_PAGE = 20


@needs(rules.may_read_studies)
def studies(request: HttpRequest) -> HttpResponse:
    """List the studies of the pôle, each with its last run."""
    page = Paginator(studies_of(request.pole), A_PAGE).get_page(request.GET.get("page"))  # type: ignore[attr-defined]
    rows = [(one, next(iter(one.runs.all()), None), perimeter_words(one.parameters)) for one in page]
    has_waves = bool(waves_open_to_study(request.pole))  # type: ignore[attr-defined]
    return shown(request, "studies", here="studies", trail=[], page=page, rows=rows, has_waves=has_waves)


@needs(rules.may_run_studies)
def new_study(request: HttpRequest) -> HttpResponse:
    """Prepare a study, and run it at once."""
    pole = request.pole  # type: ignore[attr-defined]
    waves = waves_open_to_study(pole)
    initial = {"wave": request.GET.get("vague")}
    form = StudyForm(
        request.POST or None, initial=initial, waves=waves, perimeters=perimeters_of(pole), regions=regions_offered()
    )
    if request.method == "POST" and form.is_valid():
        wave = next(wave for wave in waves if wave.pk == form.cleaned_data["wave"])
        user = cast(User, request.user)
        try:
            planned = plan_study(wave, form.cleaned_data["name"], form.parameters(), by=user)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            return redirect("run", queue_run(planned, by=user).pk)
    trail = [("Études", reverse("studies")), ("Nouvelle étude", "")]
    return shown(request, "new_study", here="studies", trail=trail, form=form, waves=waves)


@needs(rules.may_read_studies)
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a study asks, and all its runs."""
    looked_at: Study = get_object_or_404(Study.objects.select_related("wave", "by"), pk=pk)
    runs = list(Run.objects.filter(study=looked_at).defer("result").order_by("-number"))
    return shown(
        request,
        "study",
        here="studies",
        trail=[("Études", reverse("studies")), (looked_at.name, "")],
        study=looked_at,
        runs=runs,
        perimeter=perimeter_words(looked_at.parameters),
        done=[run for run in runs if run.state == "done"],
    )


@require_POST
@needs(rules.may_run_studies)
def run_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a study again: the same deposits give the same bytes."""
    again = queue_run(get_object_or_404(Study.objects.select_related("pole"), pk=pk), by=cast(User, request.user))
    messages.success(request, f"Le calcul n° {again.number} est lancé.")
    return redirect("run", again.pk)
