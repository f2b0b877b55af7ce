"""Where the dossiers of a member are, who has each, what is awaited, what was decided and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vivier_web.members.queries.places import local_name
from vivier_web.pages.company.dossiers.here import member_of, own_dossier, trail_to
from vivier_web.pages.company.who import contributed_by, pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.procedures import rules
from vivier_web.procedures.lifecycle import situation
from vivier_web.procedures.models import Decision, Dossier
from vivier_web.procedures.queries.addressees import local_of, locals_to_choose
from vivier_web.procedures.queries.boards import APPLICANT, lines_of, open_procedures
from vivier_web.procedures.queries.colabels import lines_of_colabels
from vivier_web.procedures.queries.paths import awaited_of, path_of, presented_again
from vivier_web.procedures.queries.shown import may_read, shown_to
from vivier_web.procedures.queries.state import state_of


@needs(rules.may_file_dossiers)
def dossiers(request: HttpRequest) -> HttpResponse:
    """List the dossiers of the member, and the procedures where it may open one."""
    member, today = member_of(request), timezone.localdate()
    context = {
        "member": member,
        "members": contributed_by(request),
        "lines": lines_of(pole_of(request), member, today),
        "procedures": open_procedures(pole_of(request), today),
        "trail": trail_to(member),
    }
    return render(request, "company/dossiers/list.html", context)


@needs(rules.may_file_dossiers)
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one dossier as its applicant reads it."""
    row = own_dossier(request, pk)
    today = timezone.localdate()
    found = situation(row.definition(), state_of(row), today)
    context = {
        "member": row.organisation,
        "dossier": row,
        "shown": shown_to(row, APPLICANT),
        "path": path_of(row, "applicant"),
        "awaited": awaited_of(row, found, "applicant"),
        "last_day": found.last_day,
        "asked": row.correction_asked,
        "colabels": lines_of_colabels(row),
        "again": presented_again(row),
        "locals": [(code, local_name(code), code == local_of(row)) for code in locals_to_choose(row)],
        "trail": trail_to(row.organisation, (row.reference, "")),
    }
    return render(request, "company/dossiers/dossier.html", context)


@require_GET
@needs(rules.may_file_dossiers)
def attestation(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Give the PDF of a decision that the applicant may read, once the worker made it."""
    row = own_dossier(request, pk)
    return attestation_of(row, get_object_or_404(Decision, pk=decision, dossier=row))


def attestation_of(row: Dossier, decision: Decision) -> HttpResponse:
    """Answer with the PDF of a decision, when its reader may read it and it is made."""
    if not may_read(row, APPLICANT, "decision", made_at=decision.stage) or not hasattr(decision, "attestation"):
        raise Http404
    answer = HttpResponse(bytes(decision.attestation.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="attestation-{row.reference}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
