"""The board of needs: who answered, what the members need together, and its files."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vivier import french
from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.skills import rules
from vivier_web.skills.actions.needs import ask_needs
from vivier_web.skills.actions.needs_asking import remind_members
from vivier_web.skills.models import NeedsCall, Wave
from vivier_web.skills.needs.sums import BATCH, Board
from vivier_web.skills.queries.deposits import is_open
from vivier_web.skills.queries.needs import (
    board_of,
    calls_of,
    may_remind_from,
    project_rows,
    released_returns,
    responding,
    waves_to_ask,
)
from vivier_web.skills.queries.needs_files import board_csv, board_workbook, tables_of

A_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def call_or_404(wave: int) -> NeedsCall:
    """Give the call of a wave of the pôle looked at."""
    return get_object_or_404(NeedsCall.objects.select_related("wave", "pole"), wave_id=wave)


@require_GET
@needs(rules.may_read_needs)
def board(request: HttpRequest) -> HttpResponse:
    """Show what the members need together."""
    pole, actor = pole_of(request), cast("Asking", request).actor
    calls = calls_of(pole)
    asked = request.GET.get("vague", "")
    call = next((one for one in calls if not asked or str(one.wave_id) == asked), None)
    if asked and call is None:
        raise Http404
    context: dict[str, Any] = {
        "here": "needs",
        "calls": calls,
        "call": call,
        "waves": waves_to_ask(pole, timezone.localdate()),
        "project_rows": project_rows(pole),
        "may_ask": rules.may_ask_needs(actor),
        "may_declare": rules.may_declare_project_needs(actor),
        "may_follow": rules.may_follow_waves(actor),
        "may_read_released": rules.may_read_released_needs(actor),
        "batch": BATCH,
    }
    if call is not None:
        context |= _sums(request, call)
    return render(request, "pole/needs/board.html", context)


def _sums(request: HttpRequest, call: NeedsCall) -> dict[str, Any]:
    """Give the sums of a call, and who answered."""
    found, rows = board_of(call), responding(call)
    done = sum(row.sent_at is not None for row in rows)
    kept = request.GET.get("etat", "")
    wanted = [row for row in rows if not kept or (row.sent_at is not None) == (kept == "envoye")]
    return {
        "board": found,
        "headline": _headline(found, done, len(rows)),
        "facts": _facts(found),
        "done": done,
        "total": len(rows),
        "kept": kept,
        "pages_query": f"&vague={call.wave_id}&etat={kept}",
        "page": Paginator(wanted, A_PAGE).get_page(request.GET.get("page")),
        "again": may_remind_from(call),
        "is_open": is_open(call.wave, timezone.localdate()),
    }


def _headline(found: Board, done: int, total: int) -> str:
    """State the finding: the occupation most wanted, or how many answered."""
    rows = found.table("metiers").rows if found.counted else ()
    if not rows:
        return f"{french.counted(done, 'retour')} sur {french.number(total)}"
    named = next((row for row in rows[1:] if row.code), None)
    whole = rows[0].figures[0]
    posts = french.number(whole.value) if whole else ""
    if named is None or named.figures[0] is None:
        return f"{posts} embauches prévues par {found.counted} membres"
    return f"{posts} embauches prévues, d’abord : {french.shortened(named.label).lower()}"


def _facts(found: Board) -> list[tuple[str, str, str]]:
    """Give at most four figures: value, words, how many gave it."""
    if not found.counted:
        return []
    facts = []
    hires = found.table("metiers").rows
    if hires and hires[0].figures[0] is not None:
        facts.append(
            (
                french.number(hires[0].figures[0].value),
                "embauches prévues",
                french.counted(hires[0].figures[0].n, "membre"),
            )
        )
    hard = hires[0].figures[-1] if hires else None
    if hard is not None:
        facts.append((french.percent(hard.value), "jugées difficiles à pourvoir", french.counted(hard.n, "embauche")))
    for name, words in (
        ("formations", "personnes à former"),
        ("competences", "personnes pour qui acquérir une compétence"),
    ):
        figures = [row.figures[0] for row in found.table(name).rows if row.figures[0] is not None]
        if figures:
            n = found.counted
            facts.append((french.number(sum(figure.value for figure in figures)), words, french.counted(n, "membre")))
    return facts


@require_POST
@needs(rules.may_ask_needs)
def ask(request: HttpRequest, wave: int) -> HttpResponse:
    """Ask the members of an open wave for their return."""
    asked: Wave = get_object_or_404(Wave.objects.select_related("pole"), pk=wave)
    ask_needs(asked, by=person(request))
    messages.success(request, "Les membres trouvent leur retour à remplir sur leur page d’accueil.")
    return redirect("needs_board")


@require_POST
@needs(rules.may_ask_needs)
def remind(request: HttpRequest, wave: int) -> HttpResponse:
    """Write to the members that have not answered."""
    try:
        members = remind_members(call_or_404(wave), by=person(request))
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"La lettre part à {french.counted(members, 'membre')}.")
    return redirect(f"{reverse('needs_board')}?vague={wave}")


@require_GET
@needs(rules.may_read_needs)
def export(_request: HttpRequest, wave: int, kind: str) -> HttpResponse:
    """Give the sums as a file."""
    call = call_or_404(wave)
    found = board_of(call)
    if kind == "xlsx":
        content, content_type = board_workbook(found), _XLSX
    elif kind == "csv":
        content, content_type = board_csv(found), "text/csv; charset=utf-8"
    else:
        raise Http404
    answer = HttpResponse(content, content_type=content_type)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = f'attachment; filename="besoins-{call.wave.on:%Y-%m}.{kind}"'
    return answer


@require_GET
@needs(rules.may_read_released_needs)
def released(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the return of a member that lets the team read it."""
    for call in calls_of(pole_of(request)):
        sent = released_returns(call).select_related("organisation", "call__wave").filter(pk=pk).first()
        if sent is not None:
            trail = [("Besoins", reverse("needs_board")), (sent.organisation.name, "")]
            context = {"here": "needs", "sent": sent, "tables": tables_of(sent), "trail": trail}
            return render(request, "pole/needs/released.html", context)
    raise Http404
