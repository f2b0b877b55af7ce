"""How a sheet is laid out for whoever fills it: rubrics, fields, remarks, the review; plain values, no page."""

from decimal import Decimal

import pytest

from vivier_web.indicators.checks import check
from vivier_web.indicators.definition import Edit, Indicator, IndicatorSet, Section
from vivier_web.indicators.queries.sheets import source_words
from vivier_web.pages.shared.indicator_sheet import REVIEW, Laid, laid_out

D = Decimal


def asked(key: str, section: str = "s", *, decimals: int = 0, required: bool = False) -> Indicator:
    return Indicator(key, f"L {key}", "D.", section, "count", "u", decimals=decimals, required=required)


TOLD = IndicatorSet(
    "jeu", "Jeu", "1", "ptce", "",
    (Section("s", "S"), Section("t", "T"), Section("vide", "Vide")),
    (asked("a", required=True), asked("b", decimals=1), asked("c", "t"),
     Indicator("f", "L f", "D.", "s", "count", "u", formula="a + b", decimals=1)),
    (Edit("moins", "hard", "a <= b", "Non."), Edit("somme", "soft", "f <= 10", "Non."),
     Edit("avant", "soft", "abs(f - previous.f) <= 1", "Non.")),
)  # fmt: skip
TEAM = TOLD.asked(2026, of_members=False)


def laid(typed: dict[str, str], comments: dict[str, str] | None = None, *, whole: bool = True) -> Laid:
    found = check(TOLD, TEAM, typed, {"a": D(4)}, whole=whole)
    return Laid(TOLD, TEAM, typed, {"a": "members"}, comments or {}, {"a": D(4)}, found, source_words)


def test_the_rubrics_say_how_far_each_is() -> None:
    steps = laid({"a": "9", "b": "1"}).steps()
    assert [(one.section.key, one.filled, one.asked, one.troubles, one.state) for one in steps] == [
        ("s", 2, 2, 2, "incomplet"),
        ("t", 0, 1, 0, ""),
    ]
    assert [one.state for one in laid({"a": "1", "b": "1", "c": "1"}).steps()] == ["fait", "fait"]


@pytest.mark.parametrize(
    ("asked", "typed", "expected"),
    [
        ("t", {}, "t"),
        ("s", {"a": "1", "b": "1"}, "s"),
        ("", {"a": "1", "b": "1"}, "t"),  # the first that lacks something
        ("zzz", {}, "s"),
        ("", {"a": "1", "b": "1", "c": "1"}, "s"),
    ],
)
def test_the_rubric_shown_is_the_one_asked_for_else_the_first_that_lacks(
    asked: str, typed: dict[str, str], expected: str
) -> None:
    assert laid(typed).section(asked).key == expected


def test_after_the_last_rubric_comes_the_review() -> None:
    one = laid({})
    assert [one.after(each) for each in one.sections] == ["t", REVIEW]


def test_a_field_says_its_value_that_of_last_year_and_where_it_comes_from() -> None:
    first, second = laid({"a": "9"}).fields(TOLD.section[0])
    assert (first.value, first.before, first.source, first.number) == ("9", 4, "d’après vos adhésions", 9)
    assert (second.value, second.before, second.source, second.trouble) == ("", None, "", "")
    assert laid({}).fields()[0].trouble.startswith("Ce chiffre est attendu")
    assert laid({}).fields(lacks=False)[0].trouble == "", "nobody is scolded before typing"


@pytest.mark.parametrize(
    ("typed", "comments", "ready"),
    [
        ({}, {}, False),
        ({"a": "1", "b": "2"}, {}, True),
        ({"a": "3", "b": "2"}, {"moins": "Si."}, False),  # a hard edit is not talked out of
        ({"a": "6", "b": "7"}, {}, False),
        ({"a": "6", "b": "7"}, {"somme": "Oui."}, True),
        ({"a": "6", "b": "7"}, {"avant": "Oui."}, False),
        ({"a": "1", "b": "2", "c": "x"}, {}, False),
    ],
)
def test_a_sheet_is_ready_once_nothing_is_left_to_settle(
    typed: dict[str, str], comments: dict[str, str], ready: bool
) -> None:
    assert laid(typed, comments).is_ready is ready


def test_the_review_gathers_every_remark_and_a_rubric_only_its_own() -> None:
    one = laid({"a": "9", "b": "8", "c": "x"}, {"somme": "Vu."})
    review = laid_out(one, REVIEW, is_begun=True)
    assert (review["section"], review["left"], review["filled"], review["whole"]) == (None, 1, 3, 3)
    assert [(each.spoken.key, each.comment) for each in review["remarks"]] == [("moins", ""), ("somme", "Vu.")]
    rubric = laid_out(one, "t", is_begun=True)
    assert (rubric["rank"], rubric["back"].key, rubric["remarks"]) == (2, "s", [])
    assert laid_out(one, "s", is_begun=False)["back"] is None
