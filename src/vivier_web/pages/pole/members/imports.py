"""Importing members: a file, its columns to confirm, what would come of it, then the import, and its undoing."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier import french
from vivier.vocabulary import InputError
from vivier_web.members import actions, rules
from vivier_web.members.choices import SIZES, ImportState, OrganisationKind
from vivier_web.members.models import ImportBatch
from vivier_web.members.queries.imports import Sorted, read_lines, sort_out
from vivier_web.members.registers import FIELDS, opened
from vivier_web.members.registers.tables import MOST_BYTES
from vivier_web.pages.pole.members import forms
from vivier_web.pages.pole.members.here import Trail, person, pole_of, refuse, trail_to
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say

SHOWN = 25


@needs(rules.may_change_members)
def imports(request: HttpRequest) -> HttpResponse:
    """Take a file, and show the imports already made."""
    pole = pole_of(request)
    is_given = request.method == "POST"
    form = forms.FileForm(request.POST if is_given else None, request.FILES if is_given else None)
    if is_given:
        try:
            batch = _prepare(request)
            return redirect("import", batch.pk)
        except InputError as error:
            form.is_valid()
            form.add_error("file", str(error))
    done = ImportBatch.objects.filter(pole=pole).defer("table").select_related("by")[:30]
    context = {"form": form, "imports": done, "trail": trail_to(last="Importer"), "fields": FIELDS}
    return render(request, "pole/members/imports.html", context, status=422 if form.is_bound else 200)


def _prepare(request: HttpRequest) -> ImportBatch:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        # Django lets a file over the limit fall while it is being received: nothing of it is in memory nor on a disk.
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise InputError(
                "Ce fichier dépasse 20 Mo : importez-le en plusieurs fois, ou demandez à l’exploitant de l’importer "
                "par la ligne de commande."
            )
        raise InputError("Choisissez d’abord un fichier, puis envoyez-le.")
    return actions.prepare_import(pole_of(request), file.name or "fichier", opened(file.read()), by=person(request))


@dataclass(frozen=True, slots=True)
class _Column:
    field: Any  # the bound field
    examples: str


def _waiting(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch, pk=pk, pole=pole_of(request), state=ImportState.WAITING)


@needs(rules.may_change_members)
def import_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a waiting file holds, its columns to confirm, and what its import would do."""
    batch = _waiting(request, pk)
    table: dict[str, Any] = batch.table or {"header": [], "lines": []}
    form = forms.ColumnsForm(request.POST or None, header=table["header"], columns=batch.columns)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_columns(batch, form.columns, by=person(request))
            return redirect(reverse("import", args=[pk]) + "#apercu")
        except InputError as error:
            form.add_error(None, str(error))
    lines = table["lines"]
    entries, problems = read_lines(lines, batch.columns)
    found = sort_out(entries, pole=batch.pole, today=timezone.localdate())
    context = {
        "batch": batch,
        "form": form,
        "columns": [_Column(form[f"c{rank}"], _examples(lines, rank)) for rank in range(len(table["header"]))],
        "lines": len(lines),
        "found": found,
        "fates": found.fates[:SHOWN],
        "corrections": _corrections(found),
        "problems": problems[:200],
        "refused": len({problem.line for problem in problems}),
        "entries": len(entries),
        "trail": _trail(batch),
    }
    return render(request, "pole/members/import.html", context, status=status)


def _trail(batch: ImportBatch) -> Trail:
    return [("Membres", reverse("members")), ("Importer", reverse("imports")), (batch.source, None)]


def _examples(lines: list[Any], rank: int) -> str:
    seen = dict.fromkeys(cells[rank] for _, cells in lines[:50] if len(cells) > rank and cells[rank])
    return " · ".join(french.shortened(each, 28) for each in list(seen)[:3])


def _corrections(found: Sorted) -> list[tuple[str, str, str, str]]:
    words = {name: words for name, (words, _) in FIELDS.items()}
    return [
        (str(change.row), words.get(name, "Fermé le"), _shown(name, change.before[name]), _shown(name, value))
        for change in found.changes[:SHOWN]
        for name, value in change.after.items()
    ]


def _shown(name: str, value: Any) -> str:
    """Say a value as the screen does: a type or a class of employees by its words."""
    words = {"kind": dict(OrganisationKind.choices), "size": SIZES}.get(name, {})
    return str(words.get(value, value) or "vide")


@require_POST
@needs(rules.may_change_members)
def run_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Import a waiting file, and offer to undo it all."""
    batch = get_object_or_404(ImportBatch, pk=pk, pole=pole_of(request))
    try:
        done = actions.run_import(batch, by=person(request), today=timezone.localdate())
    except InputError as error:
        refuse(request, str(error))
        return redirect("imports")
    words = f"{french.counted(done.admitted, 'membre admis', 'membres admis')}, "
    words += f"{french.counted(done.changed, 'fiche corrigée', 'fiches corrigées')}."
    say(request, words, undo=reverse("undo_import", args=[pk]))
    return redirect("members")


@require_POST
@needs(rules.may_change_members)
def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a whole import."""
    batch = get_object_or_404(ImportBatch, pk=pk, pole=pole_of(request))
    try:
        kept = actions.undo_import(batch, by=person(request))
    except InputError as error:
        refuse(request, str(error))
        return redirect("imports")
    words = "L’import est annulé."
    if kept:
        words += f" {french.counted(kept, 'organisation')} dont on s’est servi depuis, ici ou ailleurs : gardé."
    say(request, words)
    return redirect("imports")


@require_POST
@needs(rules.may_change_members)
def drop_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a waiting file."""
    actions.drop_import(_waiting(request, pk), by=person(request))
    say(request, "Le fichier est abandonné : rien n’en est gardé.")
    return redirect("imports")
