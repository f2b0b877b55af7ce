"""The grid of costs without any table: amounts as typed, merging, who reads what, files there and back, the plan."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.aid.data import CATEGORIES, NATURES
from vivier.vocabulary import InputError
from vivier_web.members.registers.tables import opened
from vivier_web.projects.building.files import TableError, as_csv, as_workbook, read_rows
from vivier_web.projects.building.grid import (
    Looked,
    Member,
    column_replaced,
    decimal_of,
    is_cell,
    key_of,
    laid_out,
    merged,
    partners_changed,
    read_cents,
    totals_by,
    typed,
)
from vivier_web.projects.building.plan import Resource, lacking, percent, planned

MEMBERS = (Member(1, "Optique du Rhône", is_lead=True), Member(2, "=Forges"), Member(3, "Laboratoire"))
EVERYONE = frozenset({1, 2, 3})
TEAM = Looked(MEMBERS, EVERYONE, EVERYONE, ("industrial", "experimental"))
OWN = Looked(MEMBERS, frozenset({2}), frozenset({2}), ("industrial", "experimental"))
keys = st.builds(
    key_of,
    st.sampled_from([1, 2, 3]),
    st.sampled_from(["industrial", "experimental"]),
    st.sampled_from(list(NATURES)),
)
grids = st.dictionaries(keys, st.integers(1, 10**11), max_size=12)


@pytest.mark.parametrize(
    ("said", "cents"),
    [("12 500,50", 1250050), ("1\u202f204 €", 120400), ("12.5", 1250), ("", 0), ("  ", 0), ("0,01", 1), ("0", 0)],
)
def test_amounts_are_read_as_people_write_them(said: str, cents: int) -> None:
    assert read_cents(said) == cents


@pytest.mark.parametrize("said", ["-1", "1,005", "douze", "NaN", "1e14", "inf", "1 2.3.4", "99999999999999"])
def test_what_is_no_amount_is_refused_with_what_was_typed(said: str) -> None:
    with pytest.raises(InputError, match=said[:5].replace("+", r"\+")):
        read_cents(said)


@given(st.integers(0, 10**12 - 1))
def test_what_is_shown_in_a_cell_is_read_back_to_the_cent(cents: int) -> None:
    assert read_cents(typed(cents)) == cents
    assert decimal_of(cents) * 100 == cents


@given(grids, grids)
def test_merging_changes_only_the_cells_that_were_written(before: dict[str, int], changed: dict[str, int]) -> None:
    after = merged(before, changed)
    assert after == {key: changed.get(key, before.get(key, 0)) for key in {*before, *changed}}
    assert partners_changed(before, after) <= {int(key.split(":")[0]) for key in changed}
    assert sum(totals_by(after, 0).values()) == sum(totals_by(after, 2).values()) == sum(after.values())


@given(grids, grids)
def test_a_column_taken_back_leaves_the_others_as_they_are(now: dict[str, int], then: dict[str, int]) -> None:
    after = column_replaced(now, 2, then)
    assert {key: n for key, n in after.items() if not key.startswith("2:")} == {
        key: n for key, n in now.items() if not key.startswith("2:")
    }
    assert {key for key in after if key.startswith("2:")} == {key for key in then if key.startswith("2:")}


@given(grids)
def test_a_grid_goes_to_a_file_and_back_whole(cells: dict[str, int]) -> None:
    for content in (as_csv(cells, TEAM),):
        table = opened(content)
        header = [each.removeprefix("'") for each in table.header]
        assert merged({}, read_rows(header, table.lines, TEAM)) == cells


def test_a_workbook_holds_the_same_amounts_and_no_formula() -> None:
    cells = {"1:industrial:staff": 48_000_050, "2:experimental:other": 100}
    table = opened(as_workbook(cells, TEAM))
    assert table.header == ["Catégorie", "Nature", "Optique du Rhône", "'=Forges", "Laboratoire", "Total"]
    header = [each.removeprefix("'") for each in table.header]
    assert merged({}, read_rows(header, table.lines, TEAM)) == cells


def test_a_partner_reads_its_own_lines_and_the_totals_of_the_others() -> None:
    cells = {"1:industrial:staff": 12_345_678, "2:industrial:staff": 500}
    assert b"123456,78" in as_csv(cells, TEAM)
    assert b"123456,78" not in as_csv(cells, OWN), "something could leak: the team's file holds it"
    sheet = laid_out(cells, OWN)
    shown = {
        cell.key: (cell.text, cell.is_open) for block in sheet.blocks for line in block.lines for cell in line.cells
    }
    assert shown["1:industrial:staff"] == ("", False)
    assert shown["2:industrial:staff"] == ("5", True)
    assert {line.total for block in sheet.blocks for line in block.lines} == {""}, (
        "a line's total would tell the rest"
    )


def test_a_wrong_table_is_refused_whole_with_its_lines() -> None:
    lines = [
        (2, ["recherche industrielle", "personnel", "12", "x"]),
        (3, ["recherche industrielle", "voyages", "1", "2"]),
    ]
    with pytest.raises(TableError) as refused:
        read_rows(["Catégorie", "Nature", "Optique du Rhône", "Laboratoire"], lines, TEAM)
    assert [number for number, _ in refused.value.problems] == [2, 3]
    assert "voyages" in refused.value.problems[1][1]
    with pytest.raises(TableError, match="Forges"):
        read_rows(["Catégorie", "Nature", "Optique du Rhône"], lines, OWN)


def test_only_cells_of_known_words_are_cells() -> None:
    assert is_cell("4:industrial:staff")
    for wrong in (
        "",
        "4:industrial",
        "x:industrial:staff",
        "4:travel:staff",
        "4:industrial:staff:1",
        "²:industrial:staff",
    ):
        assert not is_cell(wrong)
    assert len({key_of(1, each, nature) for each in CATEGORIES for nature in NATURES}) == 16


def test_the_plan_says_what_lacks_and_never_forces_it() -> None:
    some = [Resource("Aide", 40_000), Resource("Fonds propres", 59_999)]
    assert planned(100_000, some).sentence.startswith("Il manque 0,01")
    assert (
        planned(100_000, [*some, Resource("Prêt", 1)]).sentence == "Le plan couvre exactement les dépenses : 100 %."
    )
    assert "dépassent les dépenses de 1" in planned(99_899, some).sentence
    assert planned(0, some).sentence.startswith("Le budget est vide")
    assert [each.share for each in planned(100_000, some).lines] == ["40\u00a0%", "60\u00a0%"]


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_never_told_as_all_or_nothing_when_it_is_not(part: int, whole: int) -> None:
    said = percent(part, whole)
    assert (said == "100\u00a0%") == (part == whole)
    assert (said == "0\u00a0%") == (part == 0)
    exact = Decimal(part) * 100 / whole
    assert abs(Decimal(said[:-2].replace(",", ".")) - exact) <= Decimal("0.1")


def test_what_lacks_is_told_partner_by_partner_when_every_resource_has_one() -> None:
    names = {1: "Val", 2: "Lac"}
    held = [Resource("Aide", 100, 1), Resource("Aide", 40, 2)]
    assert lacking({1: 100, 2: 100}, held, names) == ("Lac : il manque 0,60\u00a0€.",)
    assert lacking({1: 90, 2: 40}, held, names) == ("Val : 0,10\u00a0€ de trop.",)
    assert lacking({1: 100, 2: 100}, [*held, Resource("Région", 60)], names) == ()
