"""Scenarios side by side and pooled rates, as the study tells them."""

import dataclasses

import pytest

from factories.families import ON, workshop
from vivier.intake import Cell, Company, Headcount
from vivier.intake.data import Count, Flow
from vivier.study import Parameters, Study, run
from vivier.study.observed import observed_flows
from vivier.vocabulary import Period

QUICK = Parameters(horizon=5, draws=200)


@pytest.fixture(scope="module")
def made() -> Study:
    return run(workshop(times=5), parameters=QUICK)


def values(study: Study, name: str) -> dict[tuple[str, ...], float]:
    return {row.keys: row.figure.value for row in study.table(name).rows if row.figure is not None}


def test_the_three_scenarios_and_what_two_of_them_change(made: Study) -> None:
    names = list(dict.fromkeys(row.keys[0] for row in made.table("scenarios").rows))
    assert names == ["référence", "sobre", "tension", "sobre − référence", "tension − référence"]
    found = values(made, "scenarios")
    for name in ("sobre", "tension"):
        apart = found[name, "postes", "total"] - found["référence", "postes", "total"]
        assert found[f"{name} − référence", "postes", "total"] == pytest.approx(apart, abs=0.02)
    assert found["sobre", "recrutements", "total"] < found["référence", "recrutements", "total"]
    assert found["tension", "recrutements", "total"] > found["référence", "recrutements", "total"]


def test_the_sheet_of_assumptions_says_what_each_scenario_changes(made: Study) -> None:
    assert {one.label: one.value for one in made.assumptions if one.name.startswith("scenario_")} == {
        "Scénario référence": "aucun changement",
        "Scénario sobre": "croissance −0,6 point par an ; autres départs × 0,9 ; fins de carrière 3 mois plus tard",
        "Scénario tension": "croissance +0,6 point par an ; autres départs × 1,2 ; fins de carrière 3 mois plus tôt",
    }


def test_a_difference_is_better_known_than_its_two_terms(made: Study) -> None:
    figures = {row.keys: row.figure for row in made.table("scenarios").rows}
    wide = figures["sobre", "recrutements", "total"]
    apart = figures["sobre − référence", "recrutements", "total"]
    assert wide is not None
    assert apart is not None
    assert wide.interval_80 is not None
    assert apart.interval_80 is not None
    assert apart.interval_80.width < 0.5 * wide.interval_80.width


def test_the_reference_is_the_study_itself(made: Study) -> None:
    openings = {row.keys: row.figure for row in made.table("postes").rows}
    scenarios = {row.keys: row.figure for row in made.table("scenarios").rows}
    assert scenarios["référence", "recrutements", "total"] == openings["ensemble", "total", "toutes"]
    assert scenarios["référence", "postes", "total"] == openings["ensemble", "total", "dares"]


def test_openings_of_dares_are_creations_and_ends_of_careers(made: Study) -> None:
    found = values(made, "postes")
    for name in ("ensemble", "623f"):
        parts = sum(found[name, "total", cause] for cause in ("creation", "retraite"))
        assert found[name, "total", "dares"] == pytest.approx(parts, abs=0.02)
        assert found[name, "total", "toutes"] == pytest.approx(parts + found[name, "total", "autre"], abs=0.02)


def exposed_member(siren: str, exits: int) -> Company:
    cells = (Cell("623f", 40, "H", "CDI", 30),)
    flows = (Flow(Period(2025, 6), "sortie", "623f", 40, "H", "CDI", "demission", exits),) if exits else ()
    exposed = tuple(dataclasses.replace(cell, n=30 * 12) for cell in cells)
    return Company(siren, ON, "dsn", Count(30, cells=cells), flows=flows, exposed=exposed)


def test_rates_are_pooled_between_members_and_the_weight_of_the_data_is_told() -> None:
    read = Headcount(ON, tuple(exposed_member(f"00010011{rank}", exits) for rank, exits in enumerate((0, 3, 9))))
    found = values(run(read, parameters=QUICK), "taux")
    assert found["ensemble", "observe"] == pytest.approx(1 - (1 - 12 / 1080) ** 12, abs=1e-3)
    assert 0.11 < found["ensemble", "retenu"] < found["ensemble", "observe"] + 0.02
    assert 0 < found["ensemble", "poids"] < 1
    assert {keys[0] for keys in found} == {"ensemble", "623f"}  # never a company


def test_without_flows_no_rate_is_told() -> None:
    assert run(workshop(), parameters=QUICK).table("taux").rows == ()


def test_flows_keep_their_member_and_their_occupation() -> None:
    rows = observed_flows(Headcount(ON, (exposed_member("000100110", 3),)))
    assert [(row.band, row.exits, row.person_years, row.occupation, row.group) for row in rows] == [
        ("35_44", 3, 30.0, "623f", "000100110")
    ]


def test_an_exit_from_an_occupation_nobody_held_counts_without_it() -> None:
    member = dataclasses.replace(
        exposed_member("000100110", 0),
        flows=(Flow(Period(2025, 6), "sortie", "485a", 40, "H", "CDI", "demission", 1),),
    )
    rows = {row.occupation: row for row in observed_flows(Headcount(ON, (member,)))}
    assert (rows[""].exits, rows["623f"].exits) == (1, 0)
