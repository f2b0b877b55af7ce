"""What projects will need: declared by the team, taken back, put back."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.skills import rules
from vivier_web.skills.actions.needs_asking import (
    declare_project_need,
    restore_project_need,
    withdraw_project_need,
)
from vivier_web.skills.models import ProjectNeed
from vivier_web.skills.needs.answers import ProjectNeed as Declared
from vivier_web.skills.queries.needs_filling import Choice, occupation_choices

_TEXT = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})


class ProjectNeedForm(forms.Form):
    """Ask what a project will need: its name, an occupation, a year, how many people."""

    project = forms.CharField(label="Projet", max_length=120, widget=_TEXT)
    title = forms.CharField(
        label="Métier", max_length=120, widget=_TEXT, help_text="L’intitulé du poste : « automaticien »."
    )
    year = forms.IntegerField(label="Année", widget=forms.NumberInput(attrs={"class": "form-control"}))
    people = forms.IntegerField(
        label="Postes", min_value=1, max_value=9999, widget=forms.NumberInput(attrs={"class": "form-control"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = timezone.localdate().year
        year = self.fields["year"]
        year.initial = first + 1
        year.validators = [*year.validators, MinValueValidator(first), MaxValueValidator(first + 15)]
        year.widget.attrs |= {"min": first, "max": first + 15}


def kept_need(
    request: HttpRequest, form: ProjectNeedForm, said: QueryDict | None
) -> tuple[ProjectNeed | None, list[Choice]]:
    """Keep what a project needs once its occupation is chosen among at most five, given beside until then."""
    if said is None or not form.is_valid():
        return None, []
    typed, code = form.cleaned_data, said.get("pcs", "")
    choices = occupation_choices(typed["title"], [])
    if not code or said.get("pour") != typed["title"]:
        if not choices:
            form.add_error("title", "Aucun métier ne ressemble à cet intitulé : essayez un autre mot.")
        return None, choices
    need = Declared(typed["project"], typed["title"], code, "", typed["year"], typed["people"])
    try:
        return declare_project_need(pole_of(request), need, by=person(request)), choices
    except InputError as why:
        form.add_error(None, str(why))
    return None, choices


@needs(rules.may_declare_project_needs)
def declare(request: HttpRequest) -> HttpResponse:
    """Declare what a project will need; the occupation is chosen among at most five."""
    typed = request.POST if request.method == "POST" else None
    form = ProjectNeedForm(typed, initial={"project": request.GET.get("projet", "")[:120]})
    made, choices = kept_need(request, form, typed)
    if made is not None:
        undo = reverse("withdraw_project_need", args=[made.pk])
        say(request, f"« {made.project} » : {made.people} × {made.title} en {made.year}.", undo=undo)
        return redirect("needs_board")
    trail = [("Besoins", reverse("needs_board")), ("Besoin d’un projet", "")]
    context = {"here": "needs", "form": form, "choices": choices, "trail": trail}
    return render(request, "pole/needs/project.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(rules.may_declare_project_needs)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what a project was said to need."""
    need: ProjectNeed = get_object_or_404(ProjectNeed.objects.select_related("pole"), pk=pk)
    withdraw_project_need(need, by=person(request))
    say(request, f"Besoin de « {need.project} » retiré.", undo=reverse("restore_project_need", args=[pk]))
    return redirect("needs_board")


@require_POST
@needs(rules.may_declare_project_needs)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what a project was said to need."""
    need: ProjectNeed = get_object_or_404(ProjectNeed.objects.select_related("pole"), pk=pk)
    restore_project_need(need, by=person(request))
    say(request, f"Besoin de « {need.project} » rétabli.")
    return redirect("needs_board")
