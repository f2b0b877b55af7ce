"""A sheet of indicators as it is laid out: which rubric comes next, what lacks, what speaks, how long it was open."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.core import signing
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.indicators.checks import MOST, Checked, check, read_number
from vivier_web.indicators.definition import Edit, Indicator, IndicatorSet, Section
from vivier_web.pages.shared.indicator_sheet import REVIEW, Laid, laid_out, seconds_of
from vivier_web.procedures.definition.words import CERTAINTIES


def one(key: str, section: str, **more: Any) -> Indicator:
    """Ask one figure."""
    return Indicator(key, key.capitalize(), f"Ce qu’est {key}.", section, "count", "personnes", **more)


TOLD = IndicatorSet(
    "jeu", "Un jeu", "1", "cluster", "",
    (Section("people", "Personnes"), Section("void", "Vide"), Section("money", "Argent")),
    (
        one("jobs", "people", required=True), one("women", "people"),
        one("budget", "money", required=True, decimals=2, certainty="V", source="Arrêté"), one("grants", "money"),
        one("rate", "people", formula="women / jobs", decimals=2),
    ),
    (
        Edit("more", "hard", "women <= jobs", "Il y a plus de femmes que de salariés."),
        Edit("drop", "soft", "jobs >= previous.jobs", "Moins qu’avant : pourquoi ?"),
        Edit("poor", "soft", "grants <= budget", "Les aides dépassent le budget."),
    ),
)  # fmt: skip
ASKED = tuple(each for each in TOLD.indicator if not each.formula)
BEFORE = {"jobs": Decimal(10)}
FULL = {"jobs": "12", "women": "5", "budget": "1 000,50", "grants": "3"}


def laid(typed: Mapping[str, str], *, comments: Mapping[str, str] | None = None, whole: bool = True) -> Laid:
    """Lay out what was typed."""
    checked = check(TOLD, ASKED, typed, BEFORE, whole=whole)
    return Laid(TOLD, ASKED, typed, {"jobs": "deposit"}, comments or {}, BEFORE, checked, lambda word: f"de {word}")


def states(found: Laid) -> list[tuple[str, int, int, int, str]]:
    return [(each.section.key, each.filled, each.asked, each.troubles, each.state) for each in found.steps()]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, [("people", 0, 2, 1, "incomplet"), ("money", 0, 2, 1, "incomplet")]),
        ({"jobs": "12"}, [("people", 1, 2, 0, ""), ("money", 0, 2, 1, "incomplet")]),
        (FULL, [("people", 2, 2, 0, "fait"), ("money", 2, 2, 0, "fait")]),
        (FULL | {"jobs": "douze"}, [("people", 2, 2, 1, "incomplet"), ("money", 2, 2, 0, "fait")]),
        (FULL | {"women": "13"}, [("people", 2, 2, 2, "incomplet"), ("money", 2, 2, 0, "fait")]),
        (FULL | {"jobs": "9"}, [("people", 2, 2, 0, "fait"), ("money", 2, 2, 0, "fait")]),  # it only asks why
        (FULL | {"budget": "1,234"}, [("people", 2, 2, 0, "fait"), ("money", 2, 2, 1, "incomplet")]),
    ],
)
def test_each_rubric_says_how_far_it_is_and_one_that_asks_nothing_is_not_there(
    typed: dict[str, str], said: list[tuple[str, int, int, int, str]]
) -> None:
    assert states(laid(typed)) == said


@pytest.mark.parametrize(
    ("asked", "typed", "opened"),
    [
        ("money", {}, "money"),
        ("people", FULL, "people"),
        ("void", FULL, "people"),  # a rubric that asks nothing this year
        ("", {}, "people"),
        ("", {"jobs": "12", "women": "5"}, "money"),
        ("", FULL, "people"),
        ("../etc", FULL | {"grants": ""}, "money"),
    ],
)
def test_the_rubric_that_opens_is_the_one_asked_or_the_first_that_lacks_something(
    asked: str, typed: dict[str, str], opened: str
) -> None:
    assert laid(typed).section(asked).key == opened


def test_after_the_last_rubric_comes_the_review() -> None:
    found = laid(FULL)
    assert [found.after(each) for each in found.sections] == ["money", REVIEW]


@pytest.mark.parametrize(
    ("typed", "comments", "is_ready"),
    [
        (FULL, {}, True),
        ({"jobs": "12", "budget": "1"}, {}, True),  # what is not required may be left blank
        (FULL | {"jobs": ""}, {}, False),
        (FULL | {"jobs": "douze"}, {}, False),
        (FULL | {"women": "13"}, {"more": "C’est ainsi."}, False),  # no comment excuses what cannot be
        (FULL | {"jobs": "9"}, {}, False),
        (FULL | {"jobs": "9"}, {"drop": ""}, False),
        (FULL | {"jobs": "9"}, {"poor": "Autre chose."}, False),
        (FULL | {"jobs": "9"}, {"drop": "Deux départs."}, True),
        (FULL | {"jobs": "9", "grants": "2000"}, {"drop": "Deux départs."}, False),
        (FULL | {"jobs": "9", "grants": "2000"}, {"drop": "Deux départs.", "poor": "Un report."}, True),
    ],
)
def test_a_sheet_may_be_sent_when_nothing_lacks_and_each_surprise_is_explained(
    typed: dict[str, str], comments: dict[str, str], is_ready: bool
) -> None:
    assert laid(typed, comments=comments).is_ready is is_ready


def test_fields_say_what_was_typed_before_and_whence_it_comes() -> None:
    jobs, women, budget, grants = laid({"jobs": " 12 ", "women": "x"}).fields()
    assert (jobs.value, jobs.before, jobs.source, jobs.trouble, jobs.number) == (" 12 ", 10, "de deposit", "", 12)
    assert (women.before, women.source, women.number) == (None, "", None)
    assert women.trouble.startswith("« x » n’est pas un nombre")
    assert budget.trouble == "Ce chiffre est attendu ; s’il n’y en a pas, écrivez 0."
    assert (budget.whence, grants.whence) == (f"{CERTAINTIES['V']} : Arrêté", CERTAINTIES["P"])
    assert grants.trouble == ""


def test_what_is_blank_is_no_trouble_yet_where_one_begins_but_what_is_wrong_is() -> None:
    found = laid({"women": "x"}).fields(lacks=False)
    assert [each.trouble[:5] for each in found] == ["", "« x »", "", ""]


def test_remarks_are_told_where_the_fields_they_look_at_are() -> None:
    found = laid(FULL | {"jobs": "9", "women": "10", "grants": "2000"}, comments={"drop": "Deux départs."})
    every = {each.spoken.key: (each.comment, each.labels) for each in found.remarks()}
    assert every == {
        "more": ("", ("Jobs", "Women")), "drop": ("Deux départs.", ("Jobs",)), "poor": ("", ("Budget", "Grants")),
    }  # fmt: skip
    assert {each.spoken.key for each in found.remarks(["women"])} == {"more"}
    assert {each.spoken.key for each in found.remarks(["jobs"])} == {"more", "drop"}
    assert found.remarks([]) == []


def test_a_page_of_a_rubric_and_the_review_count_the_same_fields() -> None:
    found = laid({"jobs": "12", "budget": "1"})
    page, review = laid_out(found, "money", is_begun=True), laid_out(found, REVIEW, is_begun=True)
    for context in (page, review):
        assert (context["filled"], context["whole"], context["is_ready"]) == (2, 4, True)
    assert (page["section"].key, page["rank"], page["back"].key) == ("money", 2, "people")
    assert laid_out(found, "people", is_begun=True)["back"] is None
    assert review["section"] is None
    assert [(section.key, len(fields)) for section, fields in review["groups"]] == [("people", 2), ("money", 2)]
    assert review["left"] == 0


def test_a_sheet_not_begun_shows_no_reproach() -> None:
    begun = laid_out(laid({}), "people", is_begun=True)["fields"]
    fresh = laid_out(laid({}), "people", is_begun=False)["fields"]
    assert [bool(each.trouble) for each in begun] == [True, False]
    assert [each.trouble for each in fresh] == ["", ""]


def test_the_time_a_page_was_open_is_the_one_that_was_signed_and_no_other() -> None:
    ask = RequestFactory()
    shown = laid_out(laid({}), "people", is_begun=False)["opened"]
    assert 0 <= seconds_of(ask.post("/", {"ouvert": shown})) < 60
    long_ago = signing.dumps(int(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp()), salt="vivier.indicators")
    assert 10**8 < seconds_of(ask.post("/", {"ouvert": long_ago})) < 10**9  # signed now, of a page of long ago
    for forged in ("", "1", shown[:-1], shown + "x", signing.dumps(1, salt="another")):
        assert seconds_of(ask.post("/", {"ouvert": forged})) == 0


COUNT, EUROS = one("count", "people"), one("euros", "people", decimals=2)


@pytest.mark.parametrize(
    ("typed", "asked", "number"),
    [
        ("0", COUNT, 0), ("12", COUNT, 12), ("1 204", COUNT, 1204), ("1\u202f204", COUNT, 1204), ("12,0", COUNT, 12),
        ("1.234,50", EUROS, 1234.5), ("-0", COUNT, 0),
        ("0,01", EUROS, Decimal("0.01")), (f"{MOST}", COUNT, MOST),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_it_is_typed(typed: str, asked: Indicator, number: Decimal | int) -> None:
    found = read_number(typed, asked)
    assert found == number
    assert str(found) != "-0"


@pytest.mark.parametrize(
    ("typed", "asked", "said"),
    [
        ("douze", COUNT, "« douze » n’est pas un nombre : écrivez par exemple 1 204,5."),
        ("", COUNT, "«  » n’est pas un nombre : écrivez par exemple 1 204,5."),
        ("12 €", COUNT, "L’unité est ici « personnes », et non « € » : convertissez."),
        ("12 %", COUNT, "L’unité est ici « personnes », et non « % » : convertissez."),
        ("-1", COUNT, "Un nombre négatif n’a pas de sens ici."),
        ("−1", COUNT, "Un nombre négatif n’a pas de sens ici."),
        ("1,5", COUNT, "Ici, un nombre entier : arrondissez."),
        ("1,555", EUROS, "Ici, 2\xa0décimales au plus : arrondissez."),
        ("1e-9999999", EUROS, "« 1e-9999999 » n’est pas un nombre : écrivez par exemple 1 204,5."),
        ("1e3", COUNT, "« 1e3 » n’est pas un nombre : écrivez par exemple 1 204,5."),
        ("nan", COUNT, "« nan » n’est pas un nombre : écrivez par exemple 1 204,5."),
        ("inf", COUNT, "« inf » n’est pas un nombre : écrivez par exemple 1 204,5."),
        ("1000000000001", COUNT, "Ce nombre est hors de toute mesure : vérifiez l’unité."),
        ("1e999999999", COUNT, "« 1e999999999 » n’est pas un nombre : écrivez par exemple 1 204,5."),
        ("-1e999999999", COUNT, "« -1e999999999 » n’est pas un nombre : écrivez par exemple 1 204,5."),
    ],
)
def test_what_is_no_figure_is_refused_in_one_sentence(typed: str, asked: Indicator, said: str) -> None:
    with pytest.raises(ValueError, match=r"[.:]") as refused:
        read_number(typed, asked)
    assert str(refused.value) == said


@given(st.dictionaries(st.sampled_from([each.key for each in ASKED]), st.text("0123456789,.eE- x€", max_size=9)))
def test_whatever_is_typed_is_a_number_or_a_trouble_and_never_both(typed: dict[str, str]) -> None:
    found: Checked = laid(typed).checked
    filled = {key for key, said in typed.items() if said.strip()}
    assert set(found.numbers) | (set(found.troubles) & filled) == filled
    assert not set(found.numbers) & set(found.troubles)
    assert {each.filled for each in laid(typed).steps()} <= {0, 1, 2}
