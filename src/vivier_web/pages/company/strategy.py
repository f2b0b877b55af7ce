"""The strategy that the pôle retained, as its members read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.pages.company.who import pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.published import published_strategy


@needs(rules.may_read_retained_strategy)
def retained(request: HttpRequest) -> HttpResponse:
    """Show the strategy that is published, or say that none is yet."""
    return render(request, "company/strategy.html", {"found": published_strategy(pole_of(request))})
