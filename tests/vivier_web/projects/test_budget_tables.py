"""A budget as a table that goes out to a spreadsheet and comes back: titles, lines, amounts, and all that can be wrong."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from vivier.aid.data import CATEGORIES, NATURES
from vivier.vocabulary import InputError
from vivier_web.members.registers.tables import opened
from vivier_web.projects.building.files import MOST_TROUBLES, TableError, as_csv, as_workbook, read_rows, rows_of
from vivier_web.projects.building.grid import Looked, Member, key_of, merged, parted

NAMES = ("Optique du Rhône", "=Forges & Fils", "Œuvre; du « Lac »")
MEMBERS = tuple(Member(rank, name, is_lead=rank == 1) for rank, name in enumerate(NAMES, 1))
ALL = frozenset({1, 2, 3})
TWO = ("industrial", "experimental")
TEAM = Looked(MEMBERS, ALL, ALL, TWO)
INDUSTRIAL, STAFF = CATEGORIES["industrial"], NATURES["staff"]
HEAD = ["Catégorie", "Nature", "Optique du Rhône", "Forges Fils", "Œuvre du Lac", "Total"]
grids = st.dictionaries(
    st.builds(key_of, st.sampled_from([1, 2, 3]), st.sampled_from(TWO), st.sampled_from(list(NATURES))),
    st.integers(1, 10**12 - 1),
    max_size=9,
)


def own(*partners: int) -> Looked:
    """Look as those who read and write these columns only."""
    return Looked(MEMBERS, frozenset(partners), frozenset(partners), TWO)


def read(*rows: list[str], head: list[str] | None = None, looked: Looked = TEAM) -> dict[str, int]:
    return read_rows(head or HEAD, list(enumerate(rows, 2)), looked)


@given(grids)
def test_rows_are_titles_then_every_cell_then_totals(grid: dict[str, int]) -> None:
    head, *lines, last = rows_of(grid, TEAM)
    assert head == ["Catégorie", "Nature", *NAMES, "Total"]
    assert [line[:2] for line in lines] == [[CATEGORIES[each], words] for each in TWO for words in NATURES.values()]
    assert last[:2] == ["Total", ""]
    for line in (*lines, last):
        assert sum(line[2:-1]) == line[-1]
    for rank in range(2, len(head)):
        assert sum(line[rank] for line in lines) == last[rank]
    assert last[-1] * 100 == sum(grid.values())


@given(grids, st.sampled_from([(1,), (2,), (2, 3), ()]))
def test_a_file_says_nothing_of_the_columns_one_may_not_read(grid: dict[str, int], mine: tuple[int, ...]) -> None:
    seen = {key: amount for key, amount in grid.items() if parted(key)[0] in mine}
    assert rows_of(grid, own(*mine)) == rows_of(seen, own(*mine)), "the rest could be anything"
    assert as_csv(grid, own(*mine)) == as_csv(seen, own(*mine))


def test_a_csv_is_what_a_french_spreadsheet_opens_to_the_byte() -> None:
    one = Looked((MEMBERS[1], MEMBERS[2]), ALL, ALL, ("industrial",))
    text = as_csv({"2:industrial:staff": 123_456_789, "3:industrial:staff": 5}, one).decode()
    assert text.startswith("\ufeff")
    lines = text.removeprefix("\ufeff").split("\r\n")
    assert lines[0] == 'Catégorie;Nature;\'=Forges & Fils;"Œuvre; du « Lac »";Total'
    assert f"{INDUSTRIAL};{STAFF};1234567,89;0,05;1234567,94" in lines
    assert lines[-2:] == ["Total;;1234567,89;0,05;1234567,94", ""]
    assert len(lines) == len(NATURES) + 3


@given(grids)
def test_a_csv_comes_back_whole_as_anyone_would_read_it(grid: dict[str, int]) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(grid, TEAM).decode("utf-8-sig")), delimiter=";"))
    assert merged({}, read_rows(rows[0], list(enumerate(rows[1:], 2)), TEAM)) == grid
    table = opened(as_csv(grid, TEAM))
    assert merged({}, read_rows(table.header, table.lines, own(2))) == {
        key: amount for key, amount in grid.items() if key.startswith("2:")
    }, "what one may not write is not read"


def test_a_workbook_has_numbers_a_frozen_head_and_no_formula() -> None:
    grid = {"1:industrial:staff": 48_000_050, "2:experimental:other": 100}
    page: Any = load_workbook(io.BytesIO(as_workbook(grid, TEAM))).active
    rows = [[cell.value for cell in line] for line in page.iter_rows()]
    assert (page.title, page.freeze_panes) == ("Budget", "C2")
    assert rows[0] == ["Catégorie", "Nature", "Optique du Rhône", "'=Forges & Fils", "Œuvre; du « Lac »", "Total"]
    assert rows[-1] == ["Total", None, 480_000.5, 1, 0, 480_001.5]
    assert {cell.data_type for line in page.iter_rows(min_row=2, min_col=3) for cell in line} == {"n"}
    assert {cell.number_format for line in page.iter_rows(min_row=2, min_col=3) for cell in line} == {"#,##0.00"}


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ([INDUSTRIAL, STAFF, "1", "2", "3", "999"], {1: 100, 2: 200, 3: 300}),  # a total is worked out, never read
        (["industrial", "staff", "1", "2", "3"], {1: 100, 2: 200, 3: 300}),
        ([INDUSTRIAL.upper(), STAFF.upper(), "1,50", "", "0"], {1: 150, 2: 0, 3: 0}),
        ([f"  {INDUSTRIAL} ", STAFF, "1 000,5 €"], {1: 100_050, 2: 0, 3: 0}),
        (["Recherche  Industrielle", STAFF], {1: 0, 2: 0, 3: 0}),
    ],
)
def test_a_line_is_known_however_it_is_typed(row: list[str], cells: dict[int, int]) -> None:
    assert read(row) == {f"{partner}:industrial:staff": cents for partner, cents in cells.items()}


@pytest.mark.parametrize("first", ["Total", "TOTAL", " total "])
def test_totals_are_left_aside(first: str) -> None:
    assert read([first, "", "1", "rien", "x"]) == {}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["voyage", STAFF, "1"], "« voyage » n’est pas connu"),
        ([INDUSTRIAL, "voyage", "1"], "« voyage » n’est pas connu"),
        ([STAFF, INDUSTRIAL, "1"], f"« {STAFF} » n’est pas connu"),
        (["", STAFF, "1"], "«  » n’est pas connu"),
        ([INDUSTRIAL], "«  » n’est pas connu"),
        ([INDUSTRIAL, STAFF, "douze"], "Optique du Rhône : « douze »"),
        ([INDUSTRIAL, STAFF, "1", "-2"], "Forges Fils : « -2 »"),
        ([INDUSTRIAL, STAFF, "1", "1", "1,001"], "Œuvre du Lac : « 1,001 » est plus fin que le centime"),
        (["x" * 50, STAFF, "1"], f"« {'x' * 30} »"),
    ],
)
def test_a_wrong_line_is_told_with_its_number_and_nothing_is_taken(row: list[str], words: str) -> None:
    with pytest.raises(TableError, match="ligne est fausse") as refused:
        read([INDUSTRIAL, NATURES["other"], "1", "2", "3"], row)
    ((number, said),) = refused.value.problems
    assert number == 3
    assert words in said


def test_every_wrong_cell_of_a_line_is_told_and_at_most_twenty_in_all() -> None:
    with pytest.raises(TableError, match=r"^1.ligne est fausse") as refused:
        read([INDUSTRIAL, STAFF, "a", "b", "c"])
    assert [said.split(" : ")[0] for _, said in refused.value.problems] == HEAD[2:5]
    with pytest.raises(TableError, match=r"30.lignes sont fausses") as refused:
        read(*[["voyage", STAFF] for _ in range(30)])
    assert [number for number, _ in refused.value.problems] == list(range(2, 2 + MOST_TROUBLES))


def test_the_same_line_or_the_same_column_twice_is_refused_for_one_would_be_lost() -> None:
    with pytest.raises(TableError, match="ligne est fausse") as refused:
        read([INDUSTRIAL, STAFF, "1"], ["industrial", "staff", "2"])
    assert "déjà" in refused.value.problems[0][1]
    with pytest.raises(TableError, match="deux fois"):
        read([INDUSTRIAL, STAFF, "1", "2"], head=["Catégorie", "Nature", NAMES[0], NAMES[0].upper()])
    both = ["Catégorie", "Nature", NAMES[0], NAMES[1], NAMES[0]]
    assert read([INDUSTRIAL, STAFF, "1", "2", "3"], head=both, looked=own(2)) == {"2:industrial:staff": 200}, (
        "a column one may not write takes nothing away"
    )


@pytest.mark.parametrize(
    ("head", "looked"),
    [
        (["Catégorie", "Nature"], TEAM),
        (["Catégorie", "Nature", "Un autre"], TEAM),
        ([NAMES[0], "Nature", "Un autre"], TEAM),  # the first two columns are words
        ([], TEAM),
        (["Catégorie", "Nature", NAMES[0]], own(2)),
        (["Catégorie", "Nature", *NAMES], own()),
    ],
)
def test_a_table_without_a_column_one_may_write_is_refused(head: list[str], looked: Looked) -> None:
    with pytest.raises(TableError, match="Aucune colonne") as refused:
        read_rows(head, [(2, [INDUSTRIAL, STAFF, "1"])], looked)
    named = [each.name for each in MEMBERS if each.pk in looked.writes]
    assert all(name in str(refused.value) for name in named)
    assert not any(each.name in str(refused.value) for each in MEMBERS if each.pk not in looked.writes)
    assert refused.value.problems == ()


def test_columns_may_come_in_any_order_and_others_are_not_looked_at() -> None:
    head = ["Catégorie", "Nature", "Remarque", "œuvre du lac", "optique du RHONE"]
    assert read([INDUSTRIAL, STAFF, "à revoir", "3", "1"], head=head) == {
        "3:industrial:staff": 300,
        "1:industrial:staff": 100,
    }


def test_no_line_is_no_cell_and_it_is_an_input_error_like_any_other() -> None:
    assert read() == {}
    assert issubclass(TableError, InputError)
