"""The attestation of a decision: an accessible PDF, made once by the background worker."""

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier_web.procedures.definition.words import KINDS
from vivier_web.procedures.models import Attestation, Decision

LOST_AFTER = dt.timedelta(minutes=2)


@task(priority=10)  # somebody waits for it
def print_attestation(decision_pk: int) -> None:
    """Make the PDF of a decision, once."""
    with scopes_disabled():
        found = Decision.objects.select_related("dossier__pole", "dossier__procedure", "dossier__organisation")
        decision = found.filter(pk=decision_pk).first()
    if decision is None:
        return
    with scope(pole=decision.dossier.pole):
        if not Attestation.objects.filter(decision=decision).exists():
            Attestation.objects.get_or_create(decision=decision, defaults={"pdf": written(decision)})


def enqueue(decision: Decision) -> None:
    """Ask the worker for the attestation of a decision."""
    print_attestation.enqueue(decision.pk)


def requeue_missing_attestations() -> int:
    """Ask again for the attestations that a worker lost; the task makes nothing twice. Gives how many."""
    with scopes_disabled():
        waited = Decision.objects.filter(attestation=None, at__lt=timezone.now() - LOST_AFTER)
        missing = list(waited.exclude(outcome="done")[:100])
    for decision in missing:
        enqueue(decision)
    return len(missing)


def written(decision: Decision) -> bytes:
    """Write the attestation as a PDF (PDF/UA-1); fonts are in its page, nothing is fetched."""
    from weasyprint import HTML  # a second to load: only when a PDF is asked for
    from weasyprint.urls import URLFetcher

    page = render_to_string("company/dossiers/attestation.html", said_by(decision))
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    made = HTML(string=page, base_url=settings.SITE_URL, url_fetcher=fetcher)
    return bytes(made.write_pdf(pdf_variant="pdf/ua-1") or b"")


def said_by(decision: Decision) -> dict[str, object]:
    """Gather what an attestation says: nothing of the content but its title, no opinion, no expert."""
    from vivier.report.page.document import embedded_fonts

    dossier = decision.dossier
    return {
        "decision": decision,
        "dossier": dossier,
        "kind": KINDS[dossier.procedure.kind],
        "stage": dossier.definition().stage(decision.stage).title,
        "conditions": list(decision.conditions.all()),
        "grants": list(decision.grants.all()),
        "fonts": SafeString(embedded_fonts()),
    }
