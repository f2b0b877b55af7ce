"""Opening a dossier, filling in what a stage asks, keeping a draft, filing, withdrawing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.members.queries.places import local_name
from vivier_web.pages.company.dossiers.here import member_of, own_dossier, trail_to
from vivier_web.pages.company.who import address, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.procedure_fields import StageForm
from vivier_web.procedures import rules
from vivier_web.procedures.actions import filing as actions
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.definition.forms import Field
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.models import Dossier, ProcedureVersion
from vivier_web.procedures.queries.boards import open_procedures
from vivier_web.procedures.queries.paths import ahead_of, asked_with, known_of
from vivier_web.procedures.queries.state import answers_of
from vivier_web.projects.actions.filing import follow_dossier


@require_POST
@needs(rules.may_file_dossiers)
def start(request: HttpRequest, version: int) -> HttpResponse:
    """Open a dossier and go and fill it in."""
    member = member_of(request)
    row = get_object_or_404(ProcedureVersion, pk=version, pole=pole_of(request))
    if row not in open_procedures(pole_of(request), timezone.localdate()):
        messages.error(request, "Cette procédure n’est pas ouverte : choisissez-en une dans la liste.")
        return redirect(address("my_dossiers", member))
    try:
        made = actions.open_dossier(pole_of(request), row, member, by=user_of(request))
    except InputError as why:
        messages.error(request, str(why))
        return redirect(address("my_dossiers", member))
    return redirect("fill_dossier", made.pk)


@needs(rules.may_file_dossiers)
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in what is asked now; « Enregistrer » keeps it as it is, « Déposer » files it once nothing is missing."""
    row = own_dossier(request, pk)
    later = ahead_of(row)
    ahead = later if later is not None and later.key == request.GET.get("avec") else None
    fields = asked_with(row, ahead)
    if not fields:
        messages.error(request, "Rien n’est à remplir aujourd’hui : votre dossier est à l’instruction.")
        return redirect("my_dossier", pk)
    if request.method != "POST":
        return _page(request, row, _blank(row, fields), ahead)
    form = StageForm(fields, request.POST)
    if not form.is_valid():
        return _page(request, row, form, ahead)
    if request.POST.get("geste") == "deposer":
        return _filed(request, row, form, ahead)
    actions.save_content(row, form.answers(), by=user_of(request))
    messages.success(request, "C’est enregistré. Personne d’autre que vous ne lit ce brouillon.")
    here = reverse("fill_dossier", args=[pk])
    return redirect(f"{here}?avec={ahead.key}" if ahead else here)


def _blank(row: Dossier, fields: tuple[Field, ...]) -> StageForm:
    """Fill the form with the draft, else with what was filed before, else with what the platform knows."""
    known: dict[str, Any] = known_of(row) | answers_of(row) | row.draft
    return StageForm(fields, initial={each.key: known.get(each.key) for each in fields})


def _filed(request: HttpRequest, row: Dossier, form: StageForm, ahead: Stage | None) -> HttpResponse:
    with_it = ahead.key if ahead else ""
    try:
        filed = actions.file_content(row, form.answers(), by=user_of(request), ahead=with_it)
    except ForbiddenMove as why:
        actions.save_content(row, form.answers(), by=user_of(request))
        form.tell(why.reasons)
        return _page(request, row, form, ahead)
    follow_dossier(filed, by=user_of(request))
    messages.success(request, f"Dossier {filed.reference} déposé. Vous suivez ici la suite, étape par étape.")
    return redirect("my_dossier", row.pk)


def _page(request: HttpRequest, row: Dossier, form: StageForm, ahead: Stage | None) -> HttpResponse:
    stage = row.definition().stage(row.stage)
    context = {
        "dossier": row,
        "member": row.organisation,
        "form": form,
        "stage": stage,
        "heading": stage.title_for("applicant"),
        "asked": row.correction_asked,
        "ahead": ahead,
        "later": ahead_of(row),
        "trail": trail_to(row.organisation, (row.reference, reverse("my_dossier", args=[row.pk])), ("Remplir", "")),
    }
    return render(request, "company/dossiers/fill.html", context, status=422 if form.errors else 200)


@require_POST
@needs(rules.may_file_dossiers)
def address_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the local authority that will read this dossier, before it is filed to one."""
    row = own_dossier(request, pk)
    try:
        made = actions.address_dossier(row, request.POST.get("collectivite", "")[:9], by=user_of(request))
        messages.success(request, f"Ce dossier ira à : {local_name(made.local)}, et à aucune autre collectivité.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect("my_dossier", pk)


@require_POST
@needs(rules.may_file_dossiers)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a dossier, once the box that says so was ticked: nothing can give it back."""
    row = own_dossier(request, pk)
    if request.POST.get("sure") != "oui":
        messages.error(request, "Cochez la case : un dossier retiré ne revient pas, il faut en ouvrir un autre.")
        return redirect("my_dossier", pk)
    try:
        follow_dossier(actions.withdraw_dossier(row, by=user_of(request)), by=user_of(request))
        messages.success(request, f"Le dossier {row.reference} est retiré.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect("my_dossier", pk)
