"""The library: the pôle's own versions, what other pôles offer, what comes with the platform."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.procedures.room import shown, writes
from vivier_web.pages.shared.access import needs
from vivier_web.procedures import rules
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition.words import KINDS
from vivier_web.procedures.queries.versions import offered_elsewhere, shipped_beside, versions_of

A_PAGE = 20


@require_GET
@needs(rules.may_read_procedures)
def library(request: HttpRequest) -> HttpResponse:
    """List the procedures of the pôle; to those who write, also what they may adopt."""
    pole, is_written = pole_of(request), writes(request)
    state, kind = request.GET.get("etat", ""), request.GET.get("nature", "")
    rows = versions_of(pole, state=state, kind=kind if kind in KINDS else "", is_written=is_written)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, KINDS[each.kind]) for each in page],
        "states": VersionState.choices,
        "state": state,
        "kind": kind,
        "more": f"&etat={state}&nature={kind}" if state in VersionState.values or kind in KINDS else "",
        "is_filtered": bool(state or kind),
    }
    if is_written:
        context |= {
            "offers": [(each, KINDS[each.kind]) for each in offered_elsewhere(pole)],
            "shipped": [(each, KINDS[each.procedure.kind]) for each in shipped_beside(pole)],
        }
    return shown(request, "library", trail=[], **context)
