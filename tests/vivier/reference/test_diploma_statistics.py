"""Levels of diploma and specialities of the portraits of the Dares: as they are built, as they are published."""

import math
from pathlib import Path

import pytest

from factories import figures as given
from factories import official as made
from vivier.reference import Store, store
from vivier.reference.official import add
from vivier.vocabulary import InputError


def built(tmp_path: Path, files: dict[str, bytes]) -> Store:
    add([made.write(tmp_path / "files", files)], folder=tmp_path / "store")
    return store(tmp_path / "store")


def test_levels_are_shares_of_everybody_and_keep_their_period(tmp_path: Path) -> None:
    found = built(tmp_path, given.diplomas()).statistic("dares-diplomas")
    assert found.figure("D4Z", "cap").value == 0.5
    assert found.years == ("1982-1984", "2017-2019")
    assert set(found.measures) == {"none", "cap", "bac", "bac2", "bac3", "studying"}
    assert math.fsum(row.low for row in found.of("D4Z") if row.year == "2017-2019") == pytest.approx(1)


def test_specialities_are_thousands_of_young_people_and_bear_their_label(tmp_path: Path) -> None:
    found = built(tmp_path, given.diplomas()).statistic("dares-specialities")
    assert {row.measure: row.value for row in found.of("D4Z")} == {"254": 1.2, "251": 0.3}
    assert found.measures["254"].label == "Structures métalliques"
    assert [row.measure for row in found.of("D4Z40")] == ["254"]  # « Non déclaré » is not a speciality


def test_a_level_that_is_not_known_is_refused(tmp_path: Path) -> None:
    files = given.diplomas()
    files["diplomes.csv"] = files["diplomes.csv"].replace(b"Bac + 2", b"Licence")
    with pytest.raises(InputError, match="Le diplôme « Licence » n’est pas connu"):
        built(tmp_path, files)


def test_levels_that_do_not_add_up_are_warned_of(tmp_path: Path) -> None:
    files = given.diplomas()
    files["diplomes.csv"] = files["diplomes.csv"].replace(b"0.15", b"0.35")
    assert any("niveaux = 1" in each for each in built(tmp_path, files).statistic("dares-diplomas").entry.warnings)


def test_published_specialities_are_the_first_of_each_family(statistics: Store) -> None:
    """Two to fifteen a family once « Non déclaré » is set aside, of 78; the shares of the file are of its rows alone."""
    found = statistics.statistic("dares-specialities")
    counts = {code: len(found.of(code)) for code in found.codes}
    assert len(counts) == 341
    assert (min(counts.values()), max(counts.values())) == (2, 15)
    assert len(found.measures) == 78
    assert found.figure("D2Z", "254").value == 11.1982


def test_named_specialities_are_about_six_young_people_in_ten(statistics: Store) -> None:
    """The rest are of other specialities, without diploma, or did not say: nobody publishes which."""
    found, ages = statistics.statistic("dares-specialities"), statistics.statistic("dares-ages")
    shares = sorted(
        math.fsum(row.low for row in found.of(code)) / young
        for code in found.codes
        if len(code) == 3 and (young := math.fsum(r.low for r in ages.of(code) if r.measure in ("15-24", "25-29")))
    )
    assert shares[len(shares) // 2] == pytest.approx(0.58, abs=0.01)
    assert shares[0] == pytest.approx(0.186, abs=0.001)


def test_published_levels_add_up_to_everybody(statistics: Store) -> None:
    found = statistics.statistic("dares-diplomas")
    assert found.figure("D2Z", "cap", year="2017-2019").value == pytest.approx(0.5673437)
    assert len(found.rows) == 4_080 - 16  # sixteen are not published
