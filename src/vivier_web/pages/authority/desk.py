"""The desk of an authority: the pôles of its territory, what was addressed to it, what is published."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.accounts.choices import RoleKind
from vivier_web.members import rules
from vivier_web.members.choices import PoleKind
from vivier_web.members.published import PAGE, pole_cards
from vivier_web.members.territory import REGIONS
from vivier_web.pages.shared.access import Asking, needs


@needs(rules.may_see_authority_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the pôles of this agent's Region, or all of them: their public cards, and nothing of their members."""
    region = _region_of(cast("Asking", request).actor)
    page = _page(request.GET.get("page", ""))
    cards, count = pole_cards(region=region, page=page)
    if count and not cards:  # a page beyond the last
        page = -(-count // PAGE)
        cards, count = pole_cards(region=region, page=page)
    context = {
        "cards": [
            {"card": one, "kind": PoleKind(one.kind).label, "region": REGIONS.get(one.region, "")} for one in cards
        ],
        "count": count,
        "where": REGIONS.get(region, ""),
        "before": page - 1,
        "after": page + 1 if page * PAGE < count else 0,
    }
    return render(request, "authority/desk.html", context)


def _page(asked: str) -> int:
    """Read the number of a page; anything else is the first."""
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1


def _region_of(actor: rules.Actor) -> str:
    """Give the Region of an agent; those of the State and of smaller territories see the cards of all."""
    regions = {role.territory for role in actor.roles if role.kind == RoleKind.REGION}
    sees_all = actor.holds_anywhere(RoleKind.STATE, RoleKind.LOCAL)
    return regions.pop() if len(regions) == 1 and not sees_all else ""
