"""People without an occupation are coded from their title: totals are kept, doubts are listed, nothing else is told."""

import dataclasses
import io
import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import titled
from factories.titled import KNOWN, by_activity, by_title, coder, company, person
from vivier.intake import Headcount
from vivier.intake.data import UNKNOWN
from vivier.occupations import Codings
from vivier.occupations.coder.data import Coding, Title
from vivier.report import write
from vivier.study import Parameters, Study, Table, run
from vivier.study.coding import SHOWN, coding_tables
from vivier.study.titles import answered, people_by_title, recoded
from vivier.vocabulary import InputError

QUICK = Parameters(horizon=3, draws=100)


def values(table: Table) -> dict[str, float]:
    return {row.keys[0]: row.figure.value for row in table.rows if row.figure is not None}


def made(headcount: Headcount, **given: object) -> Study:
    return run(headcount, parameters=QUICK, coder=coder, **given)  # type: ignore[arg-type]


def test_people_move_to_the_occupation_of_their_title_and_the_others_stay() -> None:
    occupations = values(made(titled.workshop()).table("metiers"))
    assert occupations == {"ensemble": 11, "543b": 1, "6": 1, "623e": 3, "623g": 1, "628c": 1, UNKNOWN: 4}


def test_a_coded_person_keeps_age_sex_and_contract() -> None:
    rows = made(titled.workshop()).table("effectif").rows
    assert [row.keys[1:] for row in rows if row.keys[0] == "543b"] == [("55_59", "F", "CDI")]


def test_everybody_is_counted_once_by_where_their_occupation_comes_from() -> None:
    assert values(made(titled.workshop()).table("codage")) == {
        "pcs_declaree": 2,
        "categorie_declaree": 1,
        "codee": 4,
        "a_relire": 2,
        "a_demander": 1,
        "sans_intitule": 1,
        "probabilite": 0.945,  # three at .96, one at .90
        "meme_code": 0.5,  # of two turners, one is declared in another occupation of the same category
        "meme_categorie": 1,
    }


def test_a_declared_occupation_is_never_replaced_by_that_of_the_title() -> None:
    study = made(Headcount(titled.ON, (company([person("Soudeur TIG", "543b")] * 4),)))
    assert values(study.table("metiers")) == {"ensemble": 4, "543b": 4}
    assert values(study.table("codage"))["meme_code"] == 0
    assert study.table("a_relire").rows == ()


def test_titles_to_review_come_most_people_first_with_what_helps_to_decide() -> None:
    rows = made(titled.workshop()).table("a_relire").rows
    assert [(row.keys[:4], row.figure and row.figure.n) for row in rows] == [
        (("Chef d’équipe", "a_relire", "483a", "0.41"), 2),
        (("Abatteur", "a_demander", "691a", "0.50"), 1),
    ]
    assert rows[0].keys[4].startswith("484a ")
    assert rows[1].keys[5] == "Abatteur : d’arbres ou de carrière ?"


def test_writings_of_one_title_make_one_line() -> None:
    people = [person(text) for text in ("Zorglubeur", "ZORGLUBEUR (H/F)", "zorglubeuse")]
    (row,) = made(Headcount(titled.ON, (company(people),))).table("a_relire").rows
    assert (row.keys[1:4], row.figure and row.figure.n) == (("a_relire", "", ""), 3)


def test_past_fifty_titles_the_rest_is_only_counted() -> None:
    words = [a + b for a in "bcdfghjklm" for b in ("alo", "ilu", "oro", "uva", "ena", "ubi")]
    study = made(Headcount(titled.ON, (company([person(word) for word in words]),)))
    *listed, rest = study.table("a_relire").rows
    assert len(listed) == SHOWN
    assert (rest.keys[:2], rest.figure and rest.figure.n) == (("10 autres intitulés", "reste"), 10)


def test_without_a_coder_or_without_titles_a_study_has_no_such_table() -> None:
    plain = titled.workshop()
    bare = Headcount(titled.ON, tuple(dataclasses.replace(one, titles=()) for one in plain.companies))
    without = run(plain, parameters=QUICK)
    assert without == run(bare, parameters=QUICK) == made(bare)
    assert {table.name for table in without.tables} & {"codage", "a_relire"} == set()


def test_what_coded_and_what_to_beware_of_are_said() -> None:
    parameters = dataclasses.replace(QUICK, coded_with="PCS-ESE 2017", caution="Codage de démonstration.")
    study = run(titled.workshop(), parameters=parameters, coder=coder)
    assert [one.value for one in study.assumptions if one.name == "coding"] == ["PCS-ESE 2017"]
    assert study.notes[0] == "Codage de démonstration."


def test_the_prints_change_when_a_human_decides_otherwise() -> None:
    decided = by_title(lambda t: Coding("483a", 1, "coded") if t == "Chef d’équipe" else KNOWN[t])
    one = made(titled.workshop())
    other = run(titled.workshop(), parameters=QUICK, coder=decided)
    assert one.inputs_sha256 != other.inputs_sha256
    assert values(other.table("metiers"))["483a"] == 2


def test_hints_tell_apart_the_same_title_in_two_activities() -> None:
    felling = by_activity(lambda naf: Coding({"0220Z": "691d", "2562B": "623g"}[naf], 0.9, "coded"))
    forest = company([person("Abatteur")] * 2, naf="0220Z")
    metal = company([person("Abatteur")], siren=titled.OTHER, naf="2562B")
    study = run(Headcount(titled.ON, (forest, metal)), parameters=QUICK, coder=felling)
    assert values(study.table("metiers")) == {"ensemble": 3, "623g": 1, "691d": 2}


def test_a_code_that_is_not_of_pcs_ese_counts_nobody() -> None:
    strange = by_title(lambda _: Coding("F1402", 0.99, "coded"))
    headcount = Headcount(titled.ON, (company([person("Carrier")] * 2),))
    study = run(headcount, parameters=QUICK, coder=strange)
    assert values(study.table("metiers")) == {"ensemble": 2, UNKNOWN: 2}
    assert values(study.table("codage")) == {"a_relire": 2}


def test_a_coder_must_answer_each_title() -> None:
    with pytest.raises(InputError, match="une par intitulé"):
        run(titled.workshop(), parameters=QUICK, coder=lambda *_: Codings())


people = st.builds(
    person,
    st.sampled_from(["", "Zorg", "Zorg (H/F)", *KNOWN]),
    st.sampled_from([UNKNOWN, UNKNOWN, "623e", "543b"]),
    age=st.sampled_from([24, 41, 58, "inconnu"]),
    sex=st.sampled_from("HF"),
    contract=st.sampled_from(["CDI", "CDD"]),
)
staffs = st.lists(st.lists(people, max_size=12), max_size=3)


@settings(max_examples=60, deadline=None)
@given(staffs)
def test_coding_keeps_every_total_and_agrees_with_coding_people_one_by_one(staff: list[list[titled.Person]]) -> None:
    companies = tuple(company(each, siren=f"{rank:09d}") for rank, each in enumerate(staff))
    headcount = Headcount(titled.ON, companies)
    answers = answered(headcount, coder)
    after = recoded(headcount, answers)
    for before, now, each in zip(companies, after.companies, staff, strict=True):
        assert now.count.people == before.count.people == len(each)
        assert now.titles == ()
        # The slow, obvious way: one person at a time.
        slow: Counter[tuple[object, ...]] = Counter()
        for title, pcs, *rest in each:
            known = KNOWN.get(title)
            is_moved = pcs == UNKNOWN and known is not None and known.decision == "coded"
            slow[known.code if known and is_moved else pcs, *rest] += 1
        assert Counter({(c.pcs, c.age, c.sex, c.contract): c.n for c in now.count.cells}) == slow
    for table in coding_tables(headcount, answers, answers):
        told = sum(row.figure.n for row in table.rows if row.figure and row.figure.unit == "personnes")
        waiting = people_by_title(headcount, is_pcs_known=False)
        undecided = sum(n for title, n in waiting.items() if answers[title].decision != "coded")
        assert told == (headcount.people if table.name == "codage" else undecided)


@given(st.permutations([person("Soudeur TIG"), person("Comptable"), person("Abatteur"), person("Zorg"), person("")]))
@settings(max_examples=20, deadline=None)
def test_the_order_of_people_is_irrelevant(order: list[titled.Person]) -> None:
    first = Headcount(titled.ON, (company(sorted(order)), company(sorted(order), siren=titled.OTHER)))
    other = Headcount(titled.ON, (company(order, siren=titled.OTHER), company(order)))
    assert {name: tables(first)[name] for name in ("codage", "a_relire")} == tables(other)


def tables(headcount: Headcount) -> dict[str, Table]:
    return {
        table.name: table
        for table in coding_tables(headcount, answered(headcount, coder), answered(headcount, coder))
    }


def test_titles_are_asked_by_title_and_hints_alone() -> None:
    headcount = Headcount(titled.ON, (company([person("Tourneur", "623g"), person("Tourneur")], naf="2562B"),))
    assert list(answered(headcount, coder)) == [Title("Tourneur", "", "2562B", "")]


def test_only_titles_to_review_are_written_and_only_in_their_list(tmp_path: Path) -> None:
    marked = [person("SECRETCODE"), *[person("SECRETRELU")] * 2, person("SECRETDECLARE", "623e")]
    coded, doubtful = Coding("623e", 0.9, "coded"), Coding("543b", 0.3, "review")
    knows_two = by_title(lambda title: doubtful if title == "SECRETRELU" else coded)
    headcount = Headcount(titled.ON, (company(marked),))
    study = run(headcount, parameters=QUICK, coder=knows_two)
    written = write(study, tmp_path)
    page, data = written.page.read_text(encoding="utf-8"), written.data.read_text(encoding="utf-8")
    workbook = written.workbook.read_bytes()
    assert page.count("SECRETRELU") == data.count("SECRETRELU") == 1  # it could leak
    for everything in (page, data, repr(study), sheets_text(workbook)):
        assert "SECRETCODE" not in everything
        assert "SECRETDECLARE" not in everything
    found = json.loads(data)["tableaux"]
    assert [line["intitule"] for line in found["a_relire"]["lignes"]] == ["SECRETRELU"]


def sheets_text(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
