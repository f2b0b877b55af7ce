"""The PDF of a strategy: its page while it is made, the worker's task that makes it."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_tasks import task

from vivier_web.pages.pole.strategy.room import sheet_or_404, shown, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions.strategy_papers import NOUN, ask_strategy_paper, work_out_strategy_paper
from vivier_web.skills.actions.works import requeue_lost
from vivier_web.skills.models import StrategyPaper, StrategySheet
from vivier_web.skills.queries.strategy import Document, composed, document_of, opened


@task(priority=10)  # somebody waits for it
def print_strategy(paper_pk: int) -> None:
    """Make the PDF of a strategy, in the worker."""
    work_out_strategy_paper(paper_pk, written)


def enqueue(waiting: StrategyPaper) -> None:
    """Ask the worker for a PDF, once what it reads is safely written."""
    transaction.on_commit(lambda: print_strategy.enqueue(waiting.pk))


def requeue_lost_strategy_papers() -> int:
    """Queue again the PDFs lost with their worker; give how many were found."""
    return requeue_lost(StrategyPaper, NOUN, enqueue)


def written(paper: StrategyPaper) -> bytes:
    """Write a text as an accessible PDF (PDF/UA-1); fonts are in its page, nothing is fetched."""
    from weasyprint import HTML  # a second to load: only when a PDF is asked for
    from weasyprint.urls import URLFetcher

    from vivier.report.traced.page import page

    html = page(composed(opened(paper.sheet.proposal), paper.text))
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    made = HTML(string=html, base_url=settings.SITE_URL, url_fetcher=fetcher)
    return bytes(made.write_pdf(pdf_variant="pdf/ua-1") or b"")


@needs(rules.may_read_strategy)
def strategy_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the PDF of the document as it is now is; asked for by a button."""
    sheet = sheet_or_404(pk)
    found = document_of(opened(sheet.proposal), sheet)
    if request.method == "POST":
        ask_strategy_paper(sheet, found, by=user_of(request), enqueue=enqueue)
        return redirect("strategy_paper", pk)
    trail = [
        ("Stratégie", reverse("strategy_proposal", args=[pk])),
        ("Document", reverse("strategy_document", args=[pk])),
        ("PDF", ""),
    ]
    return shown(request, "printing", trail=trail, proposal=sheet.proposal, paper=paper_of(sheet, found))


@needs(rules.may_read_strategy)
def strategy_paper_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Give how far a PDF is, for the page that asks every two seconds."""
    sheet = sheet_or_404(pk)
    made = paper_of(sheet, document_of(opened(sheet.proposal), sheet))
    answer = render(request, "pole/strategy/printing_progress.html", {"proposal": sheet.proposal, "paper": made})
    if made is None or not made.is_waiting:
        answer["HX-Refresh"] = "true"
    return answer


def paper_of(sheet: StrategySheet, document: Document) -> StrategyPaper | None:
    """Give the PDF of the document as it is now, its bytes left in the base."""
    asked = StrategyPaper.objects.filter(sheet=sheet, text_sha256=document.text_sha256).defer(*StrategyPaper.HEAVY)
    made: StrategyPaper | None = asked.first()
    return made
