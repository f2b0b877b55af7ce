"""What a member receives at once: its own report, the BDESE block, the papers to sign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vivier_web.members import rules
from vivier_web.pages.company.deposits.comparing import compared
from vivier_web.pages.company.papers import KIND, PAPERS, written
from vivier_web.pages.company.who import address, member_of, pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills.actions.reports import hasten_report
from vivier_web.skills.queries.bdese import bdese_workbook
from vivier_web.skills.queries.deposits import latest_deposit, report_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@needs(rules.may_answer_for_some)
def report(request: HttpRequest) -> HttpResponse:
    """Show the report of the last deposit; while it is worked out, a page that looks again by itself."""
    member = member_of(request)
    deposit = latest_deposit(member)
    told = report_of(deposit) if deposit is not None else None
    context = {
        "member": member,
        "deposit": deposit,
        "report": told,
        "until": str(int(told["on"][:4]) + told["horizon"]) if told else "",
        "compared": compared(told) if told else None,
        "papers": [paper for paper in PAPERS if paper.quotes_report],
        "trail": [("Mon entreprise", address("company", member)), ("Mon rapport", "")],
    }
    answer = render(request, "company/report.html", context)
    if deposit is not None and told is None and not deposit.report_trouble:
        hasten_report(deposit)
        answer["Refresh"] = "3"
    return answer


@require_GET
@needs(rules.may_answer_for_some)
def bdese(request: HttpRequest) -> HttpResponse:
    """Give the employment block of the BDESE."""
    member = member_of(request)
    deposit = latest_deposit(member)
    if deposit is None or deposit.cells is None:
        raise Http404
    return _file(bdese_workbook(deposit), f"bdese-{member.siren}-{deposit.wave.on:%Y-%m}.xlsx", _XLSX)


@require_GET
@needs(rules.may_answer_for_some)
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one of the papers, filled."""
    member = member_of(request)
    found = next((one for one in PAPERS if one.slug == slug), None)
    if found is None:
        raise Http404
    deposit = latest_deposit(member) if found.quotes_report else None
    told = report_of(deposit) if deposit is not None else None
    return _file(written(found, member, pole_of(request), timezone.localdate(), told), f"{slug}.docx", KIND)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
