"""Cells of a grid of costs, one by one: what is typed, what is shown, what names a cell, what a reader is laid out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.aid.data import CATEGORIES, NATURES
from vivier.vocabulary import InputError
from vivier_web.projects.building.grid import (
    Block,
    Cell,
    Column,
    Line,
    Looked,
    Member,
    categories_shown,
    column_replaced,
    decimal_of,
    euros,
    is_cell,
    key_of,
    laid_out,
    merged,
    parted,
    partners_changed,
    read_cents,
    totals_by,
    typed,
)

NARROW, FIXED = "\u202f", "\u00a0"
VAL, LAC = Member(1, "Val", is_lead=True), Member(2, "Lac")
cells = st.dictionaries(
    st.builds(key_of, st.integers(1, 4), st.sampled_from(list(CATEGORIES)), st.sampled_from(list(NATURES))),
    st.integers(1, 10**9),
    max_size=8,
)


def test_a_cell_reads_what_every_amount_is_read_from_and_nothing_is_nothing() -> None:
    assert [read_cents(said) for said in ("", f" {FIXED}", "12 500,50 €", "1.234,50", "12 k€")] == [
        0, 0, 1_250_050, 123_450, 1_200_000,
    ]  # fmt: skip
    for said in ("€", "1E+05", "-5", "1,500"):
        with pytest.raises(InputError):
            read_cents(said)


def test_a_long_text_is_refused_with_its_beginning_only() -> None:
    with pytest.raises(InputError) as refused:
        read_cents("abcdefghijklmnopqrstuvwxyz")
    assert "« abcdefghijklmnopqrst »" in str(refused.value)


@pytest.mark.parametrize(
    ("cents", "cell", "money"),
    [
        (0, "0", f"0{FIXED}€"),
        (1, "0,01", f"0,01{FIXED}€"),
        (10, "0,10", f"0,10{FIXED}€"),
        (100, "1", f"1{FIXED}€"),
        (99_999, "999,99", f"999,99{FIXED}€"),
        (100_000, f"1{NARROW}000", f"1{NARROW}000{FIXED}€"),
        (123_456_789, f"1{NARROW}234{NARROW}567,89", f"1{NARROW}234{NARROW}567,89{FIXED}€"),
        (-1, "−0,01", f"−0,01{FIXED}€"),
        (-100_050, f"−1{NARROW}000,50", f"−1{NARROW}000,50{FIXED}€"),
    ],
)
def test_cents_are_written_as_french_amounts(cents: int, cell: str, money: str) -> None:
    assert (typed(cents), euros(cents)) == (cell, money)
    assert decimal_of(cents) == Fraction(cents, 100)


@given(st.integers(0, 10**12 - 1))
def test_an_amount_shown_with_its_sign_of_euro_is_read_back(cents: int) -> None:
    assert read_cents(euros(cents)) == cents


@pytest.mark.parametrize(
    ("key", "is_one"),
    [
        ("1:fundamental:staff", "fundamental" in CATEGORIES),
        ("1:industrial:staff", True),
        ("12345678901:industrial:staff", True),
        ("123456789012:industrial:staff", False),  # longer than any key
        ("01:industrial:staff", False),  # another name for the cell of 1: it would count twice
        ("0001:industrial:staff", False),
        ("-1:industrial:staff", False),
        (" 1:industrial:staff", False),
        ("1:Industrial:staff", False),
        ("1:industrial:staff ", False),
        ("1::staff", False),
        ("1:industrial:", False),
        (":industrial:staff", False),
        ("::", False),
        ("٣:industrial:staff", False),
        ("1:staff:industrial", False),
    ],
)
def test_a_cell_has_one_name(key: str, is_one: bool) -> None:
    assert is_cell(key) is is_one
    if is_one:
        assert key_of(*parted(key)) == key


@given(cells, cells)
def test_writing_over_a_grid_is_the_same_twice_and_nothing_is_kept_at_nothing(
    before: dict[str, int], changed: dict[str, int]
) -> None:
    after = merged(before, changed)
    assert merged(after, changed) == after
    assert list(after) == sorted(after)
    assert merged(after, dict.fromkeys(after, 0)) == {}


@given(cells, cells)
def test_who_changed_is_who_has_other_costs(before: dict[str, int], after: dict[str, int]) -> None:
    slow = {
        partner
        for partner in range(1, 5)
        if {k: v for k, v in before.items() if parted(k)[0] == partner}
        != {k: v for k, v in after.items() if parted(k)[0] == partner}
    }
    assert partners_changed(before, after) == partners_changed(after, before) == slow


@given(cells, cells)
def test_replacing_each_column_in_turn_gives_the_other_grid(before: dict[str, int], after: dict[str, int]) -> None:
    made = before
    for partner in range(1, 5):
        made = column_replaced(made, partner, after)
    assert made == merged({}, after)


@given(cells)
def test_totals_by_partner_by_category_and_by_nature_are_the_sums_of_their_cells(grid: dict[str, int]) -> None:
    for part in range(3):
        slow: dict[int | str, int] = {}
        for key, amount in grid.items():
            slow[parted(key)[part]] = slow.get(parted(key)[part], 0) + amount
        assert totals_by(grid, part) == slow


@pytest.mark.parametrize(
    ("chosen", "written", "is_rd", "shown"),
    [
        ([], {}, True, {"industrial", "experimental"}),
        (["experimental"], {}, True, {"experimental"}),
        (["experimental"], {"1:industrial:staff": 1}, True, {"experimental", "industrial"}),
        (["travel"], {}, True, set()),
        ([], {}, False, {"industrial"}),
        (["experimental"], {}, False, {"industrial"}),
        ([], {"1:experimental:staff": 1}, False, {"industrial", "experimental"}),
        (list(CATEGORIES), {}, True, set(CATEGORIES)),
    ],
)
def test_a_grid_shows_what_was_chosen_and_hides_nothing_that_is_written(
    chosen: list[str], written: dict[str, int], is_rd: bool, shown: set[str]
) -> None:
    assert categories_shown(chosen, written, is_rd=is_rd) == tuple(each for each in CATEGORIES if each in shown)


def test_a_grid_is_laid_out_whole_for_one_partner() -> None:
    grid = {"1:industrial:staff": 100_050, "2:industrial:staff": 700, "2:industrial:other": 5}
    looked = Looked((VAL, LAC), frozenset({2}), frozenset({2}), ("industrial",))
    wrong = {"2:industrial:other": "douze"}
    sheet = laid_out(grid, looked, number=4, said=wrong, troubles={"2:industrial:other": "Non."})
    assert sheet.columns == (
        Column(1, "Val", is_lead=True, is_open=False, total=f"1{NARROW}000,50{FIXED}€"),
        Column(2, "Lac", is_lead=False, is_open=True, total=f"7,05{FIXED}€"),
    )
    assert (sheet.total, sheet.cents, sheet.number, sheet.is_open) == (f"1{NARROW}007,55{FIXED}€", 100_755, 4, True)
    label = CATEGORIES["industrial"]
    lines = tuple(
        Line(
            nature,
            words.capitalize(),
            (
                Cell(f"1:industrial:{nature}", "", f"Val, {words}, {label} (€)", is_open=False),
                Cell(
                    f"2:industrial:{nature}",
                    {"staff": "7", "other": "douze"}.get(nature, ""),
                    f"Lac, {words}, {label} (€)",
                    is_open=True,
                    trouble="Non." if nature == "other" else "",
                ),
            ),
            "",
        )
        for nature, words in NATURES.items()
    )
    assert sheet.blocks == (Block("industrial", label.capitalize(), lines),)


def test_a_grid_nobody_may_write_is_closed_and_an_empty_one_has_no_line() -> None:
    both = frozenset({1, 2})
    sheet = laid_out({"1:industrial:staff": 100}, Looked((VAL, LAC), frozenset(), both, ("industrial",)))
    assert not sheet.is_open
    assert sheet.blocks[0].lines[0].total == f"1{FIXED}€", "who reads every column reads the total of a line"
    empty = laid_out({}, Looked((), frozenset(), frozenset(), ()))
    assert (empty.columns, empty.blocks, empty.total, empty.is_open) == ((), (), f"0{FIXED}€", False)
