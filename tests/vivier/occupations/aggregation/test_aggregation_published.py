"""On the official files: every code arrives, the published tables are found again, totals hold at every level."""

import csv
import gzip
import math
from collections import Counter
from functools import cache

import pytest

from vivier.occupations.aggregation import UNMATCHED, CodeCell, Links, aggregate, links
from vivier.reference import Store

FARMERS = {"A0Z00", "A0Z01", "A0Z02"}  # families that the stored copy of the table of blocks leaves out


@pytest.fixture(scope="session")
def lead(published: Store):
    @cache
    def made(source: str, target: str) -> Links:
        return links(published, source, target)

    return made


@pytest.mark.parametrize(("source", "codes"), [("rome3", 532), ("rome4", 1584)])
@pytest.mark.parametrize("target", ["fap2021", "fap2021:86", "fap2009", "pcs-ese", "isco08"])
def test_every_occupation_reaches_the_families(published: Store, lead, source: str, codes: int, target: str) -> None:
    found = lead(source, target)
    every = published.nomenclature(source).codes()
    assert len(every) == codes
    assert [code for code in every if UNMATCHED in found.shares(code)] == []


def test_the_table_of_the_dares_is_found_again_line_by_line(official, lead) -> None:
    found = lead("rome3", "fap2021")
    path = official.parent / "specs" / "crosswalks" / "dares_passage_rome_qualif_fap2021.csv"
    with path.open(encoding="latin-1", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 5_320
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        assert found.shares(row["ROME"], row["Qualif"]) == {row["FAP341"]: 1.0}
        counts[row["ROME"], row["FAP341"]] += 1
    for (rome, family), count in counts.items():
        assert found.shares(rome)[family] == pytest.approx(count / 10, abs=1e-12)


def test_examples_checked_by_hand_in_the_official_file(lead) -> None:
    roofers = {"B1X34a": 0.3, "B1X34b": 0.4, "B6X73": 0.3}  # 1, 2, 5; 0, 3, 4, 6; 7, 8, 9
    assert lead("rome3", "fap2021").shares("F1610") == pytest.approx(roofers)
    assert lead("rome3", "fap2021").shares("F1610", "3") == {"B1X34b": 1.0}
    setters = {"D0X33": 0.7, "D6X70": 0.1, "D6X80": 0.2}  # 0 to 6; 7; 8, 9
    assert lead("rome3", "fap2021").shares("H2912") == pytest.approx(setters)
    assert lead("rome3", "fap2021:22").shares("H2912") == pytest.approx({"D": 1.0})
    assert lead("pcs-ese", "fap2009").shares("632e") == {"B2Z44": 1.0}  # block B2Z44;632e;F1610
    assert lead("pcs-ese", "rome3").shares("632e") == {"F1610": 1.0}
    assert lead("pcs-ese", "fap2021").shares("632e") == {"B1X34b": 1.0}  # skilled, so never « peu qualifiés »
    assert lead("rome4", "fap2021").shares("F1619") == pytest.approx(roofers)  # its parent is F1610


def test_a_skilled_worker_and_an_unskilled_one_reach_different_families(lead) -> None:
    skilled, unskilled = (set(lead("pcs-ese", "fap2021").shares(code)) for code in ("632a", "681a"))
    assert not skilled & unskilled


def test_pcs_to_families_agrees_with_the_table_of_the_portraits(official, lead) -> None:
    path = official / "dares-psm" / "FAP_PCS.csv.gz"
    if not path.exists():
        pytest.skip("la table FAP_PCS des portraits statistiques (../shared/data/dares-psm) est absente")
    with gzip.open(path, "rt", encoding="latin-1", newline="") as file:
        pairs = [(row["PCS"], row["Fap"]) for row in csv.DictReader(file, delimiter=";")]
    assert len(pairs) == 486
    found = lead("pcs2003", "fap2009")
    assert [pair for pair in pairs if pair[1] not in FARMERS and found.shares(pair[0]) != {pair[1]: 1.0}] == []
    assert len([pair for pair in pairs if pair[1] in FARMERS]) == 14


def test_pcs_ese_keeps_its_sector_on_the_way_to_fap_2021(published: Store, lead) -> None:
    old, new = lead("pcs-ese", "fap2009:22"), lead("pcs-ese", "fap2021:22")
    codes = published.nomenclature("pcs-ese").codes()
    kept = [sum(share for family, share in new.shares(code).items() if family in old.shares(code)) for code in codes]
    assert sum(kept) / len(codes) > 0.95
    lost = [code for code in codes if UNMATCHED in new.shares(code)]
    assert lost == ["100x", "335a", "441a", "441b"]


def test_every_appellation_of_version_3_is_in_version_4(published: Store, lead) -> None:
    rome3, rome4 = published.nomenclature("rome3"), published.nomenclature("rome4")
    homes = {title.id: code for code in rome4.codes() for title in rome4.titles(code)}
    found = lead("rome3", "rome4")
    for code in rome3.codes():
        ids = [title.id for title in rome3.titles(code)]
        counts = Counter(homes[each] for each in ids)
        assert found.shares(code) == pytest.approx({each: n / len(ids) for each, n in counts.items()}, rel=1e-12)


@pytest.mark.parametrize(
    ("way", "doubted", "share"), [(("rome3", "rome4"), 352, 0.7298), (("rome4", "rome3"), 163, 0.1424)]
)
def test_dual_coding_keeps_totals_and_shows_its_doubt(published, lead, way, doubted, share) -> None:
    source, target = way
    start = published.nomenclature(source)
    cells = [CodeCell(code, len(start.titles(code))) for code in start.codes()]
    found = aggregate(cells, links=lead(source, target))
    assert math.fsum(found.values.values()) == pytest.approx(found.total, rel=1e-9)
    assert (len(found.doubts), found.lost) == (doubted, 0)
    assert found.ambiguous == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize("source", ["rome3", "rome4", "pcs-ese", "fap2009", "esco"])
def test_totals_hold_and_doubts_shrink_at_every_level(published: Store, lead, source: str) -> None:
    codes = published.nomenclature(source).codes()
    cells = [CodeCell(code, 1 + 17.3 * place % 29) for place, code in enumerate(codes)]
    direct = [aggregate(cells, links=lead(source, f"fap2021:{level}")) for level in ("341", "228", "86", "22")]
    assert [math.fsum(each.values.values()) for each in direct] == pytest.approx([direct[0].total] * 4, rel=1e-9)
    doubts = [each.ambiguous for each in direct]
    assert doubts == sorted(doubts, reverse=True)
    fine = [CodeCell(code, value) for code, value in direct[0].values.items()]
    for level, expected in zip(("228", "86", "22"), direct[1:], strict=True):
        again = aggregate(fine, links=lead("fap2021", f"fap2021:{level}"))
        assert again.values == pytest.approx(expected.values, rel=1e-9)


def test_every_way_that_is_offered_can_be_taken(published: Store, lead) -> None:
    for source, target in [
        *((start, end) for start in ("rome3", "rome4") for end in ("pcs2003", "esco")),
        *((start, end) for start in ("pcs2003", "pcs-ese") for end in ("rome3", "fap2021", "fap2009")),
        ("pcs2003", "pcs-ese"), ("pcs-ese", "pcs2003"), ("fap2009", "pcs2003"), ("fap2009", "pcs-ese"),
        ("esco", "rome3"), ("esco", "rome4"),
    ]:  # fmt: skip
        known = set(published.nomenclature(target).codes())
        found = lead(source, target)
        assert {key.code for key in found.targets} - {UNMATCHED} <= known, (source, target)
        assert found.path
        assert all(step.origin for step in found.path)
