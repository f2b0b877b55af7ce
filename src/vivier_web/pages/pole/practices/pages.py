"""The practices by axis and step, one practice with what is measured of it, writing and offering one."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.practices.forms import PracticeForm
from vivier_web.pages.pole.training.room import DOORS
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.gestures import say
from vivier_web.procedures import rules
from vivier_web.procedures.queries.versions import versions_of
from vivier_web.projects.actions import practices as acts
from vivier_web.projects.models import Practice
from vivier_web.projects.queries.practices import axes_of, practice_seen, practice_shown

WHOSE = (("", "toutes"), ("own", "les vôtres"), ("others", "celles d’autres pôles"))


def _shown(request: HttpRequest, template: str, trail: list[tuple[str, str]], **context: Any) -> HttpResponse:
    doors = [{"words": words, "url": reverse(name), "is_here": name == "practices"} for name, words in DOORS]
    may_write = rules.may_write_procedures(cast("Asking", request).actor)
    start = [("Agir", reverse("training"))] if may_write else []
    steps = [*start, ("Pratiques", reverse("practices") if trail else ""), *trail]
    status = context.pop("status", 200)
    frame = {"doors": doors if may_write else [], "trail": steps, "may_write": may_write}
    return render(request, f"pole/practices/{template}.html", context | frame, status=status)


@require_GET
@needs(rules.may_see_dossiers)
def practices(request: HttpRequest) -> HttpResponse:
    """Show the six axes, their key steps and the practices written there."""
    whose = request.GET.get("de", "")
    axes = axes_of(pole_of(request), whose=whose)
    context = {"axes": axes, "whose": whose, "choices": WHOSE, "count": sum(each.count for each in axes)}
    return _shown(request, "practices", [], **context)


@require_GET
@needs(rules.may_see_dossiers)
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a practice, what is measured on the dossiers of its procedure, and how to take it up."""
    found = practice_seen(pole_of(request), pk)
    if found is None:
        raise Http404
    shown = practice_shown(pole_of(request), found)
    return _shown(request, "practice", [(found.title, "")], practice=found, shown=shown)


@needs(rules.may_write_procedures)
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a practice, new or known."""
    pole = pole_of(request)
    row = get_object_or_404(Practice, pk=pk, pole=pole) if pk else None
    versions = list(versions_of(pole).exclude(state="draft"))
    form = PracticeForm(versions, request.POST if request.method == "POST" else None, initial=_known(row))
    if form.is_valid():
        try:
            made = acts.write_practice(pole, form.card(), by=person(request), practice=row)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            offered = "Les pôles à qui elle est offerte la lisent ainsi."
            kept = "Elle n’est lue que de votre pôle tant que vous ne l’offrez pas."
            messages.success(request, f"Pratique enregistrée. {offered if made.is_offered else kept}")
            return redirect("practice", made.pk)
    trail = [(row.title if row else "Nouvelle pratique", "")]
    return _shown(request, "write", trail, form=form, practice=row, status=422 if form.errors else 200)


def _known(row: Practice | None) -> dict[str, Any]:
    if row is None:
        return {}
    said = {"title": row.title, "words": row.words, "learned": row.learned, "source": row.source}
    return said | {"procedure": row.procedure_id or "", "place": f"{row.axis}:{row.step}"}


@require_POST
@needs(rules.may_write_procedures)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a practice to other pôles, or offer it no more."""
    row = get_object_or_404(Practice, pk=pk, pole=pole_of(request))
    is_offered = request.POST.get("geste") != "retirer"
    acts.offer_practice(row, by=person(request), is_offered=is_offered)
    words = (
        "Offerte : les autres pôles la lisent, avec ce qui en est mesuré."
        if is_offered
        else "Elle n’est plus offerte."
    )
    again = {"geste": "retirer" if is_offered else "offrir"}
    say(request, words, undo=reverse("offer_practice", args=[pk]), **again)
    return redirect("practice", pk)
