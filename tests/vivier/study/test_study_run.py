"""From cells to a study: every table says what the cells say, every projection has its intervals."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from factories.dsn import Contract, Declaration, Person, Sending, people
from vivier.intake import Cell, Company, Headcount, Options, read
from vivier.intake.data import Anomaly, Count, Flow, Source
from vivier.intake.declared import Declared
from vivier.study import Figure, Parameters, Row, Study, Table, run
from vivier.study.exposure import exposed
from vivier.study.observed import observed_flows
from vivier.study.stock import permanent_stock
from vivier.vocabulary import InputError, Interval, Period

ON = dt.date(2026, 1, 31)
QUICK = Parameters(horizon=5, draws=100)


def company(*cells: Cell, siren: str = "000100115", **given: object) -> Company:
    ordered = tuple(sorted(cells, key=lambda cell: cell.key))
    return Company(siren, ON, "dsn", Count(sum(c.n for c in cells), cells=ordered), **given)  # type: ignore[arg-type]


WORKSHOP = company(
    Cell("623f", 58, "H", "CDI", 4),
    Cell("623f", 34, "F", "CDI", 3),
    Cell("623f", 19, "H", "APPRENTISSAGE", 2),
    Cell("474b", 61, "H", "CDI", 1),
    Cell("474b", 44, "F", "CDD", 2),
    Cell("474b", "inconnu", "F", "CDI", 1),
    Cell("682a", 47, "F", "INSERTION", 6),
)


def headcount(*companies: Company, **given: object) -> Headcount:
    return Headcount(ON, companies, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made() -> Study:
    return run(headcount(WORKSHOP), parameters=QUICK)


def values(table: Table) -> dict[tuple[str, ...], float]:
    return {row.keys: row.figure.value for row in table.rows if row.figure is not None}


def test_the_first_table_says_who_a_payroll_file_never_holds(made: Study) -> None:
    assert made.tables[0].name == "couverture"
    assert [(row.keys, row.figure and row.figure.value) for row in made.tables[0].rows] == [
        (("salaries", "fichiers"), 19),
        (("interimaires", "déclaré"), None),
        (("dirigeants", "déclaré"), None),
        (("conjoints", "déclaré"), None),
        (("benevoles", "déclaré"), None),
        (("mis_a_disposition", "déclaré"), None),
    ]


def test_declared_counts_fill_the_first_table() -> None:
    declared = (Declared("000100115", "interimaires", 12), Declared("000100222", "interimaires", 3))
    table = values(run(headcount(WORKSHOP), parameters=QUICK, declared=declared).table("couverture"))
    assert table["interimaires", "déclaré"] == 15
    assert ("dirigeants", "déclaré") not in table


def test_every_present_table_adds_up_to_the_people(made: Study) -> None:
    assert sum(values(made.table("effectif")).values()) == 19
    occupations = values(made.table("metiers"))
    assert occupations[("ensemble",)] == sum(n for key, n in occupations.items() if key != ("ensemble",)) == 19
    pyramid = values(made.table("pyramide"))
    assert sum(n for key, n in pyramid.items() if key[0] == "ensemble") == 19
    assert sum(n for key, n in pyramid.items() if key[0] == "623f") == 9


def test_single_ages_never_reach_a_study(made: Study) -> None:
    assert {row.keys[1] for row in made.table("effectif").rows} == {
        "moins_25",
        "25_34",
        "35_44",
        "45_54",
        "55_59",
        "60_plus",
        "inconnu",
    }


def test_shares_of_seniors_rest_on_known_ages(made: Study) -> None:
    by_occupation = {row.keys[0]: row.figure for row in made.table("seniors_55").rows}
    assert by_occupation["474b"] is not None
    assert (by_occupation["474b"].value, by_occupation["474b"].n) == (round(1 / 3, 4), 3)
    assert by_occupation["623f"] is not None
    assert (by_occupation["623f"].value, by_occupation["623f"].n) == (round(4 / 9, 4), 9)


def test_programmes_are_counted_and_never_projected(made: Study) -> None:
    assert values(made.table("hors_projection")) == {("APPRENTISSAGE",): 2, ("CDD",): 2, ("INSERTION",): 6}
    assert permanent_stock(headcount(WORKSHOP)).people == 9
    assert all(row.keys[0] != "682a" for row in made.table("departs").rows)


def test_every_projected_figure_has_its_two_intervals_and_its_n(made: Study) -> None:
    for name in ("effectif_sans_embauche", "departs", "postes", "exposition"):
        for row in made.table(name).rows:
            figure = row.figure
            assert figure is not None
            assert figure.interval_80 is not None
            assert figure.interval_95 is not None
            assert (
                figure.interval_95.low <= figure.interval_80.low <= figure.interval_80.high <= figure.interval_95.high
            )
            assert figure.n in (2, 7, 9)


def test_departures_add_up_by_cause_and_by_year(made: Study) -> None:
    departures = values(made.table("departs"))
    for occupation in ("ensemble", "623f", "474b"):
        total = departures[occupation, "total", "toutes"]
        assert total == pytest.approx(
            sum(departures[occupation, str(y), "toutes"] for y in range(2027, 2032)), abs=0.05
        )
        assert total == pytest.approx(
            departures[occupation, "total", "retraite"] + departures[occupation, "total", "autre"], abs=0.05
        )


def test_openings_are_net_creations_and_ends_of_career_the_replacement_of_other_exits_apart(made: Study) -> None:
    openings = values(made.table("postes"))
    for occupation in ("ensemble", "623f", "474b"):
        for year in ("2027", "2031", "total"):
            parts = (openings[occupation, year, cause] for cause in ("creation", "retraite", "autre"))
            assert openings[occupation, year, "toutes"] == pytest.approx(sum(parts), abs=0.05)
            assert openings[occupation, year, "creation"] == 0  # a stable headcount


def test_people_in_post_are_the_first_stock_less_those_who_left(made: Study) -> None:
    stock = values(made.table("effectif_sans_embauche"))
    departures = values(made.table("departs"))
    assert stock["ensemble", "2031"] == pytest.approx(9 - departures["ensemble", "total", "toutes"], abs=0.05)


def test_the_law_used_is_named(made: Study) -> None:
    assert any(one.name == "law.version" and one.value == "loi 2025-1403" for one in made.assumptions)
    former = run(headcount(WORKSHOP), parameters=dataclasses.replace(QUICK, law="2023-270"))
    assert any(one.value == "loi 2023-270" for one in former.assumptions)
    assert former.parameters_sha256 != made.parameters_sha256
    assert former.inputs_sha256 == made.inputs_sha256


def test_an_unknown_law_is_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="loi"):
        run(headcount(WORKSHOP), parameters=dataclasses.replace(QUICK, law="1945"))


def test_same_read_same_study_and_another_seed_another_one(made: Study) -> None:
    assert run(headcount(WORKSHOP), parameters=QUICK) == made
    other = run(headcount(WORKSHOP), parameters=dataclasses.replace(QUICK, seed=2))
    assert other.table("departs") != made.table("departs")
    assert other.table("effectif") == made.table("effectif")


def test_the_order_of_companies_does_not_matter() -> None:
    other = company(Cell("623f", 40, "H", "CDI", 5), siren="000100222")
    assert run(headcount(WORKSHOP, other), parameters=QUICK) == run(headcount(other, WORKSHOP), parameters=QUICK)


def test_nobody_gives_a_study_without_projection() -> None:
    empty = run(headcount(), parameters=QUICK)
    assert empty.facts == ()
    assert empty.table("departs").rows == ()
    assert values(empty.table("couverture")) == {("salaries", "fichiers"): 0}


def test_what_was_left_out_is_counted_by_reason_and_noted() -> None:
    anomalies = (
        Anomaly("a.dsn", 12, "S21.G00.40.004", "E10", "Métier inconnu."),
        Anomaly("a.dsn", 15, "S21.G00.40.004", "E10", "Métier inconnu."),
        Anomaly("b.pdf", 0, "", "R02", "Illisible."),
    )
    sources = (Source("a.dsn", "dsn", "00"), Source("b.pdf", "refuse", ""))
    made = run(headcount(WORKSHOP, anomalies=anomalies, sources=sources), parameters=QUICK)
    assert values(made.table("laisse_de_cote")) == {
        ("a.dsn", "E10", "Métier inconnu."): 2,
        ("b.pdf", "R02", "Illisible."): 1,
    }
    assert made.notes[0] == "Un fichier n’a pas pu être lu et n’entre dans aucun chiffre."


def test_observed_flows_leave_out_retirements_transfers_and_programmes() -> None:
    def flow(motive: str, age: int, *, contract: str = "CDI", direction: str = "sortie") -> Flow:
        return Flow(Period(2026, 1), direction, "623f", age, "H", contract, motive, 1)

    watched = company(
        Cell("623f", 30, "H", "CDI", 1),
        flows=(
            flow("demission", 30),
            flow("retraite", 62),
            flow("transfert", 45),
            flow("inconnu", 61),  # without motive at that age: taken for a retirement
            flow("inconnu", 40),
            flow("fin_de_contrat", 28, contract="CDD"),
            flow("embauche", 26, direction="entree"),
        ),
        exposed=(
            Cell("623f", 30, "H", "CDI", 24),
            Cell("623f", 41, "H", "CDI", 12),
            Cell("623f", 25, "H", "CDD", 99),
        ),
    )
    seen = {one.band: (one.exits, one.person_years, one.hires) for one in observed_flows(headcount(watched))}
    assert seen == {"25_34": (1, 2.0, 1), "35_44": (1, 1.0, 0), "60_plus": (0, 0.0, 0)}
    assert sum(one.retirements or 0 for one in observed_flows(headcount(watched))) == 2


def test_two_members_without_siren_are_two_members() -> None:
    made = run(
        headcount(company(*WORKSHOP.count.cells, siren="inconnu"), company(*WORKSHOP.count.cells, siren="inconnu")),
        parameters=QUICK,
    )
    assert len(made.table("membres").rows) == 2


def test_a_study_of_real_files_survives_json_and_holds_no_identifier(tmp_path: Path) -> None:
    staff = (*people(30), Person(name="NOMSECRET", contracts=(Contract("CONTRATSECRET"),)))
    for month in ("01122025", "01012026"):
        (tmp_path / f"{month}.dsn").write_bytes(Sending((Declaration(staff, month=month),)).encoded())
    found = read([tmp_path], on=ON, options=Options(single_ages=True))
    text = json.dumps(dataclasses.asdict(run(found, parameters=QUICK)), ensure_ascii=False)
    assert "NaN" not in text
    assert "SECRET" not in text
    assert str(tmp_path) not in text


def share(occupation: str, low: float, value: float, n: int) -> Row:
    return Row((occupation, "retraite"), Figure(value, "part", n, Interval(low, 1.0), Interval(0.0, 1.0)))


def test_an_occupation_is_exposed_when_its_whole_interval_is_above_the_ensemble() -> None:
    rows = (
        share("ensemble", 0.10, 0.12, 900),
        share("623f", 0.13, 0.20, 60),
        share("474b", 0.11, 0.20, 60),  # its interval reaches under the ensemble
        share("628a", 0.30, 0.50, 19),  # too few people for a share to say much
        Row(("682a", "rotation"), Figure(0.9, "part", 60)),
    )
    assert exposed(Table("exposition", "", "", ("metier", "axe"), rows)) == ("623f",)


def test_nobody_is_exposed_without_an_ensemble() -> None:
    assert exposed(Table("exposition", "", "", ("metier", "axe"), (share("623f", 0.13, 0.2, 60),))) == ()
