"""What is measured on dossiers: days by stage, shares, on how many; and the calls that show it."""

import datetime as dt

import pytest
from django.utils import timezone
from django_scopes import scope

from factories import cluster, filed, meetings
from factories.cluster import Cluster
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.models import Dossier, ProcedureVersion
from vivier_web.procedures.queries.calls import calendar_of, calls_of
from vivier_web.procedures.queries.delays import Delays, Share, delays_of, measured, measured_of


def left(stage: str, days: int) -> dict[str, str]:
    on = dt.date(2026, 1, 1)
    return {"stage": stage, "entered_on": str(on), "left_on": str(on + dt.timedelta(days=days)), "outcome": "done"}


@pytest.mark.parametrize(
    ("passed", "least", "expected"),
    [
        ([], 1, None),
        ([[]], 1, None),
        ([[left("a", 10)]], 1, Delays(1, (("a", 10),), 10)),
        ([[left("a", 10)], [left("a", 20), left("b", 4)]], 1, Delays(2, (("a", 15.0), ("b", 4)), 17.0)),
        ([[left("a", 10)], [left("a", 20), left("b", 4)]], 2, Delays(2, (("a", 15.0),), 17.0)),
        ([[left("a", 10)], [left("a", 20)]], 3, None),
        ([[left("a", 5), left("a", 7)]], 1, Delays(1, (("a", 6.0),), 12)),  # presented again: both stays count
    ],
)
def test_medians_by_stage_of_the_stages_that_were_left(passed: list, least: int, expected: Delays | None) -> None:
    assert delays_of(passed, least=least) == expected


def test_a_version_is_measured_on_its_own_dossiers(pole: Cluster) -> None:
    version = filed.published(pole)
    assert measured(version) is None
    filed.decided(pole)
    assert measured(version) == Delays(1, (("filing", 0), ("experts", 20), ("committee", 10)), 30)
    assert measured(version, least=5) is None


def test_nothing_of_fewer_dossiers_than_asked_is_told_even_a_share(pole: Cluster) -> None:
    version = filed.decided(pole).dossier.procedure
    assert measured_of([version]).labelled == Share(1, 1)
    assert measured_of([version], least=5).labelled == Share(0, 0)


def test_the_share_funded_counts_those_whose_end_is_known(pole: Cluster) -> None:
    dossier = filed.decided(pole).dossier
    dossier.contents.update(answers={"funded": "En attente"})
    assert measured_of([dossier.procedure]).funded == Share(0, 0)
    dossier.contents.update(answers={"funded": "Non"})
    assert measured_of([dossier.procedure]).funded == Share(0, 1)
    dossier.contents.update(answers={"funded": "Oui"})
    assert measured_of([dossier.procedure]).funded == Share(1, 1)


def test_a_call_says_where_its_dossiers_are_what_is_awaited_and_what_was_measured(pole: Cluster) -> None:
    meeting = meetings.held(pole, (5, 5, 5), (1, 1, 1))
    acts.decide_all(meeting, by=None)
    filed.accepted(pole, filed.filed(pole))
    [call] = calls_of(pole.pole, timezone.localdate())
    assert {each.key: each.count for each in call.stages if each.count} == {
        "filing": 1,
        "experts": 1,
        "attestation": 1,
    }
    assert (call.stands, call.open, call.closed, call.awaited) == ("ouvert", 3, 0, 1)
    assert call.measured.labelled == Share(1, 2)
    assert [(each.on, each.words) for each in calendar_of([call], dt.date(2026, 6, 1))] == [(call.opens_on, "ouvre")]


def test_calls_of_another_pole_are_not_seen(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        filed.filed(other)
        assert ProcedureVersion.objects.count() == 1
        assert len(calls_of(other.pole, timezone.localdate())) == 1
    assert calls_of(pole.pole, timezone.localdate()) == []


def test_a_closed_dossier_waits_for_no_opinion(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    filed.accepted(pole, dossier)
    Dossier.objects.filter(pk=dossier.pk).update(closed_at=timezone.now(), stage="end", outcome="withdrawn")
    [call] = calls_of(pole.pole, timezone.localdate())
    assert (call.awaited, call.open, call.closed) == (0, 0, 1)
