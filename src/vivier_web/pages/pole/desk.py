"""The desk of a pôle's team: what to do today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.members import rules
from vivier_web.pages.shared.access import needs


@needs(rules.may_see_members)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the team."""
    context: dict[str, Any] = {}
    return render(request, "pole/desk.html", context)
