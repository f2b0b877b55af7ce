"""The pôles of one's networks side by side, by what they publish."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from vivier_web.accounts.choices import RoleKind
from vivier_web.indicators import rules
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.comparing import comparison


@require_GET
@needs(rules.may_compare_network)
def figures(request: HttpRequest) -> HttpResponse:
    """Compare the pôles of one's networks."""
    roles = [each for each in cast("Asking", request).actor.roles if each.kind == RoleKind.NETWORK]
    keys = [each.network_id for each in roles if each.network_id is not None]
    return comparison(request, networks=keys, heading="Réseau")
