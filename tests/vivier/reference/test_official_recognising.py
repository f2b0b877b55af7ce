"""A table is told by its columns: their order, the separator, the encoding and what stands before do not matter."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import official as made
from vivier.reference.manifest import Entry
from vivier.reference.nomenclature import Nomenclature
from vivier.reference.official import recognise
from vivier.reference.official.catalogue import BUILDERS, ENTRIES
from vivier.reference.official.kinds import KINDS
from vivier.reference.tables import COLUMNS, pack, unpack

HEADER = "code libelle niveau code_parent"
ROWS = [("2", "Artisans d’art", 1, ""), ("21", "Maçons", 2, "2")]


def kind_of(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "fichier"
    path.write_bytes(content)
    return recognise(path).name


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_separator_and_the_encoding_do_not_matter(delimiter: str, encoding: str, tmp_path: Path) -> None:
    assert kind_of(tmp_path, made.as_csv(HEADER, ROWS, delimiter=delimiter, encoding=encoding)) == "pcs2003.codes"


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_of_the_columns_does_not_matter(order: tuple[int, ...], tmp_path: Path) -> None:
    header = " ".join(HEADER.split()[rank] for rank in order)
    rows = [[row[rank] for rank in order] for row in ROWS]
    assert kind_of(tmp_path, made.as_csv(header, rows)) == "pcs2003.codes"


def test_the_case_of_the_columns_and_columns_in_plus_do_not_matter(tmp_path: Path) -> None:
    wider = made.as_csv(f"{HEADER.upper()} note", [(*row, "x") for row in ROWS])
    assert kind_of(tmp_path, wider) == "pcs2003.codes"


def test_what_stands_before_the_header_is_passed_over(tmp_path: Path) -> None:
    sheet = {"Lisez-moi": [("Notice",)], "Table": [("Titre",), (), ("Source : Insee",), HEADER.split(), *ROWS]}
    assert kind_of(tmp_path, made.as_xlsx(sheet)) == "pcs2003.codes"


def test_the_richest_kind_wins_when_several_fit(tmp_path: Path) -> None:
    assert kind_of(tmp_path, made.places()["communes.json"]) == "cog.communes"
    assert kind_of(tmp_path, made.europe()["v1.0_occupations_fr.csv"]) == "esco.occupations"


def test_lists_with_the_same_columns_are_told_by_their_codes(tmp_path: Path) -> None:
    found = [
        kind_of(tmp_path, made.as_csv("code libelle", [(code, "X")]))
        for code in ("A", "01", "01.1", "01.11", "01.11Z")
    ]
    assert found == ["naf.1", "naf.2", "naf.3", "naf.4", "naf.5"]


def test_the_kinds_agree_with_the_catalogue() -> None:
    assert {kind.subject for kind in KINDS if kind.subject} == {*BUILDERS, "rome"}
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert set(kind.key) <= {*kind.columns, "code_tete_rgpmt"}, kind.name
        assert set(kind.shapes) <= set(kind.columns), kind.name


@pytest.mark.parametrize("key", ENTRIES)
def test_every_entry_says_its_origin_licence_and_credit(key: str) -> None:
    entry = ENTRIES[key]
    assert entry.id == key
    assert all((entry.title, entry.origin, entry.licence, entry.attribution))
    if entry.is_passage:
        assert key == "-".join(entry.joins)
        assert not entry.levels
    else:
        assert entry.grain in entry.levels


def test_no_two_kinds_of_use_are_the_same() -> None:
    seen = [(frozenset(kind.columns), tuple(sorted(kind.shapes.items()))) for kind in KINDS]
    assert len(set(seen)) == len(seen)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=8))
def test_any_text_comes_back_from_the_disk(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path_factory.mktemp("tables") / "t.zip"
    path.write_bytes(pack({"codes": rows}))
    assert unpack(path, "codes") == [list(row) for row in rows]


TREES = st.dictionaries(st.integers(10, 99).map(str), st.text("abc", min_size=1, max_size=2), min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_climbing_agrees_with_a_slow_walk(fine: dict[str, str]) -> None:
    """Two-digit codes under one digit, each divided once or more, or not: then it keeps its code."""
    rows = [("1", code, f"Un {code}", "") for code in sorted({code[0] for code in fine})]
    rows += [("2", code, f"Deux {code}", code[0]) for code in fine]
    rows += [
        ("3", code + letter if letter != "a" else code, "Trois", code)
        for code, word in fine.items()
        for letter in set(word)
    ]
    entry = Entry("t", "T", levels=("1", "2", "3"), grain="3")
    tree = Nomenclature(entry, lambda name: rows if name == "codes" else [])
    for level, code, _, parent in rows:
        if level == "3":
            assert tree.ancestor(code, "3") == code
            assert tree.ancestor(code, "2") == parent == code[:2]
            assert tree.ancestor(code, "1") == code[0]
            assert tree.parent(code) == (parent if parent != code else code[0])
    assert {child for code in tree.codes("1") for child in tree.children(code)} == set(tree.codes("2"))


def test_the_tables_of_the_store_have_named_columns() -> None:
    assert all(len(set(columns)) == len(columns) >= 2 for columns in COLUMNS.values())
