"""Pages that anyone may see: the accessibility statement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.pages.shared.access import anyone


@anyone
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "public/accessibility.html")
