"""The calls of the pôle: what is open, where the dossiers are, how long stages really take, the calendar."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from vivier_web.pages.pole.committee.room import shown
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.procedures import rules
from vivier_web.procedures.queries.calls import calendar_of, calls_of

A_PAGE = 10
STANDS = ("ouvert", "bientôt", "clos", "retiré")


@require_GET
@needs(rules.may_see_dossiers)
def calls(request: HttpRequest) -> HttpResponse:
    """Show the calls: dossiers by stage, opinions awaited, days spent, shares labelled and funded."""
    today = timezone.localdate()
    found = calls_of(pole_of(request), today)
    stands = request.GET.get("etat", "")
    kept = [each for each in found if each.stands == stands] if stands in STANDS else found
    context: dict[str, Any] = {
        "page": Paginator(kept, A_PAGE).get_page(request.GET.get("page")),
        "events": calendar_of(found, today),
        "open": sum(each.open for each in found),
        "awaited": sum(each.awaited for each in found),
        "ongoing": sum(each.stands == "ouvert" for each in found),
        "stands": stands,
        "choices": STANDS,
        "more": f"&etat={stands}" if stands in STANDS else "",
    }
    return shown(request, "calls", here="calls", trail=[("Appels", "")], **context)
