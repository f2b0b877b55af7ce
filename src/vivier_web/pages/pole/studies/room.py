"""What every page of this room shows above its subject: the doors of Prévoir, and where one is."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from vivier_web.pages.shared.access import Asking, Rule
from vivier_web.skills import rules

DOORS: tuple[tuple[str, str, Rule], ...] = (
    ("studies", "Études", rules.may_read_studies),
    ("titles", "Intitulés à coder", rules.may_review_titles),
    ("waves", "Vagues de collecte", rules.may_follow_waves),
    ("gaps_board", "Compétences", rules.may_read_studies),
    ("mobility_board", "Mobilité", rules.may_follow_mobility),
)
Trail = list[tuple[str, str]]


def shown(request: HttpRequest, template: str, *, here: str, trail: Trail, **context: Any) -> HttpResponse:
    """Show a page of the room; `trail` are its crumbs after « Prévoir »."""
    actor = cast("Asking", request).actor
    doors = [
        {"words": words, "url": reverse(name), "is_here": name == here} for name, words, rule in DOORS if rule(actor)
    ]
    context |= {
        "doors": doors,
        "trail": [("Prévoir", reverse("studies")), *trail],
        "may_run": rules.may_run_studies(actor),
        "may_open": rules.may_open_waves(actor),
    }
    status = context.pop("status", 200)
    path = template if "/" in template else f"pole/studies/{template}"
    return render(request, f"{path}.html", context, status=status)
