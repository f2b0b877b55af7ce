"""Answering an amendment for a funder: the State, a Region, a département or an EPCI, each for what it pays."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.authority.dossiers.acting import person
from vivier_web.pages.authority.dossiers.reading import seat_of
from vivier_web.pages.shared.access import needs
from vivier_web.projects import rules
from vivier_web.projects.actions.authorities import NotAsked, answer_as_funder


@require_POST
@needs(rules.may_answer_for_funders)
def answer(request: HttpRequest, answer: int) -> HttpResponse:
    """Accept or refuse; what asks another funder does not exist."""
    seat, said = seat_of(request), request.POST
    try:
        answer_as_funder(seat, answer, said.get("said", ""), by=person(request), words=said.get("words", ""))
    except NotAsked as why:
        raise Http404 from why
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Réponse enregistrée : le porteur et le pôle la lisent.")
    return redirect("authority_grants")
