"""What a member is asked: may the cells that secrecy hides for its sake be shown? It signs or declines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vivier_web.indicators import rules
from vivier_web.indicators.actions.agreements import answer_agreement
from vivier_web.indicators.choices import Answer
from vivier_web.indicators.gate.layout import cube_of
from vivier_web.indicators.models import Agreement
from vivier_web.indicators.queries.agreements import agreements_of, published_from
from vivier_web.indicators.queries.cubes import sources_of
from vivier_web.pages.company.who import contributed_by, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import acted

SAID = {
    Answer.SIGNED: "Signé : vos cases paraîtront si toutes les entreprises concernées signent aussi.",
    Answer.DECLINED: "Refusé : ces cases resteront masquées.",
    Answer.ASKED: "Réponse retirée : tant que vous ne signez pas, rien ne paraît.",
}


@require_GET
@needs(rules.may_sign_agreements)
def agreements(request: HttpRequest) -> HttpResponse:
    """List what one is asked, cell by cell, and what one answered."""
    found = agreements_of(pole_of(request), [one.pk for one in contributed_by(request)])
    out = published_from({one.work_id for one in found})
    words = {key: said for _, key, said in sources_of(pole_of(request))}
    lines = [
        {
            "one": one,
            "what": words.get(one.work.source, cube_of(one.work.cube).title),
            "publication": out.get(one.work_id),
        }
        for one in found
    ]
    context = {
        "lines": lines,
        "waiting": sum(one.answer == Answer.ASKED and one.work_id not in out for one in found),
        "trail": [("Mon entreprise", reverse("company")), ("Accords", "")],
    }
    return render(request, "company/agreements.html", context)


@require_POST
@needs(rules.may_sign_agreements)
def answer(request: HttpRequest, pk: int, reply: str) -> HttpResponse:
    """Sign, decline, or take one's answer back."""
    mine = [one.pk for one in contributed_by(request)]
    asked = get_object_or_404(Agreement, pk=pk, organisation__in=mine)
    words = SAID.get(Answer(reply), "") if reply in Answer.values else ""
    return acted(request, lambda: answer_agreement(asked, reply, by=user_of(request)), words, "member_agreements")
