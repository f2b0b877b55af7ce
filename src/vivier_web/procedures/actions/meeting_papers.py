"""What the worker makes of a meeting: what its marks say of the experts, the PDF of its minutes."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier_web.accounts.actions import record
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.rules import Actor, Held
from vivier_web.procedures.models import Meeting, Minutes, PanelReading
from vivier_web.procedures.queries.agenda import agenda_of
from vivier_web.procedures.queries.committee import decided_in_words, room_of
from vivier_web.procedures.queries.readings import Marks, marks_of

LOST_AFTER = dt.timedelta(minutes=2)
LOOKED_AFTER = dt.timedelta(days=60)


@task(priority=10)  # somebody waits for it
def compute_reading(pk: int) -> None:
    """Work out what the marks of a meeting say, in the worker."""
    with scopes_disabled():
        meeting = Meeting.objects.select_related("pole", "procedure").filter(pk=pk).first()
    if meeting is not None:
        with scope(pole=meeting.pole):
            read_panel(meeting)


def enqueue_reading(meeting: Meeting) -> None:
    """Ask the worker for it, once what it reads is safely written."""
    transaction.on_commit(lambda: compute_reading.enqueue(meeting.pk))


def read_panel(meeting: Meeting) -> PanelReading | None:
    """Work out what the marks of a meeting say, once for the same marks; None when there are too few."""
    marks = marks_of(agenda_of(meeting, timezone.localdate()))
    if marks.why_not:
        return None
    found: PanelReading | None = PanelReading.objects.filter(meeting=meeting, digest=marks.digest).first()
    if found is not None:
        return found
    result = _honest(marks)
    with transaction.atomic():
        made, is_new = PanelReading.objects.get_or_create(
            meeting=meeting, digest=marks.digest, defaults={"result": result}
        )
        if is_new:
            detail = {"marks": len(marks.given)}
            record("read_panel", by=None, subject=f"meeting:{meeting.pk}", pole=meeting.pole.slug, **detail)
    return made


def _honest(marks: Marks) -> dict[str, Any]:
    from vivier.panels.honesty import Mark, honesty

    given = [Mark(f"E{expert}", f"D{dossier}", mark) for expert, dossier, mark in marks.given]
    told = honesty(given, kept=marks.kept)
    between = told.agreement_of_panel_within
    return {
        "agreement": [told.agreement_of_panel, between.low, between.high],
        "flips": told.flips,
        "dossiers": {each.dossier[1:]: {"flip": each.flip, "is_kept": each.is_kept} for each in told.dossiers},
        "experts": [
            {
                "expert": int(each.expert[1:]),
                "marks": each.marks,
                "severity": each.severity,
                "low": each.within.low,
                "high": each.within.high,
            }
            for each in told.experts
        ],
    }


def refresh_readings() -> int:
    """Ask again for readings whose opinions changed, for minutes a worker lost; give how many. Run by the worker."""
    since = timezone.localdate() - LOOKED_AFTER
    with scopes_disabled():
        recent = list(Meeting.objects.filter(on__gte=since).select_related("pole", "procedure"))
    asked = 0
    for meeting in recent:
        with scope(pole=meeting.pole):
            asked += _asked_again(meeting)
    return asked


def _asked_again(meeting: Meeting) -> int:
    if meeting.closed_at is not None:
        is_lost = meeting.closed_at < timezone.now() - LOST_AFTER
        if not is_lost or Minutes.objects.filter(meeting=meeting).exists():
            return 0
        enqueue_minutes(meeting)
        return 1
    marks = marks_of(agenda_of(meeting, timezone.localdate()))
    if marks.why_not or PanelReading.objects.filter(meeting=meeting, digest=marks.digest).exists():
        return 0
    enqueue_reading(meeting)
    return 1


@task(priority=10)  # somebody waits for it
def print_minutes(pk: int) -> None:
    """Make the PDF of the minutes of a closed meeting, once."""
    with scopes_disabled():
        meeting = Meeting.objects.select_related("pole", "procedure").filter(pk=pk).first()
    if meeting is None or not meeting.is_closed:
        return
    with scope(pole=meeting.pole):
        if not Minutes.objects.filter(meeting=meeting).exists():
            Minutes.objects.get_or_create(meeting=meeting, defaults={"pdf": _written(meeting)})


def enqueue_minutes(meeting: Meeting) -> None:
    """Ask the worker for the minutes of a meeting."""
    print_minutes.enqueue(meeting.pk)


def _written(meeting: Meeting) -> bytes:
    """Write the minutes as a PDF (PDF/UA-1); fonts are in its page, nothing is fetched."""
    from weasyprint import HTML  # a second to load: only when a PDF is asked for
    from weasyprint.urls import URLFetcher

    from vivier.report.page.document import embedded_fonts

    said = said_in_minutes(meeting, _team(meeting)) | {"fonts": SafeString(embedded_fonts())}
    page = render_to_string("pole/committee/minutes_paper.html", said)
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    made = HTML(string=page, base_url=settings.SITE_URL, url_fetcher=fetcher)
    return bytes(made.write_pdf(pdf_variant="pdf/ua-1") or b"")


def _team(meeting: Meeting) -> Actor:
    """Give the reader of the paper: the team of the pôle, who alone may ask for it."""
    return Actor(0, (Held(RoleKind.TEAM, pole_id=meeting.pole_id),), meeting.pole_id)


def said_in_minutes(meeting: Meeting, actor: Actor) -> dict[str, Any]:
    """Gather what the minutes of a meeting say to a reader."""
    room = room_of(meeting, actor, timezone.localdate())
    return {"meeting": meeting, "room": room, "said": [decided_in_words(each) for each in room.rows]}
