"""What a member receives once its return is sent: a receipt, its own document, its files, who may read it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from vivier_web.members import rules
from vivier_web.pages.company.needs.filling import awaited_of
from vivier_web.pages.company.papers import KIND
from vivier_web.pages.company.who import address, member_of, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills.actions.needs import release_return, withdraw_release
from vivier_web.skills.models import NeedsReturn
from vivier_web.skills.needs.sums import BATCH
from vivier_web.skills.queries.needs import release_of, versions_of
from vivier_web.skills.queries.needs_files import (
    return_csv,
    return_document,
    return_json,
    return_workbook,
    tables_of,
)
from vivier_web.skills.queries.training import consent_of

FILES = {
    "xlsx": (return_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (return_csv, "text/csv; charset=utf-8"),
    "json": (return_json, "application/json"),
}


@require_GET
@needs(rules.may_answer_for_some)
def receipt(request: HttpRequest) -> HttpResponse:
    """Show what was sent, what the pôle sees of it, and what it does not."""
    member = member_of(request)
    awaited = awaited_of(request, member)
    if awaited is None or awaited.sent is None:
        return redirect(address("needs_return", member)) if awaited and awaited.is_open else _nothing(request)
    context = {
        "member": member,
        "awaited": awaited,
        "sent": awaited.sent,
        "minutes": max(1, round(awaited.sent.seconds / 60)),
        "tables": tables_of(awaited.sent),
        "versions": versions_of(awaited.call, member),
        "release": release_of(awaited.call, member),
        "consent": consent_of(awaited.call, member),
        "batch": BATCH,
        "query": f"membre={member.pk}&vague={awaited.call.wave_id}",
        "trail": [("Mon entreprise", address("company", member)), ("Mes besoins", "")],
    }
    return render(request, "company/needs/receipt.html", context)


def _nothing(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    trail = [("Mon entreprise", address("company", member)), ("Mes besoins", "")]
    return render(request, "company/needs/nothing.html", {"member": member, "trail": trail})


def _sent(request: HttpRequest) -> NeedsReturn:
    awaited = awaited_of(request, member_of(request))
    if awaited is None or awaited.sent is None:
        raise Http404
    return awaited.sent


@require_GET
@needs(rules.may_answer_for_some)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the member its own return as a file."""
    sent = _sent(request)
    if kind not in FILES:
        raise Http404
    make, content_type = FILES[kind]
    return attached(make(sent), f"besoins-{sent.call.wave.on:%Y-%m}-v{sent.version}.{kind}", content_type)


@require_GET
@needs(rules.may_answer_for_some)
def document(request: HttpRequest) -> HttpResponse:
    """Give the member its own document."""
    sent = _sent(request)
    return attached(return_document(sent, pole_of(request).name), f"besoins-{sent.call.wave.on:%Y-%m}.docx", KIND)


@require_POST
@needs(rules.may_answer_for_some)
def release(request: HttpRequest) -> HttpResponse:
    """Let the pôle's team read the return, or stop letting it."""
    member = member_of(request)
    awaited = awaited_of(request, member)
    if awaited is None or awaited.sent is None:
        raise Http404
    if request.POST.get("accord") == "oui":
        release_return(awaited.call, member, by=user_of(request))
        messages.success(
            request, "L’équipe du pôle peut lire votre retour. Vous pouvez le lui retirer quand vous voulez."
        )
    else:
        withdraw_release(awaited.call, member, by=user_of(request))
        messages.success(request, "L’équipe du pôle ne peut plus lire votre retour.")
    return redirect(address("needs_receipt", member, vague=awaited.call.wave_id))


def attached(content: bytes, name: str, kind: str) -> HttpResponse:
    """Give a file to keep."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
