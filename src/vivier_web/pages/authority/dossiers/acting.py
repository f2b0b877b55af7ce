"""What an agent does of a dossier at a stage of their authority; what is refused is said, nothing typed is lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.authority.dossiers.reading import found_or_404, page, seat_of
from vivier_web.pages.shared import gestures
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.dossier_forms import DecisionForm, asked_of_a_grant
from vivier_web.pages.shared.procedure_fields import StageForm
from vivier_web.procedures import rules
from vivier_web.procedures.actions import authorities as actions
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.saying import GESTURES, Chosen


def person(request: HttpRequest) -> Any:
    """Give who acts; whoever is not signed in never comes here."""
    return request.user


def acted(request: HttpRequest, pk: int, act: Callable[[], object], words: str) -> HttpResponse:
    """Do what was asked and say so, or say why not."""
    return gestures.acted(request, act, words, "authority_dossier", pk)


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stage that needs no decision, with the opinion of the authority when it writes one."""
    found = found_or_404(request, pk)
    if not found.now.moves:  # a colleague was quicker, or the stage is another side's: no form would say it
        messages.error(request, "Cette étape n’est pas à conclure par vous : le dossier est ailleurs, ou se décide.")
        return redirect("authority_dossier", pk)
    form = StageForm(found.now.stage.fields if found.now.stage else (), request.POST)
    if not form.is_valid():
        return page(request, found, move_form=form)
    chosen = Chosen(request.POST.get("outcome", ""), request.POST.get("motives", "")[:10_000], answers=form.answers())
    try:
        actions.conclude(seat_of(request), pk, chosen, by=person(request))
    except ForbiddenMove as why:
        form.tell(why.reasons)
        return page(request, found, move_form=form, motives=chosen.motives)
    messages.success(request, f"Étape terminée : le dossier {found.line.reference} continue son chemin.")
    return redirect("authority_dossier", pk)


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a decision."""
    found = found_or_404(request, pk)
    now = found.now
    if not now.decisions:
        messages.error(request, "Ce dossier n’attend pas de décision de votre part aujourd’hui.")
        return redirect("authority_dossier", pk)
    form = DecisionForm(now.decisions, now.grant, now.quorum, request.POST)
    asked = StageForm(now.stage.fields if now.stage and not now.moves else (), request.POST)
    if form.is_valid() and asked.is_valid():
        chosen = replace(form.chosen(), answers=asked.answers())
        try:
            words = actions.decide(seat_of(request), pk, chosen, by=person(request))
        except ForbiddenMove as why:
            asked.tell(why.reasons)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"Décision enregistrée : {words}. L’attestation se prépare.")
            return redirect("authority_dossier", pk)
    return page(request, found, decide_form=form, move_form=asked)


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the applicant for corrections."""
    found_or_404(request, pk)
    why = request.POST.get("why", "")
    words = "Correction demandée : le délai est suspendu jusqu’à la réponse du porteur."
    act = lambda: actions.ask_corrections(seat_of(request), pk, why, by=person(request))  # noqa: E731
    return acted(request, pk, act, words)


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def grant(request: HttpRequest, pk: int, grant: int) -> HttpResponse:
    """Suspend, give back, renew or withdraw what this authority granted."""
    found_or_404(request, pk)
    asked = asked_of_a_grant(request)
    act = lambda: actions.change_grant(seat_of(request), pk, grant, asked, by=person(request))  # noqa: E731
    return acted(request, pk, act, GESTURES.get(asked.gesture, ""))


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def settle(request: HttpRequest, pk: int, condition: int) -> HttpResponse:
    """Note the proof of a condition of this authority; empty takes it back."""
    found_or_404(request, pk)
    proof = request.POST.get("proof", "")
    act = lambda: actions.settle_condition(seat_of(request), pk, condition, proof, by=person(request))  # noqa: E731
    return acted(
        request, pk, act, "Preuve notée." if proof.strip() else "Preuve reprise : la condition reste à lever."
    )
