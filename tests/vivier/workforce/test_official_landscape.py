"""What is believed of an occupation: official figures averaged over its families, each with its source."""

import dataclasses
import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.figures import statistic
from vivier.reference import FRANCE, Statistic, Store
from vivier.vocabulary import InputError, Interval
from vivier.workforce.accounting import accounts_of, roll_up
from vivier.workforce.landmarks import BANDS, Bridge, Landmark, Statistics
from vivier.workforce.landscape import landscape
from vivier.workforce.readings import Averaged, Reading, averaged, exits_reader, source

FLOWS = ("headcount", "creations", "departures", "starters", "mobility")
OUTLOOK = [
    (code, region, "2019-2030", name, value)
    for (code, region), values in {
        ("D4Z", "84"): (100.0, -11.0, 33.0, -20.0, 1.0),
        ("D6Z", "84"): (50.0, 11.0, 11.0, -9.0, 0.0),
        ("D4Z", "75"): (300.0, 0.0, 66.0, -10.0, -1.0),
        ("D0A", "84"): (20.0, -4.4, 8.8, -1.0, 0.0),
        ("D4Z;D6Z", "94"): (4.0, 0.0, 1.1, -0.5, 0.0),
    }.items()
    for name, value in zip(FLOWS, values, strict=True)
]
AGES = [("D4Z", FRANCE, "2017-2019", band, rank) for rank, band in enumerate(BANDS, 1)] + [
    ("D6Z", FRANCE, "2017-2019", band, 5) for band in BANDS
]
REASONS = {"exit_rate": 0.3, "fixed_term_end": 0.4, "retirement": 0.1}
TURNOVER = [
    *(("D4Z", FRANCE, "2014", name, value) for name, value in REASONS.items()),
    ("D4Z", FRANCE, "2015", "exit_rate", 9.0),  # of a year without reasons: left alone
    *(("P1Z", FRANCE, "2014", name, value) for name, value in (REASONS | {"exit_rate": 0.02}).items()),
    *(("T6Z", FRANCE, "2014", name, value) for name, value in (REASONS | {"exit_rate": 11.7}).items()),
    ("D6Z", FRANCE, "2014", "exit_rate", 0.2),
]
TENSION = [
    ("D4Z", FRANCE, "2019", "tension", 0.5),
    ("D4Z", "84", "2019", "tension", 0.75),
    ("D6Z", FRANCE, "2019", "tension", -0.25),
]
JOBSEEKERS = [
    ("D4Z", FRANCE, "2019", "jobseekers_a", 9.0),
    ("D4Z", FRANCE, "2020", "jobseekers_a", 99.0),
    ("D6Z", FRANCE, "2019", "jobseekers_a", 22.5),
]
PROJECTS = [
    ("D1X33", "84", "2024", "projects", 28, 31), ("D1X33", "84", "2024", "difficult", 12, 20),
    ("D1X33", "01", "2024", "projects", 1, 4), ("D1X33", "01", "2024", "difficult", 0, 4),
    ("D1X33", FRANCE, "2024", "projects", 29, 35), ("D1X33", FRANCE, "2024", "difficult", 14, 21),
    ("D6X70", FRANCE, "2024", "projects", 10, 10), ("D6X70", FRANCE, "2024", "difficult", 5, 5),
]  # fmt: skip
BRIDGE = Bridge(
    "fap2021:86",
    {"regleur": {"D4Z": 1.0}, "technicien": {"D4Z": 0.25, "D6Z": 0.75}, "manoeuvre": {"D0Z": 1.0}},
    {"regleur": {"D1X33": 1.0}, "technicien": {"D1X33": 0.5, "D6X70": 0.5}},
    {"technicien": 0.25},
    {"regleur": 100.0, "technicien": 300.0},
)


def every(shuffled: random.Random | None = None) -> Statistics:
    tables = {
        "outlook": OUTLOOK, "ages": AGES, "turnover": TURNOVER, "tension": TENSION, "jobseekers": JOBSEEKERS, "projects": PROJECTS,
    }  # fmt: skip
    return Statistics(
        **{
            name: statistic(name, shuffled.sample(rows, len(rows)) if shuffled else rows, version="2019-2030")
            for name, rows in tables.items()
        }
    )


@pytest.fixture(scope="module")
def found() -> dict[str, Landmark]:
    return landscape(BRIDGE, statistics=every(), region="84")


def test_an_occupation_of_one_family_has_the_figures_of_that_family(found) -> None:
    setter = found["regleur"]
    assert 1.0 * (1 + setter.growth_rate) ** 11 == pytest.approx(1 - 0.11)
    assert setter.career_end_rate == pytest.approx(0.33 / 11)
    assert setter.exit_rate == pytest.approx(0.3 * (1 - 0.4 - 0.1))
    assert setter.ages == pytest.approx({band: rank / 45 for rank, band in enumerate(BANDS, 1)})
    assert setter.difficulty_bounds == Interval(12 / 31, 20 / 31)
    assert setter.difficulty == pytest.approx(16 / 31)
    assert (setter.tension, setter.jobseekers_per_job, setter.ambiguous_share) == (0.75, 9 / 45, 0.0)


def test_an_occupation_of_several_families_has_their_mean_by_its_people(found) -> None:
    technician = found["technicien"]
    assert technician.career_end_rate == pytest.approx((0.25 * 0.33 + 0.75 * 0.22) / 11)
    assert (1 + technician.growth_rate) ** 11 == pytest.approx(1 + 0.25 * -0.11 + 0.75 * 0.22)
    assert technician.ages["60+"] == pytest.approx(0.25 * 9 / 45 + 0.75 / 9)
    assert technician.tension == pytest.approx(0.25 * 0.75 + 0.75 * -0.25)
    assert technician.jobseekers_per_job == pytest.approx(0.25 * 0.2 + 0.75 * 0.5)
    assert technician.difficulty_bounds.low == pytest.approx((12 / 31 + 0.5) / 2)
    assert technician.ambiguous_share == 0.25


def test_a_figure_known_of_less_than_half_of_the_people_is_unknown(found) -> None:
    technician = found["technicien"]
    assert technician.exit_rate is None  # only D4Z has the reasons of its exits
    assert (
        technician.sources["exit_rate"]
        == "inconnu : Source turnover ne le dit pas pour au moins la moitié des effectifs"
    )


def test_a_family_that_the_table_groups_is_read_in_its_group_and_said(found) -> None:
    labourer = found["manoeuvre"]
    assert labourer.career_end_rate == pytest.approx(0.44 / 11)
    assert labourer.sources["career_end_rate"].endswith("; D0A à défaut de D0Z (100 %) [V]")
    assert (labourer.ages, labourer.tension, labourer.difficulty, labourer.difficulty_bounds) == (
        None,
        None,
        None,
        None,
    )


def test_each_figure_says_its_source_its_year_its_place_and_its_certainty(found) -> None:
    sources = found["technicien"].sources
    assert sources["tension"] == (
        "Source tension (2019) ; France et Auvergne-Rhône-Alpes, à défaut d’Auvergne-Rhône-Alpes ; D6Z (75 %), D4Z (25 %) [V]"
    )
    setter = found["regleur"].sources
    assert setter["exit_rate"] == "Source turnover (2014) ; France, à défaut d’Auvergne-Rhône-Alpes ; D4Z (100 %) [M]"
    assert setter["jobseekers_per_job"].startswith(
        "Source jobseekers (2019) ; France"
    )  # the year of the people counted
    assert setter["difficulty"] == "Source projects (2024) ; Auvergne-Rhône-Alpes ; D1X33 (100 %) [V]"
    assert set(setter) == {
        "growth_rate", "career_end_rate", "exit_rate", "ages", "difficulty", "tension", "jobseekers_per_job",
    }  # fmt: skip


def test_where_the_region_has_no_row_france_is_read() -> None:
    overseas = landscape(BRIDGE, statistics=every(), region="01")["regleur"]
    france = roll_up(accounts_of(every().outlook)).by_code["D4Z"]
    assert overseas.career_end_rate == pytest.approx(france.departure_rate)
    assert overseas.sources["growth_rate"].startswith("Source outlook (2019-2030) ; France, à défaut de Guadeloupe")
    assert (
        landscape(BRIDGE, statistics=every())["regleur"].sources["tension"]
        == "Source tension (2019) ; France ; D4Z (100 %) [V]"
    )


def test_where_secrecy_hides_nearly_all_france_is_read() -> None:
    assert landscape(BRIDGE, statistics=every(), region="01")["regleur"].difficulty_bounds == Interval(
        14 / 35, 21 / 35
    )


def test_in_corsica_a_family_is_read_in_its_merged_row() -> None:
    found = landscape(BRIDGE, statistics=every(), region="94")["technicien"]
    assert found.career_end_rate == pytest.approx(1.1 / 4 / 11)
    assert "D4Z;D6Z à défaut de D6Z (75 %)" in found.sources["career_end_rate"]


@pytest.mark.parametrize("code", ["P1Z", "T6Z", "Z9Z"])
def test_exits_out_of_all_likelihood_are_not_believed(code: str) -> None:
    assert exits_reader(every())(code) is None


def test_what_is_not_installed_says_nothing() -> None:
    found = landscape(BRIDGE, statistics=Statistics(), region="84")
    assert found["regleur"] == Landmark("regleur")
    assert found["technicien"] == Landmark("technicien", ambiguous_share=0.25)
    seekers = statistic("jobseekers", JOBSEEKERS)
    assert landscape(BRIDGE, statistics=Statistics(jobseekers=seekers))["regleur"].jobseekers_per_job is None


def test_nothing_in_nothing_out() -> None:
    assert landscape(Bridge("rome4", {}), statistics=every()) == {}
    assert averaged({}, lambda _code: None) is None


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(InputError, match="« 99 » n’est pas une région"):
        landscape(BRIDGE, statistics=every(), region="99")


def test_the_order_of_rows_is_irrelevant_and_inputs_are_untouched(found) -> None:
    before = json.dumps(dataclasses.asdict(BRIDGE))
    for seed in range(3):
        assert landscape(BRIDGE, statistics=every(random.Random(seed)), region="84") == found
    turned = dataclasses.replace(BRIDGE, fap2009=dict(reversed(BRIDGE.fap2009.items())))
    assert landscape(turned, statistics=every(), region="84") == found
    assert json.dumps(dataclasses.asdict(BRIDGE)) == before


def test_landmarks_survive_json(found) -> None:
    text = json.dumps({key: dataclasses.asdict(each) for key, each in found.items()}, allow_nan=False)
    assert json.loads(text)["regleur"]["tension"] == 0.75


RATES = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(st.floats(0.01, 1), st.one_of(st.none(), st.floats(-5, 5))), min_size=1
)


@given(RATES)
def test_a_mean_lies_between_its_families_and_ignores_the_unit_of_its_shares(rates) -> None:
    shares = {code: share for code, (share, _) in rates.items()}

    def read(code: str) -> Reading | None:
        value = rates[code][1]
        return None if value is None else Reading((value,), code)

    known = {code: value for code, (_, value) in rates.items() if value is not None}
    found = averaged(shares, read)
    if sum(shares[code] for code in known) < 0.5 * sum(shares.values()) * (1 - 1e-12):
        assert found is None
    elif found is not None:
        plain = sum(shares[code] * value for code, value in known.items()) / sum(shares[code] for code in known)
        assert found.values[0] == pytest.approx(plain, abs=1e-9)
        assert min(known.values()) - 1e-9 <= found.values[0] <= max(known.values()) + 1e-9
        assert [share for _, share, _ in found.parts] == sorted((shares[code] for code in known), reverse=True)


def test_a_long_list_of_families_is_cut_short() -> None:
    parts = tuple((f"A{rank}Z", 0.2, Reading((0.1,), f"A{rank}Z", "2019")) for rank in range(5))
    said = source(statistic("essai", []), Averaged((0.1,), parts), FRANCE, "V")
    assert said == "Source essai (2019) ; France ; A0Z (20 %), A1Z (20 %), A2Z (20 %) et 2 autres [V]"


@pytest.mark.parametrize("shares", [{"D4Z": 0.75, "D6Z": 0.75}, {"D4Z": -0.5, "D6Z": 1.0}, {"D4Z": float("nan")}])
def test_a_bridge_whose_shares_are_not_shares_is_refused(shares: dict[str, float]) -> None:
    with pytest.raises(InputError, match="Les parts des familles de « x »"):
        Bridge("rome4", {"x": shares})


def test_a_bridge_knows_its_occupations_and_its_doubt() -> None:
    assert BRIDGE.occupations == ("manoeuvre", "regleur", "technicien")
    assert BRIDGE.ambiguous_share == pytest.approx(0.25 * 300 / 400)
    assert dataclasses.replace(BRIDGE, employment={}).ambiguous_share == 0.25
    assert Bridge("rome4", {}).ambiguous_share == 0
    with pytest.raises(InputError, match="part ambiguë"):
        Bridge("rome4", {}, ambiguous={"x": 1.5})


@pytest.mark.parametrize(
    "wrong",
    [
        {"growth_rate": float("nan")},
        {"exit_rate": 1.2},
        {"career_end_rate": -0.1},
        {"tension": math.inf},
        {"ambiguous_share": 2.0},
    ],
)
def test_a_landmark_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match="n’est pas un chiffre possible"):
        Landmark("D4Z", **wrong)
    with pytest.raises(InputError, match="doivent faire un tout"):
        Landmark("D4Z", ages={"15-24": 0.5})


def test_exits_from_permanent_jobs_have_the_order_of_magnitude_of_surveys(statistics: Store) -> None:
    turnover: Statistic = statistics.statistic("dares-turnover")
    read = exits_reader(Statistics(turnover=turnover))
    assert read("ENSEMBLE").values[0] == pytest.approx(0.118, abs=0.001)
    rates = sorted(found.values[0] for code in turnover.codes if (found := read(code)))
    assert len(rates) == 80  # of the 87 families, and the whole
    assert 0.08 <= rates[len(rates) // 2] <= 0.25
    assert [code for code in turnover.codes if read(code) is None] == [
        "L6Z",
        "P0Z",
        "P1Z",
        "P2Z",
        "P4Z",
        "T2B",
        "T6Z",
        "X0Z",
        "ZZZ",
    ]
