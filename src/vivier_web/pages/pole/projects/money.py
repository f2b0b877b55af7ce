"""The money of a project: grid of costs, aid line by line, co-funding plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import person
from vivier_web.pages.pole.projects.forms import FundingForm
from vivier_web.pages.pole.projects.project import inside
from vivier_web.pages.pole.projects.room import partner_or_404, project_or_404
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.aid_form import aid_form
from vivier_web.pages.shared.gestures import acted, say
from vivier_web.pages.shared.project_grid import download, number_seen, read_table, typed_in
from vivier_web.projects import rules
from vivier_web.projects.actions import budgets as acts
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.actions.opening import declare_for_aid
from vivier_web.projects.building.grid import laid_out
from vivier_web.projects.building.sight import TEAM
from vivier_web.projects.models import Budget, FundingLine, Project
from vivier_web.projects.queries.budgets import (
    cells_of,
    latest_budget,
    looked_at,
    partners_in,
    plan_of,
    versions_of,
)
from vivier_web.projects.queries.consortia import is_stale, latest_estimate
from vivier_web.projects.queries.projects import estimate_told, prior_aids_of


@needs(rules.may_build_projects)
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the grid, and save what was typed: only what changed since the version one saw."""
    row = project_or_404(request, pk)
    if request.method != "POST":
        return _grid(request, row)
    looked = looked_at(row, partners_in(row), cells_of(row), TEAM)
    seen = Budget.objects.filter(project=row, number=number_seen(request)).first()
    typed = typed_in(request, seen.cells if seen else {}, looked.writes)
    if typed.troubles:
        return _grid(request, row, said=typed.said, troubles=typed.troubles, status=422)
    try:
        made = acts.save_budget(row, typed.changed, writes=looked.writes, by=person(request))
    except InputError as why:
        messages.error(request, str(why))
        return _grid(request, row, said=typed.said, status=422)
    _tell(request, row, made)
    return redirect("project_budget", pk)


def _tell(request: HttpRequest, row: Project, made: Budget | None) -> None:
    if made is None:
        messages.info(request, "Rien n’a changé.")
        return
    undo = reverse("restore_project_budget", args=[row.pk])
    say(request, f"Budget enregistré, version {made.number}.", undo=undo, version=made.number - 1)


def _grid(request: HttpRequest, row: Project, **more: Any) -> HttpResponse:
    partners, cells, last = partners_in(row), cells_of(row), latest_budget(row)
    looked = looked_at(row, partners, cells, TEAM)
    number = number_seen(request) if request.method == "POST" else (last.number if last else 0)
    said, troubles = more.pop("said", None), more.pop("troubles", None)
    context = {
        "sheet": laid_out(cells, looked, number=number, said=said, troubles=troubles),
        "troubles": troubles or {},
        "versions": versions_of(row),
        "action": reverse("project_budget", args=[row.pk]),
        "importing": reverse("import_project_budget", args=[row.pk]),
        "restoring": reverse("restore_project_budget", args=[row.pk]),
        "exports": [
            (kind.upper(), reverse("export_project_budget", args=[row.pk, kind])) for kind in ("xlsx", "csv")
        ],
    }
    return inside(request, "budget", row, "project_budget", **context, **more)


@require_POST
@needs(rules.may_build_projects)
def import_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a table, chosen or pasted: all of it, or none and every line that is wrong."""
    row = project_or_404(request, pk)
    looked = looked_at(row, partners_in(row), cells_of(row), TEAM)
    try:
        cells = read_table(request, looked)
        made = acts.save_budget(row, cells, writes=looked.writes, by=person(request), what="Import d’un tableau")
    except InputError as why:
        refusal = {"refusal": str(why), "problems": getattr(why, "problems", ())}
        return _grid(request, row, status=422, pasted=request.POST.get("texte", ""), **refusal)
    _tell(request, row, made)
    return redirect("project_budget", pk)


@needs(rules.may_build_projects)
def export_budget(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the grid as a file."""
    row = project_or_404(request, pk)
    cells = cells_of(row)
    return download(cells, looked_at(row, partners_in(row), cells, TEAM), kind, f"budget-projet-{row.pk}")


@require_POST
@needs(rules.may_build_projects)
def restore_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back to a version: what it said is written again, as a new one."""
    row, asked = project_or_404(request, pk), request.POST.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else -1
    writes = [each.pk for each in partners_in(row)]
    try:
        _tell(request, row, acts.restore_budget(row, number, writes=writes, by=person(request)))
    except InputError as why:
        messages.error(request, str(why))
    return redirect("project_budget", pk)


@needs(rules.may_build_projects)
def aid(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the last computation line by line, the plan, what is declared; compute again."""
    row = project_or_404(request, pk)
    form = aid_form(request.POST or None, row.regime, vars(row))
    if form.is_valid():
        said = form.cleaned_data
        try:
            declare_for_aid(row, form.declared(), by=person(request))
            estimate_aid(row, said["regime"], on=said["on"], by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Aide calculée : chaque ligne dit la règle qui la donne.")
            return redirect("project_aid", pk)
    estimate = latest_estimate(row)
    partners = [(each.pk, each.organisation.name) for each in partners_in(row)]
    context = {
        "form": form,
        "estimate": estimate,
        "told": estimate_told(estimate) if estimate else None,
        "is_stale": is_stale(row, estimate),
        "funded": plan_of(row, estimate, cells_of(row)),
        "funding_form": FundingForm(partners, prefix="f"),
        "prior": prior_aids_of(row),
        "status": 422 if form.is_bound else 200,
    }
    return inside(request, "aid", row, "project_aid", **context)


@require_POST
@needs(rules.may_build_projects)
def funding(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a resource to the plan, or take one out."""
    row, where = project_or_404(request, pk), ("project_aid", pk)
    gone = request.POST.get("retirer", "")
    if gone:
        rows = FundingLine.objects.filter(project=row).select_related("project__pole")
        found: FundingLine = get_object_or_404(rows, pk=int(gone) if gone.isdecimal() and len(gone) < 12 else 0)
        return acted(request, lambda: acts.remove_funding(found, by=person(request)), "Ressource retirée.", *where)
    form = FundingForm([(each.pk, "") for each in partners_in(row)], request.POST, prefix="f")
    if not form.is_valid() or form.cleaned_data["amount"] is None:
        messages.error(request, "Donnez une ressource et son montant en euros, par exemple 12 500,50.")
        return redirect(*where)
    said = form.cleaned_data
    partner = partner_or_404(row, int(said["partner"])) if said["partner"] else None
    made = lambda: acts.add_funding(  # noqa: E731
        row, said["kind"], said["amount"], by=person(request), partner=partner, label=said["label"]
    )
    return acted(request, made, "Ressource ajoutée au plan.", *where)
