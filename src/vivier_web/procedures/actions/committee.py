"""Holding the meetings of a committee: opened, people seated, the list reordered, dossiers decided, then minutes."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.procedures.actions.deciding import Chosen, decide
from vivier_web.procedures.definition.words import POSITIVE
from vivier_web.procedures.models import (
    Attendee,
    Decision,
    Dossier,
    Meeting,
    MeetingItem,
    Minutes,
    ProcedureVersion,
    Recusal,
    Shift,
)
from vivier_web.procedures.queries.agenda import Point, agenda_of, place_of
from vivier_web.procedures.queries.committee import before_a_meeting, voters_of

Enqueue = Callable[[Decision], None]
Print = Callable[[Meeting], None]
MOST_OTHERS = 200


@transaction.atomic
def open_meeting(pole: Pole, version: ProcedureVersion, stage: str, *, on: dt.date, by: User | None) -> Meeting:
    """Open a meeting on the dossiers that wait at a stage; who sat last time is seated again.

    Raises:
        InputError: it is not for a committee of the pôle to decide there, nothing waits, or the day is taken.
    """
    procedure = version.definition()
    step = next((each for each in procedure.stages if each.key == stage), None)
    if version.pole_id != pole.pk or step is None or step.act not in {"decision", "ranking"}:
        raise InputError("Choisissez une étape où un comité décide.")
    if procedure.body(step.body).organisation != "pole":
        raise InputError("C’est à l’autorité de décider à cette étape : elle tient sa propre séance.")
    Pole.objects.select_for_update(of=("self",)).get(pk=pole.pk)  # two people may open it in the same second
    if Meeting.objects.filter(procedure=version, stage=stage, on=on).exists():
        raise InputError("Une séance de cette étape existe déjà à cette date : ouvrez-la dans la liste.")
    last = Meeting.objects.filter(pole=pole, procedure__key=version.key, stage=stage).first()
    meeting = Meeting.objects.create(pole=pole, procedure=version, stage=stage, on=on)
    if not _put_waiting(meeting):
        raise InputError("Aucun dossier n’attend à cette étape.")
    if last is not None:
        known = {each.pk for each in voters_of(pole)}
        again = [each.person for each in last.attendees.select_related("person") if each.person_id in known]
        Attendee.objects.bulk_create(Attendee(meeting=meeting, person=each) for each in again)
    _told("open_meeting", meeting, by, items=meeting.items.count())
    return meeting


def _put_waiting(meeting: Meeting) -> int:
    waiting = Dossier.objects.filter(procedure=meeting.procedure, stage=meeting.stage)
    new = waiting.exclude(pk__in=before_a_meeting())
    return len(MeetingItem.objects.bulk_create(MeetingItem(meeting=meeting, dossier=each) for each in new))


@transaction.atomic
def put_waiting(meeting: Meeting, *, by: User | None) -> int:
    """Put before a meeting the dossiers that arrived since it was opened; give how many."""
    row = _open(meeting)
    found = _put_waiting(row)
    _told("put_waiting", row, by, items=found)
    return found


@transaction.atomic
def seat_people(meeting: Meeting, people: Iterable[User], *, others: int, by: User | None) -> Meeting:
    """Say who sits and votes: people of the pôle by name, and how many others who have no account.

    Raises:
        InputError: somebody is not of the pôle, or the count makes no sense.
    """
    row, wanted = _open(meeting), {each.pk: each for each in people}
    if not 0 <= others <= MOST_OTHERS:
        raise InputError(f"Le nombre d’autres votants va de 0 à {MOST_OTHERS}.")
    known = {each.pk for each in voters_of(row.pole)}
    held = {each.person_id: each for each in row.attendees.all()}
    if not set(wanted) - set(held) <= known:
        raise InputError("Cette personne n’a pas de rôle dans le pôle : comptez-la parmi les autres votants.")
    row.attendees.exclude(person__in=list(wanted)).delete()
    Attendee.objects.bulk_create(Attendee(meeting=row, person=wanted[pk]) for pk in wanted if pk not in held)
    row.others = others
    row.save(update_fields=["others"])
    _told("seat_people", row, by, seated=len(wanted), others=others)
    return row


@transaction.atomic
def leave_for(item: MeetingItem, attendee: Attendee, reason: str, *, by: User | None) -> Recusal:
    """Let somebody who sits leave the room for one dossier, with the reason: their voice is not counted."""
    _undecided(item)
    if attendee.meeting_id != item.meeting_id:
        raise InputError("Cette personne ne siège pas à cette séance.")
    if not reason.strip():
        raise InputError("Dites en quelques mots l’intérêt qui lie cette personne au dossier.")
    found, is_new = Recusal.objects.get_or_create(
        item=item, attendee=attendee, defaults={"reason": reason.strip()[:300]}
    )
    if is_new:
        _told("leave_for", item.meeting, by, item=item.pk)
    return found


@transaction.atomic
def come_back(recusal: Recusal, *, by: User | None) -> None:
    """Let somebody come back for a dossier: the recusal was a mistake."""
    _undecided(recusal.item)
    meeting, pk = recusal.item.meeting, recusal.item_id
    recusal.delete()
    _told("come_back", meeting, by, item=pk)


@transaction.atomic
def shift(item: MeetingItem, place: int, reason: str, *, by: User | None) -> Shift:
    """Give a dossier another place in the list, with the reason, which the minutes repeat."""
    row = _open(item.meeting)
    agenda = agenda_of(row, timezone.localdate())
    ranked = [place_of(agenda, each) for each in agenda.points if each.item.pk == item.pk]
    many = sum(each.rank > 0 for each in agenda.places.values())
    if not any(each and each.rank for each in ranked):
        raise InputError("Les avis ne mettent pas ce dossier dans la liste : il n’y a pas de place à lui donner.")
    if not 1 <= place <= many:
        raise InputError(f"Une place va de 1 à {many}.")
    if len(reason.strip()) < 5:
        raise InputError("Dites pourquoi le comité change l’ordre : le procès-verbal le répète.")
    found = Shift.objects.create(item=item, place=place, reason=reason.strip()[:300], by=by)
    _told("shift_item", item.meeting, by, item=item.pk, place=place)
    return found


@transaction.atomic
def shift_back(item: MeetingItem, *, by: User | None) -> None:
    """Take back the last place given to a dossier by hand."""
    _open(item.meeting)
    last = item.shifts.last()
    if last is None:
        raise InputError("Ce dossier est à la place que lui donnent les avis.")
    last.delete()
    _told("shift_back", item.meeting, by, item=item.pk)


@transaction.atomic
def decide_item(item: MeetingItem, chosen: Chosen, *, by: User | None, enqueue: Enqueue | None = None) -> Decision:
    """Decide one dossier of a meeting with those who are in the room for it; the marks in view are kept with it.

    Raises:
        ForbiddenMove: what prevents it: quorum, opinions missing or stale. InputError: motives, conditions.
    """
    row = _undecided(item)
    agenda = agenda_of(row.meeting, timezone.localdate())
    point = next(each for each in agenda.points if each.item.pk == row.pk)
    return _decide(point, chosen, by=by, enqueue=enqueue)


def _decide(point: Point, chosen: Chosen, *, by: User | None, enqueue: Enqueue | None) -> Decision:
    if point.state.stage != point.item.meeting.stage:
        raise InputError("Ce dossier n’est plus à cette étape : rechargez la page.")
    item = MeetingItem.objects.get(pk=point.item.pk)
    made = decide(point.dossier, replace(chosen, sitting=point.sitting), by=by, enqueue=enqueue)
    item.decision, item.sheet = made, point.told
    item.save(update_fields=["decision", "sheet"])
    return made


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what deciding all at once did: how many, and one sentence for each dossier left to decide by itself."""

    decided: int
    left: tuple[str, ...]


@transaction.atomic
def decide_all(meeting: Meeting, *, by: User | None, enqueue: Enqueue | None = None) -> Told:
    """Decide as the list says every dossier where nothing is in the way; the others are left, each with why."""
    row = _open(meeting)
    agenda = agenda_of(row, timezone.localdate())
    decided, left = 0, []
    for point in agenda.points:
        if point.item.decision_id:
            continue
        place = place_of(agenda, point)
        why = _why_alone(point, place.place if place else "")
        if not why and point.proposed:
            try:
                with transaction.atomic():
                    motives = " ".join(("Conforme aux avis.", *point.proposed.motives))
                    _decide(point, Chosen(point.proposed.outcome, motives), by=by, enqueue=enqueue)
                    decided += 1
            except InputError as error:
                why = str(error)
        if why:
            left.append(f"{point.dossier.reference} : {why}")
    _told("decide_all", row, by, decided=decided, left=len(left))
    return Told(decided, tuple(left))


def _why_alone(point: Point, place: str) -> str:
    """Say why a dossier is decided by itself, or nothing when the list says enough."""
    if point.blocks:
        return point.blocks[0].sentence
    if point.proposed is None:
        return "Aucun avis n’a été rendu."
    if point.proposed.outcome == "accepted_with_conditions":
        return "Un accord sous conditions s’écrit avec ses conditions."
    if point.proposed.outcome in POSITIVE and place != "kept":
        return "La liste ne le retient pas d’emblée : au comité de dire ce qu’il devient."
    return ""


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User | None, print_minutes: Print | None = None) -> Meeting:
    """Close a meeting: its minutes are settled, dossiers left are put off; nothing changes there any more."""
    row = _open(meeting)
    if not row.attendees.exists() and not row.others:
        raise InputError("Dites d’abord qui siège : le procès-verbal le mentionne.")
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    _told("close_meeting", row, by)
    if print_minutes is not None:
        transaction.on_commit(lambda: print_minutes(row))
    return row


@transaction.atomic
def reopen_meeting(meeting: Meeting, *, by: User | None) -> Meeting:
    """Open a meeting again: its minutes will be made anew."""
    row: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if row.closed_at is None:
        raise InputError("Cette séance est ouverte.")
    row.closed_at = None
    row.save(update_fields=["closed_at"])
    Minutes.objects.filter(meeting=row).delete()
    _told("reopen_meeting", row, by)
    return row


def _open(meeting: Meeting) -> Meeting:
    held = Meeting.objects.select_for_update(of=("self",)).select_related("pole", "procedure")
    row: Meeting = held.get(pk=meeting.pk)
    if row.is_closed:
        raise InputError("Cette séance est close : rouvrez-la pour la modifier.")
    return row


def _undecided(item: MeetingItem) -> MeetingItem:
    _open(item.meeting)
    held = MeetingItem.objects.select_for_update(of=("self",)).select_related("meeting__procedure", "meeting__pole")
    row: MeetingItem = held.get(pk=item.pk)
    if row.decision_id:
        raise InputError("Ce dossier est déjà décidé : une décision ne se reprend pas.")
    return row


def _told(verb: str, meeting: Meeting, by: User | None, **detail: int) -> None:
    record(verb, by=by, subject=f"meeting:{meeting.pk}", pole=meeting.pole.slug, **detail)
