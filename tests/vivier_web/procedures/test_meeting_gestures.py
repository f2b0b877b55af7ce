"""A meeting held badly: two people at once, double acts, things of another meeting, dossiers gone, and all taken back."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scope

from factories import cluster, filed, meetings
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import Act
from vivier_web.members.actions import end_role, grant_role
from vivier_web.members.rules import Actor, Held
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions.deciding import Chosen
from vivier_web.procedures.actions.judging import recuse
from vivier_web.procedures.actions.meeting_papers import said_in_minutes
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.models import Attendee, Decision, Dossier, Meeting, Minutes, Recusal, Shift
from vivier_web.procedures.queries.committee import Room, meetings_of, room_of, voters_of, waiting_stages

WHY = "Motif d’essai, assez long."


def seen(found: Cluster, meeting: Meeting, kind: str = "team") -> Room:
    actor = Actor(found.people[kind].pk, (Held(kind, pole_id=found.pole.pk),), found.pole.pk)
    return room_of(Meeting.objects.get(pk=meeting.pk), actor, timezone.localdate())


def verbs() -> list[str]:
    return list(Act.objects.order_by("number").values_list("verb", flat=True))


def test_a_meeting_is_not_opened_when_nothing_waits_and_leaves_no_trace(pole: Cluster) -> None:
    version = filed.published(pole)
    before = verbs()
    for stage, sentence in (
        ("committee", "Aucun dossier n’attend"),
        ("absent", "où un comité décide"),
        ("filing", "où un comité"),
    ):
        with pytest.raises(InputError, match=sentence):
            acts.open_meeting(pole.pole, version, stage, on=timezone.localdate(), by=None)
    assert not Meeting.objects.exists()
    assert verbs() == before


def test_a_meeting_is_not_opened_on_the_procedure_of_another_pole(pole: Cluster) -> None:
    version = meetings.at_committee(pole, (4, 4, 4)).procedure
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole), pytest.raises(InputError, match="où un comité décide"):
        acts.open_meeting(other.pole, version, "committee", on=timezone.localdate(), by=None)


def test_a_dossier_waits_before_one_meeting_at_a_time_and_comes_to_the_next_when_put_off(pole: Cluster) -> None:
    first = meetings.held(pole, (4, 4, 4))
    assert waiting_stages(pole.pole) == []
    with pytest.raises(InputError, match="Aucun dossier n’attend"):
        acts.open_meeting(pole.pole, first.procedure, "committee", on=first.on + dt.timedelta(days=1), by=None)
    assert acts.put_waiting(first, by=None) == 0
    acts.close_meeting(first, by=None)
    assert [each.count for each in waiting_stages(pole.pole)] == [1]
    second = acts.open_meeting(pole.pole, first.procedure, "committee", on=first.on + dt.timedelta(days=1), by=None)
    assert [each.dossier.reference for each in second.items.all()] == [
        each.dossier.reference for each in first.items.all()
    ]
    assert [(each.on, each.asked, each.decided) for each in meetings_of(pole.pole)] == [
        (second.on, 1, 0),
        (first.on, 1, 0),
    ]
    assert second.others == 0, "they are counted anew each time"
    acts.seat_people(second, [], others=5, by=None)
    acts.decide_item(second.items.get(), Chosen("accepted", WHY), by=None)
    assert [each.decided for each in meetings_of(pole.pole)] == [1, 0]


def test_a_dossier_decided_elsewhere_is_no_more_decided_by_a_meeting_that_was_opened_again(pole: Cluster) -> None:
    first = meetings.held(pole, (4, 4, 4))
    acts.close_meeting(first, by=None)
    second = acts.open_meeting(pole.pole, first.procedure, "committee", on=first.on + dt.timedelta(days=1), by=None)
    assert second.others == 0, "they are counted anew each time"
    acts.seat_people(second, [], others=5, by=None)
    acts.decide_item(second.items.get(), Chosen("accepted", WHY), by=None)
    acts.reopen_meeting(first, by=None)
    assert seen(pole, first).rows[0].reasons == ("Ce dossier n’est plus à cette étape.",)
    with pytest.raises(InputError, match="plus à cette étape"):
        acts.decide_item(first.items.get(), Chosen("refused", WHY), by=None)
    told = acts.decide_all(first, by=None)
    assert (told.decided, [each.partition(" : ")[2] for each in told.left]) == (
        0,
        ["Ce dossier n’est plus à cette étape."],
    )
    assert Decision.objects.count() == 1


def test_who_sits_is_said_whole_each_time_and_the_same_words_change_nothing(pole: Cluster) -> None:
    meeting = meetings.held(pole, others=4)
    board, director = pole.people["board"], pole.people["director"]
    kept = meeting.attendees.get().pk
    acts.leave_for(meeting.items.get(), meeting.attendees.get(), "Client", by=None)
    acts.seat_people(meeting, [board, director], others=0, by=None)
    acts.seat_people(meeting, [director, board, board], others=0, by=None)
    assert set(meeting.attendees.values_list("person", flat=True)) == {board.pk, director.pk}
    assert Attendee.objects.get(person=board).pk == kept, "who stays keeps their recusals"
    assert Recusal.objects.count() == 1
    acts.seat_people(meeting, [director], others=200, by=None)
    assert (Recusal.objects.count(), seen(pole, meeting).voters) == (0, 201)


@pytest.mark.parametrize("others", [-1, 201, 10**9])
def test_a_count_of_other_voters_that_makes_no_sense_changes_nothing(pole: Cluster, others: int) -> None:
    meeting = meetings.held(pole)
    with pytest.raises(InputError, match="va de 0 à 200"):
        acts.seat_people(meeting, [], others=others, by=None)
    assert (Meeting.objects.get().others, meeting.attendees.count()) == (5, 1)


def test_only_people_who_may_vote_in_this_pole_are_offered_a_seat(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    meeting = meetings.held(pole)
    may = {pole.people[kind] for kind in ("board", "governance", "expert", "director")} | {
        filed.expert(pole, 1), filed.expert(pole, 2),
    }  # fmt: skip
    assert set(voters_of(pole.pole)) == may
    for stranger in (other.people["board"], pole.people["team"], pole.people["state"]):
        with pytest.raises(InputError, match="pas de rôle"):
            acts.seat_people(meeting, [pole.people["board"], stranger], others=0, by=None)
    assert meeting.attendees.count() == 1


def test_who_lost_their_role_stays_where_they_sit_but_is_not_seated_again(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    board = pole.people["board"]
    end_role(board.roles.get(), by=None)
    acts.seat_people(meeting, [board], others=5, by=None)
    assert meeting.attendees.count() == 1
    acts.close_meeting(meeting, by=None)
    again = acts.open_meeting(
        pole.pole, meeting.procedure, "committee", on=meeting.on + dt.timedelta(days=7), by=None
    )
    assert (again.attendees.count(), again.others) == (0, 0)


def test_somebody_with_two_roles_votes_once(pole: Cluster) -> None:
    grant_role(pole.people["board"], RoleKind.GOVERNANCE, by=None, pole=pole.pole)
    assert voters_of(pole.pole).count(pole.people["board"]) == 1


def test_leaving_twice_is_leaving_once_with_the_first_reason(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    item, who = meeting.items.get(), meeting.attendees.get()
    first = acts.leave_for(item, who, "  Client du porteur  ", by=None)
    assert acts.leave_for(item, who, "Autre motif", by=None) == first
    assert (Recusal.objects.get().reason, verbs().count("leave_for")) == ("Client du porteur", 1)
    row = seen(pole, meeting).rows[0]
    assert [(each.attendee, each.reason) for each in row.out] == [(who, "Client du porteur")]
    assert row.sitting == 5
    acts.seat_people(meeting, [pole.people["board"], pole.people["director"]], others=5, by=None)
    assert len(acts.leave_for(item, meeting.attendees.last(), "x" * 400, by=None).reason) == 300


def test_nobody_leaves_the_room_of_another_meeting(pole: Cluster) -> None:
    first = meetings.held(pole)
    stranger = first.attendees.get()
    acts.close_meeting(first, by=None)
    second = acts.open_meeting(pole.pole, first.procedure, "committee", on=first.on + dt.timedelta(days=1), by=None)
    with pytest.raises(InputError, match="ne siège pas à cette séance"):
        acts.leave_for(second.items.get(), stranger, "Client", by=None)
    assert not Recusal.objects.exists()


def test_the_quorum_is_counted_for_each_dossier_without_those_who_left(pole: Cluster) -> None:
    """Five are needed: six sit, so one may leave for a dossier, and two may not."""
    meeting = meetings.held(pole, (5, 5, 5), (4, 4, 4), others=4)
    meeting = acts.seat_people(meeting, [pole.people["board"], pole.people["director"]], others=4, by=None)
    one, two = meeting.items.all()
    for who in meeting.attendees.all():
        acts.leave_for(one, who, "Actionnaire", by=None)
    acts.leave_for(two, meeting.attendees.first(), "Actionnaire", by=None)
    rows = {each.item.pk: each for each in seen(pole, meeting).rows}
    assert (rows[one.pk].sitting, rows[two.pk].sitting) == (4, 5)
    assert rows[one.pk].reasons == ("Le quorum n’est pas atteint : 4 sur 5, récusations déduites.",)
    assert rows[two.pk].is_ready
    with pytest.raises(ForbiddenMove, match="quorum"):
        acts.decide_item(one, Chosen("accepted", WHY), by=None)
    assert acts.decide_item(two, Chosen("accepted", WHY), by=None).sitting == 5
    with pytest.raises(InputError, match="déjà décidé"):
        acts.come_back(two.recusals.get(), by=None)
    assert two.recusals.count() == 1


def test_a_forgotten_interest_still_keeps_out_and_is_said_without_a_reason(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    expert = filed.expert(pole, 0)
    acts.seat_people(meeting, [expert], others=6, by=None)
    asked = recuse(Dossier.objects.get().assignments.get(expert=expert), "Cousin", by=None)
    type(asked).objects.filter(pk=asked.pk).update(reason="")
    assert [each.reason for each in seen(pole, meeting).rows[0].out] == ["Récusé comme expert"]


def test_a_dossier_without_a_place_in_the_list_is_not_given_one(pole: Cluster) -> None:
    meeting = meetings.held(pole, (5, 5, 5), (4, 4, 4), (1, 1, 1))
    first, second, refused = meeting.items.all()
    with pytest.raises(InputError, match="dans la liste"):
        acts.shift(refused, 1, "Parce que c’est bien", by=None)
    for place in (0, -1, 3):
        with pytest.raises(InputError, match="va de 1 à 2"):
            acts.shift(second, place, "Parce que c’est bien", by=None)
    assert not Shift.objects.exists()
    acts.shift(second, 1, "  Axe de l’année ", by=pole.people["team"])
    acts.shift(first, 1, "Tout compte fait", by=None)
    assert [(each.item, each.moved) for each in seen(pole, meeting).rows][:2] == [
        (first, "Mis à la place 1 par le comité : Tout compte fait"),
        (second, "Mis à la place 1 par le comité : Axe de l’année"),
    ]
    acts.shift_back(first, by=None)
    assert [each.item for each in seen(pole, meeting).rows][:2] == [second, first]
    acts.shift_back(second, by=None)
    assert [each.moved for each in seen(pole, meeting).rows] == ["", "", ""]
    with pytest.raises(InputError, match="que lui donnent les avis"):
        acts.shift_back(second, by=None)


CLOSED = [
    lambda m: acts.put_waiting(m, by=None),
    lambda m: acts.seat_people(m, [], others=0, by=None),
    lambda m: acts.leave_for(m.items.get(), m.attendees.get(), "Client", by=None),
    lambda m: acts.shift(m.items.get(), 1, "Parce que", by=None),
    lambda m: acts.shift_back(m.items.get(), by=None),
    lambda m: acts.decide_item(m.items.get(), Chosen("accepted", WHY), by=None),
    lambda m: acts.decide_all(m, by=None),
    lambda m: acts.close_meeting(m, by=None),
]


def test_a_closed_meeting_refuses_every_gesture_even_to_who_looks_at_an_old_page(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    stale = Meeting.objects.get()
    acts.close_meeting(meeting, by=None)
    assert not stale.is_closed, "this one was read before"
    before = verbs()
    for act in CLOSED:
        with pytest.raises(InputError, match="est close : rouvrez-la"):
            act(stale)
    assert verbs() == before
    acts.reopen_meeting(stale, by=None)
    with pytest.raises(InputError, match="est ouverte"):
        acts.reopen_meeting(stale, by=None)


def test_a_meeting_where_nobody_sits_is_not_closed_and_others_alone_are_enough(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    acts.seat_people(meeting, [], others=0, by=None)
    with pytest.raises(InputError, match="qui siège"):
        acts.close_meeting(meeting, by=None)
    acts.seat_people(meeting, [], others=5, by=None)
    acts.close_meeting(meeting, by=None)
    said = said_in_minutes(Meeting.objects.get(), Actor(0, (Held("team", pole_id=pole.pole.pk),), pole.pole.pk))
    assert [(each["words"], each["conditions"], each["is_positive"]) for each in said["said"]] == [
        ("non décidé en séance", [], False)
    ]


def test_closing_asks_for_the_minutes_once_what_it_wrote_is_safe(
    pole: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    meeting, asked = meetings.held(pole), []
    with django_capture_on_commit_callbacks(execute=True):
        acts.close_meeting(meeting, by=None, print_minutes=asked.append)
        assert asked == []
    assert [each.pk for each in asked] == [meeting.pk]
    Minutes.objects.create(meeting=meeting, pdf=b"%PDF-ancien")
    acts.reopen_meeting(meeting, by=None)
    assert not Minutes.objects.exists()


def test_what_other_poles_hold_is_not_in_our_list(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        meetings.held(other)
        assert len(meetings_of(other.pole)) == 1
    assert list(meetings_of(pole.pole)) == []
    assert waiting_stages(pole.pole) == []
    stranger = open_account("sans-role@ailleurs.example", "Sans Rôle", by=None)
    assert stranger not in voters_of(pole.pole)
