"""From the occupations of a study to the families of official statistics, on the official files."""

import math

import pytest

from factories import figures
from factories import official as made
from vivier.occupations.aggregation import UNMATCHED, CodeCell, aggregate, links
from vivier.reference import Store, store
from vivier.reference.official import add
from vivier.study.bridging import bridge, employment, landmarks, statistics_of
from vivier.vocabulary import InputError
from vivier.workforce.accounting import accounts_of, employment_weights, roll_up
from vivier.workforce.landmarks import Statistics

TARGETS = ("fap2021:86", "fap2021:228", "fap2009:87", "rome3", "rome4", "pcs-ese")
FIGURES = ("growth_rate", "career_end_rate", "exit_rate", "ages", "difficulty", "tension", "jobseekers_per_job")


@pytest.fixture(scope="session")
def cells(statistics: Store) -> list[CodeCell]:
    return [CodeCell(code, value) for code, value in employment(statistics).values.items()]


def test_people_in_employment_are_all_carried_from_fap_2009_to_fap_2021(statistics: Store, cells) -> None:
    found = aggregate(cells, links=links(statistics, "fap2009", "fap2021:86"))
    made_bridge = bridge(statistics, "fap2021:86")
    total = math.fsum(cell.value for cell in cells)
    assert total == pytest.approx(26_333.086, abs=0.001)  # thousand people
    assert math.fsum(made_bridge.employment.values()) == pytest.approx(total, rel=1e-9)
    assert made_bridge.employment == pytest.approx(found.values, rel=1e-9)


def test_the_ambiguous_share_from_fap_2009_to_fap_2021_is_what_it_is(statistics: Store, cells) -> None:
    """Two thirds of people are in a family of level 87 that leads to several of level 86; the finer level has less."""
    assert bridge(statistics, "fap2021:86").ambiguous_share == pytest.approx(0.6669, abs=5e-4)
    assert aggregate(cells, links=links(statistics, "fap2009", "fap2021:86")).ambiguous == pytest.approx(
        0.5714, abs=5e-4
    )


def test_most_people_still_go_to_the_main_heir_of_their_family(statistics: Store) -> None:
    made_bridge = bridge(statistics, "fap2021:86")
    sent: dict[str, list[float]] = {}
    for occupation, shares in made_bridge.fap2009.items():
        for family, share in shares.items():
            sent.setdefault(family, []).append(share * made_bridge.employment[occupation])
    whole = math.fsum(value for values in sent.values() for value in values)
    assert math.fsum(map(max, sent.values())) / whole == pytest.approx(0.782, abs=0.002)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("region", ["", "84", "94", "01"])
def test_every_occupation_has_shares_that_make_a_whole(statistics: Store, target: str, region: str) -> None:
    made_bridge = bridge(statistics, target, region=region)
    old, new = statistics.nomenclature("fap2009").codes("87"), statistics.nomenclature("fap2021").codes("228")
    for shares, known in ((made_bridge.fap2009, set(old)), (made_bridge.fap2021, set(new))):
        for found in shares.values():
            assert 0 < math.fsum(found.values()) <= 1 + 1e-9
            assert set(found) <= known
    key, _, level = target.partition(":")
    codes = set(statistics.nomenclature(key).codes(level or None))
    assert set(made_bridge.occupations) <= codes
    assert len(made_bridge.fap2009) >= 0.97 * len(codes)
    assert UNMATCHED not in made_bridge.occupations
    assert made_bridge.path


@pytest.mark.parametrize("target", TARGETS)
def test_most_occupations_have_every_figure(statistics: Store, target: str) -> None:
    found = landmarks(statistics, target, region="84")
    for name in FIGURES:
        known = sum(getattr(each, name) is not None for each in found.values())
        assert known >= 0.83 * len(found), name
    assert all(0 < each.career_end_rate < 0.08 for each in found.values() if each.career_end_rate is not None)
    assert all(-0.1 < each.growth_rate < 0.1 for each in found.values() if each.growth_rate is not None)


def test_a_family_of_the_dares_has_the_very_figures_of_the_dares(statistics: Store) -> None:
    found = landmarks(statistics, "fap2009:87", region="76")
    accounts = accounts_of(statistics.statistic("dares-2030"))
    for code in ("D6Z", "M2Z", "V1Z", "T4Z"):
        assert found[code].career_end_rate == pytest.approx(accounts["76", code].departure_rate, rel=1e-12)
        assert found[code].growth_rate == pytest.approx(accounts["76", code].growth_rate, rel=1e-12)
        assert found[code].ambiguous_share == 0
    assert found["D6Z"].career_end_rate == pytest.approx(7.066 / 23.696 / 11, abs=1e-5)
    weights = employment_weights(statistics.statistic("dares-employment"))
    france = roll_up(accounts, weights=weights).by_code
    assert landmarks(statistics, "fap2009:87")["D6Z"].growth_rate == pytest.approx(
        france["D6Z"].growth_rate, rel=1e-12
    )


def test_the_difficulty_of_a_family_is_that_of_all_its_projects(statistics: Store) -> None:
    """What one would find by adding up the lines of the survey for France: 57 % in 2024."""
    survey, fap2021 = statistics.statistic("bmo-2024"), statistics.nomenclature("fap2021")
    found = landmarks(statistics, "fap2021:86")["D1X"].difficulty_bounds
    codes = [code for code in survey.codes if fap2021.ancestor(code, "86") == "D1X"]
    most = math.fsum(survey.figure(code, "projects").high for code in codes)
    assert found.low == pytest.approx(math.fsum(survey.figure(code, "difficult").low for code in codes) / most)
    assert found.high == pytest.approx(math.fsum(survey.figure(code, "difficult").high for code in codes) / most)
    asked = math.fsum(survey.figure(code, "projects").high for code in survey.codes)
    hard = [
        math.fsum(getattr(survey.figure(code, "difficult"), end) for code in survey.codes) for end in ("low", "high")
    ]
    assert hard[0] / asked < 0.574 < hard[1] / asked


def test_a_skilled_roofer_reads_the_families_of_roofers(statistics: Store) -> None:
    made_bridge = bridge(statistics, "pcs-ese", region="53")
    assert made_bridge.fap2009["632e"] == {"B2Z": 1.0}
    assert made_bridge.fap2021["632e"] == {"B1X34": 1.0}
    assert made_bridge.ambiguous["632e"] == 0.0
    assert any("emploi par FAP-2009" in step and "Bretagne" in step for step in made_bridge.path)


def test_employment_of_a_region_is_what_the_dares_publishes_of_it(statistics: Store) -> None:
    published = statistics.statistic("dares-employment")
    fap2009 = statistics.nomenclature("fap2009")
    found = employment(statistics, "84")
    sums: dict[str, float] = {}
    for code, value in found.values.items():
        family = fap2009.ancestor(code, "87")
        sums[family] = sums.get(family, 0) + value
    for family, value in sums.items():
        assert value == pytest.approx(published.figure(family, "employment", "84").value / 1000, rel=1e-9)


@pytest.mark.parametrize("target", ["esco", "naf2", "inconnu"])
def test_a_nomenclature_without_a_way_is_refused_with_those_that_have_one(statistics: Store, target: str) -> None:
    with pytest.raises(InputError, match=f"« {target} » : choisissez fap2021:86"):
        bridge(statistics, target)


def test_an_unknown_region_is_refused_whatever_is_asked(statistics: Store) -> None:
    with pytest.raises(InputError, match="n’est pas une région"):
        landmarks(statistics, "fap2009:87", region="Navarre")


def test_without_statistics_a_sentence_says_what_to_add(tmp_path) -> None:
    add([made.write(tmp_path / "files", made.families())], folder=tmp_path / "store")
    held = store(tmp_path / "store")
    assert statistics_of(held) == Statistics()
    with pytest.raises(InputError, match="« dares-ages » n’est pas installée"):
        bridge(held, "fap2009:87")


def test_without_the_survey_only_the_difficulty_is_unknown(tmp_path) -> None:
    labels = made.SAS_LABELS.replace("Z0Z10", "D4Z40").replace("Z0Z", "D4Z").replace('"Z"="Z', '"D"="D')
    tables = {
        name: content.replace(b"Z0Z10", b"D4Z40")
        for name, content in made.families().items()
        if name != "intitules.txt"
    }
    files = {
        **tables,
        "intitules.txt": labels.encode("latin-1"),
        **made.rome3(),
        "ages.csv": figures.ages(),
        **figures.portraits(),
    }
    add([made.write(tmp_path / "files", files)], folder=tmp_path / "store")
    found = landmarks(store(tmp_path / "store"), "fap2009:87", region="84")["D4Z"]
    assert (found.tension, found.difficulty, found.growth_rate) == (0.75, None, None)
    assert found.jobseekers_per_job == pytest.approx(29 / 45)
    assert "difficulty" not in found.sources
