"""The real statistics: as many rows as published, their sums, the identities they must follow."""

import math

import pytest

from vivier.reference import FRANCE, Store
from vivier.reference.regions import REGIONS

MAINLAND = {code for code in REGIONS if int(code) > 10}


@pytest.mark.parametrize(
    "key",
    [
        "dares-2030",
        "dares-ages",
        "dares-turnover",
        "dares-tension",
        "dares-employment",
        "dares-jobseekers",
        "dares-diplomas",
        "dares-specialities",
    ],
)
def test_each_statistic_is_as_published(statistics: Store, key: str) -> None:
    assert statistics.statistic(key).entry.warnings == ()


def test_les_metiers_en_2030_has_its_rows_regions_and_sums(statistics: Store) -> None:
    found = statistics.statistic("dares-2030")
    heads = [row for row in found.rows if row.measure == "headcount"]
    assert len(heads) == 1_049
    assert set(found.regions) == MAINLAND
    assert sum(row.region == "94" for row in heads) == 53
    assert sum(";" in row.code for row in heads) == 15
    sums = {name: math.fsum(row.low for row in found.rows if row.measure == name) for name in found.measures}
    assert sums["headcount"] == pytest.approx(26_146.98, abs=0.005)
    assert sums["openings"] == pytest.approx(8_351.01, abs=0.005)
    assert sums["mobility"] == pytest.approx(0, abs=1e-9)


def test_rows_quoted_by_those_who_read_the_report_are_found_again(statistics: Store) -> None:
    found = statistics.statistic("dares-2030")
    engineers = [
        found.figure("M2Z", name, "11").value for name in ("headcount", "departures", "starters", "openings")
    ]
    assert engineers == pytest.approx([235.138, 37.726, -87.764, 75.466], abs=0.001)


def test_ages_add_up_from_families_to_fields_but_for_the_whole(statistics: Store) -> None:
    found = statistics.statistic("dares-ages")
    assert len(found.codes) == 340
    total = math.fsum(row.low for row in found.of("ENSEMBLE"))
    fields = math.fsum(row.low for row in found.rows if len(row.code) == 1)
    assert fields == pytest.approx(total, abs=0.01)
    assert [row.value for row in found.of("D4Z")][:2] == [10.28716, 10.4469]


def test_employment_by_region_is_that_of_the_ages(statistics: Store) -> None:
    people = math.fsum(row.low for row in statistics.statistic("dares-employment").rows)
    thousands = math.fsum(row.low for row in statistics.statistic("dares-ages").of("ENSEMBLE"))
    assert people / 1000 == pytest.approx(
        thousands, rel=0.002
    )  # those whose family is not known are in the second only
    assert set(statistics.statistic("dares-employment").regions) == set(REGIONS)


def test_turnover_of_all_families_and_its_reasons(statistics: Store) -> None:
    found = statistics.statistic("dares-turnover")
    assert found.figure("ENSEMBLE", "exit_rate").value == 0.6195
    assert found.figure("ENSEMBLE", "fixed_term_end").value == 0.7915
    assert found.figure("D4Z", "exit_rate").value == 0.0945


def test_tension_covers_france_and_seventeen_regions(statistics: Store) -> None:
    found = statistics.statistic("dares-tension")
    assert set(found.regions) == {FRANCE, *REGIONS} - {"06"}
    assert found.figure("D4Z40", "tension").value == 0.5378497962810757


def test_hiring_projects_keep_the_sum_published_and_bound_what_is_hidden(statistics: Store) -> None:
    found = statistics.statistic("bmo-2024")
    assert found.entry.warnings == ("10891 cases sous le secret statistique : gardées entre 1 et 4, jamais 0",)
    assert len(found.codes) == 217
    assert set(found.regions) == {FRANCE, *REGIONS}
    for regions in ((FRANCE,), tuple(REGIONS)):
        rows = [row for row in found.rows if row.measure == "projects" and row.region in regions]
        assert math.fsum(row.low for row in rows) == 2_751_069 + 10_891
        assert math.fsum(row.high for row in rows) == 2_751_069 + 4 * 10_891


def test_the_codes_of_each_statistic_are_those_of_its_nomenclature(statistics: Store) -> None:
    fap2009, fap2021 = statistics.nomenclature("fap2009"), statistics.nomenclature("fap2021")
    assert set(statistics.statistic("bmo-2024").codes) < set(fap2021.codes("228"))
    assert set(statistics.statistic("dares-employment").codes) == set(fap2009.codes("87"))
    known = {code for level in fap2009.entry.levels for code in fap2009.codes(level)}
    for key, others in {
        "dares-ages": {"ENSEMBLE", "Z", "ZZZ", "ZZZZZ", "T2Z", "T2Z60"},
        "dares-turnover": {"ENSEMBLE", "ZZZ"},
        "dares-tension": set(),
        "dares-jobseekers": {"ZZZ", "ZZZZZ"},
        "dares-2030": {"D0A", "F0A", "F2A", "XK_"},
    }.items():
        codes = {part for code in statistics.statistic(key).codes for part in code.split(";")}
        assert codes - known == others, key
