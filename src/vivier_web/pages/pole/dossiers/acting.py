"""What the team does of a dossier: each button is one action; what is refused is said, nothing typed is lost."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.pages.pole.dossiers.dossier import assignment_or_404, page, row_or_404
from vivier_web.pages.pole.dossiers.forms import DecideForm
from vivier_web.pages.pole.members.here import person
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.dossier_forms import asked_of_a_grant
from vivier_web.pages.shared.gestures import acted
from vivier_web.pages.shared.procedure_fields import StageForm
from vivier_web.procedures import rules
from vivier_web.procedures.actions import deciding, granting, judging
from vivier_web.procedures.addressing import POLE, side_of
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.models import Condition, Grant
from vivier_web.procedures.queries.boards import reader_of
from vivier_web.procedures.queries.instruction import instruction_of
from vivier_web.procedures.saying import GESTURES
from vivier_web.procedures.tasks import enqueue
from vivier_web.projects.actions.filing import follow_dossier


def _acted(request: HttpRequest, pk: int, act: Callable[[], object], words: str) -> HttpResponse:
    return acted(request, act, words, "dossier", pk)


@require_POST
@needs(rules.may_instruct_dossiers)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an expert."""
    row = row_or_404(request, pk)
    asked = request.POST.get("expert", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 10
    expert = User.objects.filter(pk=int(asked) if is_number else 0).first()
    if expert is None:
        messages.error(request, "Choisissez un expert dans la liste.")
        return redirect("dossier", pk)
    words = "Demande envoyée : l’expert déclare ses intérêts avant de lire quoi que ce soit."
    return _acted(request, pk, lambda: judging.invite_expert(row, expert, by=person(request)), words)


@require_POST
@needs(rules.may_instruct_dossiers)
def recuse(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """Recuse an expert, with the reason."""
    found = assignment_or_404(row_or_404(request, pk), assignment)
    reason = request.POST.get("reason", "")
    act = lambda: judging.recuse(found, reason, by=person(request))  # noqa: E731
    return _acted(request, pk, act, "Expert récusé : son avis ne compte plus.")


@require_POST
@needs(rules.may_instruct_dossiers)
def remind(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """Write once more to an expert whose opinion is awaited."""
    found = assignment_or_404(row_or_404(request, pk), assignment)
    act = lambda: judging.remind_expert(found, by=person(request))  # noqa: E731
    return _acted(request, pk, act, "Relance envoyée.")


@require_POST
@needs(rules.may_instruct_dossiers)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stage that needs no motive, with what it asks of the pôle."""
    row = row_or_404(request, pk)
    stage = next((each for each in row.definition().stages if each.key == row.stage), None)
    form = StageForm(stage.fields if stage else (), request.POST)
    if not form.is_valid():
        return page(request, row, move_form=form)
    try:
        moved = deciding.move(row, request.POST.get("outcome", ""), by=person(request), answers=form.answers())
    except ForbiddenMove as why:
        if stage is None or side_of(row.definition(), stage) != POLE:  # no form is there to say it
            messages.error(request, str(why))
            return redirect("dossier", pk)
        form.tell(why.reasons)
        return page(request, row, move_form=form)
    follow_dossier(moved, by=person(request))
    words = "terminé" if moved.is_closed else f"passé à l’étape « {moved.definition().stage(moved.stage).title} »"
    messages.success(request, f"Dossier {moved.reference} {words}.")
    return redirect("dossier", pk)


@require_POST
@needs(rules.may_instruct_dossiers)
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the applicant for corrections."""
    row, why = row_or_404(request, pk), request.POST.get("why", "")
    words = "Correction demandée : le délai est suspendu jusqu’à la réponse du porteur."
    return _acted(request, pk, lambda: deciding.ask_corrections(row, why, by=person(request)), words)


@require_POST
@needs(rules.may_instruct_dossiers)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a decision."""
    row = row_or_404(request, pk)
    reader = reader_of(request.actor, row.definition())  # type: ignore[attr-defined]
    now = instruction_of(row, reader, timezone.localdate())
    form = DecideForm(now, request.POST)
    if not now.decisions:
        messages.error(request, "Ce dossier n’attend pas de décision du pôle aujourd’hui.")
        return redirect("dossier", pk)
    asked = StageForm(now.stage.fields if now.stage and not now.moves else (), request.POST)
    if form.is_valid() and asked.is_valid():
        chosen = replace(form.chosen(), answers=asked.answers())
        try:
            made = deciding.decide(row, chosen, by=person(request), enqueue=enqueue)
        except ForbiddenMove as why:
            asked.tell(why.reasons)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            follow_dossier(made.dossier, by=person(request))
            messages.success(request, f"Décision enregistrée : {made.words}. L’attestation se prépare.")
            return redirect("dossier", pk)
    return page(request, row, decide_form=form, move_form=asked)


@require_POST
@needs(rules.may_instruct_dossiers)
def settle(request: HttpRequest, pk: int, condition: int) -> HttpResponse:
    """Note the proof of a condition; empty takes it back."""
    row = row_or_404(request, pk)
    found = get_object_or_404(Condition, pk=condition, decision__dossier=row)
    proof = request.POST.get("proof", "")
    act = lambda: deciding.settle_condition(found, proof, by=person(request))  # noqa: E731
    return _acted(
        request, pk, act, "Preuve notée." if proof.strip() else "Preuve reprise : la condition reste à lever."
    )


@require_POST
@needs(rules.may_instruct_dossiers)
def grant(request: HttpRequest, pk: int, grant: int) -> HttpResponse:
    """Suspend, give back, renew or withdraw what the pôle granted."""
    row = row_or_404(request, pk)
    found = get_object_or_404(Grant, pk=grant, decision__dossier=row)
    asked = asked_of_a_grant(request)
    act = lambda: granting.change_grant(found, asked, by=person(request))  # noqa: E731
    return _acted(request, pk, act, GESTURES.get(asked.gesture, ""))
