"""Delays and calls on plain data: medians against a plain loop, when a call stands where, what its calendar says."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.procedures import small
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries.calls import Call, Event, calendar_of, days_of
from vivier_web.procedures.queries.delays import Delays, Measured, Share, delays_of

ON = dt.date(2026, 1, 1)
TODAY = dt.date(2026, 6, 15)
NOTHING = Measured(None, Share(0, 0), Share(0, 0))
Left = dict[str, str]


def left(stage: str, days: int) -> Left:
    return {"stage": stage, "entered_on": str(ON), "left_on": str(ON + dt.timedelta(days=days)), "outcome": "done"}


def middle(values: list[int]) -> float:
    """Judge: what leaves as many on each side."""
    ordered = sorted(values)
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


stays = st.lists(st.builds(left, st.sampled_from("abc"), st.integers(0, 90)), max_size=4)


@settings(deadline=None, max_examples=100)
@given(st.lists(stays, max_size=7), st.integers(0, 4))
def test_medians_agree_with_a_plain_loop_and_nothing_is_told_of_too_few(passed: list[list[Left]], least: int) -> None:
    found = delays_of(passed, least=least)
    spent = [
        [(row["stage"], (dt.date.fromisoformat(row["left_on"]) - ON).days) for row in rows] for rows in passed if rows
    ]
    if not spent or len(spent) < least:
        assert found is None
        return
    days = {key: [n for rows in spent for stage, n in rows if stage == key] for key in "abc"}
    assert found.dossiers == len(spent)
    assert found.whole == middle([sum(n for _, n in rows) for rows in spent])
    assert dict(found.stages) == {key: middle(n) for key, n in days.items() if n and len(n) >= least}


@given(st.lists(stays, min_size=1, max_size=6), st.randoms())
def test_the_order_of_dossiers_changes_no_median(passed: list[list[Left]], chance: object) -> None:
    mixed = list(passed)
    chance.shuffle(mixed)
    one, other = delays_of(passed), delays_of(mixed)
    assert (one is None) == (other is None)
    if one is not None:
        assert (one.whole, dict(one.stages)) == (other.whole, dict(other.stages))


def test_a_stage_left_the_day_it_was_entered_counts_for_nothing_but_counts() -> None:
    assert delays_of([[left("a", 0)], [left("a", 0)], [left("a", 9)]]) == Delays(3, (("a", 0),), 0)


def test_a_stage_that_too_few_left_is_not_told_even_when_enough_dossiers_are_known() -> None:
    rows = [[left("a", n)] for n in range(5)]
    rows[0].append(left("b", 30))
    assert delays_of(rows, least=5) == Delays(5, (("a", 2),), 3)


@pytest.mark.parametrize(("count", "n", "value"), [(0, 0, 0), (0, 4, 0), (1, 4, 0.25), (4, 4, 1)])
def test_a_share_of_nothing_is_nothing(count: int, n: int, value: float) -> None:
    assert Share(count, n).value == value


DAYS = [
    # (valid to, form opens, form closes, the days of the call)
    (None, None, None, (ON, None)),
    (dt.date(2026, 12, 31), None, None, (ON, dt.date(2026, 12, 31))),
    (None, dt.date(2026, 3, 1), dt.date(2026, 5, 1), (dt.date(2026, 3, 1), dt.date(2026, 5, 1))),
    (None, dt.date(2025, 3, 1), None, (ON, None)),  # not before the procedure is valid
    (dt.date(2026, 4, 1), None, dt.date(2026, 5, 1), (ON, dt.date(2026, 4, 1))),
    (dt.date(2026, 6, 1), None, dt.date(2026, 5, 1), (ON, dt.date(2026, 5, 1))),
]


@pytest.mark.parametrize(("valid_to", "opens_on", "closes_on", "expected"), DAYS)
def test_a_call_opens_and_closes_with_its_first_form_within_its_validity(
    valid_to: dt.date | None, opens_on: dt.date | None, closes_on: dt.date | None, expected: tuple[dt.date, object]
) -> None:
    made = small()
    form = replace(made.stages[0], opens_on=opens_on, closes_on=closes_on)
    assert days_of(replace(made, valid_to=valid_to, stages=(form, *made.stages[1:]))) == expected


def test_a_procedure_without_a_form_has_the_days_of_its_validity() -> None:
    made = small()
    first = replace(made.stages[0], act="follow", opens_on=dt.date(2026, 3, 1))
    assert days_of(replace(made, stages=(first, *made.stages[1:]))) == (ON, None)


def call(title: str, opens: str, closes: str | None, stands: str = "ouvert") -> Call:
    version = ProcedureVersion(pk=len(title), title=title)
    closes_on = dt.date.fromisoformat(closes) if closes else None
    return Call(version, "Label de projet", dt.date.fromisoformat(opens), closes_on, stands, (), 2, 3, 0, NOTHING)


def told(*calls: Call) -> list[str]:
    found = calendar_of(list(calls), TODAY)
    return [f"{each.on} {each.title} {each.words}{' (passé)' if each.is_past else ''}" for each in found]


CALENDARS = [
    ((), []),
    ((call("Aa", "2026-06-15", None),), ["2026-06-15 Aa ouvre"]),  # today is not past
    ((call("Aa", "2026-06-14", None),), ["2026-06-14 Aa ouvre (passé)"]),
    ((call("Aa", "2025-06-15", None),), ["2025-06-15 Aa ouvre (passé)"]),  # a year ago to the day
    ((call("Aa", "2025-06-14", None),), []),
    ((call("Aa", "2020-01-01", "2026-07-01"),), ["2026-07-01 Aa ferme"]),
    ((call("Aa", "2026-07-01", "2026-09-01", "retiré"),), []),
    (
        (call("Bbb", "2026-07-01", "2026-09-01"), call("Aa", "2026-09-01", "2026-09-01")),
        ["2026-07-01 Bbb ouvre", "2026-09-01 Aa ferme", "2026-09-01 Aa ouvre", "2026-09-01 Bbb ferme"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("calls", "expected"), CALENDARS)
def test_the_calendar_says_what_opens_and_closes_from_a_year_ago_on(
    calls: tuple[Call, ...], expected: list[str]
) -> None:
    assert told(*calls) == expected


def test_an_event_leads_to_its_call_and_a_call_counts_all_its_dossiers() -> None:
    one = call("Aa", "2026-07-01", None)
    assert calendar_of([one], TODAY) == [Event(one.opens_on, "ouvre", "Aa", one.version.pk, False)]
    assert one.dossiers == 5
