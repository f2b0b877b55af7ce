"""What pôles publish, compared: pôles, domains and territories side by side, never more than anyone may read."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from vivier_web.indicators import rules
from vivier_web.pages.authority.desk import regions_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.comparing import comparison
from vivier_web.pages.shared.joining import offered


@require_GET
@needs(rules.may_compare_poles)
def figures(request: HttpRequest) -> HttpResponse:
    """Compare pôles by what they publish, those of one's Region first, and offer to put them together."""
    home = min(regions_of(cast("Asking", request).actor) or {""})
    trail = [("Mon bureau", reverse("desk_authority")), ("Chiffres", "")]
    return comparison(request, home=home, trail=trail, beside=offered(request))
