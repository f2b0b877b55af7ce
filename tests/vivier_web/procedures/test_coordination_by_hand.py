"""What two sides ask of one project, recounted by slow loops; and two panels compared on a scale each."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.procedures import opinion, procedures, small
from vivier_web.procedures.coordination import CLOSE, Chain, Question, agreement, asked, chain
from vivier_web.procedures.definition import Procedure, shipped
from vivier_web.procedures.definition.data import Body
from vivier_web.procedures.definition.forms import Field
from vivier_web.procedures.definition.grids import Anchor, Criterion, Grid
from vivier_web.procedures.marking import consensus

BY_KEY = {each.key: each for each in shipped()}
slow = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def plainly_asked(procedure: Procedure, side: str) -> list[tuple[str, str]]:
    """List kind and key of each question in the order met, the slow way."""
    found: list[tuple[str, str]] = []
    for stage in procedure.stages:
        if side and procedure.body(stage.addressed_to or stage.body).organisation != side:
            continue
        for field in stage.fields:
            if ("field", field.key) not in found:
                found.append(("field", field.key))
        for grid in procedure.grids:
            if stage.rule and stage.rule.grid == grid.key:
                for criterion in grid.criteria:
                    if ("criterion", criterion.key) not in found:
                        found.append(("criterion", criterion.key))
    return found


def keys(questions: tuple[Question, ...]) -> list[tuple[str, str]]:
    return [(each.kind, each.key) for each in questions]


@given(procedures(), st.sampled_from(["", "pole", "authority"]))
@slow
def test_what_a_side_asks_agrees_with_reading_the_file_stage_by_stage(procedure: Procedure, side: str) -> None:
    assert keys(asked(procedure, side)) == plainly_asked(procedure, side)


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_each_shipped_question_is_asked_by_one_side_at_least(procedure: Procedure) -> None:
    whole, pole, state = (set(keys(asked(procedure, side))) for side in ("", "pole", "authority"))
    assert whole == pole | state
    assert keys(asked(procedure)) == plainly_asked(procedure, "")
    assert asked(procedure, "nobody") == ()


@given(procedures(), procedures())
@slow
def test_a_chain_counts_what_both_ask_and_keeps_the_order_of_the_second(first: Procedure, second: Procedure) -> None:
    found = chain(first, second)
    assert found.first == asked(first)
    assert found.second == asked(second)
    assert keys(found.twice) == [each for each in plainly_asked(second, "") if each in plainly_asked(first, "")]
    assert found.still == tuple(each for each in found.twice if each.again)
    assert found.removed + len(found.still) == len(found.twice)
    assert 0 <= found.share_removed <= 1


@given(procedures())
@slow
def test_a_procedure_chained_with_itself_asks_everything_twice(procedure: Procedure) -> None:
    found = chain(procedure, procedure)
    assert found.twice == asked(procedure)
    assert set(found.still) == {each for each in asked(procedure) if each.again}


Q = Question("title", "field", "Titre", again=False)
R = Question("letters", "field", "Lettres", again=True)
SHARES = [
    ((), (), 0, Fraction(0)),
    ((Q,), (), 1, Fraction(1)),
    ((R,), (R,), 0, Fraction(0)),
    ((Q, R), (R,), 1, Fraction(1, 2)),
    ((Q, Q, R), (R,), 2, Fraction(2, 3)),
]


@pytest.mark.parametrize(("twice", "still", "removed", "share"), SHARES)
def test_the_share_removed_is_exact_and_is_nothing_of_nothing(
    twice: tuple[Question, ...], still: tuple[Question, ...], removed: int, share: Fraction
) -> None:
    found = Chain(twice, twice, twice, still)
    assert (found.removed, found.share_removed) == (removed, share)


def two_sided() -> Procedure:
    """Give the small procedure where the State asks the title again, and the experts' grid is used by it too."""
    made = small()
    contract = made.stage("contract")
    fields = (replace(made.first.fields[0], again=True), Field("comptes", "Comptes", "file", document="budget"))
    theirs = replace(contract, fields=fields, rule=made.stage("experts").rule)
    return replace(made, stages=(*made.stages[:-1], theirs))


def test_within_one_procedure_the_sides_are_those_of_the_bodies_a_form_is_for() -> None:
    found = chain(two_sided())
    ours = [
        ("field", "title"),
        ("field", "partners"),
        ("field", "secret"),
        ("criterion", "innovation"),
        ("criterion", "market"),
    ]
    assert keys(found.first) == ours
    assert keys(found.second) == [ours[0], ("field", "comptes"), *ours[3:]]
    assert keys(found.twice) == [ours[0], *ours[3:]]
    assert (keys(found.still), found.share_removed) == ([ours[0]], Fraction(2, 3))


def test_a_form_filed_for_the_state_is_asked_by_the_state_whoever_fills_it() -> None:
    made = two_sided()
    first = replace(made.first, addressed_to="state")
    moved = replace(made, stages=(first, *made.stages[1:]))
    assert keys(asked(moved, "pole")) == [("criterion", "innovation"), ("criterion", "market")]
    assert ("field", "partners") in keys(asked(moved, "authority"))


def test_experts_of_the_state_ask_for_the_state() -> None:
    made = small()
    bodies = tuple(
        Body("experts", "Experts", "expert", side="authority") if each.key == "experts" else each
        for each in made.bodies
    )
    moved = replace(made, bodies=bodies)
    assert keys(asked(moved, "authority")) == [("criterion", "innovation"), ("criterion", "market")]
    assert ("criterion", "innovation") in keys(asked(moved, "pole")), "the committee of the pôle uses the same grid"


# --- Two panels compared ---


def grid(key: str, **highs: int) -> Grid:
    criteria = tuple(
        Criterion(
            name, name.title(), 1, tuple(Anchor(mark, f"Note {mark}") for mark in range(high + 1)), required=False
        )
        for name, high in highs.items()
    )
    return Grid(key, "Grille", "mean", criteria)


OURS, THEIRS = grid("ours", innovation=4, market=2, team=5), grid("theirs", innovation=10, market=4, jobs=5)


def sheet(of: Grid, **marks: int | None):
    whole = {each.key: marks.get(each.key) for each in of.criteria}
    return consensus(of, [replace(opinion("A", 0), grid=of.key, marks=whole)])


COMPARED = [
    # marks of the first, marks of the second, what is told: key, gap, whether they agree
    ({"innovation": 4}, {"innovation": 10}, [("innovation", Fraction(0), True)]),
    ({"innovation": 0}, {"innovation": 10}, [("innovation", Fraction(1), False)]),
    ({"innovation": 4}, {"innovation": 0}, [("innovation", Fraction(-1), False)]),
    ({"market": 1}, {"market": 3}, [("market", Fraction(1, 4), True)]),  # a quarter of the scale is still alike
    ({"market": 2}, {"market": 3}, [("market", Fraction(-1, 4), True)]),
    ({"innovation": 2}, {"innovation": 8}, [("innovation", Fraction(3, 10), False)]),
    ({"innovation": None, "market": 1}, {"innovation": 5, "market": 2}, [("market", Fraction(0), True)]),
    ({"innovation": 2}, {"innovation": None}, []),
    ({"team": 5}, {"jobs": 5}, []),
    ({}, {}, []),
    (
        {"innovation": 2, "market": 0},
        {"innovation": 4, "market": 4},
        [("market", Fraction(1), False), ("innovation", Fraction(-1, 10), True)],
    ),
    (
        {"innovation": 2, "market": 1},
        {"innovation": 5, "market": 2},
        [("innovation", Fraction(0), True), ("market", Fraction(0), True)],
    ),
]


@pytest.mark.parametrize(("first", "second", "told"), COMPARED)
def test_two_panels_are_compared_each_on_its_own_scale_the_widest_gap_first(
    first: dict[str, int | None], second: dict[str, int | None], told: list[tuple[str, Fraction, bool]]
) -> None:
    found = agreement(sheet(OURS, **first), sheet(THEIRS, **second))
    assert [(each.key, each.gap, each.is_close) for each in found] == told
    back = agreement(sheet(THEIRS, **second), sheet(OURS, **first))
    assert [(each.key, -each.gap, each.is_close) for each in back] == told, "and the other way round"


@given(st.integers(0, 4), st.integers(0, 10), st.integers(0, 2), st.integers(0, 4))
def test_shares_of_a_scale_stay_on_it_and_the_order_is_by_width(a: int, b: int, c: int, d: int) -> None:
    found = agreement(sheet(OURS, innovation=a, market=c), sheet(THEIRS, innovation=b, market=d))
    assert {each.key: (each.first, each.second) for each in found} == {
        "innovation": (Fraction(a, 4), Fraction(b, 10)),
        "market": (Fraction(c, 2), Fraction(d, 4)),
    }
    widths = [abs(each.gap) for each in found]
    assert widths == sorted(widths, reverse=True)
    assert all(each.is_close == (abs(each.gap) <= CLOSE) for each in found)
    assert all(each.title == each.key.title() for each in found)
