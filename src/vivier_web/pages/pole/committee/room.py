"""What every page of this room shows above its subject, and the one meeting, point or panel it is about."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.training.room import DOORS
from vivier_web.pages.shared.access import Asking
from vivier_web.procedures.models import Meeting, MeetingItem, PanelDraft
from vivier_web.procedures.rules import may_instruct_dossiers

Trail = list[tuple[str, str]]


def is_team(request: HttpRequest) -> bool:
    """Tell whether whoever asks may change what they see here."""
    return may_instruct_dossiers(cast("Asking", request).actor)


def shown(request: HttpRequest, template: str, *, here: str, trail: Trail, **context: Any) -> HttpResponse:
    """Show a page of the room; `trail` are its crumbs after « Agir »."""
    doors = [{"words": words, "url": reverse(name), "is_here": name == here} for name, words in DOORS]
    team = is_team(request)
    start = [("Agir", reverse("training"))] if team else []
    frame = {"doors": doors if team else [], "trail": [*start, *trail], "is_team": team}
    status = context.pop("status", 200)
    return render(request, f"pole/committee/{template}.html", context | frame, status=status)


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    """Give a meeting of the pôle looked at."""
    rows = Meeting.objects.filter(pole=pole_of(request)).select_related("procedure", "pole")
    found: Meeting = get_object_or_404(rows, pk=pk)
    return found


def item_or_404(request: HttpRequest, pk: int, item: int) -> MeetingItem:
    """Give one dossier of a meeting."""
    rows = MeetingItem.objects.select_related("meeting__procedure", "meeting__pole", "dossier")
    found: MeetingItem = get_object_or_404(rows, pk=item, meeting=meeting_or_404(request, pk))
    return found


def draft_or_404(request: HttpRequest, pk: int) -> PanelDraft:
    """Give a proposed panel of the pôle looked at."""
    rows = PanelDraft.objects.filter(pole=pole_of(request)).select_related("procedure", "pole")
    found: PanelDraft = get_object_or_404(rows, pk=pk)
    return found


def number(request: HttpRequest, name: str) -> int:
    """Give a whole number that was posted, 0 when it is none."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def stage_asked(request: HttpRequest) -> tuple[int, str]:
    """Give the version and the stage that a form names together: « 12:committee »."""
    version, _, stage = request.POST.get("etape", "").partition(":")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise Http404
    return int(version), stage[:80]
