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
from vivier_web.projects.actions.authorities import answer_as_funder
from vivier_web.projects.published import is_asked


@require_POST
@needs(rules.may_answer_for_funders)
def answer(request: HttpRequest, answer: int) -> HttpResponse:
    """Accept or refuse; what asks another funder does not exist."""
    seat, said = seat_of(request), request.POST
    if not is_asked(seat, answer):
        raise Http404
    try:
        answer_as_funder(seat, answer, said.get("said", ""), by=person(request), words=said.get("words", ""))
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Réponse enregistrée : le porteur et le pôle la lisent.")
    return redirect("authority_grants")
