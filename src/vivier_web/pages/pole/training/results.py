"""One plan: how far its search is, then its calendar, its map, what sharing saves, its sessions."""

from collections import defaultdict
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vivier_web.pages.pole.training.drawing import bars, drawn
from vivier_web.pages.pole.training.plans import plan_of
from vivier_web.pages.pole.training.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.queries.training_plans import PlanTold, SessionTold, conflict_of, told
from vivier_web.skills.training.periods import said
from vivier_web.skills.training.solving import QUESTIONS


@require_GET
@needs(rules.may_plan_training)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan, or how far it is while it has no result."""
    looked_at = plan_of(pk)
    trail = [("Plans de formation", reverse("training")), (str(looked_at), "")]
    context: dict[str, Any] = {"plan": looked_at, "question": QUESTIONS[looked_at.parameters["question"]]}
    if looked_at.state != "done":
        context["conflict"] = conflict_of(looked_at)
        return shown(request, "waiting", here="training", trail=trail, **context)
    found = told(looked_at)
    figures = found.figures
    context |= {
        "told": found,
        "figures": figures,
        "calendar": calendar(found),
        "quarters": bars(_by_period(found)),
        "costs": bars([("Chacun pour soi", found.alone_eur, 0), ("Ensemble", found.paid_eur, 0)]),
        "saved_share": found.saved_eur / found.alone_eur if found.alone_eur else 0.0,
        "gap_words": _gap(figures["gap"]),
        "map": drawn(found),
        "trips": _trips(found),
    }
    return shown(request, "plan", here="training", trail=trail, **context)


@require_GET
@needs(rules.may_plan_training)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Give how far a plan is, for the page that asks every two seconds; once done, ask it to open the result."""
    looked_at = plan_of(pk)
    answer = render(request, "pole/training/progress.html", {"plan": looked_at, "conflict": conflict_of(looked_at)})
    if not looked_at.is_waiting:
        answer["HX-Refresh"] = "true"
    return answer


def _gap(gap: float) -> str:
    """Say a gap in hundredths of a per cent, rounded up: what is proven may not be made better than it is.

    >>> [_gap(each).replace(chr(160), " ") for each in (0.00025, 0.0)]
    ['0,03 %', '0 %']
    """
    hundredths = ceil(gap * 10_000 - 1e-9)
    words = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{words}\xa0%"


def _by_period(found: PlanTold) -> list[tuple[str, float, int]]:
    seats: dict[str, list[int]] = defaultdict(list)
    for one in found.sessions:
        seats[one.period].append(one.seats)
    return [(said(period), float(sum(each)), len(each)) for period, each in sorted(seats.items())]


def calendar(found: PlanTold) -> dict[str, Any]:
    """Give the calendar: its periods, and a row a training with its sessions under each period."""
    periods = sorted({one.period for one in found.sessions})
    rows: dict[str, dict[str, list[SessionTold]]] = defaultdict(lambda: defaultdict(list))
    for one in found.sessions:
        rows[one.course][one.period].append(one)
    return {
        "heads": [said(period) for period in periods],
        "rows": [
            (course, [(said(period), cells.get(period, [])) for period in periods])
            for course, cells in sorted(rows.items())
        ],
    }


def _trips(found: PlanTold) -> list[tuple[str, int, int, float]]:
    """Give, place by place, its sessions, its people, and how far they come from on average."""
    rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for trip in found.trips:
        rows[trip.place].append((trip.people, trip.km))
    held: dict[str, int] = defaultdict(int)
    for one in found.sessions:
        held[one.place] += 1
    return sorted(
        (
            (place, held[place], sum(n for n, _ in each), sum(n * km for n, km in each) / sum(n for n, _ in each))
            for place, each in rows.items()
        ),
        key=lambda row: -row[2],
    )
