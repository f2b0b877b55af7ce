"""The page in ROME: what is said of the sure and of the doubtful, and when nothing is."""

import re
from dataclasses import replace

import pytest

from factories import titled
from factories.rome import rome as way
from factories.study import study as fictional
from factories.titled import company, person
from vivier.intake import Headcount
from vivier.report.page import document
from vivier.report.page.rome import rome as section
from vivier.report.tidy import tidy
from vivier.study import Parameters, Study, run
from vivier.study.creations import Creation

QUICK = Parameters(horizon=5, draws=100, rome=way())
PEOPLE = [*[person("Tourneur", "623f")] * 6, *[person("", "628b", age=58)] * 10, *[person("", "623f", age=34)] * 4]


def words(html: str) -> str:
    plain = re.sub(r"<[^>]*>", " ", html).replace("\u202f", " ").replace("\xa0", " ")
    return " ".join(plain.split())


@pytest.fixture(scope="module")
def made() -> Study:
    return run(Headcount(titled.ON, (company(PEOPLE),)), parameters=QUICK)


def test_the_section_says_who_has_a_rome_and_who_is_undetermined(made: Study) -> None:
    said = words(section(made))
    assert "16 salariés ont un métier du ROME, sur 20 en emploi durable" in said
    assert "6 salariés sont placés d’après leur intitulé, 14 par le passage de leur PCS" in said
    assert re.search(r"Métier indéterminé 4 (100 %|tous|4 sur 4)", said)
    assert "Le passage hésite pour 14 sur 20 de l’ensemble" in said or "70 % de l’ensemble" in said


def test_nobody_placed_by_a_title_is_said_in_words() -> None:
    study = run(Headcount(titled.ON, (company([person("", "628b", age=58)] * 10),)), parameters=QUICK)
    said = words(section(study))
    assert "Aucun intitulé de poste n’entre ici : chacun suit le passage de sa PCS. Le passage hésite pour" in said


def test_each_row_shows_its_code_and_its_ambiguous_share(made: Study) -> None:
    said = words(section(made))
    assert re.search(r"Maintenance électrique I1309 6 \[\d+ ; \d+\] ", said)
    assert re.search(r"Conduite d’équipement d’usinage H2903 6 aucune", said)


def test_ends_of_career_have_their_column_only_beside_new_posts(made: Study) -> None:
    assert '<th scope="col" role="columnheader" class="n">Fins de carrière' not in section(made)
    growing = replace(QUICK, creations=(Creation("623f", 3, 2027, 2029, "projet"),))
    study = run(Headcount(titled.ON, (company(PEOPLE),)), parameters=growing)
    assert '<th scope="col" role="columnheader" class="n">Fins de carrière' in section(study)


def test_everybody_placed_is_said_without_an_undetermined_row() -> None:
    sure = run(Headcount(titled.ON, (company([person("Tourneur", "623f")] * 3),)), parameters=QUICK)
    said = words(section(sure))
    assert "3 salariés ont tous un métier du ROME" in said
    assert "indéterminé 3" not in said


def test_the_section_and_its_link_are_there_only_with_rome(made: Study) -> None:
    assert '<a href="#metiers-rome">' in document(made)
    assert section(fictional()) == ""
    assert '<a href="#metiers-rome">' not in document(fictional())


def test_sheets_say_the_words_of_a_rome(made: Study) -> None:
    lines = tidy(made).decode("utf-8-sig").splitlines()
    assert any(line.startswith("rome;rome;I1309;") and "Maintenance électrique" in line for line in lines)
    assert any(line.startswith("rome;rome;indetermine;") and "Métier indéterminé" in line for line in lines)


def test_a_label_is_only_ever_text() -> None:
    hostile = replace(QUICK, rome=way(labels={"I1309": "<script>alert(1)</script>", "H2903": "b"}))
    study = run(Headcount(titled.ON, (company(PEOPLE),)), parameters=hostile)
    assert "<script>" not in section(study)
