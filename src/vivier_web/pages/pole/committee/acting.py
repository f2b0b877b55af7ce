"""What the team does in the committee room: each button is one action; what is refused is said."""

import datetime as dt
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.french import counted
from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.pages.pole.committee.forms import PointForm
from vivier_web.pages.pole.committee.meetings import page_of
from vivier_web.pages.pole.committee.room import item_or_404, meeting_or_404, number, stage_asked
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.gestures import told
from vivier_web.procedures import rules
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions.meeting_papers import enqueue_minutes, enqueue_reading
from vivier_web.procedures.models import Attendee, Meeting, ProcedureVersion
from vivier_web.procedures.queries.committee import room_of
from vivier_web.procedures.tasks import enqueue


def _acted(
    request: HttpRequest, meeting: Meeting, act: Callable[[], str], *, undo: str = "", at: str = ""
) -> HttpResponse:
    """Act, say what was done or why it was not, look again at what the marks say, and go back to the room."""

    def act_and_look() -> str:
        words = act()
        enqueue_reading(meeting)
        return words

    return told(request, act_and_look, reverse("committee", args=[meeting.pk]) + at, undo=undo)


@require_POST
@needs(rules.may_instruct_dossiers)
def open_meeting(request: HttpRequest) -> HttpResponse:
    """Open a meeting on the dossiers that wait at a stage."""
    pk, stage = stage_asked(request)
    version = get_object_or_404(ProcedureVersion, pk=pk, pole=pole_of(request))
    try:
        on = dt.date.fromisoformat(request.POST.get("le", ""))
        meeting = acts.open_meeting(pole_of(request), version, stage, on=on, by=person(request))
    except InputError as why:
        messages.error(request, str(why))
        return redirect("committees")
    except ValueError:
        messages.error(request, "Donnez la date de la séance.")
        return redirect("committees")
    enqueue_reading(meeting)
    messages.success(request, "Séance ouverte : dites qui siège, puis décidez dossier par dossier.")
    return redirect("committee", meeting.pk)


@require_POST
@needs(rules.may_instruct_dossiers)
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who sits."""
    meeting = meeting_or_404(request, pk)
    chosen = [int(each) for each in request.POST.getlist("votant") if each.isascii() and each.isdigit()]

    def act() -> str:
        people = User.objects.filter(pk__in=chosen)
        row = acts.seat_people(meeting, people, others=number(request, "autres"), by=person(request))
        voters = row.attendees.count() + row.others
        return f"{counted(voters, 'votant')} en séance."

    return _acted(request, meeting, act)


@require_POST
@needs(rules.may_instruct_dossiers)
def put_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Put before the meeting the dossiers that arrived since."""
    meeting = meeting_or_404(request, pk)

    def act() -> str:
        found = acts.put_waiting(meeting, by=person(request))
        return f"{counted(found, 'dossier')} de plus en séance." if found else "Aucun autre dossier n’attend."

    return _acted(request, meeting, act)


@require_POST
@needs(rules.may_instruct_dossiers)
def leave(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Let somebody leave the room for a dossier, or come back."""
    row = item_or_404(request, pk, item)
    attendee = get_object_or_404(Attendee, pk=number(request, "votant"), meeting=row.meeting)

    def act() -> str:
        held = row.recusals.filter(attendee=attendee).first()
        if request.POST.get("geste") == "revenir" and held:
            acts.come_back(held, by=person(request))
            return "Cette personne revient pour ce dossier."
        acts.leave_for(row, attendee, request.POST.get("motif", ""), by=person(request))
        return "Sortie notée : sa voix ne compte pas pour ce dossier."

    return _acted(request, row.meeting, act, at=f"#point-{row.pk}")


@require_POST
@needs(rules.may_instruct_dossiers)
def shift(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Give a dossier another place in the list, or its own again."""
    row = item_or_404(request, pk, item)

    def act() -> str:
        if request.POST.get("geste") == "revenir":
            acts.shift_back(row, by=person(request))
            return "Place rendue : le dossier est où le mettent les avis."
        acts.shift(row, number(request, "place"), request.POST.get("motif", ""), by=person(request))
        return "Ordre changé par le comité ; le procès-verbal dit pourquoi."

    return _acted(request, row.meeting, act, at=f"#point-{row.pk}")


@require_POST
@needs(rules.may_instruct_dossiers)
def decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Decide one dossier."""
    row = item_or_404(request, pk, item)
    room = room_of(row.meeting, cast("Asking", request).actor, timezone.localdate())
    shown = next(each for each in room.rows if each.item.pk == row.pk)
    form = PointForm(room, shown, request.POST)
    if form.is_valid():
        try:
            made = acts.decide_item(row, form.chosen(), by=person(request), enqueue=enqueue)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{shown.dossier.reference} : {made.words}. L’attestation se prépare.")
            enqueue_reading(row.meeting)
            return redirect(reverse("committee", args=[pk]) + f"#point-{row.pk}")
    return page_of(request, row.meeting, refused=form)


@require_POST
@needs(rules.may_instruct_dossiers)
def decide_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide as the list says every dossier where nothing is in the way."""
    meeting = meeting_or_404(request, pk)

    def act() -> str:
        told = acts.decide_all(meeting, by=person(request), enqueue=enqueue)
        for each in told.left:
            messages.warning(request, each)
        return f"{counted(told.decided, 'dossier décidé', 'dossiers décidés')} selon la liste."

    return _acted(request, meeting, act)


@require_POST
@needs(rules.may_instruct_dossiers)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the meeting; its minutes are made."""
    meeting, by = meeting_or_404(request, pk), person(request)
    undo = reverse("reopen_committee", args=[pk])

    def act() -> str:
        acts.close_meeting(meeting, by=by, print_minutes=enqueue_minutes)
        return "Séance close : le procès-verbal se prépare."

    return _acted(request, meeting, act, undo=undo)


@require_POST
@needs(rules.may_instruct_dossiers)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the meeting again."""
    meeting, by = meeting_or_404(request, pk), person(request)

    def act() -> str:
        acts.reopen_meeting(meeting, by=by)
        return "Séance rouverte : son procès-verbal sera refait."

    return _acted(request, meeting, act)


@require_POST
@needs(rules.may_instruct_dossiers)
def reread(request: HttpRequest, pk: int) -> HttpResponse:
    """Look again at what the marks say of the experts."""
    return _acted(request, meeting_or_404(request, pk), lambda: "Lecture des notes demandée.")
