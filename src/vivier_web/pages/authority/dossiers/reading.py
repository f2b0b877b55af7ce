"""What is addressed to an authority: the list, one dossier as its visibility opens it, its attestations."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from vivier_web.pages.authority.desk import page_asked
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.dossier_forms import CorrectionForm, DecisionForm
from vivier_web.pages.shared.procedure_fields import StageForm
from vivier_web.procedures import published, rules
from vivier_web.procedures.addressing import Seat
from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.published import PAGE, STANDINGS, AddressedDossier
from vivier_web.projects.published import asked_of_funder


def seat_of(request: HttpRequest) -> Seat:
    """Give for whom the one who asks acts, and where."""
    return published.seat_of(cast("Asking", request).actor)


def found_or_404(request: HttpRequest, pk: int) -> AddressedDossier:
    """Give a dossier addressed to this agent; every other one does not exist."""
    user_id = int(request.user.pk or 0)
    found = published.addressed_dossier(seat_of(request), pk, user_id=user_id, today=timezone.localdate())
    if found is None:
        raise Http404
    return found


def trail_to(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Give the crumbs of a page of this room."""
    room = ("Dossiers", reverse("authority_dossiers") if more else "")
    return [("Autorités", reverse("desk_authority")), room, *more]


@require_GET
@needs(rules.may_instruct_addressed_dossiers)
def dossiers(request: HttpRequest) -> HttpResponse:
    """List what waits for this agent, or all that reached their authority."""
    is_waiting = request.GET.get("voir") != "tous"
    page, today = page_asked(request.GET.get("page", "")), timezone.localdate()
    found = published.addressed_dossiers(seat_of(request), today=today, is_waiting=is_waiting, page=page)
    context = {
        "found": found,
        "is_waiting": is_waiting,
        "door": "waiting" if is_waiting else "reached",
        "before": page - 1,
        "after": page + 1 if page * PAGE < found.count else 0,
        "trail": trail_to(),
    }
    return render(request, "authority/dossiers/list.html", context)


@require_GET
@needs(rules.may_instruct_addressed_dossiers)
def grants(request: HttpRequest) -> HttpResponse:
    """List what this agent's authority granted: labels and awards, what ends first first."""
    asked, page = request.GET.get("etat", ""), page_asked(request.GET.get("page", ""))
    standing = asked if asked in STANDINGS else "en-cours"
    today = timezone.localdate()
    found = published.what_was_granted(seat_of(request), standing=standing, today=today, page=page)
    context = {
        "found": found,
        "amendments": asked_of_funder(seat_of(request)),
        "standing": standing,
        "standings": STANDINGS,
        "before": page - 1,
        "after": page + 1 if page * PAGE < found.count else 0,
        "trail": trail_to(("Accordés", "")),
    }
    return render(request, "authority/dossiers/grants.html", context)


@require_GET
@needs(rules.may_instruct_addressed_dossiers)
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one dossier and what this agent may do of it today."""
    return page(request, found_or_404(request, pk))


def page(request: HttpRequest, found: AddressedDossier, **forms: Any) -> HttpResponse:
    """Show a dossier, with forms that were refused as they were typed."""
    now, mine = found.now, found.judging.mine
    context: dict[str, Any] = {
        "shown": found,
        "now": now,
        "line": found.line,
        "path": found.path,
        "dossier": {"is_closed": now.stage is None, "closed_at": None},
        "mine": mine,
        "judging": found.judging,
        "trail": trail_to((found.line.reference, "")),
    }
    context |= _acting(found) | forms
    return render(request, "authority/dossiers/dossier.html", context, status=422 if forms else 200)


def _acting(found: AddressedDossier) -> dict[str, Any]:
    """Give the forms of what may be done where the dossier is."""
    now = found.now
    if not now.is_ours or now.stage is None:
        return {}
    forms: dict[str, Any] = {"correction_form": CorrectionForm()}
    forms["moves"] = [{"outcome": each, "words": OUTCOMES[each]} for each in now.moves]
    forms["move_form"] = StageForm(now.stage.fields, initial=dict(found.known))
    if now.decisions:
        outcome = now.proposed.outcome if now.proposed else ""
        forms["decide_form"] = DecisionForm(now.decisions, now.grant, now.quorum, initial={"outcome": outcome})
    return forms


@require_GET
@needs(rules.may_instruct_addressed_dossiers)
def attestation(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Give the PDF of a decision that this agent may read."""
    found = published.addressed_attestation(seat_of(request), pk, decision)
    if found is None:
        raise Http404
    answer = HttpResponse(found.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="attestation-{found.reference}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
