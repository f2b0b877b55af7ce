"""A publication on a page, from plain data: what may be asked, its table, its map, its secrets that stay hidden."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.indicators.gate.words import STATUS_WORDS
from vivier_web.indicators.published import DatasetCard, PublishedDataset, Shown
from vivier_web.members.territory import DEPARTMENTS
from vivier_web.pages.shared import figures
from vivier_web.pages.shared.figures import Written, axes, chosen, finest, grid, mapped, rank, written
from vivier_web.pages.shared.france import LEVELS, MAP, bounds_of, drawn, outlines

NOBODY = Written("–", "none", "Aucune entreprise dans cette case", "")
CARD = DatasetCard(
    "k", "Effectifs", "headcount", dt.date(2026, 1, 31), dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "val", "Pôle du Val",
    "84", 9, 2, None, "", "0" * 64, True, "Moyen",
)  # fmt: skip
COLUMNS = ("region", "departement", "taille")
SECRET = 4321  # what is hidden: it must be nowhere


def dataset(cells: tuple[Shown, ...], levels: tuple[tuple[tuple[str, ...], ...], ...]) -> PublishedDataset:
    """Make a publication of these cells; what is not looked at is empty."""
    given_ = {
        "card": CARD, "measure": "n", "unit_words": "personnes", "contributors": "entreprises", "columns": COLUMNS,
        "levels": levels, "cells": cells,
        "labels": {
            "region": {"84": "Auvergne-Rhône-Alpes"}, "departement": {"74": "Haute-Savoie", "38": "Isère"},
            "taille": {"1-9": "1 à 9", "10-49": "10 à 49", "250-4999": "250 à 4 999"},
        },
    }  # fmt: skip
    fields = PublishedDataset.__dataclass_fields__
    return PublishedDataset(**{name: given_.get(name) for name in fields})


CELLS = (
    Shown(("T", "T", "T"), 1204.0, 40, "published"),
    Shown(("84", "T", "T"), 1204.0, 40, "published"),
    Shown(("84", "74", "T"), 900.0, 30, "published"),
    Shown(("84", "38", "T"), None, 2, "primary"),
    Shown(("T", "T", "1-9"), 0.0, 0, "zero"),
    Shown(("T", "T", "250-4999"), 1000.0, 3, "published"),
    Shown(("84", "74", "10-49"), None, None, "secondary"),
    Shown(("84", "74", "250-4999"), 850.0, 3, "published"),
)
TOLD = dataset(CELLS, ((("region", "departement"), ("taille",)),))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, NOBODY),
        (Shown(("74",), 1204.0, 3, "published"), Written("1\u202f204", "published", "Publié", "3\u00a0entreprises")),
        (Shown(("74",), 0.0, 0, "zero"), Written("0", "zero", "Zéro", "0\u00a0entreprise")),
        (Shown(("74",), 12.5, None, "published"), Written("12,5", "published", "Publié", "")),
        (Shown(("74",), None, 1, "primary"),
         Written("secret", "primary", STATUS_WORDS["primary"], "1\u00a0entreprise")),
        (Shown(("74",), None, None, "secondary"), Written("secret", "secondary", STATUS_WORDS["secondary"], "")),
    ],
)  # fmt: skip
def test_a_figure_is_written_or_says_why_it_is_not(cell: Shown | None, said: Written) -> None:
    found = written(cell, "entreprises")
    assert found == said
    assert found.is_hidden is (said.words == "secret")


@pytest.mark.parametrize("status", ["primary", "secondary"])
def test_a_hidden_cell_that_should_have_lost_its_value_shows_none_of_it(status: str) -> None:
    found = written(Shown(("74",), float(SECRET), 3, status), "entreprises")
    assert "4" not in found.words
    assert found.words == "secret"
    assert found.is_hidden


@pytest.mark.parametrize(
    ("codes", "given_"),
    [
        (("T", "T", "T"), {}),
        (("84", "T", "T"), {"region": "84"}),
        (("84", "74", "T"), {"departement": "74"}),
        (("84", "74", "1-9"), {"departement": "74", "taille": "1-9"}),
        (("T", "T", "1-9"), {"taille": "1-9"}),
    ],
)
def test_a_departement_says_its_region_which_is_not_said_twice(
    codes: tuple[str, ...], given_: dict[str, str]
) -> None:
    assert finest(COLUMNS, codes) == given_


def test_a_cell_that_lacks_a_code_is_refused_rather_than_shifted() -> None:
    with pytest.raises(ValueError, match="zip"):
        finest(COLUMNS, ("84", "74"))


def test_columns_stand_beside_those_of_the_other_dimensions_of_their_tables_and_no_other() -> None:
    assert axes(TOLD) == {"region": ("taille",), "departement": ("taille",), "taille": ("region", "departement")}
    assert axes(dataset((), ())) == {}
    apart = dataset((), ((("region",),), (("taille",), ("csp",)), (("taille",), ("csp",))))
    assert axes(apart) == {"region": (), "taille": ("csp",), "csp": ("taille",)}


@pytest.mark.parametrize(
    ("rows", "columns", "shown"),
    [
        ("", "", ("departement", "taille")),
        ("departement", "taille", ("departement", "taille")),
        ("region", "aucune", ("region", "")),
        ("taille", "departement", ("taille", "departement")),
        ("taille", "taille", ("taille", "")),  # nothing beside it that one looks at first
        ("departement", "region", ("departement", "taille")),  # one dimension: never crossed with itself
        ("pcs", "csp", ("departement", "taille")),
        ("<script>", "'; --", ("departement", "taille")),
        ("aucune", "aucune", ("departement", "")),
    ],
)
def test_what_is_shown_is_what_was_asked_when_it_was_published(
    rows: str, columns: str, shown: tuple[str, str]
) -> None:
    assert chosen(TOLD, rows, columns) == shown


@pytest.mark.parametrize(("detail", "row"), [("zones", "zone"), ("families", "domaine"), ("medium", "csp")])
def test_a_publication_opens_on_what_it_was_published_for(detail: str, row: str) -> None:
    told = replace(dataset((), ((("lieu", "zone"),), (("emploi", "domaine"),), (("csp",),))), detail=detail)
    assert [chosen(told, asked, "")[0] for asked in ("", "zone", "lieu")] == [row, "zone", "lieu"]


def test_codes_that_only_this_platform_knows_are_not_shown_and_answers_stand_in_their_order() -> None:
    answers = {"n9_10": "9 ou 10", "n0_4": "De 0 à 4", "n7_8": "7 ou 8", "n5_6": "5 ou 6"}
    cells = tuple(Shown((code,), 3.0, 3, "published") for code in answers)
    told = replace(
        dataset((*cells, Shown(("T",), 12.0, 12, "published")), ((("reponse",),),)),
        columns=("reponse",),
        labels={"reponse": answers},
    )
    found = grid(told, "reponse", "")
    assert [words for _, words, _ in found.rows] == ["Ensemble", "De 0 à 4", "5 ou 6", "7 ou 8", "9 ou 10"]
    assert (found.is_coded, grid(TOLD, "departement", "taille").is_coded) == (False, True)


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("taille", ["1-9", "10-49", "50-249", "250-4999", "5000+", "inconnue"]),
        ("csp", ["3", "4", "6", "0"]),
        ("departement", ["01", "74", "00"]),
    ],
)
def test_what_is_unknown_comes_last_and_sizes_in_their_order(column: str, codes: list[str]) -> None:
    assert sorted(sorted(codes), key=lambda code: rank(column, code, code)) == codes


def test_a_publication_without_any_table_shows_nothing_and_breaks_nothing() -> None:
    empty = dataset((), ())
    assert chosen(empty, "region", "taille") == ("", "")
    assert mapped(empty) == ([], [])


def test_a_table_has_its_totals_first_its_sizes_in_order_and_its_secrets_named() -> None:
    found = grid(TOLD, "departement", "taille")
    assert found.heads == ("Ensemble", "1 à 9", "10 à 49", "250 à 4 999")
    said = [(code, words, [cell.words for cell in cells]) for code, words, cells in found.rows]
    assert said == [
        ("", "Ensemble", ["1\u202f204", "0", "–", "1\u202f000"]),
        ("74", "Haute-Savoie", ["900", "–", "secret", "850"]),
        ("38", "Isère", ["secret", "–", "–", "–"]),
    ]


def test_a_table_of_one_column_has_its_totals_alone() -> None:
    found = grid(TOLD, "taille", "")
    assert (found.columns_title, found.heads) == ("", ("Ensemble",))
    assert [(code, [cell.words for cell in cells]) for code, _, cells in found.rows] == [
        ("", ["1\u202f204"]), ("1-9", ["0"]), ("250-4999", ["1\u202f000"]),
    ]  # fmt: skip


def test_a_code_that_no_list_names_is_shown_as_it_is() -> None:
    found = grid(dataset((*CELLS, Shown(("84", "99", "T"), 7.0, 3, "published")), TOLD.levels), "departement", "")
    assert ("99", "99") in {(code, words) for code, words, _ in found.rows}


def test_a_map_is_hatched_where_a_figure_is_hidden_and_blank_where_there_is_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shapes = {"74": "M0 0", "38": "M1 1", "69": "M2 2", "2C": "M3 3"}
    monkeypatch.setattr(figures, "outlines", lambda: shapes)
    areas, legend = mapped(TOLD)
    said = {each.code: (each.name, each.level, each.is_hidden, each.words) for each in areas}
    assert said == {
        "74": ("Haute-Savoie", 1, False, "900"),
        "38": ("Isère", 0, True, "secret"),
        "69": ("Rhône", 0, False, "–"),
    }
    assert legend == [(1, "900 et plus")]


def test_a_map_whose_every_figure_is_hidden_is_hatched_and_has_no_legend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "outlines", lambda: {"74": "M0 0", "38": "M1 1"})
    hidden = (Shown(("84", "74", "T"), None, 2, "primary"), Shown(("84", "38", "T"), None, None, "secondary"))
    areas, legend = mapped(dataset(hidden, TOLD.levels))
    assert ([each.is_hidden for each in areas], legend) == ([True, True], [])


def test_a_publication_by_region_darkens_each_departement_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "outlines", lambda: {"74": "M0 0", "75": "M1 1"})
    told = dataset(CELLS[:2], ((("region",),),))
    areas, _ = mapped(told)
    assert [(each.code, each.words, each.level) for each in areas] == [("74", "1\u202f204", 1), ("75", "–", 0)]


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ({}, []),
        ({"": 5}, []),  # members of no département are not on the map
        ({"01": 0, "38": 0}, []),
        ({"01": 3}, [3]),
        ({"01": 1, "38": 1, "69": 1, "74": 1, "75": 1}, [1]),
        ({"01": 1, "38": 2}, [1, 2]),
        ({"01": 1, "38": 2, "69": 4, "74": 12}, [1, 2, 4, 12]),
        ({f"{rank:02}": rank for rank in range(1, 9)}, [1, 3, 5, 7]),
    ],
)
def test_levels_begin_where_as_many_departements_fall_in_each(counts: dict[str, int], bounds: list[int]) -> None:
    assert bounds_of(counts) == bounds


@given(st.dictionaries(st.sampled_from(sorted(DEPARTMENTS)), st.integers(0, 500), max_size=40))
def test_whoever_has_somebody_has_a_level_and_more_is_never_lighter(counts: dict[str, int]) -> None:
    bounds = bounds_of(counts)
    assert len(bounds) <= LEVELS
    assert bounds == sorted(set(bounds))
    levels = {count: sum(count >= bound for bound in bounds) for count in counts.values()}
    for count, level in levels.items():
        assert (level == 0) == (count == 0)
        assert all(level <= other for more, other in levels.items() if more >= count)


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ([], []),
        ([3], [(1, "3 et plus")]),
        ([1, 2, 4, 12], [(1, "1"), (2, "2 à 3"), (3, "4 à 11"), (4, "12 et plus")]),
        ([1, 1204, 5000], [(1, "1 à 1\u202f203"), (2, "1\u202f204 à 4\u202f999"), (3, "5\u202f000 et plus")]),
    ],
)
def test_the_legend_says_each_shade_without_a_hole_nor_a_range_of_one(
    bounds: list[int], said: list[tuple[int, str]]
) -> None:
    assert figures._legend(bounds) == said


def test_departements_are_drawn_with_what_they_hold_where_the_map_is_installed() -> None:
    outlines.cache_clear()
    shapes = drawn({"74": 12, "38": 1, "2C": 9})
    if not shapes:
        pytest.skip(f"{MAP} is not installed")
    held = {each.code: each for each in shapes}
    assert (held["74"].count, held["38"].count, held["75"].count, held["75"].level) == (12, 1, 0, 0)
    assert held["74"].level > held["38"].level > 0
    assert "2C" not in held
    assert all("\n" not in each.outline for each in shapes)
