"""Judging a dossier for an authority: taken up or asked of a colleague, after interests were declared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.authority.dossiers.acting import acted, person
from vivier_web.pages.authority.dossiers.reading import found_or_404, seat_of, trail_to
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.dossier_forms import OpinionForm
from vivier_web.procedures import rules
from vivier_web.procedures.actions import authorities as actions
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.published import AddressedDossier


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge this dossier oneself, once the declaration is ticked."""
    found_or_404(request, pk)
    is_clear = request.POST.get("declares") == "oui"
    try:
        actions.take_up(seat_of(request), pk, by=person(request), has_no_interest=is_clear)
    except InputError as why:
        messages.error(request, str(why))
        return redirect("authority_dossier", pk)
    return redirect("authority_opinion", pk)


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def ask_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask another agent to judge."""
    found_or_404(request, pk)
    colleague = _number(request.POST.get("agent", ""))
    act = lambda: actions.ask_colleague(seat_of(request), pk, colleague, by=person(request))  # noqa: E731
    return acted(request, pk, act, "Demande envoyée : votre collègue déclare ses intérêts avant de juger.")


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what a colleague asked: accept after the declaration, decline, or declare an interest."""
    found_or_404(request, pk)
    said, is_clear = request.POST, request.POST.get("declares") == "oui"
    try:
        state = actions.answer(
            seat_of(request),
            pk,
            said.get("answer", ""),
            by=person(request),
            reason=said.get("reason", ""),
            has_no_interest=is_clear,
        )
    except InputError as why:
        messages.error(request, str(why))
        return redirect("authority_dossier", pk)
    if state == AssignmentState.ACCEPTED:
        return redirect("authority_opinion", pk)
    messages.success(request, "C’est noté : un autre agent jugera ce dossier. Merci de l’avoir dit.")
    return redirect("authority_dossier", pk)


@needs(rules.may_instruct_addressed_dossiers)
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and judge, with the meaning of each mark in view."""
    found = found_or_404(request, pk)
    mine, grid = found.judging.mine, found.judging.grid
    if grid is None or mine is None or mine.state != AssignmentState.ACCEPTED:
        messages.error(request, "Prenez d’abord ce dossier : vous déclarez vos intérêts avant de le juger.")
        return redirect("authority_dossier", pk)
    if request.method != "POST":
        return _page(request, found, OpinionForm(grid, initial=dict(mine.typed)))
    form = OpinionForm(grid, request.POST)
    if form.is_valid():
        content = form.cleaned_data["content"]
        try:
            made = actions.give_opinion(seat_of(request), pk, form.said(), content=content, by=person(request))
        except InputError as why:
            form.tell(getattr(why, "troubles", None) or {"": str(why)})
        else:
            messages.success(request, f"Avis enregistré sur la version {made}. Vous pouvez le refaire.")
            return redirect("authority_dossier", pk)
    return _page(request, found, form)


def _page(request: HttpRequest, found: AddressedDossier, form: OpinionForm) -> HttpResponse:
    form.shows(found.version)
    here = reverse("authority_dossier", args=[found.line.pk])
    context = {
        "shown": found,
        "line": found.line,
        "mine": found.judging.mine,
        "form": form,
        "trail": trail_to((found.line.reference, here), ("Avis", "")),
    }
    return render(request, "authority/dossiers/opinion.html", context, status=422 if form.errors else 200)


@require_POST
@needs(rules.may_instruct_addressed_dossiers)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one's opinion still holds for the version now filed."""
    found_or_404(request, pk)
    content = _number(request.POST.get("content", ""))
    act = lambda: actions.confirm_opinion(seat_of(request), pk, content=content, by=person(request))  # noqa: E731
    return acted(request, pk, act, "Votre avis vaut aussi pour la nouvelle version.")
