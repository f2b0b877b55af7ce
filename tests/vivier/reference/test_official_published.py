"""The real files: the counts their publishers give, the passages, the warnings they deserve."""

import csv
import gzip
from pathlib import Path

import pytest

from vivier.reference import Store, store
from vivier.reference.official import add


@pytest.fixture(scope="session")
def held(published: Store) -> Store:
    return published


@pytest.mark.parametrize(
    ("key", "levels"),
    [
        ("rome4", {"grand domaine": 14, "domaine": 110, "parent": 532, "métier": 1584}),
        ("rome3", {"grand domaine": 14, "domaine": 110, "métier": 532}),
        ("fap2021", {"22": 22, "86": 86, "228": 228, "341": 341}),
        ("fap2009", {"22": 22, "87": 87, "225": 225}),
        ("pcs2003", {"1": 8, "2": 24, "3": 42, "4": 497}),
        ("pcs-ese", {"4": 429}),
        ("naf2", {"section": 21, "division": 88, "groupe": 272, "classe": 615, "sous-classe": 732}),
        ("isco08", {"1": 10, "2": 43, "3": 130, "4": 436}),
        ("esco", {"métier": 2942}),
        ("esco12", {"métier": 2740}),
        (
            "cog",
            {
                "région": 26, "département": 109, "EPCI": 1255, "zone d’emploi": 306, "commune": 34969,
                "arrondissement municipal": 45, "commune déléguée": 2105, "commune associée": 471,
            },
        ),
    ],
)  # fmt: skip
def test_each_level_has_as_many_codes_as_published(held: Store, key: str, levels: dict[str, int]) -> None:
    nomenclature = held.nomenclature(key)
    assert {level: len(nomenclature.codes(level)) for level in levels} == levels


def test_rome4_holds_all_that_its_publisher_counts(held: Store) -> None:
    entry = held.entries["rome4"]
    assert dict(entry.rows) == {
        "codes": 14 + 110 + 532 + 1584,
        "titles": 13_120,
        "skills": 18_317 + 15_354 + 179,
        "uses": 104_219,
        "near": 14_912,
        "texts": 11_980,
    }
    assert (entry.version, entry.date, entry.attribution) == ("460", "2025-09-18", "France Travail, ROME 4")
    assert [warning for warning in entry.warnings if "inconnu" in warning] == []


def test_rome3_holds_all_that_its_publisher_counts(held: Store) -> None:
    entry = held.entries["rome3"]
    assert entry.rows["titles"] == 10_990
    assert entry.rows["texts"] == 5_037
    assert entry.rows["near"] == 4_008  # distinct pairs of the 4,218 links
    assert entry.rows["uses"] == 30_706 - 30  # thirty links lead to items that no table describes
    assert any(warning.startswith("L1510 n’est que dans l’une des deux listes") for warning in entry.warnings)


def test_the_parents_of_rome4_are_the_codes_of_rome3(held: Store) -> None:
    parents, codes = held.nomenclature("rome4").codes("parent"), held.nomenclature("rome3").codes()
    assert len(set(parents) & set(codes)) >= 530


def test_every_title_of_rome3_is_still_in_rome4_and_many_moved(held: Store) -> None:
    before = {key: code for code, _, key in held.nomenclature("rome3").table("titles")}
    after = {key: code for code, _, key in held.nomenclature("rome4").table("titles")}
    assert before.keys() <= after.keys()
    assert sum(after[key] != code for key, code in before.items()) == 3_181


@pytest.mark.parametrize(
    ("source", "target", "pairs"),
    [
        ("rome3", "fap2021", 5_320),
        ("rome3", "isco08", 532),
        ("esco", "ogr", 11_118),
    ],
)
def test_each_passage_has_as_many_links_as_published(held: Store, source: str, target: str, pairs: int) -> None:
    assert len(held.passage(source, target).pairs) == pairs


@pytest.mark.parametrize(
    ("source", "target"),
    [("rome3", "fap2021"), ("rome3", "fap2009"), ("rome3", "isco08"), ("fap2009", "pcs2003"), ("fap2009", "rome3")],
)
def test_both_ends_of_a_passage_are_codes(held: Store, source: str, target: str) -> None:
    pairs = held.passage(source, target).pairs
    assert [pair for pair in pairs if not held.nomenclature(source).holds(pair.source)] == []
    assert len({pair.target for pair in pairs if not held.nomenclature(target).holds(pair.target)}) <= 2


def test_every_rome3_code_leads_to_both_fap_whatever_the_qualification(held: Store) -> None:
    for target in ("fap2021", "fap2009"):
        passage = held.passage("rome3", target)
        lacking = [
            (code, qualification)
            for code in held.nomenclature("rome3").codes()
            for qualification in "0123456789"
            if len(passage.targets(code, qualification)) != 1
        ]
        assert len({code for code, _ in lacking}) <= 1, lacking


def test_communes_have_their_intercommunality_and_their_employment_area(held: Store) -> None:
    cog = held.nomenclature("cog")
    assert cog.groups("59350") == ("EPCI-200093201", "ZE2020-3216")
    assert cog.ancestor("59350", "région") == "REG-32"
    assert len(cog.table("groups")) == 34_871 + 34_863


def test_the_workbook_and_the_list_of_fap2021_say_the_same(official: Path, tmp_path: Path, held: Store) -> None:
    for rank, path in enumerate((official / "crosswalks" / "Intitules_FAP2021.csv", official.parent / "specs" / "crosswalks" / "dares_arborescence_fap2021.xlsx")):  # fmt: skip
        add([path], folder=tmp_path / str(rank))
    files = [store(tmp_path / rank).entries["fap2021"].file for rank in "01"]
    assert files[0] == files[1] == held.entries["fap2021"].file


def test_no_label_of_the_demonstration_is_official(held: Store) -> None:
    demo = held.nomenclature("demo")
    mine = {demo.label(code).casefold() for level in demo.entry.levels for code in demo.codes(level)}
    theirs = {
        nomenclature.label(code, level).casefold()
        for key in ("rome3", "rome4", "fap2021", "fap2009")
        for nomenclature in [held.nomenclature(key)]
        for level in nomenclature.entry.levels
        for code in nomenclature.codes(level)
    }
    assert mine & theirs == set()


def test_a_real_table_cut_or_without_a_column_is_refused(official: Path, tmp_path: Path) -> None:
    from vivier.vocabulary import InputError

    source = official / "rome-v4-460" / "unix_referentiel_code_rome_v460_utf8.csv.gz"
    cut = tmp_path / "codes.csv.gz"
    cut.write_bytes(source.read_bytes()[:-100])
    with pytest.raises(InputError, match="tronquée"):
        add([cut], folder=tmp_path / "store")
    rows = list(csv.reader(gzip.decompress(source.read_bytes()).decode().splitlines()))
    with (tmp_path / "codes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row[:-1] for row in rows)
    with pytest.raises(InputError, match=r"lui manque : code_rome_parent\."):
        add([tmp_path / "codes.csv"], folder=tmp_path / "store")


def test_the_store_is_small(held: Store) -> None:
    assert sum(path.stat().st_size for path in held.folder.iterdir()) < 6_000_000
