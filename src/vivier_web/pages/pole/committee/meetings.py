"""The meetings of a pôle, one meeting as it is held, what it says of its experts, its minutes."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from vivier_web.accounts.models import User
from vivier_web.pages.pole.committee.forms import PointForm
from vivier_web.pages.pole.committee.room import is_team, meeting_or_404, shown
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.procedures import rules
from vivier_web.procedures.actions.meeting_papers import said_in_minutes
from vivier_web.procedures.models import Meeting, Minutes
from vivier_web.procedures.queries.committee import Room, meetings_of, room_of, voters_of, waiting_stages
from vivier_web.procedures.queries.readings import latest_reading

A_PAGE = 20


@require_GET
@needs(rules.may_see_dossiers)
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings, and the stages where dossiers wait for one."""
    pole = pole_of(request)
    page = Paginator(meetings_of(pole), A_PAGE).get_page(request.GET.get("page"))
    waiting = waiting_stages(pole) if is_team(request) else []
    context = {"page": page, "waiting": waiting, "today": timezone.localdate()}
    return shown(request, "meetings", here="committees", trail=[("Comités", "")], **context)


@require_GET
@needs(rules.may_see_dossiers)
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting as it is held."""
    return page_of(request, meeting_or_404(request, pk))


def page_of(request: HttpRequest, meeting: Meeting, *, refused: PointForm | None = None) -> HttpResponse:
    """Show a meeting, with the form that was refused as it was typed."""
    room = room_of(meeting, cast("Asking", request).actor, timezone.localdate())
    context: dict[str, Any] = {"room": room, "meeting": meeting, "rows": [(each, None) for each in room.rows]}
    if is_team(request) and not meeting.is_closed:
        context |= _acting(room, meeting, refused)
    context["is_projected"] = "projeter" in request.GET
    context["status"] = 422 if refused else 200
    trail = [("Comités", _list_url()), (str(meeting), "")]
    return shown(request, "committee", here="committees", trail=trail, **context)


def _list_url() -> str:
    return reverse("committees")


def _acting(room: Room, meeting: Meeting, refused: PointForm | None) -> dict[str, Any]:
    seated = {each.person_id for each in room.attendees}
    voters: list[User] = voters_of(meeting.pole)
    return {
        "may_act": True,
        "rows": [(each, _form(room, each, refused)) for each in room.rows],
        "voters": [(each, each.pk in seated) for each in voters],
        "is_list_open": any(each.is_ready for each in room.rows),
    }


def _form(room: Room, row: Any, refused: PointForm | None) -> PointForm | None:
    if row.item.decision_id:
        return None
    if refused is not None and refused.prefix == f"p{row.item.pk}":
        return refused
    return PointForm(room, row)


@require_GET
@needs(rules.may_instruct_dossiers)
def panel_of_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the team how severe each expert is, and how sure that is."""
    meeting = meeting_or_404(request, pk)
    room = room_of(meeting, cast("Asking", request).actor, timezone.localdate())
    row = latest_reading(meeting)
    told = row.result["experts"] if row else []
    names = dict(User.objects.filter(pk__in=[each["expert"] for each in told]).values_list("pk", "full_name"))
    experts = [each | {"name": names.get(each["expert"], "Personne effacée"), **_severity(each)} for each in told]
    experts.sort(key=lambda each: -each["severity"])
    trail = [("Comités", _list_url()), (str(meeting), f"{_list_url()}{meeting.pk}/"), ("Les experts", "")]
    context = {"meeting": meeting, "room": room, "reading": room.reading, "experts": experts, "row": row}
    return shown(request, "experts_of_meeting", here="committees", trail=trail, **context)


def _severity(told: dict[str, Any]) -> dict[str, Any]:
    """Say in words how severe an expert is: only an interval that leaves out zero says something."""
    low, high = told["low"], told["high"]
    words = "note plus bas que les autres" if low > 0 else "note plus haut que les autres" if high < 0 else ""
    return {
        "words": words or "ni sévère ni indulgent, pour ce qu’on en sait",
        "is_told": bool(words),
        "gap": _signed(-told["severity"]),
        "between": f"[{_signed(-high)} ; {_signed(-low)}]",
    }


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace(".", ",").replace("-", "−")


@require_GET
@needs(rules.may_see_dossiers)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the minutes of a meeting, to read or print."""
    meeting = meeting_or_404(request, pk)
    said = said_in_minutes(meeting, cast("Asking", request).actor)
    has_pdf = is_team(request) and Minutes.objects.filter(meeting=meeting).exists()
    trail = [("Comités", _list_url()), (str(meeting), f"{_list_url()}{meeting.pk}/"), ("Procès-verbal", "")]
    return shown(request, "minutes", here="committees", trail=trail, has_pdf=has_pdf, **said)


@require_GET
@needs(rules.may_instruct_dossiers)
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the PDF of the minutes of a closed meeting."""
    meeting = meeting_or_404(request, pk)
    row = Minutes.objects.filter(meeting=meeting).first()
    if row is None:
        raise Http404
    answer = HttpResponse(bytes(row.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="proces-verbal-{meeting.on:%Y-%m-%d}.pdf"'
    return answer
