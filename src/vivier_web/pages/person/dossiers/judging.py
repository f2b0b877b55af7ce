"""Answering a request of the pôle, reading a dossier, giving an opinion on the version that was read."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.dossier_forms import OpinionForm
from vivier_web.procedures import rules
from vivier_web.procedures.actions import judging as actions
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.models import Assignment, Opinion
from vivier_web.procedures.queries.shown import Reader, shown_to, title_for


def own_assignment(request: HttpRequest, pk: int) -> Assignment:
    """Give what was asked of this expert, here; what is asked of others does not exist."""
    rows = Assignment.objects.filter(expert=cast("User", request.user), dossier__pole=request.pole)  # type: ignore[attr-defined]
    whole = rows.select_related("dossier__procedure", "dossier__organisation", "dossier__pole", "expert")
    found: Assignment = get_object_or_404(whole, pk=pk)
    return found


@needs(rules.may_judge_dossiers)
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an expert declare their interests, then read and judge; afterwards, read again what they wrote."""
    row = own_assignment(request, pk)
    if row.state != AssignmentState.ACCEPTED:
        return render(
            request, "person/dossiers/invitation.html", _context(row) | {"AssignmentState": AssignmentState}
        )
    if not is_open(row):
        return render(request, "person/dossiers/over.html", _context(row) | {"opinion": last_of(row)})
    if request.method != "POST":
        return _page(request, row, OpinionForm(_grid(row), initial=_known(row)))
    form = OpinionForm(_grid(row), request.POST)
    if form.is_valid():
        try:
            made = actions.give_opinion(
                row, form.said(), content=form.cleaned_data["content"], by=cast("User", request.user)
            )
        except actions.UnreadableOpinion as why:
            form.tell(why.troubles)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"Avis enregistré sur la version {made.content}. Vous pouvez le refaire.")
            return redirect("desk_expert")
    return _page(request, row, form)


def is_open(row: Assignment) -> bool:
    """Tell whether the time of opinions is now for this dossier."""
    return row.dossier.stage == row.stage


def last_of(row: Assignment) -> Opinion | None:
    """Give the last opinion given, if it still counts."""
    found: Opinion | None = row.opinions.filter(is_set_aside=False).last()
    return found


def _grid(row: Assignment) -> Any:
    rule = row.dossier.definition().stage(row.stage).rule
    return row.dossier.definition().grid(rule.grid if rule else "")


def _known(row: Assignment) -> dict[str, Any]:
    """Fill the form with the opinion already given."""
    last = last_of(row)
    if last is None:
        return {}
    texts = {name: getattr(last, name) for name in ("recommendation", "for_applicant", "for_panel")}
    return texts | {f"mark_{key}": "" if mark is None else str(mark) for key, mark in last.marks.items()}


def _context(row: Assignment) -> dict[str, Any]:
    dossier = row.dossier
    reader = Reader(frozenset({"expert"}), row.pk)
    return {
        "assignment": row,
        "dossier": dossier,
        "title": title_for(dossier, reader),
        "trail": [("Expertise", reverse("desk_expert")), (dossier.reference, "")],
    }


def _page(request: HttpRequest, row: Assignment, form: OpinionForm) -> HttpResponse:
    shown = shown_to(row.dossier, Reader(frozenset({"expert"}), row.pk))
    last = last_of(row)
    form.shows(shown.version)
    context = _context(row) | {
        "form": form,
        "shown": shown,
        "opinion": last,
        "is_stale": last is not None and max(last.content, last.confirmed_for) < shown.version,
        "version": shown.version,
    }
    return render(request, "person/dossiers/judge.html", context, status=422 if form.errors else 200)


@require_POST
@needs(rules.may_judge_dossiers)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept after declaring no interest, decline, or declare an interest."""
    row, said = own_assignment(request, pk), request.POST
    is_clear, reason = said.get("declares") == "oui", said.get("reason", "")
    try:
        made = actions.answer_invitation(
            row, said.get("answer", ""), by=cast("User", request.user), reason=reason, has_no_interest=is_clear
        )
    except InputError as why:
        messages.error(request, str(why))
        return redirect("judge_dossier", pk)
    if made.state == AssignmentState.ACCEPTED:
        return redirect("judge_dossier", pk)
    messages.success(request, "C’est noté : l’équipe du pôle demandera à quelqu’un d’autre. Merci de l’avoir dit.")
    return redirect("desk_expert")


@require_POST
@needs(rules.may_judge_dossiers)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an opinion still holds for the version now filed."""
    row = own_assignment(request, pk)
    last, asked = last_of(row), request.POST.get("content", "")
    if last is None:
        messages.error(request, "Vous n’avez pas encore donné d’avis sur ce dossier.")
        return redirect("judge_dossier", pk)
    try:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        actions.confirm_opinion(last, content=number, by=cast("User", request.user))
        messages.success(request, "Votre avis vaut aussi pour la nouvelle version.")
    except InputError as why:
        messages.error(request, str(why))
        return redirect("judge_dossier", pk)
    return redirect("desk_expert")
