"""The pôles of one's networks side by side, by what they publish; and put together, each enterprise once."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.indicators import rules
from vivier_web.indicators.actions.together import publish_together
from vivier_web.indicators.queries.together import days_of
from vivier_web.members.models import Network
from vivier_web.pages.pole.members.here import person
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.comparing import comparison


def _networks(request: HttpRequest) -> list[int]:
    roles = [each for each in cast("Asking", request).actor.roles if each.kind == RoleKind.NETWORK]
    return [each.network_id for each in roles if each.network_id is not None]


@require_GET
@needs(rules.may_compare_network)
def figures(request: HttpRequest) -> HttpResponse:
    """Compare the pôles of one's networks, and offer to put together those that published."""
    keys = _networks(request)
    offers = [
        {"network": network, "on": on, "count": count}
        for network in Network.objects.filter(pk__in=keys).order_by("name")
        for on, count in days_of(network)
    ]
    return comparison(request, networks=keys, heading="Réseau", offers=offers)


@require_POST
@needs(rules.may_compare_network)
def put_together(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    """Publish the pôles of a network that published theirs, each enterprise once."""
    network = get_object_or_404(Network, pk=pk, pk__in=_networks(request))
    try:
        made = publish_together(network, _day(day), by=person(request))
    except InputError as why:
        messages.error(request, str(why))
        return redirect("network_figures")
    return redirect("published_dataset", made.key)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError("Choisissez un jour dans la liste.") from None
