"""Periods, columns and funders of shared training, as people write them."""

import datetime as dt
import json
import tomllib
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.skills.mobility.law import CERTAINTY
from vivier_web.skills.training.funders import funders, other_reminders
from vivier_web.skills.training.periods import days, period_of, quarters, said
from vivier_web.skills.training.reading import FIELDS, MOST_ROWS, read_row, read_table
from vivier_web.skills.training.solving import QUESTIONS, digest, key_of, solved

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2060, 12, 31))
COURSE = {"course": "TIG", "min_seats": "2", "max_seats": "8", "session_eur": "2400"}
PLACE = {"place": "Cluses", "department": "74", "max_sessions": "3"}
NEED = {"company": "Mécanique du Val", "course": "TIG", "people": "2"}
ROWS = {"course": COURSE, "place": PLACE, "need": NEED}


@pytest.mark.parametrize(
    ("written", "kept", "spoken"),
    [
        ("2027-T1", "2027-T1", "1er trimestre 2027"),
        ("T1 2027", "2027-T1", "1er trimestre 2027"),
        ("t4/2028", "2028-T4", "4e trimestre 2028"),
        ("2027  T3", "2027-T3", "3e trimestre 2027"),
        ("2027-2", "2027-T2", "2e trimestre 2027"),
        ("Printemps  2027", "Printemps 2027", "Printemps 2027"),
        ("T5 2027", "T5 2027", "T5 2027"),
        ("1999-T1", "1999-T1", "1999-T1"),
        ("", "", "Date à fixer"),
    ],
)
def test_a_period_is_kept_in_one_way_and_said_in_words(written, kept, spoken):
    assert period_of(written) == kept
    assert said(kept) == spoken


@given(st.text(max_size=20))
def test_a_period_read_twice_is_the_same_and_never_says_none(text):
    once = period_of(text)
    assert period_of(once) == once
    assert "None" not in said(text).replace(text, "")


@given(DAYS, st.integers(0, 1500))
def test_quarters_cover_every_day_between_and_nothing_else(first, length):
    last = first + dt.timedelta(days=length)
    found = quarters(first, last)
    spans = [days(each) for each in found]
    assert spans[0][0] <= first < spans[0][1]
    assert spans[-1][0] <= last < spans[-1][1]
    assert all(one[1] == other[0] for one, other in pairwise(spans))
    assert [period_of(each) for each in found] == found


@pytest.mark.parametrize("period", ["Printemps", "", "T1", "2027"])
def test_what_is_no_quarter_has_no_days(period):
    assert days(period) is None


def test_every_reminder_says_its_source_and_how_sure_it_is():
    today = dt.date(2026, 11, 22)
    found = (*funders(today), *other_reminders(today))
    assert len(found) >= 5
    for each in found:
        assert each.reminder.endswith(".")
        assert each.source
        assert each.certainty_words in CERTAINTY.values()
        assert each.since <= today


def test_a_reminder_is_told_from_its_day_on_and_not_before():
    rows = tomllib.loads((files("vivier_web.skills.training") / "funders.toml").read_text(encoding="utf-8"))
    last = max(row["from"] for row in rows["funder"])
    assert len(funders(last)) == len(rows["funder"])
    assert len(funders(last - dt.timedelta(days=1))) < len(rows["funder"])


# --- Rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FIELDS)
def test_the_least_row_is_read_and_every_column_is_there(kind):
    values, troubles = read_row(kind, ROWS[kind])
    assert troubles == {}
    assert set(values) == {field.name for field in FIELDS[kind]}


@pytest.mark.parametrize("kind", FIELDS)
def test_each_required_column_is_missed_when_it_is_blank(kind):
    for field in FIELDS[kind]:
        if field.is_required:
            assert read_row(kind, ROWS[kind] | {field.name: "  "})[1] == {field.name: "Il manque une valeur."}


@pytest.mark.parametrize(
    ("kind", "column", "written", "value"),
    [
        ("course", "session_eur", "2 400,50 €", 2400.5),
        ("course", "session_eur", "2\u202f400", 2400.0),
        ("course", "seat_eur", "", None),
        ("course", "min_seats", "2,0", 2),
        ("course", "periods", "T1 2027| |2027-2", ["2027-T1", "2027-T2"]),
        ("course", "funders", " OPCO |Région", ["OPCO", "Région"]),
        ("course", "provider", "  Centre   de formation ", "Centre de formation"),
        ("place", "department", "1", "01"),
        ("place", "department", "2b", "2B"),
        ("need", "max_km", "30,5", 30.5),
        ("need", "on_the_job", "1", 1),
    ],
)
def test_figures_are_read_as_french_people_write_them(kind, column, written, value):
    values, troubles = read_row(kind, ROWS[kind] | {column: written})
    assert (values[column], troubles) == (value, {})


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "1e30", "deux", "0x10", "1;2", "=1+1", "−5"])
@pytest.mark.parametrize(
    ("kind", "column"), [("course", "session_eur"), ("need", "max_km"), ("need", "priority_eur")]
)
def test_a_figure_that_is_none_is_refused_beside_its_column(kind, column, text):
    values, troubles = read_row(kind, ROWS[kind] | {column: text})
    assert list(troubles) == [column]
    assert troubles[column].startswith("Écrivez un nombre")
    assert column not in values


@given(st.dictionaries(st.sampled_from([field.name for field in FIELDS["need"]]), st.text(max_size=15)))
def test_no_row_ever_breaks_the_reader(row):
    values, troubles = read_row("need", row)
    assert json.dumps(values)
    assert all(sentence.endswith((".", "»")) for sentence in troubles.values())


def test_a_place_of_coordinates_alone_is_somewhere_and_one_of_nothing_is_not():
    spot = {"department": "", "lat": "46,06", "lon": "6,58"}
    assert read_row("place", PLACE | spot)[1] == {}
    assert read_row("place", PLACE | {"department": ""})[1]["department"].startswith("Donnez le département")
    assert read_row("place", PLACE | spot | {"lon": ""})[1] == {
        "lat": "Donnez la latitude et la longitude, ou aucune des deux."
    }


def test_a_table_tells_each_trouble_with_its_line_and_keeps_the_others():
    header = ["Formation", "places mini", "Places maxi", "prix session", "Remarque"]
    lines = [(2, ["TIG", "2", "8", "2400", "x"]), (3, ["MIG", "9", "8", "2400"]), (5, ["", "1", "x", "1"])]
    rows, problems = read_table("course", header, lines)
    assert [number for number, _ in rows] == [2]
    assert [(one.line, one.column) for one in problems] == [
        (3, "Places au moins"), (5, "Formation"), (5, "Places au plus"),
    ]  # fmt: skip


def test_a_column_given_twice_is_read_once_the_first():
    rows, _ = read_table("place", ["lieu", "Lieu", "departement", "capacite"], [(2, ["Cluses", "Annecy", "74", "3"])])
    assert rows[0][1]["place"] == "Cluses"


def test_too_long_a_table_is_said():
    lines = [(rank + 2, ["Cluses", "74", "3"]) for rank in range(MOST_ROWS + 1)]
    _, problems = read_table("place", ["place", "department", "max_sessions"], lines)
    assert [one.sentence for one in problems] == ["Plus de 2 000 lignes : donnez ce fichier en plusieurs fois."]


# --- Plans ---------------------------------------------------------------------------------------------------------


def asked(**more):
    spot = {"lat": 46.0, "lon": 6.5}
    need = spot | {"company": key_of(7), "course": "TIG", "people": 3, "priority_eur": 3000.0, "periods": [],
                   "max_km": None, "on_the_job": 0}  # fmt: skip
    course = {"course": "TIG", "min_seats": 2, "max_seats": 8, "session_eur": 900.0, "seat_eur": 0.0, "hours": 7.0,
              "max_sessions_per_place": 4, "periods": [], "funders": ["OPCO"], "on_the_job_eur": None}  # fmt: skip
    place = spot | {"place": "Cluses", "max_sessions": 3, "periods": []}
    inputs = {"needs": [need], "courses": [course], "places": [place], "releases": []}
    parameters = {"question": "balance", "budget": None, "priority": 3000.0, "travel": 0.6, "nearest": 6,
                  "seconds": 2, "funders": [], "without": []}  # fmt: skip
    return inputs, parameters | more


def worked(**more):
    return solved(*asked(**more), stop=lambda: False, show=lambda _: None)


def test_a_plan_is_kept_as_plain_values_that_name_nobody():
    found = worked()
    assert json.loads(json.dumps(found))["people_trained"] == 3
    assert (found["cost_eur"], found["gap"]) == (900.0, 0.0)
    assert "membre 7" in json.dumps(found)


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_is_one_that_the_engine_knows(question):
    assert worked(question=question, budget=5000.0)["people_asked"] == 3


def test_a_funder_that_the_plan_does_not_name_pays_nothing():
    assert worked(funders=[["Région", 10_000.0]])["people_trained"] == 0
    assert worked(funders=[["OPCO", 10_000.0]])["people_trained"] == 3


def test_the_same_question_gives_the_same_plan_but_for_the_clock():
    one, other = worked(), worked()
    assert digest(one) == digest(other)
    assert digest(one) != digest(worked(funders=[["Région", 10_000.0]]))
