"""The desk of a network's secretariat: its pôles side by side, by counts and guarded figures."""

import math
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier import french
from vivier.report.figures import figure, figure_bounds
from vivier_web.accounts.choices import RoleKind
from vivier_web.members import rules
from vivier_web.members.models import Network
from vivier_web.members.queries import poles_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.skills.published import PoleLine, side_by_side

PAGE = 20


@needs(rules.may_see_network_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the pôles of one's networks: members, the collection under way, the last study."""
    roles = tuple(role for role in cast("Asking", request).actor.roles if role.kind == RoleKind.NETWORK)
    poles = poles_of(roles)
    pages = max(1, math.ceil(len(poles) / PAGE))
    number = min(_page(request.GET.get("page", "")), pages)
    lines = side_by_side(poles[(number - 1) * PAGE : number * PAGE], today=timezone.localdate())
    names = Network.objects.filter(pk__in={role.network_id for role in roles}).order_by("name")
    context = {
        "networks": ", ".join(network.name for network in names),
        "count": len(poles),
        "lines": [_shown(line) for line in lines],
        "title": _title(lines, len(poles)),
        "before": number - 1,
        "after": number + 1 if number < pages else 0,
    }
    return render(request, "pole/network.html", context)


def _page(asked: str) -> int:
    """Read the number of a page; anything else is the first."""
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1


def _title(lines: tuple[PoleLine, ...], count: int) -> str:
    """Say what is under way on this page, else how many pôles there are."""
    collecting = [line for line in lines if line.closes_on is not None]
    late = [line for line in collecting if line.deposited < line.members]
    if late:
        verb = "attend encore" if len(late) == 1 else "attendent encore"
        return f"{french.counted(len(late), 'pôle')} {verb} des dépôts"
    if collecting:
        return "Toutes les collectes en cours sont complètes"
    return f"{french.counted(count, 'pôle')}, aucune collecte en cours" if count else "Aucun pôle dans ce réseau"


def _shown(line: PoleLine) -> dict[str, Any]:
    """Write the figures of a line."""
    return {
        "line": line,
        "seniors": figure(line.seniors) if line.seniors else "",
        "openings": figure(line.openings) if line.openings else "",
        "interval": figure_bounds(line.openings) if line.openings else "",
    }
