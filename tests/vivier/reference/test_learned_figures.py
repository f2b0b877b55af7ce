"""Levels and specialities in shapes that official files take one day; hypotheses of skills and places."""

from pathlib import Path

import pytest

from factories import figures as given
from factories import official as made
from vivier.gaps.rome import required_in
from vivier.reference import Store, hypothesis, store
from vivier.reference.official import add
from vivier.supply.portraits import portraits_of
from vivier.vocabulary import InputError


def built(tmp_path: Path, times: int = -1, **changes: tuple[bytes, bytes]) -> Store:
    """Build the statistics of diplomas and ages, a text of one of their files replaced by another."""
    files = {"ages.csv": given.ages(), **given.diplomas()}
    for name, (old, new) in changes.items():
        assert old in files[f"{name}.csv"]
        files[f"{name}.csv"] = files[f"{name}.csv"].replace(old, new, times)
    add([made.write(tmp_path / "files", files)], folder=tmp_path / "store")
    return store(tmp_path / "store")


def test_the_straight_and_the_curved_apostrophe_are_one(tmp_path: Path) -> None:
    found = built(tmp_path, diplomes=(b"En cours d'", "En cours d’".encode("cp1252"))).statistic("dares-diplomas")
    assert found.figure("D4Z", "studying").value == 0.05


def test_everybody_together_is_written_alike_in_every_statistic(tmp_path: Path) -> None:
    change = (b"D4Z,", b"Ensemble,")
    found = built(tmp_path, diplomes=change, specialites=change)
    assert found.statistic("dares-diplomas").codes == ("ENSEMBLE",)
    assert found.statistic("dares-specialities").codes == ("ENSEMBLE", "D4Z40")


def test_a_level_that_is_not_published_is_absent_and_not_null(tmp_path: Path) -> None:
    found = built(tmp_path, diplomes=(b",0.2\n", b",NA\n")).statistic("dares-diplomas")
    assert found.figure("D4Z", "bac") is None
    assert {row.measure for row in found.of("D4Z")} == {"none", "cap", "bac2", "bac3", "studying"}
    assert any("niveaux = 1" in each for each in found.entry.warnings)


def test_a_family_that_nobody_answered_for_is_no_error(tmp_path: Path) -> None:
    """Levels of nobody add up to 0, which is not said to be wrong; one family whose levels miss a tenth is."""
    for name, share, is_odd in (("a", "NA", False), ("b", "0.15", True)):
        added = made.as_csv("", [("X0Z", label, "2017-2019", share) for label in given.DIPLOMA_SHARES])
        text = (b"D4Z,", added.decode().lstrip().encode("cp1252") + b"D4Z,")
        warnings = built(tmp_path / name, 1, diplomes=text).statistic("dares-diplomas").entry.warnings
        assert any("niveaux = 1" in each for each in warnings) is is_odd


def test_a_decimal_comma_is_read_as_a_point_and_nothing_is_rounded(tmp_path: Path) -> None:
    found = built(tmp_path, specialites=(b",1.2,", b',"1,23456",')).statistic("dares-specialities")
    assert found.figure("D4Z", "254").value == 1.23456


@pytest.mark.parametrize("text", [b"beaucoup", b"inf", b"NaN"])
def test_thousands_that_are_no_number_are_refused(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(InputError, match="n’est pas un nombre"):
        built(tmp_path, specialites=(b",1.2,", b"," + text + b","))


def test_files_shorter_than_those_published_are_warned_of(tmp_path: Path) -> None:
    held = built(tmp_path)
    for name, lines in (("dares-diplomas", "4"), ("dares-specialities", "2")):
        assert any("lignes" in each and lines in each for each in held.statistic(name).entry.warnings)


def test_the_first_label_of_a_speciality_is_kept_for_every_family(tmp_path: Path) -> None:
    found = built(tmp_path, specialites=(b"D4Z40,254,Structures", b"D4Z40,254,Autres structures"))
    assert found.statistic("dares-specialities").measures["254"].label == "Structures métalliques"


def test_a_portrait_reads_the_latest_period_alone(tmp_path: Path) -> None:
    """The level of 1982-1984 changes; that of today does not: the portrait either."""
    files = given.diplomas()["diplomes.csv"]
    old = next(line for line in files.splitlines() if b"1982-1984" in line and line.endswith(b",0.5"))
    before = portraits_of(built(tmp_path / "a"), ["D4Z"])
    after = portraits_of(built(tmp_path / "b", diplomes=(old, old[:-3] + b"0.9")), ["D4Z"])
    assert before == after
    assert before[0].levels == {
        "none": 0.15, "studying": 0.05, "cap": 0.5, "bac": 0.2, "bac2": 0.05, "bac3": 0.05,
    }  # fmt: skip


def test_named_young_people_more_numerous_than_all_the_young_still_make_shares(tmp_path: Path) -> None:
    """Three thousand are under 30; rounding may say 3.9 of one speciality and 0.3 of another."""
    [portrait] = portraits_of(built(tmp_path, specialites=(b",1.2,", b",3.9,")), ["D4Z"])
    assert portrait.specialities == {"254": pytest.approx(3.9 / 4.2), "251": pytest.approx(0.3 / 4.2)}
    assert portrait.elsewhere == pytest.approx(0)


def test_a_speciality_of_nobody_is_not_named(tmp_path: Path) -> None:
    [portrait] = portraits_of(built(tmp_path, specialites=(b",0.3,", b",0,")), ["D4Z"])
    assert set(portrait.specialities) == {"254"}


def test_codes_are_told_once_in_order_and_unknown_ones_are_left(tmp_path: Path) -> None:
    found = portraits_of(built(tmp_path), ["D4Z40", "Z9Z", "D4Z", "D4Z"])
    assert [each.occupation for each in found] == ["D4Z", "D4Z40"]
    assert found[1].levels == {}  # only families of the first level have theirs


def test_portraits_need_their_statistics_and_a_region_that_exists(tmp_path: Path) -> None:
    held = built(tmp_path / "a")
    with pytest.raises(InputError):
        portraits_of(held, ["D4Z"], region="999")
    add([made.write(tmp_path / "b", {"ages.csv": given.ages()})], folder=tmp_path / "c")
    with pytest.raises(InputError, match="dares-specialities"):
        portraits_of(store(tmp_path / "c"), ["D4Z"])


@pytest.mark.parametrize("kind", ["skill", "knowledge"])
def test_hours_of_a_step_are_supposed_for_every_step(kind: str) -> None:
    values = hypothesis("skills", f"{kind}_hours").values
    assert set(values) == {"to_1", "to_2", "to_3", "to_4"}
    assert all(each > 0 for each in values.values())


def test_the_heart_of_an_occupation_is_asked_of_everybody_and_at_a_higher_level() -> None:
    level, share = (hypothesis("skills", name).values for name in ("level", "share"))
    assert set(level) == set(share) == {"core", "emerging", "other"}
    assert share["core"] == 1
    assert level["core"] > level["other"]
    assert all(0 < each <= 1 for each in share.values())


def test_required_skills_of_several_occupations_are_in_order_once_each() -> None:
    nomenclature = store().nomenclature("demo")
    codes = nomenclature.codes()[::-1]
    found = required_in(nomenclature, [*codes, *codes])
    assert found == required_in(nomenclature)
    keys = [(each.occupation, each.skill) for each in found]
    assert keys == sorted(set(keys))
    assert required_in(nomenclature, []) == ()


def test_a_skill_of_many_occupations_weighs_less_than_one_of_few() -> None:
    found = required_in(store().nomenclature("demo"))
    uses: dict[str, set[str]] = {}
    weights = {each.skill: each.weight for each in found}
    for each in found:
        uses.setdefault(each.skill, set()).add(each.occupation)
    ranked = sorted(weights, key=lambda skill: weights[skill])
    assert [len(uses[skill]) for skill in ranked] == sorted((len(each) for each in uses.values()), reverse=True)
    assert len({len(each) for each in uses.values()}) > 1
