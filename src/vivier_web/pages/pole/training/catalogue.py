"""The catalogue and the needs: listed, completed by hand or by a table, taken back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.members.registers import Table, opened
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.training.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.pages.shared.training_rows import row_form
from vivier_web.skills import rules
from vivier_web.skills.actions import training as acts
from vivier_web.skills.models import TrainingBatch, Wave
from vivier_web.skills.queries.training import batches_of, courses_of, gathered, places_of, waves_to_plan
from vivier_web.skills.training.reading import FIELDS

WORDS = {
    "formation": ("course", "Ajouter une formation", "Importer des formations", "training_catalogue"),
    "lieu": ("place", "Ajouter un lieu", "Importer des lieux", "training_catalogue"),
    "besoin": ("need", "Ajouter un besoin", "Importer des besoins", "training_needs"),
}
FRENCH = {words[0]: slug for slug, words in WORDS.items()}
A_PAGE = 25
Words = tuple[str, str, str, str]


def words_of(kind: str) -> Words:
    """Give the words of a kind of row; there is no other."""
    if kind not in WORDS:
        raise Http404
    return WORDS[kind]


@require_GET
@needs(rules.may_plan_training)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the courses and places, those that training bodies propose first."""
    pole = pole_of(request)
    courses, places = courses_of(pole), places_of(pole)
    waiting: list[tuple[str, Any]] = [("formation", one) for one in courses if not one.accepted_at]
    waiting += [("lieu", one) for one in places if not one.accepted_at]
    kept = [one for one in courses if one.accepted_at]
    return shown(
        request,
        "catalogue",
        here="training_catalogue",
        trail=[("Catalogue", "")],
        waiting=waiting,
        page=Paginator(kept, A_PAGE).get_page(request.GET.get("page")),
        places=[one for one in places if one.accepted_at],
        batches=[one for one in batches_of(pole) if one.kind != "need"],
    )


def wave_of(request: HttpRequest, waves: list[Wave]) -> Wave | None:
    """Give the wave asked for, else the latest; None when there is none."""
    asked = request.GET.get("vague", "")
    return next((one for one in waves if str(one.pk) == asked), waves[0] if waves else None)


@require_GET
@needs(rules.may_plan_training)
def wishes(request: HttpRequest) -> HttpResponse:
    """Show the needs that may be planned: of members that agree, or given by hand."""
    pole = pole_of(request)
    waves = waves_to_plan(pole)
    wave = wave_of(request, waves)
    found = gathered(wave) if wave is not None else None
    return shown(
        request,
        "needs",
        here="training_needs",
        trail=[("Besoins", "")],
        waves=waves,
        wave=wave,
        found=found,
        page=Paginator(found.rows if found else (), A_PAGE).get_page(request.GET.get("page")),
        batches=[one for one in batches_of(pole) if one.kind == "need"],
    )


@needs(rules.may_plan_training)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add one row by hand."""
    code, heading, _, back = words_of(kind)
    troubles: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = acts.add_row(pole_of(request), code, request.POST.dict(), by=person(request))
        except acts.RowError as why:
            troubles = why.troubles
        else:
            say(request, f"« {made.name} » est noté.", undo=reverse("withdraw_training", args=[kind, made.pk]))
            return redirect(back)
    form = row_form(FIELDS[code], request.POST.dict() if troubles else None, troubles)
    context = {"form": form, "heading": heading, "back": reverse(back), "status": 422 if troubles else 200}
    return shown(request, "row", here=back, trail=[(heading, "")], **context)


@needs(rules.may_plan_training)
def give_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a table, chosen or pasted: all of it, or none and every line that is wrong."""
    code, _, heading, back = words_of(kind)
    context: dict[str, Any] = {"heading": heading, "back": reverse(back), "columns": FIELDS[code], "text": ""}
    if request.method == "POST":
        try:
            table, context["text"] = _table(request)
            batch = acts.import_rows(pole_of(request), code, table, by=person(request))
        except acts.TableError as why:
            context |= {"refusal": str(why), "problems": why.problems[:200], "status": 422}
        except InputError as why:
            context |= {"refusal": str(why), "status": 422}
        else:
            undo = reverse("undo_training_import", args=[batch.pk])
            say(request, f"{batch.lines} lignes importées.", undo=undo)
            return redirect(back)
    return shown(request, "import", here=back, trail=[(heading, "")], **context)


def _table(request: HttpRequest) -> tuple[Table, str]:
    """Give the table, and its text to correct on the page when it is one."""
    given = request.FILES.get("fichier")
    if given is None:
        text = str(request.POST.get("texte", ""))
        return opened(text.encode()), text
    content = given.read()
    table = opened(content)
    text = "\n".join(";".join(cells) for cells in (table.header, *(cells for _, cells in table.lines)))
    return table, text if len(text) < 100_000 else ""


@require_POST
@needs(rules.may_plan_training)
def undo_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the rows of a table."""
    batch = get_object_or_404(TrainingBatch, pk=pk)
    acts.undo_rows(batch, by=person(request))
    messages.success(request, f"Import annulé : {batch.lines} lignes retirées.")
    return redirect(WORDS[FRENCH[batch.kind]][3])


def _row(kind: str, pk: int) -> tuple[Any, str]:
    code, _, _, back = words_of(kind)
    return get_object_or_404(acts.KINDS[code].objects.select_related("pole"), pk=pk), back


def _changed(request: HttpRequest, act: Callable[[], None], words: str, back: str, undo: str = "") -> HttpResponse:
    try:
        act()
    except InputError as why:
        messages.error(request, str(why))
    else:
        say(request, words, undo=undo)
    return redirect(back)


@require_POST
@needs(rules.may_plan_training)
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a row back."""
    row, back = _row(kind, pk)
    undo = reverse("restore_training", args=[kind, pk])
    return _changed(request, lambda: acts.withdraw_row(row, by=person(request)), f"« {row} » est retiré.", back, undo)


@require_POST
@needs(rules.may_plan_training)
def restore(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put a row back."""
    row, back = _row(kind, pk)
    return _changed(request, lambda: acts.restore_row(row, by=person(request)), f"« {row} » est remis.", back)


@require_POST
@needs(rules.may_plan_training)
def accept(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take what a training body proposes into the catalogue."""
    if kind == "besoin":
        raise Http404
    row, back = _row(kind, pk)
    return _changed(request, lambda: acts.accept_row(row, by=person(request)), f"« {row} » est au catalogue.", back)
