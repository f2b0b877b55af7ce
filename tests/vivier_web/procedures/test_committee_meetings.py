"""A committee holds its meeting: who sits, what the list says, what prevents, what is decided and kept."""

import datetime as dt

import pytest
from django.utils import timezone

from factories import filed, meetings
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.rules import Actor, Held
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions.deciding import Chosen
from vivier_web.procedures.actions.judging import recuse
from vivier_web.procedures.actions.meeting_papers import print_minutes, read_panel
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.models import Content, Decision, Dossier, Meeting, MeetingItem, Minutes, PanelReading
from vivier_web.procedures.queries.committee import Room, room_of, waiting_stages

BY_THREE = ((5, 5, 5), (4, 4, 4), (4, 4, 4), (1, 1, 1))
WHY = "Motif d’essai, assez long."


def seen(found: Cluster, meeting: Meeting, kind: str = "team") -> Room:
    actor = Actor(found.people[kind].pk, (Held(kind, pole_id=found.pole.pk),), found.pole.pk)
    return room_of(Meeting.objects.get(pk=meeting.pk), actor, timezone.localdate())


def lines(room: Room) -> list[tuple[str, int, int, str]]:
    return [(each.dossier.reference[-3:], each.rank, each.equals, each.told["outcome"]) for each in room.rows]


def item(meeting: Meeting, number: str) -> MeetingItem:
    return MeetingItem.objects.get(meeting=meeting, dossier__reference__endswith=number)


def test_the_list_says_ranks_ties_and_what_the_rule_proposes(pole: Cluster) -> None:
    room = seen(pole, meetings.held(pole, *BY_THREE))
    assert lines(room) == [
        ("001", 1, 0, "accepted"),
        ("002", 2, 1, "accepted"),
        ("003", 2, 1, "accepted"),
        ("004", 0, 0, "resubmit"),
    ]
    assert (room.voters, room.quorum, room.is_quorate, room.decided) == (6, 5, True, 0)
    assert room.rows[0].told["notes"][0]["value"] == "5"


def test_a_dossier_moved_by_hand_has_its_place_and_the_reason(pole: Cluster) -> None:
    meeting = meetings.held(pole, *BY_THREE)
    acts.shift(item(meeting, "003"), 1, "Emplois dans un territoire fragile", by=pole.people["team"])
    room = seen(pole, meeting)
    assert [(each.dossier.reference[-3:], each.rank, each.equals) for each in room.rows] == [
        ("003", 1, 0),
        ("001", 2, 0),
        ("002", 3, 0),
        ("004", 0, 0),
    ]
    assert room.rows[0].moved == "Mis à la place 1 par le comité : Emplois dans un territoire fragile"
    acts.shift_back(item(meeting, "003"), by=None)
    assert [each.rank for each in seen(pole, meeting).rows] == [1, 2, 2, 0]


def test_without_quorum_nothing_is_decided_and_one_sentence_says_so(pole: Cluster) -> None:
    meeting = meetings.held(pole, others=2)
    room = seen(pole, meeting)
    assert room.rows[0].reasons == ("Le quorum n’est pas atteint : 3 sur 5, récusations déduites.",)
    with pytest.raises(ForbiddenMove, match="quorum"):
        acts.decide_item(item(meeting, "001"), Chosen("accepted", WHY), by=None)
    assert acts.decide_all(meeting, by=None).decided == 0
    assert not Decision.objects.exists()


def test_who_is_tied_to_a_dossier_leaves_the_room_and_their_voice_is_not_counted(pole: Cluster) -> None:
    meeting = meetings.held(pole, others=4)  # five with the administrator: just the quorum
    point, seat = item(meeting, "001"), meeting.attendees.get()
    recusal = acts.leave_for(point, seat, "Siège chez un partenaire", by=None)
    row = seen(pole, meeting).rows[0]
    assert [(each.attendee, each.reason) for each in row.out] == [(seat, "Siège chez un partenaire")]
    assert (row.sitting, row.is_ready) == (4, False)
    acts.come_back(recusal, by=None)
    assert seen(pole, meeting).rows[0].is_ready


def test_a_recused_expert_who_sits_is_out_of_the_room_without_being_asked(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    expert = filed.expert(pole, 0)
    acts.seat_people(meeting, [expert], others=6, by=None)
    assert seen(pole, meeting).rows[0].out == ()
    recuse(Dossier.objects.get().assignments.get(expert=expert), "Cousin du porteur", by=None)
    row = seen(pole, meeting).rows[0]
    assert [each.reason for each in row.out] == ["Récusé comme expert : Cousin du porteur"]
    assert row.reasons == ("Il manque 1\u00a0avis.",)


def test_a_stale_opinion_blocks_and_says_so(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    dossier = Dossier.objects.get()
    Content.objects.create(dossier=dossier, number=2, answers={})
    row = seen(pole, meeting).rows[0]
    assert row.stale == 1
    assert row.reasons == ("3\u00a0avis portent sur une version antérieure : à confirmer ou à refaire.",)
    with pytest.raises(ForbiddenMove, match="version antérieure"):
        acts.decide_item(item(meeting, "001"), Chosen("accepted", WHY), by=None)


def test_deciding_keeps_who_sat_and_the_marks_in_view_even_when_opinions_are_set_aside(pole: Cluster) -> None:
    meeting = meetings.held(pole, (1, 1, 1))
    before = seen(pole, meeting).rows[0].told
    made = acts.decide_item(item(meeting, "001"), Chosen("resubmit", WHY), by=pole.people["team"])
    assert (made.sitting, made.quorum, made.opinions) == (6, 5, 3)
    row = seen(pole, meeting).rows[0]
    assert (row.told, row.decision) == (before, made)
    with pytest.raises(InputError, match="déjà décidé"):
        acts.decide_item(item(meeting, "001"), Chosen("refused", WHY), by=None)


def test_the_list_is_decided_at_once_but_for_what_the_committee_must_say_itself(pole: Cluster) -> None:
    meeting = meetings.held(pole, (5, 5, 5), (3, 3, 3), (1, 1, 1))
    told = acts.decide_all(meeting, by=pole.people["team"])
    assert told.decided == 2
    assert [each.partition(" : ")[2] for each in told.left] == [
        "Un accord sous conditions s’écrit avec ses conditions."
    ]
    assert [each.decision and each.decision.outcome for each in seen(pole, meeting).rows] == [
        "accepted",
        None,
        "resubmit",
    ]
    assert Act.objects.filter(verb="decide_dossier").count() == 2


def test_a_committee_reads_marks_while_it_sits_and_only_the_decision_afterwards(pole: Cluster) -> None:
    """What the procedure closes to the committee after its stage is closed here too; the team still reads it."""
    meeting = meetings.held(pole, (5, 5, 5), (4, 4, 4))
    assert all(each.told and each.rank for each in seen(pole, meeting, "board").rows)
    acts.decide_item(item(meeting, "001"), Chosen("accepted", WHY), by=None)
    decided = next(each for each in seen(pole, meeting, "board").rows if each.decision)
    assert (decided.told, decided.flip, decided.rank) == ({}, "", 0)
    assert decided.decision.words == "accepté"
    assert next(each for each in seen(pole, meeting).rows if each.decision).told


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda p, m: acts.open_meeting(p.pole, m.procedure, "committee", on=m.on, by=None), "existe déjà"),
        (lambda p, m: acts.open_meeting(p.pole, m.procedure, "experts", on=m.on, by=None), "où un comité décide"),
        (lambda _, m: acts.seat_people(m, [], others=900, by=None), "va de 0 à 200"),
        (lambda p, m: acts.seat_people(m, [p.people["member"]], others=0, by=None), "pas de rôle"),
        (lambda _, m: acts.shift(item(m, "001"), 9, "Parce que", by=None), "va de 1 à 1"),
        (lambda _, m: acts.shift(item(m, "001"), 1, "", by=None), "Dites pourquoi"),
        (lambda _, m: acts.shift_back(item(m, "001"), by=None), "que lui donnent les avis"),
        (lambda _, m: acts.leave_for(item(m, "001"), m.attendees.get(), " ", by=None), "l’intérêt"),
        (lambda _, m: acts.reopen_meeting(m, by=None), "est ouverte"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(pole: Cluster, act: object, sentence: str) -> None:
    meeting = meetings.held(pole)
    with pytest.raises(InputError, match=sentence):
        act(pole, meeting)


def test_a_closed_meeting_changes_no_more_until_it_is_opened_again_and_has_its_minutes(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    acts.close_meeting(meeting, by=pole.people["team"])
    with pytest.raises(InputError, match="est close"):
        acts.put_waiting(meeting, by=None)
    print_minutes.call(meeting.pk)
    print_minutes.call(meeting.pk)
    assert bytes(Minutes.objects.get().pdf[:5]) == b"%PDF-"
    acts.reopen_meeting(meeting, by=None)
    assert not Minutes.objects.exists()


def test_who_sat_last_time_is_seated_again_and_only_new_dossiers_wait(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    acts.decide_all(meeting, by=None)
    assert waiting_stages(pole.pole) == []
    meetings.at_committee(pole, (4, 4, 4), rank=1)
    waiting = waiting_stages(pole.pole)
    assert [(each.stage, each.count) for each in waiting] == [("committee", 1)]
    day = timezone.localdate() + dt.timedelta(days=30)
    again = acts.open_meeting(pole.pole, meeting.procedure, "committee", on=day, by=None)
    assert [each.person for each in again.attendees.all()] == [pole.people["board"]]
    assert [each.dossier.reference[-3:] for each in again.items.all()] == ["002"]


def test_too_few_opinions_say_nothing_of_the_experts_and_why(pole: Cluster) -> None:
    meeting = meetings.held(pole, (4, 4, 4), (2, 2, 2))
    assert read_panel(meeting) is None
    why = "Trop peu d’avis pour juger du panel : il faut trois dossiers lus par deux experts, ici 2\u00a0dossiers."
    assert seen(pole, meeting).reading.why_not == why


def test_what_the_marks_say_is_worked_out_once_for_the_same_marks_and_told_in_words(pole: Cluster) -> None:
    meeting = meetings.held(pole, (5, 5, 4), (5, 4, 4), (4, 3, 3), (1, 1, 0))
    made = read_panel(meeting)
    assert read_panel(meeting) == made
    assert PanelReading.objects.count() == 1
    room = seen(pole, meeting)
    assert room.reading.words.startswith("Les experts s’accordent très bien")
    assert not room.reading.is_old
    assert all(each.flip.endswith("que d’autres experts décident autrement.") for each in room.rows if each.rank)
    assert [each["marks"] for each in made.result["experts"]] == [4, 4, 4]
    acts.decide_item(item(meeting, "001"), Chosen("refused", WHY), by=None)
    assert seen(pole, meeting).reading.is_old  # one fewer is kept: the bar is elsewhere
    read_panel(meeting)
    assert not seen(pole, meeting).reading.is_old


def test_no_name_of_an_expert_is_kept_with_what_the_marks_say_or_shown_in_the_room(pole: Cluster) -> None:
    meeting = meetings.held(pole, (5, 5, 4), (5, 1, 4), (4, 3, 3))
    made = read_panel(meeting)
    names = [filed.expert(pole, rank).full_name for rank in range(3)]
    room = seen(pole, meeting)
    assert any(each.told["minority"] for each in room.rows)  # something could be told
    assert not any(name in str((made.result, [each.told for each in room.rows])) for name in names)
