"""The section on job titles: what was coded, how surely, what to look at; absent where no title was coded."""

import dataclasses
import io
import json
import re

import openpyxl
import pytest

from factories import titled
from factories.study import study as fictional
from factories.titled import by_title, coder, company, person
from vivier.intake import Headcount
from vivier.occupations.coder.data import Coding
from vivier.report.data_file import data_file
from vivier.report.page import document
from vivier.report.page.titles import WORKING, titles
from vivier.report.workbook import workbook
from vivier.study import Parameters, Study, run

QUICK = Parameters(horizon=3, draws=100, coded_with="PCS-ESE 2017, en passant par le ROME")


def made(*people: titled.Person) -> Study:
    headcount = Headcount(titled.ON, (company(people),)) if people else titled.workshop()
    return run(headcount, parameters=QUICK, coder=coder)


def words(html: str) -> str:
    plain = re.sub(r"<[^>]*>", " ", html).replace("\u202f", " ").replace("\xa0", " ")
    return " ".join(plain.replace("&lt;", "<").replace("&amp;", "&").split())


def test_the_section_says_who_was_coded_how_surely_and_what_waits() -> None:
    said = words(titles(made()))
    assert "7 salariés sans code PCS : 4 codés d’après l’intitulé, 3 à relire" in said
    assert "Confiance annoncée : probabilité moyenne de 0,95 pour les codés (n = 4)." in said
    assert "pour 2 salariés dont la PCS est aussi déclarée, un intitulé sûr redonne le même code (1 sur 2)" in said
    assert "codage : PCS-ESE 2017, en passant par le ROME" in said
    assert "Les intitulés de 3 salariés sont à relire" in said
    assert words(WORKING) in said


def test_a_title_shows_its_best_guess_or_the_question_to_ask() -> None:
    said = words(titles(made()))
    assert re.search(r"Chef d’équipe .*construction mécanique.* 483a 0,41 2", said)
    assert "Abatteur D’arbres ou de carrière ? 0,50 1" in said


@pytest.mark.parametrize(
    ("people", "finding"),
    [
        ([person("Soudeur TIG")] * 2, "2 salariés sans code PCS : tous codés d’après l’intitulé"),
        ([person("Soudeur TIG")], "1 salarié sans code PCS : codé d’après l’intitulé"),
        ([person("Zorg")], "1 salarié sans code PCS : aucun codé d’après l’intitulé, 1 à relire"),
        ([person("Tourneur", "623g")], "Aucun intitulé à coder : ceux qui en ont un ont aussi un code"),
    ],
)
def test_the_title_of_the_card_is_what_was_found(people: list[titled.Person], finding: str) -> None:
    assert finding in words(titles(made(*people)))


def test_nothing_to_review_is_said() -> None:
    assert "Aucun intitulé à relire" in words(titles(made(person("Soudeur TIG"))))


def test_a_long_list_is_folded_and_its_rest_counted() -> None:
    rare = [person(a + b) for a in "bcdfghjklm" for b in ("alo", "ilu", "oro", "uva", "ena", "ubi")]
    html = titles(made(*rare))
    assert html.count("<details>") == 1
    assert "10 autres intitulés 10" in words(html)


def test_the_section_and_its_link_are_there_only_when_titles_were_coded() -> None:
    assert 'href="#intitules"' in document(made())
    assert titles(fictional()) == ""
    assert "intitules" not in re.sub(r"<style>.*?</style>", "", document(fictional()), flags=re.DOTALL)


def test_a_title_is_only_ever_text() -> None:
    hostile = '<img src=x onerror="alert(1)">=cmd'
    study = run(
        Headcount(titled.ON, (company([person(hostile)]),)),
        parameters=QUICK,
        coder=by_title(lambda _: Coding("483a", 0.3, "review")),
    )
    assert "<img" not in document(study)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(study)))["a_relire"]
    assert sheet.cell(2, 1).value == hostile
    assert sheet.cell(2, 1).data_type == "s"


def test_the_workbook_labels_the_proposed_occupation() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(made())))["a_relire"]
    heads, first, *_ = [list(row) for row in sheet.iter_rows(values_only=True)]
    named = dict(zip(heads, first, strict=True))
    assert (named["intitule"], named["metier"], named["valeur"]) == ("Chef d’équipe", "483a", 2)
    assert str(named["libelle"]).startswith("Agents de maîtrise")


def test_the_data_file_holds_both_tables() -> None:
    found = json.loads(data_file(made()))["tableaux"]
    told = {line["situation"]: line["valeur"] for line in found["codage"]["lignes"]}
    assert (told["codee"], told["a_relire"], told["probabilite"]) == (4, 2, 0.945)
    assert [line["intitule"] for line in found["a_relire"]["lignes"]] == ["Chef d’équipe", "Abatteur"]


def test_the_caution_is_the_first_thing_a_reader_meets() -> None:
    parameters = dataclasses.replace(QUICK, caution="Intitulés codés en DÉMONSTRATION.")
    page = words(document(run(titled.workshop(), parameters=parameters, coder=coder)))
    assert page.index("DÉMONSTRATION") < page.index("Effectif par métier")
