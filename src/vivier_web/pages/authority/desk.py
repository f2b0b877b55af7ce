"""The desk of an authority: the pôles of its territory, what was addressed to it, what is published."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.accounts.choices import RoleKind
from vivier_web.members import rules
from vivier_web.members.choices import PoleKind
from vivier_web.members.published import pole_cards
from vivier_web.members.territory import REGIONS
from vivier_web.pages.shared.access import Asking, needs


@needs(rules.may_see_authority_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the pôles of this agent's Region, or all of them: their public cards, and nothing of their members."""
    region = _region_of(cast("Asking", request).actor)
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and 0 < int(number) < 1000 else 1
    cards, count = pole_cards(region=region, page=page)
    context = {
        "cards": [
            {"card": one, "kind": PoleKind(one.kind).label, "region": REGIONS.get(one.region, "")} for one in cards
        ],
        "count": count,
        "where": REGIONS.get(region, ""),
    }
    return render(request, "authority/desk.html", context)


def _region_of(actor: rules.Actor) -> str:
    """Give the Region of an agent; those of the State and of smaller territories see the cards of all."""
    regions = {role.territory for role in actor.roles if role.kind == RoleKind.REGION}
    sees_all = actor.holds_anywhere(RoleKind.STATE, RoleKind.LOCAL)
    return regions.pop() if len(regions) == 1 and not sees_all else ""
