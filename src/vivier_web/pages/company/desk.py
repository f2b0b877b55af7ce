"""The desk of a member: what its pôle waits for, what it received."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.members import rules
from vivier_web.pages.shared.access import needs


@needs(rules.may_answer_for_some)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the member."""
    return render(request, "company/desk.html")
