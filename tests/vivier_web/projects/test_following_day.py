"""A project after its award as one day shows it: steps, reviews, desks; told from its rows, without the database."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.members.models import Organisation
from vivier_web.members.queries.duties import Pile
from vivier_web.projects.models import (
    Agreement,
    Award,
    Deliverable,
    Document,
    OutcomeReturn,
    Payment,
    Project,
    Review,
)
from vivier_web.projects.queries.due import ProjectDuties
from vivier_web.projects.queries.following import Following, Step
from vivier_web.projects.queries.money import Accounts, Due, Line
from vivier_web.projects.queries.outcomes import Awaited

TODAY = dt.date(2026, 5, 4)


def following(*reviews: Review, **more: Any) -> Following:
    said = {
        "project": Project(state="running"), "carriers": (), "delayed": None, "agreements": (), "steps": (),
        "strip": None, "today_at": None, "reviews": reviews, "returns": (),
    }  # fmt: skip
    return Following(**(said | more))


def review(number: int, outcome: str = "", held: str = "2026-01-01") -> Review:
    held_on = dt.date.fromisoformat(held) if outcome else None
    return Review(pk=number, due_on=TODAY, held_on=held_on, outcome=outcome)


@pytest.mark.parametrize(
    ("reviews", "suspended"),
    [
        ([], False),
        ([review(1)], False),
        ([review(1, "go")], False),
        ([review(1, "suspend")], True),
        ([review(1, "suspend"), review(2)], True),  # one is planned: it has not let it go on yet
        ([review(1, "suspend"), review(2, "go")], False),  # the same day, the later one
        ([review(1, "go"), review(2, "suspend")], True),
        ([review(2, "suspend"), review(1, "go")], True),  # whatever the order they come in
        ([review(1, "suspend", "2026-03-01"), review(2, "go", "2026-02-01")], True),  # the day says, not the number
        ([review(1, "suspend", "2026-02-01"), review(2, "conditions", "2026-03-01")], False),
        ([review(1, "suspend", "2026-02-01"), review(2, "stop", "2026-03-01")], False),
    ],
)
def test_a_project_is_suspended_by_the_last_review_held(reviews: list[Review], suspended: bool) -> None:
    assert following(*reviews).is_suspended is suspended


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([], None),
        ([review(1, "go")], None),
        ([review(1, "go"), review(2), review(3)], 2),
        ([review(2), review(1, "suspend")], 2),
    ],
)
def test_the_next_review_is_the_first_that_is_not_held(reviews: list[Review], expected: int | None) -> None:
    found = following(*reviews).next_review
    assert (found.pk if found else None) == expected


def step(state: str, at: float = 0.0, first_at: float = 0.0, *, moved: int = 0) -> Step:
    row = Deliverable(due_on=TODAY + dt.timedelta(days=moved), first_due_on=TODAY)
    return Step(row, state, at, first_at)


def test_steps_are_counted_by_their_state() -> None:
    states = ("done", "late", "soon", "late", "ahead", "done", "late")
    found = following(steps=tuple(map(step, states)))
    assert (found.late, found.done) == (3, 2)
    assert (following().late, following().done, following().open_conditions) == (0, 0, 0)


@given(st.floats(0, 100), st.floats(0, 100), st.integers(-30, 30))
def test_a_step_that_moved_has_its_line_from_one_day_to_the_other(at: float, first_at: float, moved: int) -> None:
    one = step("ahead", round(at, 1), round(first_at, 1), moved=moved)
    assert one.is_moved is (moved != 0)
    assert one.from_at == min(one.at, one.first_at)
    assert one.long >= 0
    assert abs(one.from_at + one.long - max(one.at, one.first_at)) < 0.06


@pytest.mark.parametrize(
    ("sent", "is_frozen", "awaited"),
    [(None, False, True), (None, True, False), (OutcomeReturn(), False, False), (OutcomeReturn(), True, False)],
)
def test_a_return_is_awaited_until_it_is_sent_or_its_year_closed(sent: Any, is_frozen: bool, awaited: bool) -> None:
    one = Awaited(Project(), Organisation(), 2024, TODAY, sent, is_frozen)
    assert one.is_awaited is awaited
    assert following(returns=(one, one)).returns_awaited == 2 * awaited


CENTS = st.decimals(Decimal(0), Decimal(999_999), places=2)


@given(CENTS, CENTS, CENTS)
def test_what_is_left_adds_up_to_what_was_granted(granted: Decimal, asked: Decimal, paid: Decimal) -> None:
    due = Due(granted, asked, paid)
    assert due.to_ask + due.asked == due.granted
    assert due.awaited + due.paid == due.asked
    assert due.to_ask + due.awaited + due.paid == due.granted


def test_accounts_without_a_partner_are_empty() -> None:
    assert Accounts((), (), (), (), Due()).is_empty
    assert not Accounts((), (Line("Lead", Due()),), (), (), Due()).is_empty
    assert Due() == Due(Decimal("0.00"), Decimal("0.00"), Decimal("0.00"))


def test_the_desk_counts_every_pile_even_what_it_does_not_show() -> None:
    piles = (Pile((Deliverable(),), 7), Pile((), 0), Pile((Review(), Review()), 2))
    assert ProjectDuties(*piles).total == 9  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Agreement(number=1), "Convention"),
        (Agreement(number=2), "Avenant n° 1"),
        (Agreement(number=11), "Avenant n° 10"),
        (Award(announced_on=dt.date(2026, 2, 1)), "annoncé le 01/02/2026"),
        (Review(), "revue à tenir"),
        (Review(outcome="conditions"), "poursuite sous conditions"),
        (Review(outcome="stop"), "arrêt"),
        (OutcomeReturn(year=2024), "retombées 2024"),
        (Payment(words="Avance"), "Avance"),
        (Document(title="Plan d’essais"), "Plan d’essais"),
        (Deliverable(title="Banc"), "Banc"),
        (Project(title="Joints frittés"), "Joints frittés"),
    ],
)
def test_rows_say_what_they_are_in_french(row: Any, words: str) -> None:
    assert str(row) == words
