"""The amendments of a project: what is asked, who must accept it, what each answered; asked, answered, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.following.room import acted, frame, project_or_404
from vivier_web.pages.pole.members.here import person
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.amendment_form import AmendmentForm, Offered
from vivier_web.pages.shared.following_forms import a_day
from vivier_web.projects import rules
from vivier_web.projects.actions.amending import answer_amendment, ask_amendment, withdraw_amendment
from vivier_web.projects.models import Agreement, AmendmentAnswer, Project
from vivier_web.projects.queries.amendments import amendment_in_play, amendments_of, effect_told, wanted_of
from vivier_web.projects.queries.budgets import cells_of, names_of, partners_in
from vivier_web.projects.queries.consortium import carriers_of

TAB = "Avenants"


@needs(rules.may_see_projects)
def amendments(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every amendment of a project, the one in play first; figures to the team alone."""
    project = project_or_404(request, pk)
    shown = frame(request, project, (TAB, ""))
    rows = list(amendments_of(project))
    context = {
        "rows": [(each, effect_told(each) if shown["may_run"] else None) for each in rows],
        "in_play": next((each for each in rows if each.state in {"open", "agreed"}), None),
        "agreements": Agreement.objects.filter(project=project),
        "prefix": "project",
    }
    return render(request, "pole/following/amendments.html", context | shown)


@needs(rules.may_build_projects)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an amendment for the pôle; nothing typed is lost."""
    project = project_or_404(request, pk)
    form = AmendmentForm(_offered(project), request.POST or None)
    if form.is_valid():
        try:
            ask_amendment(project, wanted_of(project, form.said()), by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Avenant demandé : chacun est prévenu, ses effets sont calculés ci-dessous.")
            return redirect("project_amendments", pk)
    trail = ((TAB, reverse("project_amendments", args=[pk])), ("Demander un avenant", ""))
    context = {"form": form, "is_open": amendment_in_play(project) is None} | frame(request, project, *trail)
    return render(request, "pole/following/amendment.html", context, status=422 if form.is_bound else 200)


def _offered(project: Project) -> Offered:
    names = names_of(partners_in(project))
    carriers = {each.pk: each.name for each in carriers_of(project)}
    return Offered(carriers, names, frozenset(names), cells_of(project))


@require_POST
@needs(rules.may_build_projects)
def answer(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Note what one of those asked answered: the pôle itself, a funder by its letter, a partner by other means."""
    project, said = project_or_404(request, pk), request.POST
    rows = AmendmentAnswer.objects.filter(amendment__project=project).select_related("amendment__project")
    row: AmendmentAnswer = get_object_or_404(rows, pk=answer)
    on = a_day(said.get("on", ""))
    act = lambda: answer_amendment(  # noqa: E731
        row, said.get("said", ""), by=person(request), words=said.get("words", ""), on=on
    )
    return acted(request, project, act, "Réponse notée.", to="project_amendments")


@require_POST
@needs(rules.may_build_projects)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the amendment in play; it stays in the history."""
    project = project_or_404(request, pk)

    def act() -> None:
        found = amendment_in_play(project)
        if found is None:
            raise InputError("Aucun avenant n’est en attente.")
        withdraw_amendment(found, by=person(request))

    return acted(request, project, act, "Avenant retiré ; il reste dans l’historique.", to="project_amendments")
