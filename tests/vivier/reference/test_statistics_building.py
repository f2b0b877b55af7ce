"""What each published statistic becomes in the store, on small files written by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from factories import figures as given
from factories import official as made
from vivier.reference import (
    FRANCE,
    Entry,
    Measure,
    Observation,
    Statistic,
    Store,
    region_code,
    region_name,
    store,
)
from vivier.reference.official import UNUSED, add
from vivier.reference.official.checks import odd_totals
from vivier.reference.official.figures import apart, number, whole
from vivier.reference.regions import REGIONS
from vivier.vocabulary import InputError


def built(tmp_path: Path, files: dict[str, bytes]) -> Store:
    add([made.write(tmp_path / "files", files)], folder=tmp_path / "store")
    return store(tmp_path / "store")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return built(tmp_path_factory.mktemp("statistics"), given.every())


def test_every_statistic_is_recognised_by_its_content_and_says_where_it_comes_from(held: Store) -> None:
    assert held.statistics == (
        "bmo-2024", "dares-2030", "dares-ages", "dares-diplomas", "dares-employment", "dares-jobseekers",
        "dares-specialities", "dares-tension", "dares-turnover",
    )  # fmt: skip
    entry = held.statistic("dares-2030").entry
    assert (entry.kind, entry.levels, entry.version) == ("statistic", ("fap2009:87",), "2019-2030")
    assert entry.attribution == "Dares et France Stratégie, Les métiers en 2030, régions"
    assert entry.licence == "Licence Ouverte 2.0 (Etalab)"
    assert [source.name for source in entry.sources] == ["metiers2030.csv"]


def test_a_statistic_is_neither_a_nomenclature_nor_a_passage(held: Store) -> None:
    assert held.ids == ("demo", "pcs-ese")
    assert held.is_demonstration  # figures alone give no official occupation
    assert held.has("dares-ages")
    with pytest.raises(InputError, match="n’est pas installée"):
        held.nomenclature("dares-ages")
    with pytest.raises(InputError, match=r"« pcs-ese » n’est pas installée \(présentes : bmo-2024, dares-2030"):
        held.statistic("pcs-ese")


def test_a_statistic_that_is_not_there_says_how_to_add_it(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"« bmo-2024 » n’est pas installée \(aucune ne l’est\) : ajoutez son fichier"
    ):
        store(tmp_path).statistic("bmo-2024")


def test_a_statistic_is_opened_once_and_read_only_when_it_is_asked_for(tmp_path: Path) -> None:
    found = built(tmp_path, {"ages.csv": given.ages()})
    statistic = found.statistic("dares-ages")
    assert statistic is found.statistic("dares-ages")
    for path in found.folder.glob("dares-ages-*.zip"):
        path.unlink()
    with pytest.raises(InputError, match="ne se lit plus : relancez"):
        _ = statistic.rows


def test_the_accounts_keep_every_digit_and_give_regions_their_insee_code(held: Store) -> None:
    found = held.statistic("dares-2030")
    assert found.regions == ("75", "84", "94")
    assert found.codes == ("D4Z", "D6Z", "D4Z;D6Z")
    assert [row for row in found.of("D4Z") if row.region == "84"] == [
        Observation("D4Z", "84", "2019", "headcount", 12.5, 12.5),
        Observation("D4Z", "84", "2019", "tension_level", 4.0, 4.0),
        Observation("D4Z", "84", "2019-2030", "creations", -1.25, -1.25),
        Observation("D4Z", "84", "2019-2030", "departures", 4.5, 4.5),
        Observation("D4Z", "84", "2019-2030", "starters", -2.0, -2.0),
        Observation("D4Z", "84", "2019-2030", "mobility", 0.25, 0.25),
        Observation("D4Z", "84", "2019-2030", "imbalance", 1.5, 1.5),
        Observation("D4Z", "84", "2019-2030", "openings", 3.25, 3.25),
    ]
    assert found.figure("D4Z;D6Z", "tension_level", "94") is None  # « hors champ »
    assert found.measures["openings"] == Measure(
        "openings", "postes à pourvoir", "milliers de personnes de 2019 à 2030"
    )


def test_accounts_that_are_not_those_published_are_warned_of(tmp_path: Path) -> None:
    warnings = built(tmp_path, {"a.csv": given.outlook()}).entries["dares-2030"].warnings
    assert "lignes : 5 au lieu de 1049 comme publié" in warnings
    assert "lignes aux codes regroupés : 1 au lieu de 15 comme publié" in warnings
    assert "openings : 29.25 au lieu de 8351.01 comme publié" in warnings
    assert not [each for each in warnings if "écarte" in each]


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        ("postes_a_pourvoir_milliers", "postes à pourvoir = créations + départs : 1 ligne s’en écarte"),
        (
            "desequilibre_milliers",
            "déséquilibre = postes à pourvoir + jeunes débutants + mobilités : 1 ligne s’en écarte",
        ),
        ("departs_fin_carriere_pct", "part publiée = chiffre / effectif : 1 ligne s’en écarte"),
    ],
)
def test_an_identity_that_a_row_breaks_is_warned_of(tmp_path: Path, column: str, sentence: str) -> None:
    header, first, *others = given.outlook().decode().splitlines()
    cells = first.split(",")
    cells[header.split(",").index(column)] = "99"
    broken = "\n".join([header, ",".join(cells), *others]).encode()
    assert sentence in built(tmp_path, {"a.csv": broken}).entries["dares-2030"].warnings


def test_ages_are_bands_of_thousands_and_what_is_not_known_is_left_out(held: Store) -> None:
    found = held.statistic("dares-ages")
    assert list(found.measures) == ["15-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60+"]
    assert [row.value for row in found.of("D4Z")] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert found.codes == ("D4Z", "D4Z40", "ENSEMBLE")
    assert found.measures["60+"].label == "personnes de 60+ ans"


def test_rates_of_turnover_go_from_per_cent_to_shares_without_losing_a_digit(held: Store) -> None:
    found = held.statistic("dares-turnover")
    assert {row.measure: row.value for row in found.of("ENSEMBLE") if row.year == "2014"} == {
        "entry_rate": 0.185, "exit_rate": 0.2, "turnover_rate": 0.1925, "fixed_term_entries": 0.852,
        "agreed_end": 0.05, "dismissal": 0.1, "trial_end": 0.05, "fixed_term_end": 0.5, "retirement": 0.1,
        "resignation": 0.15, "other_exit": 0.05,
    }  # fmt: skip
    assert found.years == ("2013", "2014")
    assert found.figure("D4Z", "exit_rate", year="2013") == Observation("D4Z", FRANCE, "2013", "exit_rate", 0.2, 0.2)
    assert found.figure("D4Z", "exit_rate").year == "2014"


def test_turnover_without_the_reasons_is_built_with_a_warning(tmp_path: Path) -> None:
    found = built(tmp_path, {"m.csv": given.turnover()["mouvements.csv"]}).statistic("dares-turnover")
    assert found.entry.warnings == ("sans les motifs de sortie : les fiches n’en diront rien",)
    assert found.figure("D4Z", "retirement") is None


def test_tension_is_kept_for_france_and_by_region_only(held: Store) -> None:
    found = held.statistic("dares-tension")
    assert found.regions == (FRANCE, "01", "84")
    assert found.figure("D4Z", "tension", "84").value == 0.75
    assert found.figure("D4Z", "tension", "01").value == -0.25
    assert found.figure("D4Z", "tension_level", "01") is None
    assert found.figure("D4Z", "geographic_mismatch").value == 4


def test_employment_has_overseas_regions_under_their_insee_code(held: Store) -> None:
    found = held.statistic("dares-employment")
    assert [(row.region, row.value) for row in found.of("D4Z")] == [("01", 71.32), ("84", 12647.01)]


def test_only_the_latest_years_of_jobseekers_are_kept(held: Store) -> None:
    found = held.statistic("dares-jobseekers")
    assert found.years == ("2016", "2017", "2018", "2019", "2020")
    assert found.entry.version == "2020"
    assert found.figure("D4Z", "jobseekers_a").value == 30
    assert found.of("X0Z") == ()


def test_a_hidden_count_is_never_zero_and_sums_keep_their_bounds(held: Store) -> None:
    found = held.statistic("bmo-2024")
    bounds = {(row.region, row.measure): (row.low, row.high) for row in found.of("D1X33")}
    assert bounds == {
        ("84", "projects"): (20 + 1 + 7, 20 + 4 + 7), ("84", "difficult"): (12, 12 + 4 + 4), ("84", "seasonal"): (5, 13),
        ("01", "projects"): (1, 4), ("01", "difficult"): (0, 4), ("01", "seasonal"): (0, 4),
        (FRANCE, "projects"): (29, 35), (FRANCE, "difficult"): (12, 24), (FRANCE, "seasonal"): (5, 17),
    }  # fmt: skip
    assert found.figure("D1X33", "projects").value is None
    assert found.figure("D1X33", "projects").middle == 32
    assert found.figure("D6X70", "projects", "84").value == 10
    assert "2 cases sous le secret statistique : gardées entre 1 et 4, jamais 0" in found.entry.warnings


def test_the_workbook_and_its_copy_as_csv_are_one_table(tmp_path: Path) -> None:
    both, one = built(tmp_path / "a", given.survey()), built(tmp_path / "b", {"bmo.csv": given.survey()["bmo.csv"]})
    assert both.statistic("bmo-2024").rows == one.statistic("bmo-2024").rows


def test_two_surveys_that_differ_are_refused(tmp_path: Path) -> None:
    other = given.written(
        given.BMO_HEADER, given.projects([*given.PROJECTS[:-1], ("D6X70", "84", "69", "8401", "11", "5", "*")])
    )
    with pytest.raises(InputError, match="deux versions de « France Travail, BMO 2024 »"):
        built(tmp_path, {**given.survey(), "autre.csv": other})


def test_a_survey_of_another_year_is_not_taken_for_this_one(tmp_path: Path) -> None:
    later = given.survey()["bmo.csv"].replace(b"2024,", b"2025,")
    added = add(
        [made.write(tmp_path / "files", {"ages.csv": given.ages(), "bmo.csv": later})], folder=tmp_path / "store"
    )
    assert dict(added.files)["bmo.csv"] is None
    renamed = later.replace(b"BE24", b"BE25")
    with pytest.raises(InputError, match="ressemble à « France Travail, BMO 2024 » mais il lui manque : BE24"):
        add([made.write(tmp_path / "other", {"bmo.csv": renamed})], folder=tmp_path / "store")


def test_the_other_portraits_are_known_and_of_no_use(tmp_path: Path) -> None:
    added = add([made.write(tmp_path / "files", given.every())], folder=tmp_path / "store")
    said = {name for name, kind in added.files if kind and kind.endswith(UNUSED)}
    assert said == {"femmes.csv", "passees.csv", "anciennete.csv", "salaires.csv"}
    assert [name for name, kind in added.files if kind is None] == []


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"a.csv": given.outlook({("D4Z", "Navarre"): (1, 0, 0, 0, 0)})}, "« Navarre » n’est pas une région : donnez son code"),
        ({"a.csv": given.outlook().replace(b"12.5,", b"douze,")}, "« douze » n’est pas un nombre"),
        ({"a.csv": given.ages().replace(b",9,", b",nan,")}, "« nan » n’est pas un nombre"),
        ({"a.csv": given.survey()["bmo.csv"].replace(b",20,", b",vingt,")}, "BMO : « vingt » n’est ni un nombre ni « \\* »"),
        ({"a.csv": given.turnover()["mouvements.csv"].replace(b"Taux de sortie", b"Taux de fuite")}, "« Taux de fuite » n’est pas connu"),
        ({"a.csv": given.ages() + given.ages().splitlines()[1]}, "donne deux fois fap"),
    ],
)  # fmt: skip
def test_a_damaged_statistic_is_refused_and_nothing_is_written(
    tmp_path: Path, files: dict[str, bytes], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        built(tmp_path, files)
    assert not (tmp_path / "store").exists()


def test_a_number_is_read_as_it_is_written() -> None:
    assert (number("0.1"), number("1e3"), number("")) == (Decimal("0.1"), Decimal(1000), None)
    assert (whole("ENSEMBLE"), whole("A0Z")) == ("ENSEMBLE", "A0Z")


def test_a_total_or_an_identity_that_cannot_be_computed_is_odd() -> None:
    assert odd_totals({"x": float("nan")}, {"x": 1}, within=1) == ["x : nan au lieu de 1 comme publié"]
    assert apart("identité", [float("nan"), 0, 2], within=1) == ["identité : 2 lignes s’en écartent"]
    assert apart("identité", [], within=0) == []


def test_an_observation_whose_bounds_are_not_in_order_is_refused() -> None:
    with pytest.raises(InputError, match="bornes qui ne se rangent pas"):
        Observation("D4Z", FRANCE, "2024", "projects", 4, 1)
    with pytest.raises(InputError, match="bornes qui ne se rangent pas"):
        Observation("D4Z", FRANCE, "2024", "projects", float("nan"), float("nan"))


def test_an_empty_statistic_answers_with_nothing() -> None:
    empty = Statistic(Entry("vide", "Vide"), lambda _table: [])
    assert (empty.rows, empty.codes, empty.regions, empty.years, empty.measures) == ((), (), (), (), {})
    assert empty.figure("D4Z", "openings") is None


@pytest.mark.parametrize("code", REGIONS)
def test_every_region_is_found_by_its_name_however_it_is_written(code: str) -> None:
    name = region_name(code)
    for written in (
        name,
        name.upper(),
        name.replace("-", " "),
        name.replace("’", "'"),
        f" {name} ",
        code,
        f"{int(code)}.0",
    ):
        assert region_code(written) == code
    assert region_code("Réunion") == "04"
    assert region_name(FRANCE) == "France"
