"""A run on paper: an accessible PDF (PDF/UA-1, tagged) of every tab, that asks nothing from the network."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from vivier.report.page.document import embedded_fonts, page_style
from vivier_web.pages.pole.studies.sections import TABS, cards, headlines
from vivier_web.skills.published import PublishedRun


def paper(run: PublishedRun) -> bytes:
    """Write a run as a PDF; its fonts and pictures are within its page."""
    from weasyprint import HTML  # a second to load: only when a PDF is asked for

    page = render_to_string(
        "pole/studies/paper.html",
        {
            "run": run,
            "headlines": headlines(run),
            "parts": [(tab, cards(run, tab)) for tab in TABS[1:]],
            "last": run.last_year,
            "style": mark_safe(embedded_fonts() + page_style()),  # noqa: S308 (our own files)
        },
    )
    written = HTML(string=page, url_fetcher=_refuse).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(written or b"")


def _refuse(url: str, *_args: Any, **_kwargs: Any) -> Any:
    """Let in what the page holds, and nothing else."""
    from weasyprint import default_url_fetcher

    if url.startswith("data:"):
        return default_url_fetcher(url)
    raise ValueError(url)
