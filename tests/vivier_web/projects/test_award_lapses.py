"""An award is reminded, lost and given back as its dated rule says."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from factories import followed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.projects.actions.agreements import sign_agreement
from vivier_web.projects.actions.awards import note_award, revive_award, watch_awards
from vivier_web.projects.lapses import Delay, LapseRule, delay_of, lapse_rules, last_day, months_after, rule_of
from vivier_web.projects.models import Award

MARCH = dt.date(2018, 3, 5)


def test_every_rule_says_where_it_was_read_and_how_sure_it_is() -> None:
    rules = lapse_rules()
    assert rules["fui-25"].months == 6
    assert rules["fui-25"].certainty == "[V]"
    assert all(rule.source and rule.says and rule.certainty in {"[V]", "[S]", "[M]"} for rule in rules.values())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"certainty": "sûr"}, "certitude"),
        ({"months": -1}, "négatif"),
        ({"remind_days": (0,)}, "négatif"),
        ({"source": ""}, "source"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(changed: dict[str, object], words: str) -> None:
    rule = rule_of("fui-25")
    said = {name: getattr(rule, name) for name in rule.__slots__}
    with pytest.raises(InputError, match=words):
        LapseRule(**(said | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "sent", "expected"),
    [
        ("2018-03-06", (), (False, 0)),
        ("2018-07-07", (), (False, 60)),  # 60 days before 5 September, itself counted
        ("2018-07-07", (60,), (False, 0)),
        ("2018-08-10", (60,), (False, 30)),
        ("2018-09-04", (), (False, 7)),  # a worker that slept sends one letter, the last
        ("2018-09-05", (60, 30, 7), (False, 0)),  # the last day is still good
        ("2018-09-06", (60, 30, 7), (True, 0)),
    ],
)
def test_what_a_day_asks(today: str, sent: tuple[int, ...], expected: tuple[bool, int]) -> None:
    found = delay_of(rule_of("fui-25"), MARCH, dt.date.fromisoformat(today), sent=sent)
    assert (found.is_lost, found.remind) == expected
    assert found.last_day == dt.date(2018, 9, 5)


def test_an_aim_is_reminded_and_never_lost_and_no_delay_asks_nothing() -> None:
    late = dt.date(2030, 1, 1)
    assert not delay_of(rule_of("europe"), MARCH, late).is_lost
    assert delay_of(rule_of("none"), MARCH, late) == Delay(None)
    with pytest.raises(InputError, match="n’est pas connue"):
        rule_of("fui-99")


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 240))
def test_months_keep_the_day_or_the_last_of_the_month(day: dt.date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or ((found + dt.timedelta(days=1)).day == 1 and found.day < day.day)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(-400, 400))
def test_an_award_is_lost_exactly_past_its_last_day(announced: dt.date, days: int) -> None:
    rule = rule_of("fui-25")
    last = last_day(rule, announced)
    assert last is not None
    found = delay_of(rule, announced, last + dt.timedelta(days=days))
    assert found.is_lost == (days > 0)
    assert not (found.is_lost and found.remind)


def watched(days: int) -> int:
    return watch_awards(followed.TODAY + dt.timedelta(days=days))


def test_reminders_go_once_each_then_the_award_is_lost_and_told(pole: Cluster) -> None:
    project = followed.awarded(pole, days=0)
    left = (months_after(followed.TODAY, 6) - followed.TODAY).days
    assert [watched(left - 61), watched(left - 60), watched(left - 60), watched(left - 1)] == [0, 1, 0, 1]
    assert watched(left) == 0
    assert watched(left + 1) == 1
    assert watched(left + 2) == 0
    project.refresh_from_db()
    assert project.state == "dropped"
    assert Award.objects.get().lapsed_on == followed.TODAY + dt.timedelta(days=left + 1)
    verbs = list(
        Act.objects.filter(subject=f"project:{project.pk}").order_by("number").values_list("verb", flat=True)
    )
    assert verbs == ["note_award", "remind_award", "remind_award", "lapse_award"]


def test_letters_tell_the_lead_and_the_team_without_naming_the_project(
    pole: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    project = followed.awarded(pole, days=0)
    with django_capture_on_commit_callbacks(execute=True):
        watched(400)
    (letter,) = mail.outbox
    assert set(letter.bcc) == {
        "member@mecatronique.example",
        "team@mecatronique.example",
        "director@mecatronique.example",
    }
    assert "caduque" in letter.subject
    assert "six mois de l’annonce" in letter.body
    assert project.title not in letter.subject + letter.body


def test_a_lost_award_is_given_back_by_a_decision_with_its_reason(pole: Cluster) -> None:
    project = followed.awarded(pole, days=0)
    award = Award.objects.get()
    watched(400)
    until = followed.TODAY + dt.timedelta(days=430)
    with pytest.raises(InputError, match="caduque"):
        sign_agreement(project, followed.terms(project), by=None)
    with pytest.raises(InputError, match="Dites qui"):
        revive_award(award, until_on=until, why=" ", by=None)
    with pytest.raises(InputError, match="déjà passé"):
        revive_award(award, until_on=followed.ago(1), why="Bpifrance", by=None)
    revive_award(award, until_on=until, why="Bpifrance, courrier du 3", by=pole.people["team"])
    project.refresh_from_db()
    assert project.state == "granted"
    assert watched(429) == 1, "reminded anew"
    sign_agreement(project, followed.terms(project), by=None)
    assert watched(500) == 0, "what is signed lapses no more"
    with pytest.raises(InputError, match="n’attend plus"):
        revive_award(award, until_on=until, why="Encore", by=None)


def test_an_award_is_noted_once_made_and_not_after_the_agreement(pole: Cluster) -> None:
    project = followed.filed(pole)
    with pytest.raises(InputError, match="à venir"):
        note_award(project, announced_on=followed.ago(-1), rule="fui-25", by=None)
    note_award(project, announced_on=followed.ago(9), rule="none", by=None)
    corrected = note_award(project, announced_on=followed.ago(8), rule="fui-25", by=None)
    assert (corrected.rule, Award.objects.count()) == ("fui-25", 1)
    with pytest.raises(InputError, match="n’attend plus"):
        note_award(followed.running(pole), announced_on=followed.ago(1), rule="none", by=None)
