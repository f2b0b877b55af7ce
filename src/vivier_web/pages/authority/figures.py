"""What pôles publish, compared: pôles, domains and territories side by side, never more than anyone may read."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from vivier_web.indicators import rules
from vivier_web.pages.authority.desk import regions_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.comparing import comparison


@require_GET
@needs(rules.may_compare_poles)
def figures(request: HttpRequest) -> HttpResponse:
    """Compare the pôles of one's territory by what they publish."""
    return comparison(request, regions=regions_of(cast("Asking", request).actor), heading="Autorités")
