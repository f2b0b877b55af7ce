"""The return of a member is short, read strictly, and what was typed is never lost."""

import datetime as dt

import pytest

from factories import needed
from vivier.vocabulary import InputError
from vivier_web.skills.needs.answers import Difficulties, Hire, TrainingWish, answered
from vivier_web.skills.needs.carried import still_true
from vivier_web.skills.needs.reading import read, required_done, rows_in, typed_from, typed_in
from vivier_web.skills.needs.schema import CURRENT, MOST_MINUTES, MOST_REQUIRED, schema
from vivier_web.skills.needs.told import told

ASKED = schema(CURRENT)
WHOLE = needed.typed(
    ("Soudeur TIG", "623d", 2027, 2, "is_difficult"),
    ("Chaudronnier", "-", 2028, 1, "is_creation"),
    **needed.skill("Soudage", "pass_on"),
    **needed.training("Métrologie", 3),
    **{"reasons-pay": "on"},
)


def test_a_return_has_at_most_twenty_five_required_fields_and_fifteen_minutes() -> None:
    assert ASKED.required_fields == 24 <= MOST_REQUIRED == 25
    assert ASKED.minutes <= MOST_MINUTES == 15
    assert len(ASKED.steps) == 5


def test_an_unknown_schema_is_refused_with_a_sentence() -> None:
    for version in ("1999-9", "../schema", ""):
        with pytest.raises(InputError, match="questionnaire"):
            schema(version)


def test_a_whole_return_is_read_and_written_back_the_same() -> None:
    found = read(ASKED, WHOLE_TYPED, first_year=2026)
    assert found.troubles == {}
    assert typed_from(ASKED, found.answers) == WHOLE_TYPED
    assert required_done(ASKED, WHOLE_TYPED) == (27, 27)  # two hires: three fields more


def typed_of(said: dict[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for step in ASKED.steps:
        kept |= typed_in(step, said)
    return kept


WHOLE_TYPED = typed_of(WHOLE)


def test_engines_read_frozen_values() -> None:
    found = answered(7, dt.date(2026, 11, 22), read(ASKED, WHOLE_TYPED, first_year=2026).answers)
    assert found.hires == (
        Hire("Soudeur TIG", "623d", "", 2027, 2, is_difficult=True),
        Hire("Chaudronnier", "", "", 2028, 1, is_difficult=False, is_creation=True),
    )
    assert found.trainings == (TrainingWish("Métrologie", 3, dt.date(2027, 1, 1), dt.date(2027, 3, 31), 30),)
    assert found.difficulties == Difficulties("often", ("pay",))
    assert {one.state for one in found.transitions} == {"planned"}
    assert [one.mark for one in found.perceptions] == [4] * 5


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hires-0-people", "deux"), ("hires-0-people", "0"), ("hires-0-people", "10000"), ("hires-0-people", "²"),
        ("hires-0-year", "1999"), ("hires-0-title", ""), ("trainings-0-period", "2027-5"), ("trainings-0-km", "-3"),
        ("skills-0-direction", "x"), ("recruiting", "x"), ("perception_ready", "6"), ("perception_ready", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_field_alone(name: str, said: str) -> None:
    wrong = {key: value for key, value in (WHOLE_TYPED | {name: said}).items() if value}
    found = read(ASKED, wrong, first_year=2026)
    assert set(found.troubles) == {name}
    assert found.troubles[name].endswith((".", "?"))


def test_a_title_without_its_occupation_is_asked_about() -> None:
    wanting = {name: said for name, said in WHOLE_TYPED.items() if name != "hires-0-pcs"}
    assert set(read(ASKED, wanting, first_year=2026).troubles) == {"hires-0-title"}
    forged = WHOLE_TYPED | {"hires-0-pcs": "zzzz"}
    assert set(read(ASKED, forged, first_year=2026).troubles) == {"hires-0-title"}


def test_an_occupation_chosen_for_another_title_is_forgotten() -> None:
    kept = typed_in(ASKED.steps[0], WHOLE | {"hires-0-title": "Comptable"})
    assert "hires-0-pcs" not in kept
    assert typed_in(ASKED.steps[0], WHOLE | {"hires-0-title": "soudeur  tig"})["hires-0-pcs"] == "623d"


def test_yes_without_a_row_is_asked_about_and_no_leaves_rows_out_but_kept_in_the_draft() -> None:
    assert set(read(ASKED, needed.typed() | {"hires_expected": "yes"}, first_year=2026).troubles) == {"hires"}
    said = WHOLE_TYPED | {"hires_expected": "no"}
    assert read(ASKED, said, first_year=2026).answers["hires"] == []
    assert rows_in(ASKED.steps[0].questions[1], said) == [0, 1]


def test_a_browser_sends_nothing_but_the_fields_of_the_step() -> None:
    posted = WHOLE | {"secret": "x", "hires-99-title": "x", "hires-0-rome": "H2913", "hires-0-title": "x" * 900}
    kept = typed_in(ASKED.steps[0], posted)
    assert not {"secret", "hires-99-title", "hires-0-rome", "recruiting"} & set(kept)
    assert len(kept["hires-0-title"]) == 120


def test_last_year_gives_what_is_still_to_come_and_never_an_opinion() -> None:
    answers = read(ASKED, WHOLE_TYPED, first_year=2026).answers
    kept = still_true(ASKED, answers, first_year=2028)
    assert kept["hires-0-title"] == "Chaudronnier"
    assert "hires-1-title" not in kept
    assert not any(name.startswith(("perception_", "skills")) for name in kept)
    assert kept["transition_digital"] == "planned"


def test_a_return_is_told_in_words() -> None:
    tables = {
        one.title: one for one in told(ASKED, read(ASKED, WHOLE_TYPED, first_year=2026).answers, first_year=2026)
    }
    assert tables["Embauches prévues"].rows[1][:4] == ("Chaudronnier", "", "métier non précisé", "")
    assert ("Pourquoi ?", "Salaire") in tables["Difficultés et transitions"].rows
    assert tables["Formations souhaitées"].rows == (("Métrologie", "3", "1er trimestre 2027", "30"),)
