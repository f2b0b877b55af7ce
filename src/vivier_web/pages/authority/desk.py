"""The desk of an authority: what was addressed to it, what is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.members import rules
from vivier_web.pages.shared.access import needs


@needs(rules.may_see_authority_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what was addressed to this agent."""
    return render(request, "authority/desk.html")
