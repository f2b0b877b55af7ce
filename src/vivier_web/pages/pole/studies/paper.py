"""A run on paper: an accessible PDF (PDF/UA-1, tagged) of every tab, that asks nothing from the network."""

import re
from collections.abc import Callable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from vivier.report.page.document import embedded_fonts, page_style
from vivier_web.pages.pole.studies.sections import TABS, cards, headlines
from vivier_web.skills.published import PublishedRun

Tell = Callable[[str, float], None]


def paper(run: PublishedRun, tell: Tell) -> bytes:
    """Write a run as a PDF, saying how far it is; fonts and pictures are in its page, nothing else is fetched."""
    from weasyprint import HTML  # a second to load: only when a PDF is asked for
    from weasyprint.urls import URLFetcher

    tell("Dessin des graphiques", 0.15)
    page = render_to_string(
        "pole/studies/paper.html",
        {
            "run": run,
            "headlines": headlines(run),
            "parts": [(tab, _opened(cards(run, tab))) for tab in TABS[1:]],
            "last": run.last_year,
            "style": SafeString(embedded_fonts() + page_style()),
        },
    )
    tell("Mise en page et balisage du PDF", 0.5)
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    return bytes(
        HTML(string=page, base_url=settings.SITE_URL, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1") or b""
    )


def _opened(html: str) -> SafeString:
    """Lay open what a screen folds: paper cannot be clicked."""
    laid = re.sub(r"<(/?)details(?: class=\"(\w+)\")?>", lambda m: f"<{m[1]}div{_class(m[2])}>", html)
    return SafeString(re.sub(r"<(/?)summary>", lambda m: f"<{m[1]}p{'' if m[1] else _class('folded')}>", laid))


def _class(name: str | None) -> str:
    return f' class="{name}"' if name else ""
