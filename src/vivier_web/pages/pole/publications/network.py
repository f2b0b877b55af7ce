"""The pôles of one's networks side by side, by what they publish; and put together, each enterprise once."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from vivier_web.accounts.choices import RoleKind
from vivier_web.indicators import rules
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.comparing import comparison
from vivier_web.pages.shared.joining import offered


def _networks(request: HttpRequest) -> list[int]:
    roles = [each for each in cast("Asking", request).actor.roles if each.kind == RoleKind.NETWORK]
    return [each.network_id for each in roles if each.network_id is not None]


@require_GET
@needs(rules.may_compare_network)
def figures(request: HttpRequest) -> HttpResponse:
    """Compare the pôles of one's networks, and offer to put together those that published."""
    trail = [("Mon réseau", reverse("desk_network")), ("Chiffres", "")]
    return comparison(request, networks=_networks(request), trail=trail, beside=offered(request))
