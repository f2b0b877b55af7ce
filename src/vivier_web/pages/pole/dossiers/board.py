"""The pipeline of a procedure, stage by stage, with what is late; every dossier in a list."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier_web.pages.pole.dossiers.room import frame
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.procedures import rules
from vivier_web.procedures.queries.boards import columns_of, found_lines, procedures_with_dossiers

A_PAGE = 25


@needs(rules.may_see_dossiers)
def board(request: HttpRequest) -> HttpResponse:
    """Show the pipeline of one procedure: the one asked for, else the one with the most open dossiers."""
    pole = pole_of(request)
    choices = procedures_with_dossiers(pole)
    asked = request.GET.get("procedure", "")
    key = next((each.key for each in choices if each.key == asked), choices[0].key if choices else "")
    columns = columns_of(pole, key, request.actor, timezone.localdate())  # type: ignore[attr-defined]
    late = sum(line.silence is not None for each in columns for line in each.lines)
    context = {
        "choices": choices,
        "key": key,
        "columns": columns,
        "late": late,
        "count": sum(each.count for each in columns),
    }
    return render(request, "pole/dossiers/board.html", context | frame(request))


@needs(rules.may_see_dossiers)
def everyone(request: HttpRequest) -> HttpResponse:
    """List dossiers, of one procedure or one stage when asked, closed ones too."""
    key, stage = request.GET.get("procedure", "")[:80], request.GET.get("etape", "")[:80]
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    rows, writer = found_lines(pole_of(request), actor, today, key=key, stage=stage)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": writer.lines(list(page.object_list)),
        "choices": procedures_with_dossiers(pole_of(request)),
        "key": key,
        "stage": stage,
    }
    return render(request, "pole/dossiers/list.html", context | frame(request, ("Tous", "")))
