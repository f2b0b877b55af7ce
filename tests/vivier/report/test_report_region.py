"""The page beside its region, and its scenarios: what is said, and when nothing is."""

import re

import pytest

from factories.families import families, landmark, workshop
from factories.study import study as fictional
from vivier.report.page import document
from vivier.report.page.families import families as section
from vivier.report.page.scenarios import scenarios
from vivier.study import Parameters, Study, run

QUICK = Parameters(horizon=5, draws=100)


@pytest.fixture(scope="module")
def made() -> Study:
    return run(workshop(times=5), parameters=QUICK, families=families())


def words(html: str) -> str:
    plain = re.sub(r"<[^>]*>", " ", html).replace("\u202f", " ").replace("\xa0", " ")
    return " ".join(plain.split())


def test_the_section_names_its_region_its_families_and_its_doubts(made: Study) -> None:
    said = words(section(made))
    assert "Face à la région" in said
    assert "chiffres publiés : Auvergne-Rhône-Alpes" in said
    assert "Ouvriers de l’enlèvement de métal" in said
    assert "hésitent pour 60 salariés sur 135" in said
    assert "avant la réforme de 2023" in said


def test_the_share_of_official_figures_that_the_passage_makes_ambiguous_is_said() -> None:
    marks = {"D1X": landmark("D1X", ambiguous_share=0.5), "G0A": landmark("G0A", ambiguous_share=0.5)}
    made = run(workshop(times=5), parameters=QUICK, families=families(landmarks=marks, bridged=("FAP-2009 → ROME",)))
    assert "pour 50 % des personnes qu’ils décrivent, l’ancienne famille se partage" in words(section(made))


def test_a_family_without_published_departures_says_so(made: Study) -> None:
    assert "non publié" in words(section(made))


def test_the_section_and_its_link_are_there_only_with_official_figures(made: Study) -> None:
    assert '<a href="#region">' in document(made)
    assert section(fictional()) == ""
    assert '<a href="#region">' not in document(fictional())


def test_the_title_counts_openings_where_tension_is_highest() -> None:
    tense = landmark("D1X", difficulty=0.95, jobseekers_per_job=0.005, exit_rate=0.2)
    made = run(workshop(times=5), parameters=QUICK, families=families(landmarks={"D1X": tense}))
    assert re.search(
        r"\d+ postes à pourvoir d’ici 2031, au sens de la Dares, dans des familles en très forte",
        words(section(made)),
    )


def test_no_family_in_high_tension_is_said() -> None:
    easy = landmark("D1X", difficulty=0.2, jobseekers_per_job=0.5, exit_rate=0.03)
    made = run(workshop(), parameters=QUICK, families=families(landmarks={"D1X": easy}))
    assert "Aucune de vos familles professionnelles n’est en très forte tension" in words(section(made))


def test_a_label_is_only_ever_text() -> None:
    made = run(
        workshop(), parameters=QUICK, families=families(labels={"D1X": "<script>alert(1)</script>", "G0A": "b"})
    )
    assert "<script>" not in section(made)


def test_the_card_of_scenarios_sets_them_side_by_side(made: Study) -> None:
    card = scenarios(made)
    assert re.fullmatch(
        r"De \d+ à \d+ postes à pourvoir au sens de la Dares d’ici 2031, selon le scénario",
        card.title.replace("\xa0", " "),
    )
    said = words(card.body)
    for name in ("Référence", "Sobre", "Tension"):
        assert name in said
    assert "−" in said
    assert "+" in said
    assert (
        "Scénario sobre : croissance −0,6 point par an ; autres départs × 0,9 ; fins de carrière 3 mois plus tard."
        in said
    )


def test_a_study_without_scenarios_says_it_has_none() -> None:
    assert "aucun scénario à comparer" in words(scenarios(fictional()).body)
