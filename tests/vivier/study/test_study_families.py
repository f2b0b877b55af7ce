"""The pôle in official families: nobody lost, whole people, figures beside the region's."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.families import ON, families, landmark, workshop
from vivier.study import Parameters, Study, run
from vivier.study.families import family_stock
from vivier.study.stock import permanent_stock
from vivier.workforce import Stock
from vivier.workforce.data import Cell

QUICK = Parameters(horizon=5, draws=100)


@pytest.fixture(scope="module")
def made() -> Study:
    return run(workshop(), parameters=QUICK, families=families())


def values(study: Study, name: str) -> dict[tuple[str, ...], float]:
    return {row.keys: row.figure.value for row in study.table(name).rows if row.figure is not None}


def test_people_are_dealt_whole_along_the_shares_and_those_who_lead_nowhere_are_left_out() -> None:
    found = Counter[str]()
    for cell in family_stock(permanent_stock(workshop()), families()).cells:
        found[cell.occupation] += cell.n
    assert found == {"D1X": 15 + 3, "G0A": 9}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(20, 60), min_size=1, max_size=200), st.floats(0.05, 0.95))
def test_each_family_keeps_to_its_share_and_to_the_mix_of_ages(ages: list[int], share: float) -> None:
    stock = Stock(ON, tuple(Cell("628b", age, "H", 1) for age in ages))
    dealt = family_stock(stock, families(shares={"628b": {"D1X": share, "G0A": 1 - share}}))
    first = sum(cell.n for cell in dealt.cells if cell.occupation == "D1X")
    assert dealt.people == len(ages)
    assert abs(first - share * len(ages)) <= 3
    young = sum(age < 40 for age in ages)
    mine = sum(cell.n for cell in dealt.cells if cell.occupation == "D1X" and int(cell.age) < 40)
    assert abs(mine - share * young) <= 4


def test_row_order_of_the_stock_is_irrelevant() -> None:
    cells = permanent_stock(workshop()).cells
    one, two = (family_stock(Stock(ON, order), families()) for order in (cells, cells[::-1]))
    assert Counter(one.cells) == Counter(two.cells)


def test_the_families_stand_beside_the_pace_of_the_region(made: Study) -> None:
    found = values(made, "familles")
    assert found["ensemble", "effectif"] == 27
    assert found["D1X", "fins_de_carriere_region"] == round(18 * 0.027 * 5, 2)
    assert ("G0A", "fins_de_carriere_region") not in found
    assert found["D1X", "postes"] == pytest.approx(
        found["D1X", "creations"] + found["D1X", "fins_de_carriere"], abs=0.02
    )
    assert (found["ensemble", "partages"], found["D1X", "partages"], found["G0A", "partages"]) == (12, 3, 9)


def test_projected_figures_have_intervals_and_the_region_none(made: Study) -> None:
    for row in made.table("familles").rows:
        is_projected = row.keys[1] in {"postes", "creations", "fins_de_carriere"}
        assert row.figure is not None
        assert (row.figure.interval_80 is not None) == is_projected


def test_tension_says_its_level_and_what_makes_it(made: Study) -> None:
    found = values(made, "tension")
    assert found["D1X", "niveau"] in {1, 2, 3, 4, 5}
    assert found["D1X", "difficulty"] == 0.72
    assert ("G0A", "difficulty") not in found


def test_the_sheet_of_assumptions_names_the_way_and_the_region(made: Study) -> None:
    said = {one.name: (one.value, one.source) for one in made.assumptions}
    assert said["families"] == ("FAP-2021, 86 familles", "PCS-ESE → FAP-2021")
    assert said["region"][0] == "Auvergne-Rhône-Alpes"


def test_the_share_that_the_passage_makes_ambiguous_stands_by_family_and_for_all() -> None:
    marks = {"D1X": landmark("D1X", ambiguous_share=1.0), "G0A": landmark("G0A", ambiguous_share=0.25)}
    given = families(landmarks=marks, bridged=("FAP-2009 → ROME 3", "ROME 3 → FAP-2021"), ambiguous_share=0.6)
    made = run(workshop(), parameters=QUICK, families=given)
    found = {name: value for (name, what), value in values(made, "familles").items() if what == "passage_ambigu"}
    assert found == {"ensemble": (18 * 1.0 + 9 * 0.25) / 27, "D1X": 1.0, "G0A": 0.25}
    line = next(one for one in made.assumptions if one.name == "families_bridge")
    assert line.value == "60\xa0% des personnes viennent d’une famille qui se partage"
    assert line.source == "FAP-2009 → ROME 3 ; ROME 3 → FAP-2021"


def test_each_official_figure_says_where_it_was_read_and_for_how_many_families() -> None:
    told = {"difficulty": "France Travail, BMO 2024 ; Bretagne ; D1X30 (100 %) [V]"}
    wider = {
        "difficulty": "France Travail, BMO 2024 ; France, à défaut de Bretagne ; G0A40 (100 %) [V]",
        "exit_rate": "Dares, MMO (2014) ; France, à défaut de Bretagne ; G0A (100 %) [M]",
    }
    marks = {"D1X": landmark("D1X", sources=told), "G0A": landmark("G0A", sources=wider)}
    made = run(workshop(), parameters=QUICK, families=families(landmarks=marks))
    said = {one.name: (one.value, one.source) for one in made.assumptions if one.name.startswith("families_")}
    assert said == {
        "families_exit_rate": (
            "France, à défaut de Bretagne (1 sur 2)",
            "Dares, MMO (2014) ; calcul de Vivier sur ces chiffres [M]",
        ),
        "families_difficulty": (
            "Bretagne (1 sur 2) ; France, à défaut de Bretagne (1 sur 2)",
            "France Travail, BMO 2024",
        ),
    }


def test_occupations_that_keep_their_headcount_do_not_claim_the_official_growth() -> None:
    said = {"ages": "Dares, âges ; France ; D1Z [V]", "growth_rate": "Dares, 2030 ; Bretagne ; D1Z [V]"}
    given = families(occupations={"623f": landmark("623f", sources=said)})
    line = next(one for one in run(workshop(), parameters=QUICK, families=given).assumptions if one.name == "beliefs")
    assert (line.label, line.source) == (
        "Métiers qui partent de leurs chiffres officiels (âges, autres départs)",
        "Dares, âges",
    )


def test_without_families_the_tables_are_not_there() -> None:
    names = {table.name for table in run(workshop(), parameters=QUICK).tables}
    assert not names & {"familles", "tension"}


def test_a_pole_none_of_whose_occupations_leads_anywhere_still_has_its_study() -> None:
    made = run(workshop(), parameters=QUICK, families=families(shares={}))
    assert "familles" not in {table.name for table in made.tables}


def test_what_is_published_of_a_family_changes_its_figures_alone() -> None:
    growing = families(landmarks={"D1X": landmark("D1X", growth_rate=0.05), "G0A": landmark("G0A")})
    usual = families(landmarks={"D1X": landmark("D1X"), "G0A": landmark("G0A")})
    one, two = (
        values(run(workshop(times=20), parameters=QUICK, families=each), "familles") for each in (usual, growing)
    )
    assert two["D1X", "creations"] > one["D1X", "creations"] + 40
    assert two["G0A", "creations"] == one["G0A", "creations"]
