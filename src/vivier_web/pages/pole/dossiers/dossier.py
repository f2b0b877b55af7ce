"""One dossier as the pôle reads it: what its stage opens to whoever looks, and what may be done today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from vivier_web.pages.pole.dossiers.forms import CorrectionForm, DecideForm, InviteForm
from vivier_web.pages.pole.dossiers.room import frame
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.procedure_fields import StageForm
from vivier_web.procedures import rules
from vivier_web.procedures.addressing import POLE, own_stages
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.models import Assignment, Condition, Dossier
from vivier_web.procedures.queries.boards import experts_of, reader_of
from vivier_web.procedures.queries.colabels import lines_of_colabels, others
from vivier_web.procedures.queries.compared import compared
from vivier_web.procedures.queries.instruction import Instruction, instruction_of
from vivier_web.procedures.queries.paths import path_of, presented_again
from vivier_web.procedures.queries.shown import Shown, shown_to
from vivier_web.procedures.queries.state import answers_of


def row_or_404(request: HttpRequest, pk: int) -> Dossier:
    """Give a dossier of the pôle looked at."""
    rows = Dossier.objects.filter(pole=pole_of(request)).select_related("procedure", "organisation", "pole")
    found: Dossier = get_object_or_404(rows, pk=pk)
    return found


@needs(rules.may_see_dossiers)
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a dossier and what may be done of it today."""
    return page(request, row_or_404(request, pk))


def page(request: HttpRequest, row: Dossier, **forms: Any) -> HttpResponse:
    """Show a dossier, with forms that were refused as they were typed."""
    reader = reader_of(request.actor, row.definition())  # type: ignore[attr-defined]
    may_instruct = rules.may_instruct_dossiers(request.actor)  # type: ignore[attr-defined]
    shown, now = shown_to(row, reader), instruction_of(row, reader, timezone.localdate())
    context = {
        "dossier": row,
        "shown": shown,
        "now": now,
        "path": path_of(row),
        "both": {"compared": compared(row, shown.judgements)},
        "may_instruct": may_instruct,
        "colabels": lines_of_colabels(row),
        "has_colabels": row.definition().colabel is not None,
        "again": presented_again(row),
        "asked": row.correction_asked,
    }
    context |= frame(request, (row.reference, ""))
    if may_instruct:
        context |= _acting(row, shown, now) | forms
    return render(request, "pole/dossiers/dossier.html", context, status=422 if forms else 200)


def _acting(row: Dossier, shown: Shown, now: Instruction) -> dict[str, Any]:
    """Give the forms of what the team may do where the dossier is."""
    found: dict[str, Any] = {"assignments": _asked(row)}
    found["pending"] = _pending(row) if any(each.row.conditions.all() for each in shown.decisions) else []
    found["correction_form"] = CorrectionForm()
    found["poles"] = others(row.pole, row) if row.definition().colabel and not row.is_closed else []
    if not now.is_ours or now.stage is None:
        return found
    if now.stage.act == "review":
        asked = {each.expert_id for each in found["assignments"] if each.stage == row.stage}
        found["invite_form"] = InviteForm([each for each in experts_of(row.pole) if each.pk not in asked])
    if now.moves or (now.stage.fields and now.decisions):
        known = answers_of(row)
        initial = {each.key: known.get(each.key) for each in now.stage.fields}
        found["move_form"] = StageForm(now.stage.fields, initial=initial)
        found["moves"] = [{"outcome": each, "words": OUTCOMES[each]} for each in now.moves]
    if now.decisions:
        outcome = now.proposed.outcome if now.proposed else ""
        found["decide_form"] = DecideForm(now, initial={"outcome": outcome})
        found["is_asked_there"] = not now.moves
    return found


def _asked(row: Dossier) -> list[Assignment]:
    """Give the experts whom the pôle asked, those of an authority left out; each may be reminded while it is time."""
    own = own_stages(row.definition(), POLE)
    found = list(row.assignments.filter(stage__in=own).select_related("expert").prefetch_related("opinions"))
    for each in found:
        is_awaited = each.stage == row.stage and each.state in {AssignmentState.INVITED, AssignmentState.ACCEPTED}
        is_missing = is_awaited and all(one.is_set_aside for one in each.opinions.all())
        each.may_be_reminded = is_missing  # type: ignore[attr-defined]
    return found


def _pending(row: Dossier) -> list[Condition]:
    own = own_stages(row.definition(), POLE)
    return list(Condition.objects.filter(decision__dossier=row, decision__stage__in=own, settled_on=None))


def assignment_or_404(row: Dossier, pk: int) -> Assignment:
    """Give one of the assignments that the pôle made on a dossier; those of an authority do not exist here."""
    own = own_stages(row.definition(), POLE)
    found: Assignment = get_object_or_404(Assignment, pk=pk, dossier=row, stage__in=own)
    return found
