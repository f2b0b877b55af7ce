"""Texts typed or given: imported, checked line by line, kept as drafts; nothing typed is ever lost."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.procedures.room import Trail, shown, version_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.pages.shared.procedure_sheet import sheet
from vivier_web.procedures import rules
from vivier_web.procedures.actions.versions import FROZEN, import_procedure, save_draft
from vivier_web.procedures.definition import UnreadableProcedure
from vivier_web.procedures.definition.reading import MOST_BYTES
from vivier_web.procedures.queries.versions import Checked, checked

NOT_TEXT = "Ce fichier n’est pas un texte : donnez un fichier .toml, ou collez son contenu."


@needs(rules.may_write_procedures)
def give(request: HttpRequest) -> HttpResponse:
    """Import the text of a procedure, pasted or in a file; what is wrong is said with its line."""
    pole_of(request)
    trail: Trail = [("Importer", "")]
    if request.method != "POST":
        return shown(request, "import", trail=trail, text="")
    text, trouble = _given(request)
    found = checked(text)
    if not trouble and found.procedure:
        try:
            made = import_procedure(pole_of(request), text, by=person(request))
        except InputError as why:
            trouble = str(why)
        else:
            undo = reverse("retire_procedure", args=[made.pk])
            say(request, f"« {made.title} », version {made.version} : en brouillon.", undo=undo)
            return redirect("procedure", made.pk)
    context = _seen(text, found, trouble) if text.strip() and not found.procedure else {"trouble": trouble}
    return shown(request, "import", trail=trail, text=text, status=422, **context)


def _given(request: HttpRequest) -> tuple[str, str]:
    """Give the text that was pasted or the one of the file, and what is wrong with the file."""
    given, pasted = request.FILES.get("fichier"), request.POST.get("texte", "")
    if given is None:
        return pasted, "" if pasted.strip() else "Collez le texte d’une procédure, ou choisissez son fichier."
    try:
        return given.read(MOST_BYTES + 1).decode(), ""
    except UnicodeDecodeError:
        return pasted, NOT_TEXT


@needs(rules.may_write_procedures)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a draft as a text: check it and see it, or keep it."""
    version = version_of(request, pk)
    trail: Trail = [(f"{version.title}, {version.version}", reverse("procedure", args=[pk])), ("Modifier", "")]
    if not version.is_draft:
        return shown(request, "frozen", trail=trail, version=version, why=FROZEN, status=409)
    text = request.POST.get("texte", version.text)
    trouble, found = "", checked(text)
    if request.method == "POST" and "garder" in request.POST:
        try:
            save_draft(version, text, by=person(request))
        except UnreadableProcedure:
            trouble = "Le brouillon n’est pas enregistré : corrigez d’abord ce qui suit ; votre texte est resté ici."
        except InputError as why:
            trouble = f"Le brouillon n’est pas enregistré. {why}"
        else:
            say(request, "Brouillon enregistré.")
            return redirect("procedure", pk)
    status = 422 if request.method == "POST" and (trouble or found.procedure is None) else 200
    context = _seen(text, found, trouble) | {"version": version, "text": text, "status": status}
    return shown(request, "edit", trail=trail, **context)


def _seen(text: str, found: Checked, trouble: str) -> dict[str, Any]:
    """Give what a page shows of a text: each trouble beside its line, and the procedure when it can be read."""
    lines = text.splitlines()
    told = [
        {"line": line, "sentence": sentence, "said": lines[line - 1].strip()[:120] if line <= len(lines) else ""}
        for line, sentence in found.troubles
    ]
    shown_sheet = sheet(found.procedure) if found.procedure else {}
    return {"trouble": trouble, "troubles": told, "checked": found} | shown_sheet
