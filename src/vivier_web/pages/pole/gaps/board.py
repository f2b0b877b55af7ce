"""The board of gaps: its page with filters, its calculation in the background, its files."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from vivier.report.figures import figure
from vivier.report.page.document import warrant
from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.pages.pole.gaps.drawn import drawn, title_of
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.skills import rules
from vivier_web.skills.actions.gaps import ask_gaps
from vivier_web.skills.models import GapRun
from vivier_web.skills.polyvalence.rows import (
    COLUMNS,
    SORTS,
    Filters,
    counts_of,
    declared_rows,
    gaps_of,
    held_rows,
    kept,
    trades_of,
)
from vivier_web.skills.published import PublishedGaps, published_gaps
from vivier_web.skills.queries.gaps import latest_gaps, may_match, runs_to_measure, waves_with_matrices

A_PAGE = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@needs(rules.may_read_studies)
def board(request: HttpRequest) -> HttpResponse:
    """Show what is missing, what is fragile, what members declare."""
    pole = pole_of(request)
    done, waiting = latest_gaps(pole)
    context: dict[str, Any] = {
        "here": "gaps_board",
        "trail": [("Compétences", "")],
        "waiting": waiting,
        "runs": runs_to_measure(pole),
        "waves": waves_with_matrices(pole),
        "has_rome": may_match(),
        "may_mobility": rules.may_follow_mobility(cast("Asking", request).actor),
    }
    if done is not None:
        context |= _told(request, published_gaps(done))
    return shown(request, "pole/gaps/board", **context)


def _told(request: HttpRequest, gaps: PublishedGaps) -> dict[str, Any]:
    """Lay a board out for its page."""
    study, filters = gaps.study, _filters(request)
    rows = gaps_of(study)
    page = Paginator(kept(rows, filters), A_PAGE).get_page(request.GET.get("page"))
    source = f"Vivier {gaps.version}, « {gaps.name} », matrices de « {gaps.wave} »"
    declared, counts = declared_rows(study), counts_of(study)
    return {
        "gaps": gaps,
        "columns": COLUMNS.values(),
        "heading": title_of(rows, gaps.last_year),
        "facts": [(figure(fact.figure), fact.label, _warrant(fact)) for fact in study.facts],
        "chart": drawn(rows, until=gaps.last_year, source=source),
        "rows": rows,
        "page": page,
        "filters": filters,
        "sorts": SORTS,
        "trades": trades_of(study),
        "declared": declared,
        "can_train": [one for one in declared if one.members],
        "held": held_rows(study),
        "counts": counts,
        "untold": counts.get("sans_chiffre", 0) + counts.get("secret", 0),
        "definitions": {table.name: table.definition for table in study.tables},
    }


def _warrant(fact: Any) -> SafeString:
    return mark_safe(warrant(fact))  # noqa: S308 (the report escapes)


def _filters(request: HttpRequest) -> Filters:
    asked = request.GET
    sort = asked.get("tri", "manque")
    return Filters(
        asked.get("q", "").strip()[:80],
        asked.get("metier", "")[:8],
        asked.get("fragiles") == "oui",
        sort if sort in SORTS else "manque",
    )


@require_POST
@needs(rules.may_run_studies)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a board: of the run chosen, with the matrices of the wave chosen."""
    pole = pole_of(request)
    run = _chosen(runs_to_measure(pole), request.POST.get("calcul", ""))
    wave = _chosen(waves_with_matrices(pole), request.POST.get("vague", "")) or (run.study.wave if run else None)
    if run is None or wave is None:
        messages.error(request, "Il faut une étude terminée : lancez-en une, puis revenez ici.")
        return redirect("gaps_board")
    try:
        ask_gaps(run, wave, by=cast("User", request.user))
    except InputError as why:
        messages.error(request, str(why))
    return redirect("gaps_board")


def _chosen(found: list[Any], pk: str) -> Any:
    """Give the one that was asked for, else the first."""
    return next((one for one in found if str(one.pk) == pk), found[0] if found else None)


@require_GET
@needs(rules.may_read_studies)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Give how far a board is, for the page that asks every two seconds; once done, ask it to show it."""
    waiting: GapRun = get_object_or_404(GapRun.objects.defer(*GapRun.HEAVY), pk=pk)
    answer = render(request, "pole/gaps/progress.html", {"waiting": waiting})
    if not waiting.is_waiting:
        answer["HX-Refresh"] = "true"
    return answer


def _workbook(gaps: PublishedGaps) -> bytes:
    from vivier.report.workbook import workbook  # openpyxl weighs

    return workbook(gaps.study)


def _table(gaps: PublishedGaps) -> bytes:
    from vivier.report.tidy import tidy

    return tidy(gaps.study)


def _data(gaps: PublishedGaps) -> bytes:
    from vivier.report.data_file import data_file

    return data_file(gaps.study)


KINDS: dict[str, tuple[str, Callable[[PublishedGaps], bytes]]] = {
    "xlsx": (_XLSX, _workbook),
    "csv": ("text/csv; charset=utf-8", _table),
    "json": ("application/json", _data),
}


@require_GET
@needs(rules.may_read_studies)
def export(_request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give a board as a file, in the shape of a study's."""
    if kind not in KINDS:
        raise Http404
    made: GapRun = get_object_or_404(GapRun.objects.filter(state="done").select_related("run__study", "wave"), pk=pk)
    content_type, write = KINDS[kind]
    answer = HttpResponse(write(published_gaps(made)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="ecarts-{made.pk}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
