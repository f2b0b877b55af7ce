"""What a meeting decides: written well or refused, once whoever decides, all at once but for what left."""

import datetime as dt

import pytest
from django.utils import timezone

from factories import meetings
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.members.rules import Actor, Held
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions.deciding import Chosen
from vivier_web.procedures.actions.filing import withdraw_dossier
from vivier_web.procedures.models import Decision, Dossier, Meeting, MeetingItem
from vivier_web.procedures.queries.committee import Room, room_of

WHY = "Motif d’essai, assez long."


def seen(found: Cluster, meeting: Meeting, kind: str = "team") -> Room:
    actor = Actor(found.people[kind].pk, (Held(kind, pole_id=found.pole.pk),), found.pole.pk)
    return room_of(Meeting.objects.get(pk=meeting.pk), actor, timezone.localdate())


DECISIONS = [
    (Chosen("accepted", "Court"), "Motivez"),
    (Chosen("accepted", "   "), "Motivez"),
    (Chosen("accepted_with_conditions", WHY), "condition"),
    (Chosen("done", WHY), "."),
    (Chosen("absent", WHY), "."),
]


def test_a_decision_badly_written_is_refused_and_the_dossier_still_waits(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    for chosen, sentence in DECISIONS:
        with pytest.raises(InputError, match=sentence):
            acts.decide_item(meeting.items.get(), chosen, by=None)
    assert (Decision.objects.count(), meeting.items.get().sheet) == (0, {})
    assert seen(pole, meeting).rows[0].is_ready


def test_two_people_who_decide_the_same_dossier_make_one_decision(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    mine, theirs = MeetingItem.objects.get(), MeetingItem.objects.get()
    due = timezone.localdate() + dt.timedelta(days=30)
    chosen = Chosen("accepted_with_conditions", WHY, (("Produire l’accord", due),), sitting=99)
    made = acts.decide_item(mine, chosen, by=pole.people["team"])
    assert (made.sitting, [each.text for each in made.conditions.all()]) == (6, ["Produire l’accord"])
    with pytest.raises(InputError, match="déjà décidé"):
        acts.decide_item(theirs, Chosen("refused", WHY), by=pole.people["director"])
    assert acts.decide_all(meeting, by=None) == acts.Told(0, ())
    assert [each.outcome for each in Decision.objects.all()] == ["accepted_with_conditions"]
    assert seen(pole, meeting).decided == 1


def test_all_at_once_leaves_what_was_withdrawn_and_decides_the_others(pole: Cluster) -> None:
    meeting = meetings.held(pole, (5, 5, 5), (1, 1, 1))
    gone = Dossier.objects.order_by("reference").first()
    withdraw_dossier(gone, by=None)
    told = acts.decide_all(meeting, by=None)
    assert told == acts.Told(1, (f"{gone.reference} : Ce dossier n’est plus à cette étape.",))
    assert Decision.objects.exclude(outcome="withdrawn").get().motives.startswith("Conforme aux avis. ")
