"""Difficulty declared by members against the official one: who is counted, the gap, what too few cannot say."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.families import families, landmark, workshop
from vivier.report.page.families import families as section
from vivier.study import Parameters, Study, run
from vivier.study.difficulty import Judged, Project, judged
from vivier.vocabulary import InputError

QUICK = Parameters(horizon=5, draws=100)
MANY = tuple(Project(f"m{rank}", "623f", 4, 4 if rank else 3) for rank in range(8))


def tension(study: Study) -> dict:
    return {row.keys: row.figure for row in study.table("tension").rows}


@pytest.fixture(scope="module")
def made() -> Study:
    return run(workshop(), parameters=replace(QUICK, projects=MANY), families=families())


def test_declared_difficulty_stands_beside_the_official_one_with_its_gap(made: Study) -> None:
    found = tension(made)
    declared, gap = found["D1X", "declare"], found["D1X", "ecart"]
    assert (declared.value, declared.n) == (round(31 / 32, 4), 32)
    assert gap.value == pytest.approx(31 / 32 - 0.72, abs=1e-3)
    assert declared.interval_95.low - 0.72 == pytest.approx(gap.interval_95.low, abs=1e-3)
    assert found["D1X", "reponses"].value == 8


def test_the_page_says_the_gap_in_words(made: Study) -> None:
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", section(made)))
    assert re.search(r"8 membres jugent difficiles 97 % de leurs 32 embauches, 72 % selon l’enquête officielle", said)
    assert re.search(r"écart de \+25 points \(95 % : de [+−]?\d+ à \+\d+\)", said)


def test_too_few_members_give_no_gap_and_it_is_said() -> None:
    few = run(workshop(), parameters=replace(QUICK, projects=MANY[:1]), families=families())
    assert ("D1X", "ecart") not in tension(few)
    assert "trop peu de réponses pour conclure" in section(few).replace("\u202f", " ").replace("\xa0", " ")


def test_without_an_official_figure_nothing_is_compared() -> None:
    projects = tuple(replace(one, occupation="628b") for one in MANY)
    blind = families(landmarks={"G0A": landmark("G0A", difficulty=None, difficulty_bounds=None)})
    made = run(workshop(), parameters=replace(QUICK, projects=projects), families=blind)
    assert ("G0A", "ecart") not in tension(made)
    assert "rien n’est publié en face" in section(made)


def test_without_projects_the_table_says_nothing_of_members() -> None:
    names = {keys[1] for keys in tension(run(workshop(), parameters=QUICK, families=families()))}
    assert not names & {"declare", "reponses", "ecart"}


def test_the_sheet_of_assumptions_counts_what_was_declared_and_placed() -> None:
    projects = (*MANY, Project("m1", "999z", 5, 5))
    made = run(workshop(), parameters=replace(QUICK, projects=projects), families=families())
    said = next(one.value for one in made.assumptions if one.name == "projects")
    assert said == "37 embauches déclarées, dont 32 dans une famille sûre"


def test_an_occupation_that_no_family_holds_half_of_is_left_out() -> None:
    assert judged(MANY, {"623f": {"A": 0.4, "B": 0.35, "C": 0.25}}) == {}


@given(st.permutations(MANY))
def test_the_order_of_projects_is_irrelevant(order: list[Project]) -> None:
    assert judged(order, {"623f": {"D1X": 1.0}}) == {"D1X": Judged(32, 31, 8)}


@pytest.mark.parametrize(
    "given", [("", "623f", 1, 0), ("m", "", 1, 0), ("m", "623f", -1, 0), ("m", "623f", 2, 3), ("m", "623f", 1.5, 0)]
)
def test_nonsense_is_refused_with_a_sentence(given: tuple) -> None:
    with pytest.raises(InputError, match=r"\.$"):
        Project(*given)
