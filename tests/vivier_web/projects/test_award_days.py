"""What each day asks of an award, day after day, against a slow reading of the rule; the rules as data."""

import datetime as dt
import tomllib
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier_web.projects.actions.agreements import review_days
from vivier_web.projects.lapses import Delay, LapseRule, delay_of, lapse_rules, last_day, months_after, rule_of

SAID = {
    "key": "essai", "title": "Essai", "months": 2, "by": "la signature", "remind_days": (20, 5), "says": "Deux mois",
    "source": "Un texte", "certainty": "[S]", "valid_from": dt.date(2020, 1, 1),
}  # fmt: skip
JUNE = dt.date(2021, 6, 10)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2080, 1, 1))


def a_rule(**more: object) -> LapseRule:
    return LapseRule(**(SAID | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2021-01-31", 1, "2021-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2021-03-31", 1, "2021-04-30"),
        ("2021-08-31", 6, "2022-02-28"),
        ("2021-12-01", 1, "2022-01-01"),
        ("2021-12-31", 12, "2022-12-31"),
        ("2021-11-30", 3, "2022-02-28"),
        ("1999-12-31", 2, "2000-02-29"),
        ("2099-12-31", 2, "2100-02-28"),  # no leap year
        ("2021-06-10", 0, "2021-06-10"),
        ("2021-06-10", 120, "2031-06-10"),
    ],
)
def test_so_many_months_later(day: str, months: int, expected: str) -> None:
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_more_months_never_come_sooner(day: dt.date, few: int, more: int) -> None:
    assert months_after(day, few) <= months_after(day, few + more)


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_announcement_never_ends_sooner(one: dt.date, other: dt.date, months: int) -> None:
    first, last = sorted((one, other))
    assert months_after(first, months) <= months_after(last, months)


def slow(rule: LapseRule, today: dt.date, last: dt.date, sent: tuple[int, ...]) -> Delay:
    """Read the rule as one would aloud: walk from today to the last day, counting."""
    left = 0
    while today + dt.timedelta(days=left) < last:
        left += 1
    while today + dt.timedelta(days=left) > last:
        left -= 1
    if left < 0:
        return Delay(last, left, is_lost=rule.lapses)
    due = 0
    for days in sorted(rule.remind_days, reverse=True):
        if days >= left:
            due = days
    return Delay(last, left, remind=0 if due in sent else due)


@pytest.mark.parametrize("sent", [(), (20,), (5,), (20, 5), (30,)])
@pytest.mark.parametrize("lapses", [True, False])
def test_every_day_of_a_delay_is_what_a_slow_reading_says(sent: tuple[int, ...], lapses: bool) -> None:
    rule, last = a_rule(lapses=lapses), dt.date(2021, 8, 10)
    for days in range(100):
        today = JUNE + dt.timedelta(days=days)
        assert delay_of(rule, JUNE, today, sent=sent) == slow(rule, today, last, sent)


def test_a_worker_that_runs_each_day_sends_each_reminder_once_in_order_then_loses_once() -> None:
    rule, sent, lost = a_rule(), list[int](), list[dt.date]()
    days = list[int]()
    for number in range(100):
        today = JUNE + dt.timedelta(days=number)
        asked = delay_of(rule, JUNE, today, sent=tuple(sent))
        if asked.remind:
            sent.append(asked.remind)
            days.append(asked.days_left)
        if asked.is_lost:
            lost.append(today)
    assert sent == days == [20, 5]
    assert lost[0] == dt.date(2021, 8, 11)


@given(st.sets(st.integers(0, 70), min_size=1))
def test_a_worker_that_sleeps_sends_no_reminder_twice_and_none_farther_after_a_nearer(awake: set[int]) -> None:
    rule, sent = a_rule(), list[int]()
    for number in sorted(awake):
        asked = delay_of(rule, JUNE, JUNE + dt.timedelta(days=number), sent=tuple(sent))
        sent += [asked.remind] if asked.remind else []
    assert all(later < sooner for sooner, later in pairwise(sent))


@pytest.mark.parametrize(
    ("months", "moved_to", "expected"),
    [
        (2, None, dt.date(2021, 8, 10)),
        (2, dt.date(2021, 7, 1), dt.date(2021, 7, 1)),  # a decision wins, sooner or later
        (2, dt.date(2025, 7, 1), dt.date(2025, 7, 1)),
        (0, None, None),
        (0, dt.date(2021, 7, 1), dt.date(2021, 7, 1)),
    ],
)
def test_the_last_day_is_that_of_the_decision_else_of_the_rule(
    months: int, moved_to: dt.date | None, expected: dt.date | None
) -> None:
    assert last_day(a_rule(months=months), JUNE, moved_to) == expected


def test_the_same_day_announced_and_due_is_still_good() -> None:
    rule = a_rule(months=0)
    found = delay_of(rule, JUNE, JUNE, moved_to=JUNE, sent=(20, 5))
    assert found == Delay(JUNE, 0)
    assert delay_of(rule, JUNE, JUNE + dt.timedelta(days=1), moved_to=JUNE).is_lost


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"certainty": ""}, "certitude"),
        ({"certainty": "[v]"}, "certitude"),
        ({"months": -6}, "négatif"),
        ({"remind_days": (30, -1)}, "négatif"),
        ({"remind_days": (0,)}, "négatif"),
        ({"says": ""}, "d’où elle vient"),
        ({"source": ""}, "d’où elle vient"),
    ],
)
def test_a_rule_badly_written_is_refused(changed: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        a_rule(**changed)


def test_rules_are_the_data_as_written_and_nobody_changes_them() -> None:
    text = files("vivier_web.projects").joinpath("lapses.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)
    rules = lapse_rules()
    assert list(rules) == list(written) == ["letter", "fui-25", "europe", "none"]
    for key, table in written.items():
        rule = rule_of(key)
        assert (rule.key, rule.months, list(rule.remind_days)) == (key, table["months"], table["remind_days"])
        assert rule.lapses is table.get("lapses", True)
        assert list(rule.remind_days) == sorted(rule.remind_days, reverse=True)
    with pytest.raises(TypeError):
        rules["mine"] = rules["none"]  # type: ignore[index]


@pytest.mark.parametrize("key", ["", "FUI-25", "fui-25 ", "fui", "__class__"])
def test_a_rule_that_is_not_in_the_list_is_refused(key: str) -> None:
    with pytest.raises(InputError, match="choisissez-en une"):
        rule_of(key)


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2024-03-01", "2024-03-02", ["2024-03-02"]),
        ("2024-03-01", "2025-02-28", ["2025-02-28"]),
        ("2024-03-01", "2025-03-01", ["2025-03-01"]),  # one review, not two the same day
        ("2024-03-01", "2025-03-02", ["2025-03-01", "2025-03-02"]),
        ("2024-02-29", "2026-06-30", ["2025-02-28", "2026-02-28", "2026-06-30"]),
        ("2023-12-31", "2025-01-01", ["2024-12-31", "2025-01-01"]),
        ("9998-06-01", "9999-12-31", ["9999-06-01", "9999-12-31"]),  # a day mistyped is no crash
    ],
)
def test_reviews_fall_on_anniversaries_and_at_the_end(starts: str, ends: str, expected: list[str]) -> None:
    found = review_days(dt.date.fromisoformat(starts), dt.date.fromisoformat(ends))
    assert [day.isoformat() for day in found] == expected


@given(DAYS, st.integers(1, 3660))
def test_reviews_are_the_anniversaries_counted_one_day_at_a_time(start: dt.date, long: int) -> None:
    end = start + dt.timedelta(days=long)
    anniversaries = [months_after(start, 12 * year) for year in range(1, 13)]
    assert review_days(start, end) == sorted({*(day for day in anniversaries if day < end), end})
