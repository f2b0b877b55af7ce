"""The strategy document: as it will be read, its points and where to mend them, its files, its publication."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import refuse
from vivier_web.pages.pole.strategy.printing import paper_of
from vivier_web.pages.pole.strategy.room import sheet_or_404, shown, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.skills import rules
from vivier_web.skills.actions.strategy_sheets import publish_strategy, withdraw_strategy
from vivier_web.skills.queries.strategy import document_of, opened

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(rules.may_read_strategy)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the document as it is now, and its grid."""
    sheet = sheet_or_404(pk)
    held = opened(sheet.proposal)
    found = document_of(held, sheet)
    trail = [("Stratégie", reverse("strategy_proposal", args=[pk])), ("Document", "")]
    names = {axis.key: axis.name for axis in found.axes}
    points = [(point, [(fault, names.get(fault.axis, "")) for fault in point.faults]) for point in found.points]
    return shown(
        request,
        "document",
        trail=trail,
        sheet=sheet,
        proposal=sheet.proposal,
        document=found,
        points=points,
        lines=[(line.style.strip(), line.cells[0]) for line in found.traced.lines],
        sources=[(name, title) for name, title, _ in held.files],
        paper=paper_of(sheet, found),
        is_published_text=sheet.published_text == found.text,
    )


@needs(rules.may_read_strategy)
def file(_request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the document as a page, as a DOCX, or as the accessible PDF the worker made; or a source, as JSON."""
    sheet = sheet_or_404(pk)
    held = opened(sheet.proposal)
    if kind.startswith("source-"):
        found_source = next((one for one in held.files if f"source-{one[0]}" == kind), None)
        if found_source is None:
            raise Http404
        return _file(found_source[2], "application/json", f"strategie-{found_source[0]}.json")
    found = document_of(held, sheet)
    if kind == "html":
        from vivier.report.traced.page import page

        return _file(page(found.traced).encode(), "text/html; charset=utf-8", f"strategie-{pk}.html")
    if kind == "docx":
        from vivier.report.traced.word import word

        return _file(word(found.traced), _WORD, f"strategie-{pk}.docx")
    made = paper_of(sheet, found) if kind == "pdf" else None
    if kind != "pdf":
        raise Http404
    if made is None or made.state != "done":
        return redirect("strategy_paper", pk)
    made.refresh_from_db(fields=["content"])
    return _file(bytes(made.content or b""), "application/pdf", f"strategie-{pk}.pdf")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


@require_POST
@needs(rules.may_write_strategy)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the members read the strategy, or take it back."""
    sheet = sheet_or_404(pk)
    try:
        if "retirer" in request.POST:
            withdraw_strategy(sheet, by=user_of(request))
            say(request, "Les membres ne lisent plus cette stratégie.")
        else:
            publish_strategy(sheet, by=user_of(request))
            undo = reverse("publish_strategy", args=[pk])
            say(request, "Les membres lisent maintenant cette stratégie.", undo=undo, retirer="1")
    except InputError as why:
        refuse(request, str(why))
    return redirect("strategy_document", pk)
