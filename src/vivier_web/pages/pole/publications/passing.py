"""One passage through the gate: how far it is, what it would publish, why the rest is hidden; publish; take back."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vivier.french import counted
from vivier.vocabulary import InputError
from vivier_web.indicators import rules
from vivier_web.indicators.actions import publishing as acts
from vivier_web.indicators.actions.agreements import ask_agreements
from vivier_web.indicators.gate.layout import DETAIL_WORDS, DETAILS, cube_of
from vivier_web.indicators.gate.words import proposals
from vivier_web.indicators.models import Publication, PublicationWork
from vivier_web.indicators.queries.agreements import asking_of
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.preparations import preparations
from vivier_web.indicators.queries.publications import shown_by
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.publications.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say

MOST = 18  # hidden cells named on each side; the others are counted


def _work(pk: int) -> PublicationWork:
    found: PublicationWork = get_object_or_404(PublicationWork.objects.select_related("publication"), pk=pk)
    return found


def asked_by(work: PublicationWork) -> Asked:
    """Give what a passage was asked, to ask it again."""
    return Asked(work.cube, work.source, work.detail, work.perimeter)


def _how_far(work: PublicationWork) -> dict[str, Any]:
    """Say how far a passage is; refused, what prevents it with the page of each, and the details that remain."""
    beside = [(one["words"], dt.date.fromisoformat(one["on"]), one["key"]) for one in work.refusal.get("beside", ())]
    again = f"{reverse('prepare_publication')}?{urlencode({'de': f'{work.cube}|{work.source}'})}"
    ways = [(DETAILS[each], f"{again}&detail={each}") for each in work.refusal.get("details", ())]
    return {"work": work, "beside": beside, "ways": ways, "again": again}


@require_GET
@needs(rules.may_see_publications)
def passage(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a passage would publish, or did, or why it was refused."""
    work = _work(pk)
    trail = [(str(work).capitalize(), "")]
    found = shown_by(work) if not work.is_waiting else None
    if found is None:
        (what,) = preparations(pole_of(request), [work])
        return shown(request, "waiting", trail, what=what, **_how_far(work))
    outlook, document = found.outlook, found.document
    units = next((each[-2] for each in document["cells"] if set(each[:-3]) == {"T"}), 0)
    context = {
        "work": work,
        "found": found,
        "outlook": outlook,
        "title": document["title"],
        "verdict": document["audit"]["verdict"],
        "contributors": units,
        "primary": [name for name, status in found.hidden if status == "primary"][:MOST],
        "secondary": [name for name, status in found.hidden if status == "secondary"][:MOST],
        "more_primary": max(outlook.primary - MOST, 0),
        "more_secondary": max(outlook.secondary - MOST, 0),
        "proposals": proposals(outlook, work.detail, members=units or 0),
        "detail": DETAILS[work.detail],
        "detail_words": DETAIL_WORDS[work.detail],
        "contributors_word": cube_of(work.cube).contributors,
        "has_people": bool(cube_of(work.cube).people),
        "about": document.get("about", {}),
        "estimated": len(document.get("estimated", ())),
        "publication": getattr(work, "publication", None),
        "asking": (asking := asking_of(work)),
        "may_ask": outlook.is_mostly_hidden and not work.is_final and asking is None,
    }
    return shown(request, "passage", trail, **context)


@require_GET
@needs(rules.may_see_publications)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Give how far a passage is, for the page that asks every two seconds; once done, ask it to open the result."""
    work = _work(pk)
    answer = render(request, "pole/publications/progress.html", _how_far(work))
    if not work.is_waiting:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@needs(rules.may_publish_figures)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the gate for good with what a rehearsal was asked."""
    try:
        before = _work(pk)
        rehearsal = before.rehearsal or before
        work = acts.publish(pole_of(request), asked_by(before), by=person(request), rehearsal=rehearsal)
    except InputError as why:
        messages.error(request, str(why))
        return redirect("publication_work", pk)
    return redirect("publication_work", work.pk)


@require_POST
@needs(rules.may_prepare_publications)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask each member concerned whether its cells may be shown."""
    try:
        count = ask_agreements(_work(pk), by=person(request))
    except InputError as why:
        messages.error(request, str(why))
    else:
        say(request, f"Demandé à {counted(count, 'membre')} : chacun lira ses cases, et signera ou refusera.")
    return redirect("publication_work", pk)


def _publication(pk: int) -> Publication:
    found: Publication = get_object_or_404(Publication.objects.select_related("pole").defer("content"), pk=pk)
    return found


@require_POST
@needs(rules.may_publish_figures)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a publication no more."""
    publication = _publication(pk)
    try:
        acts.withdraw_publication(publication, request.POST.get("why", ""), by=person(request))
    except InputError as why:
        messages.error(request, str(why))
    else:
        say(request, "Publication retirée ; elle reste comparée aux suivantes.",
            undo=reverse("restore_publication", args=[pk]))  # fmt: skip
    return redirect("publications")


@require_POST
@needs(rules.may_publish_figures)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a withdrawn publication again."""
    acts.restore_publication(_publication(pk), by=person(request))
    say(request, "La publication est de nouveau montrée, la même.")
    return redirect("publications")
