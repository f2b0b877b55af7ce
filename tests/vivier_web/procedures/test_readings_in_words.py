"""What is said of the experts of a meeting: words from figures, and when they are worked out again, or not at all."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from factories import meetings
from factories.cluster import Cluster
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions import meeting_papers as papers
from vivier_web.procedures.models import Assignment, Meeting, Minutes, Opinion, PanelReading
from vivier_web.procedures.queries.agenda import agenda_of
from vivier_web.procedures.queries.readings import Marks, Reading, latest_reading, marks_of, reading_of

RESULT = {
    "agreement": [0.62, 0.31, 0.82],
    "flips": 1.4,
    "dossiers": {"7": {"flip": 0.2, "is_kept": True}, "8": {"flip": 0.05, "is_kept": False}},
    "experts": [],
}
EVERY = " que d’autres experts décident autrement."


def reading(result: dict[str, Any] | None = None, *, is_all: bool = False) -> Reading:
    return Reading(RESULT if result is None else result, "", is_old=False, is_all=is_all)


def test_agreement_is_told_whole_in_four_words_and_in_figures() -> None:
    found = reading()
    assert found.words == (
        "Trop peu d’avis pour dire si les experts s’accordent : 62\u00a0% de ce qui sépare les notes vient des dossiers "
        "(entre 31\u00a0% et 82\u00a0%)."
    )
    assert (found.grade, found.share_words) == ("Trop peu d’avis pour dire si les experts s’accordent", "62\u00a0%")
    assert found.between_words == "entre 31\u00a0% et 82\u00a0%"


def test_nothing_is_said_while_nothing_is_known() -> None:
    empty = reading({})
    assert (empty.words, empty.grade, empty.flips, empty.flip_words(7, is_kept=True)) == ("", "", "", "")


FLIPS = [
    (0, "moins d’un dossier"), (0.4, "moins d’un dossier"), (0.6, "environ 1\u00a0dossier"),
    (1.4, "environ 1\u00a0dossier"), (1.6, "environ 2\u00a0dossiers"), (12.2, "environ 12\u00a0dossiers"),
]  # fmt: skip


@pytest.mark.parametrize(("flips", "words"), FLIPS)
def test_how_many_would_change_sides_is_told_round(flips: float, words: str) -> None:
    assert reading(RESULT | {"flips": flips}).flips == f"D’autres experts auraient changé {words} de côté."


CHANCES = [
    (7, True, "Une chance sur cinq"),
    (7, False, "Plus d’une chance sur deux"),  # moved out of the list since: the chance is the other one
    (8, False, "Une chance sur vingt"),
    (8, True, "Plus d’une chance sur deux"),
]


@pytest.mark.parametrize(("dossier", "is_kept", "words"), CHANCES)
def test_a_chance_is_told_of_where_the_dossier_is_now(dossier: int, is_kept: bool, words: str) -> None:
    assert reading().flip_words(dossier, is_kept=is_kept) == words + EVERY


def test_no_chance_is_told_when_the_list_keeps_all_or_none_or_the_dossier_is_unknown() -> None:
    assert reading(is_all=True).flip_words(7, is_kept=True) == ""
    assert reading(is_all=True).flips == ""
    assert reading(is_all=True).words != "", "agreement still means something"
    assert reading().flip_words(9, is_kept=True) == ""


def test_the_same_marks_have_the_same_print_and_any_other_another() -> None:
    given = ((1, 7, 50.0), (2, 7, 60.0))
    prints = [
        Marks(given, 1, "").digest, Marks(given, 2, "").digest, Marks(given[:1], 1, "").digest,
        Marks(((1, 7, 50.0), (2, 7, 60.1)), 1, "").digest, Marks(((1, 7, 50.0), (3, 7, 60.0)), 1, "").digest,
    ]  # fmt: skip
    assert len(set(prints)) == len(prints)
    assert Marks(tuple(given), 1, "autre raison").digest == prints[0]
    assert all(len(each) == 64 for each in prints)


def agenda(meeting: Meeting) -> Any:
    return agenda_of(Meeting.objects.get(pk=meeting.pk), timezone.localdate())


def test_marks_are_shares_of_the_most_each_expert_could_give(pole: Cluster) -> None:
    meeting = meetings.held(pole, (5, 0, 1), (4, 4, 4))
    found = marks_of(agenda(meeting))
    asked = {(each.expert_id, each.dossier_id) for each in Assignment.objects.all()}
    assert {(expert, dossier) for expert, dossier, _ in found.given} == asked
    assert sorted(mark for _, _, mark in found.given) == [0, 20, 80, 80, 80, 100]
    assert found.why_not.endswith("ici 2\u00a0dossiers.")
    Opinion.objects.update(is_set_aside=True)
    empty = marks_of(agenda(meeting))
    assert (empty.given, empty.kept) == ((), 0)
    assert empty.why_not.endswith("ici aucun.")
    assert reading_of(agenda(meeting)) == Reading({}, empty.why_not, is_old=False, is_all=False)
    assert latest_reading(meeting) is None


def test_a_reading_is_worked_out_again_when_marks_change_and_the_old_one_stays_as_it_was(pole: Cluster) -> None:
    meeting = meetings.held(pole, (5, 5, 4), (4, 4, 3), (1, 1, 0))
    assert reading_of(agenda(meeting)) == Reading({}, "", is_old=True, is_all=False)
    first = papers.read_panel(meeting)
    assert not reading_of(agenda(meeting)).is_old
    kept = dict(first.result)
    first.result = {}
    first.save()
    assert PanelReading.objects.get().result == kept, "it is never edited"
    Opinion.objects.first().delete()
    assert reading_of(agenda(meeting)).is_old
    second = papers.read_panel(meeting)
    assert (latest_reading(meeting), PanelReading.objects.count()) == (second, 2)
    assert Act.objects.filter(verb="read_panel").count() == 2


def test_the_worker_asks_again_only_for_what_changed_or_was_lost(
    pole: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    meeting = meetings.held(pole, (5, 5, 4), (4, 4, 3), (1, 1, 0))
    with django_capture_on_commit_callbacks(execute=True):
        assert papers.refresh_readings() == 1
    assert PanelReading.objects.count() == 1
    assert papers.refresh_readings() == 0
    Meeting.objects.update(on=timezone.localdate() - dt.timedelta(days=61))
    Opinion.objects.first().delete()
    assert papers.refresh_readings() == 0, "too old to be looked at"
    Meeting.objects.update(on=meeting.on)
    acts.close_meeting(meeting, by=None)
    assert papers.refresh_readings() == 0, "closed a moment ago: the worker is at it"
    Minutes.objects.create(meeting=meeting, pdf=b"%PDF")
    Meeting.objects.update(closed_at=timezone.now() - dt.timedelta(minutes=5))
    assert papers.refresh_readings() == 0, "the minutes are made"


def test_tasks_on_a_meeting_that_is_gone_or_open_make_nothing(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    papers.compute_reading.call(meeting.pk + 1)
    papers.compute_reading.call(meeting.pk)  # one dossier: too few marks
    papers.print_minutes.call(meeting.pk + 1)
    papers.print_minutes.call(meeting.pk)  # still open
    assert (PanelReading.objects.count(), Minutes.objects.count()) == (0, 0)
