"""What a return offers, starts from and says again is worked out from its questions, and invents nothing."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import collected, needed
from vivier.french import shortened
from vivier.reference import pcs_label
from vivier_web.skills.needs.answers import Answered, Difficulties, SkillWish, Transition, answered, days_of
from vivier_web.skills.needs.carried import only, still_true, suggested_by
from vivier_web.skills.needs.reading import fields_of, read, read_step, required_done, rows_in, typed_from, typed_in
from vivier_web.skills.needs.schema import CURRENT, MARKS, periods, schema, year_choices
from vivier_web.skills.needs.told import Told, told

ASKED = schema(CURRENT)
RECRUITING, SKILLS, TRAININGS, DIFFICULTIES, OPINIONS = ASKED.steps
HIRES = RECRUITING.questions[1]
SIREN = "732829320"


def typed_of(said: dict[str, str]) -> dict[str, str]:
    return {name: value for step in ASKED.steps for name, value in typed_in(step, said).items()}


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2027-1", dt.date(2027, 1, 1), dt.date(2027, 3, 31)),
        ("2027-2", dt.date(2027, 4, 1), dt.date(2027, 6, 30)),
        ("2027-3", dt.date(2027, 7, 1), dt.date(2027, 9, 30)),
        ("2027-4", dt.date(2027, 10, 1), dt.date(2027, 12, 31)),
        ("2028", dt.date(2028, 1, 1), dt.date(2028, 12, 31)),
    ],
)
def test_a_period_goes_from_its_first_day_to_its_last(period: str, first: dt.date, last: dt.date) -> None:
    assert days_of(period) == (first, last)


@given(st.integers(2020, 2060), st.integers(2, 10))
def test_the_periods_offered_follow_one_another_without_a_hole(first_year: int, years: int) -> None:
    spans = [days_of(code) for code, _ in periods(first_year, years)]
    assert spans[0][0] == dt.date(first_year, 1, 1)
    assert spans[-1][1] == dt.date(first_year + years - 1, 12, 31)
    assert [until + dt.timedelta(days=1) for _, until in spans[:-1]] == [start for start, _ in spans[1:]]


def test_the_years_offered_are_those_of_the_schema_from_its_first() -> None:
    assert year_choices(2026, 3) == (("2026", "2026"), ("2027", "2027"), ("2028", "2028"))


def test_every_question_of_the_schema_can_be_shown_and_opened() -> None:
    names = [question.name for question in ASKED.questions()]
    fields = [name for step in ASKED.steps for name in fields_of(step)]
    gates = {question.name for question in ASKED.questions() if "yes" in dict(question.choices)}
    assert len(set(names)) == len(names)
    assert len(set(fields)) == len(fields)
    assert {question.when for question in ASKED.questions() if question.kind == "rows"} == gates
    lists = {column.list for question in ASKED.questions() for column in question.columns if column.list}
    assert lists == set(ASKED.lists)


def test_an_unknown_step_is_the_first_and_labels_are_those_of_the_question() -> None:
    assert ASKED.step("nulle-part") == RECRUITING
    assert ASKED.step("perception") == OPINIONS
    assert ASKED.labels("hires_expected") == {"yes": "Oui", "no": "Non", "unknown": "Je ne sais pas encore"}
    assert ASKED.labels("perception_ready") == dict(MARKS)
    assert list(ASKED.named("choice", "transition_")) == ["digital", "ecological", "hand_over", "activity"]
    assert ASKED.named("scale", "transition_") == {}


@given(st.dictionaries(st.sampled_from([*fields_of(RECRUITING), "x", "hires-0-for"]), st.text(max_size=140)))
def test_typing_again_what_was_kept_keeps_the_same(posted: dict[str, str]) -> None:
    kept = typed_in(RECRUITING, posted)
    assert all(said == " ".join(said.split()) and 0 < len(said) <= 120 for said in kept.values())
    again = typed_in(RECRUITING, kept | {f"hires-{n}-for": kept.get(f"hires-{n}-title", "") for n in range(12)})
    assert again == kept


ROWS = st.lists(
    st.tuples(st.sampled_from(["Soudeur", "Usineur"]), st.sampled_from(["623e", "-"]),
              st.integers(2026, 2030), st.integers(1, 9999), st.sampled_from(["is_difficult", "is_creation"])),
    max_size=12,
)  # fmt: skip


@given(ROWS)
def test_any_good_return_is_read_and_written_back_the_same(hires: list[tuple[str, str, int, int, str]]) -> None:
    typed = typed_of(needed.typed(*hires))
    found = read(ASKED, typed, first_year=2026)
    assert found.troubles == {}
    assert [(row["people"], row["year"]) for row in found.answers["hires"]] == [(row[3], row[2]) for row in hires]
    assert typed_from(ASKED, found.answers) == typed
    done, asked = required_done(ASKED, typed)
    assert (done, asked) == (13 + 3 * len(hires), 13 + 3 * len(hires))


@given(st.dictionaries(st.sampled_from([name for step in ASKED.steps for name in fields_of(step)]), st.text()))
def test_whatever_is_typed_is_either_read_or_told_beside_a_field_that_is_asked(typed: dict[str, str]) -> None:
    found = read(ASKED, typed, first_year=2026)
    known = {question.name for question in ASKED.questions()} | {
        name for step in ASKED.steps for name in fields_of(step)
    }
    assert set(found.troubles) <= known
    assert all(why.endswith((".", "?")) for why in found.troubles.values())


def test_an_occupation_alone_makes_no_row() -> None:
    assert rows_in(HIRES, {"hires-3-pcs": "623d", "skills-1-skill": "x", "hires-7-is_creation": "on"}) == [7]
    assert required_done(ASKED, {"hires_expected": "yes", "hires-4-title": "x", "hires-9-year": "2027"}) == (3, 19)
    assert required_done(ASKED, {"hires_expected": "yes"}) == (1, 16)


def test_a_blank_row_is_told_field_by_field() -> None:
    typed = {"hires_expected": "yes", "hires-2-is_creation": "on"}
    assert read_step(ASKED, RECRUITING, typed, first_year=2026).troubles == {
        "hires-2-title": "Écrivez le métier.",
        "hires-2-year": "Pour quelle année ?",
        "hires-2-people": "Combien de personnes ?",
    }
    typed = {"trainings_expected": "yes", "trainings-0-people": "3", "skills_expected": "yes", "skills-0-people": "1"}
    assert read_step(ASKED, TRAININGS, typed, first_year=2026).troubles == {
        "trainings-0-topic": "Écrivez de quoi il s’agit.",
        "trainings-0-period": "À quel moment ?",
        "trainings-0-km": "Jusqu’à combien de kilomètres ?",
    }
    assert read_step(ASKED, SKILLS, typed, first_year=2026).troubles == {
        "skills-0-skill": "Écrivez de quoi il s’agit.",
        "skills-0-direction": "Choisissez dans la liste.",
        "skills-0-by_year": "Pour quelle année ?",
    }


@pytest.mark.parametrize(
    ("name", "bounds"), [("people", ("1", "9999")), ("km", ("1", "1000"))]
)  # fmt: skip
def test_the_bounds_of_a_number_are_themselves_allowed(name: str, bounds: tuple[str, str]) -> None:
    row = typed_in(TRAININGS, needed.training("Métrologie"))
    for said in bounds:
        assert read_step(ASKED, TRAININGS, row | {f"trainings-0-{name}": said}, first_year=2026).troubles == {}
    above = str(int(bounds[1]) + 1)
    found = read_step(ASKED, TRAININGS, row | {f"trainings-0-{name}": above}, first_year=2026)
    assert found.troubles == {f"trainings-0-{name}": f"Un nombre entier, de 1 à {bounds[1]}."}


def test_a_deposit_suggests_the_three_occupations_that_lose_most_and_never_one_person() -> None:
    cells = [("623e", "60_plus", "H", "CDI", 2), ("628b", 63, "F", "CDI", 5), ("628b", 60, "H", "CDD", 1),
             ("388a", "60_plus", "H", "CDI", 2), ("477a", "60_plus", "H", "CDI", 2), ("543b", 59, "F", "CDI", 40),
             ("625b", "60_plus", "F", "CDI", 1), ("inconnu", "60_plus", "F", "CDI", 30)]  # fmt: skip
    found = suggested_by(collected.company(SIREN, *cells), first_year=2026)
    named = [("628b", 6), ("388a", 2), ("477a", 2)]
    expected = {"skills_expected": "yes"}
    for rank, (code, n) in enumerate(named):
        words = f"Savoir-faire : {shortened(pcs_label(code), 60)}"
        row = {"skill": words, "direction": "pass_on", "people": str(n), "by_year": "2027"}
        expected |= {f"skills-{rank}-{name}": said for name, said in row.items()}
    assert found == expected
    assert read_step(ASKED, SKILLS, found, first_year=2026).troubles == {}


def test_a_young_or_absent_deposit_suggests_nothing() -> None:
    assert suggested_by(None, first_year=2026) == {}
    assert suggested_by(collected.company(SIREN, ("623e", "55_59", "H", "CDI", 9)), first_year=2026) == {}


def test_a_question_whose_rows_are_all_past_is_asked_again() -> None:
    said = needed.typed(("Usineur", "623e", 2026, 1), **needed.skill("Soudage"), **needed.training("Qualité"))
    before = read(ASKED, typed_of(said), first_year=2026).answers
    kept = still_true(ASKED, before, first_year=2031)
    transitions = {f"transition_{kind}": "planned" for kind in ("digital", "ecological", "hand_over", "activity")}
    assert kept == {"recruiting": "often"} | transitions
    assert (
        still_true(ASKED, before | {"hires_expected": "no", "hires": []}, first_year=2031)["hires_expected"] == "no"
    )


@given(st.integers(2024, 2034))
def test_what_is_carried_from_another_year_is_never_wrong_in_this_one(first_year: int) -> None:
    wanted = needed.training("Métrologie") | needed.training("Qualité", period="2028", rank=1)
    hires = ("Soudeur", "623d", 2027, 2), ("Usineur", "-", 2029, 1)
    said = needed.typed(*hires, **needed.skill("Soudage"), **wanted)
    before = read(ASKED, typed_of(said), first_year=2026).answers
    kept = still_true(ASKED, before, first_year=first_year)
    troubles = read(ASKED, kept, first_year=first_year).troubles
    opinions = {question.name for question in OPINIONS.questions}
    assert set(troubles) - opinions <= {"hires_expected", "skills_expected", "trainings_expected"}
    assert opinions <= set(troubles)


def test_only_the_fields_of_a_step_are_kept_with_it() -> None:
    typed = typed_of(needed.typed(("Soudeur", "623d", 2027, 2), **needed.skill("Soudage")))
    assert {name.split("-")[0] for name in only(SKILLS, typed)} == {"skills_expected", "skills"}
    assert {name: said for step in ASKED.steps for name, said in only(step, typed).items()} == typed
    assert only(TRAININGS, {"trainings_other": "x", "train-0-topic": "x"}) == {}


def test_a_return_without_a_word_is_read_as_nothing_expected() -> None:
    day = dt.date(2026, 11, 2)
    assert answered(3, day, {}) == Answered(3, day)
    kept = {"recruiting": "never", "reasons": ["pay", "image"], "transition_hand_over": "under_way",
            "skills": [{"skill": "CAO", "direction": "gain", "people": 1, "by_year": 2027}]}  # fmt: skip
    assert answered(3, day, kept) == Answered(
        3, day, skills=(SkillWish("CAO", "gain", 1, 2027),), difficulties=Difficulties("never", ("pay", "image")),
        transitions=(Transition("hand_over", "under_way"),),
    )  # fmt: skip


def test_a_return_is_told_step_by_step_with_what_was_not_said() -> None:
    hire = {"title": "Soudeur", "pcs": "623d", "rome": "H2913", "year": 2027, "people": 2,
            "is_creation": True, "is_difficult": False}  # fmt: skip
    wish = {"topic": "CAO", "people": 1, "period": "1999-1", "km": 5}
    tables = told(ASKED, {"hires_expected": "yes", "hires": [hire], "trainings": [wish]}, first_year=2026)
    assert tables[:2] == (
        Told("Recrutements", ("Question", "Réponse"), (("Prévoyez-vous d’embaucher ?", "Oui"),)),
        Told(
            "Embauches prévues",
            ("Métier", "PCS-ESE", "Libellé de la PCS", "ROME", "Année", "Postes", "Poste nouveau",
             "Difficile à pourvoir"),
            (("Soudeur", "623d", pcs_label("623d"), "H2913", "2027", "2", "oui", "non"),),
        ),
    )  # fmt: skip
    assert [one.title for one in tables[2:]] == [
        "Compétences", "Formations", "Formations souhaitées", "Difficultés et transitions", "Votre avis",
    ]  # fmt: skip
    assert tables[4].rows == (("CAO", "1", "1999-1", "5"),)  # a period that is offered no longer is told as it is
    assert tables[5].rows[:2] == (("Quand vous recrutez, est-ce difficile ?", "sans réponse"), ("Pourquoi ?", "Rien"))
    assert {said for _, said in tables[6].rows} == {"sans réponse"}
