"""The desk of an authority: the pôles of its territory, the labels that end there, what is published."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier_web.accounts.choices import RoleKind
from vivier_web.members import rules
from vivier_web.members.choices import PoleKind
from vivier_web.members.published import PAGE, labels_ending, pole_cards
from vivier_web.members.territory import DEPARTMENTS, REGION_OF, REGIONS
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.procedures.published import seat_of, waiting_for
from vivier_web.projects.published import amendments_waiting


@needs(rules.may_see_authority_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the pôles of this agent's territory, or all of them: their public cards, and nothing of their members."""
    actor = cast("Asking", request).actor
    regions = regions_of(actor)
    page = page_asked(request.GET.get("page", ""))
    cards, count = pole_cards(regions=regions, page=page)
    if count and not cards:  # a page beyond the last
        page = -(-count // PAGE)
        cards, count = pole_cards(regions=regions, page=page)
    context = {
        "cards": [
            {"card": one, "kind": PoleKind(one.kind).label, "region": REGIONS.get(one.region, "")} for one in cards
        ],
        "count": count,
        "where": ", ".join(sorted(REGIONS.get(one, one) for one in regions or ())),
        "departments": _departments_of(actor) if regions is not None else [],
        "unplaced": _unplaced(actor) if regions is None else [],
        "waiting": waiting_for(seat_of(actor)),
        "amendments": amendments_waiting(seat_of(actor)),
        "ending": labels_ending(regions=regions, today=timezone.localdate()),
        "before": page - 1,
        "after": page + 1 if page * PAGE < count else 0,
    }
    return render(request, "authority/desk.html", context)


def page_asked(asked: str) -> int:
    """Read the number of a page; anything else is the first."""
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1


def regions_of(actor: rules.Actor) -> frozenset[str] | None:
    """Give the Regions whose pôles an agent sees; None, all of them, for the State and for an EPCI, placed nowhere.

    An agent of a département sees the pôles of its Region: a pôle says no smaller territory than that.
    """
    if actor.holds_anywhere(RoleKind.STATE) or _unplaced(actor):
        return None
    named = {role.territory for role in actor.roles if role.kind == RoleKind.REGION}
    return frozenset(named | {REGION_OF[code] for code in _local(actor) if code in REGION_OF})


def _local(actor: rules.Actor) -> list[str]:
    """Give the départements and EPCI of an agent."""
    return sorted({role.territory for role in actor.roles if role.kind == RoleKind.LOCAL})


def _departments_of(actor: rules.Actor) -> list[str]:
    return [DEPARTMENTS[code] for code in _local(actor) if code in REGION_OF]


def _unplaced(actor: rules.Actor) -> list[str]:
    return [code for code in _local(actor) if code not in REGION_OF]
