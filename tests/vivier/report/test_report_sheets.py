"""Whatever the words of a study, its workbook holds figures as figures and words as words; its data file is sound."""

import io
import itertools
import json
import math
import re
import zipfile
from functools import cache

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factories.study import changed, nobody, relabelled, study, tiny, with_rows
from vivier.report.data_file import MEASURES, data_file, plain
from vivier.report.workbook import FIRST, LAST, workbook
from vivier.study import Figure, Row
from vivier.study.data import Assumption
from vivier.vocabulary import Interval

pytestmark = pytest.mark.xdist_group("report sheets")
POLE = study(900, 12, 20)
TEXT = st.one_of(
    st.text(max_size=40),
    st.builds(
        str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "\r=", "\n@", " =", "\x00=", "\ud800"]), st.text()
    ),
)


@cache
def book():
    return openpyxl.load_workbook(io.BytesIO(workbook(POLE)))


def tables():
    return [(table, book()[table.name]) for table in POLE.tables]


def test_every_cell_is_the_figure_of_the_study_and_not_its_neighbours():
    for table, sheet in tables():
        head, *rows = sheet.iter_rows(values_only=True)
        assert len(rows) == len(table.rows)
        for shown, row in zip(rows, table.rows, strict=True):
            cells = dict(zip(head, shown, strict=True))
            assert tuple(cells[name] for name in table.dimensions) == row.keys
            if row.figure is None:
                assert {cells[name] for name in MEASURES} == {None}
                continue
            assert cells["valeur"] == pytest.approx(row.figure.value, abs=1e-6)
            assert (cells["unite"], cells["n"]) == (row.figure.unit, row.figure.n)
            for level, interval in (("80", row.figure.interval_80), ("95", row.figure.interval_95)):
                ends = (cells[f"bas_{level}"], cells[f"haut_{level}"])
                assert ends == (
                    (None, None) if interval is None else pytest.approx((interval.low, interval.high), abs=1e-6)
                )


def test_measures_are_numbers_and_everything_else_is_words():
    for _, sheet in tables():
        names = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for name, cell in zip(names, row, strict=True):
                is_number = name in MEASURES and name != "unite"
                assert cell.data_type == ("n" if is_number or cell.value is None else "s"), (sheet.title, cell)


def test_shares_show_as_per_cent_and_people_without_decimals():
    formats = {}
    for _, sheet in tables():
        names = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            cells = dict(zip(names, row, strict=True))
            formats.setdefault(cells["unite"].value, set()).update(
                cells[name].number_format for name in MEASURES if name not in ("unite", "n")
            )
            assert cells["n"].number_format == "#,##0"
    assert formats.pop("part") == {"0%"}
    assert set().union(*formats.values()) == {"#,##0"}


def test_sheets_are_frozen_filtered_and_wide_enough_for_their_heads():
    for table, sheet in tables():
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        for column in sheet.columns:
            width = sheet.column_dimensions[column[0].column_letter].width
            assert len(str(column[0].value)) - 3 <= width <= 80, (table.name, column[0].value)
        assert all(cell.font.bold for cell in sheet[1])


def test_names_of_sheets_are_those_of_the_tables_and_short_enough():
    assert book().sheetnames == [FIRST, *(table.name for table in POLE.tables), LAST]
    assert max(map(len, book().sheetnames)) <= 31


def test_the_cover_lists_every_sheet_every_note_and_what_columns_mean():
    lines = [tuple(filter(None, row)) for row in book()[FIRST].iter_rows(values_only=True)]
    assert {(table.name, table.definition) for table in POLE.tables} <= set(lines)
    assert {("À savoir", note) for note in POLE.notes} <= set(lines)
    told = {name for line in lines if line for name in line[0].split(", ")}
    assert set(MEASURES) <= told


def test_the_last_sheet_lists_every_assumption_with_its_source_and_both_hashes():
    lines = [row[:3] for row in book()[LAST].iter_rows(values_only=True)]
    assert {(one.label, one.value, one.source) for one in POLE.assumptions} <= set(lines)
    assert {POLE.inputs_sha256, POLE.parameters_sha256} <= {line[1] for line in lines}


def hostile(text):
    """A study that says the same words everywhere words can be."""
    base = relabelled(tiny(), {"625b": text})
    for name in ("membres", "laisse_de_cote", "hors_projection", "couverture"):
        width = len(base.table(name).dimensions)
        base = with_rows(base, name, [Row((text,) * width, Figure(1, text, 1))])
    return changed(base, notes=(text,), assumptions=(Assumption(text, text, text, text),), version=text)


def cells(data):
    found = openpyxl.load_workbook(io.BytesIO(data))
    return [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.value is not None]


@settings(max_examples=8, deadline=None)
@given(TEXT)
@example("\x00=1+1")
@example(" =HYPERLINK(1)")
@example("#N/A")
@example("12")
def test_no_words_ever_become_a_formula_an_error_or_a_number(text):
    data = workbook(hostile(text))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    for cell in cells(data):
        assert cell.data_type in ("s", "n")
        if isinstance(cell.value, str) and re.match(r"[\t\r\n]|\s*[=+\-@]", cell.value):
            assert cell.quotePrefix, repr(cell.value)
        if cell.data_type == "n":
            assert cell.row > 1  # only measures are numbers, never a key that looks like one
            assert cell.parent.title not in (FIRST, LAST)


@settings(max_examples=8, deadline=None)
@given(TEXT)
def test_the_data_file_keeps_words_as_they_are(text):
    told = json.loads(data_file(hostile(text)).decode("utf-8"))
    safe = text.encode(errors="replace").decode()
    assert told["notes"] == [safe]
    assert told["tableaux"]["membres"]["lignes"][0]["entreprise"] == safe
    assert told["libelles"] == {"625b": safe}


def test_words_longer_than_a_cell_are_cut_rather_than_refused():
    longest = max(len(str(cell.value)) for cell in cells(workbook(hostile("é" * 40_000))))
    assert longest == 32_767


def test_the_archive_says_neither_when_nor_where_it_was_made():
    one, two = workbook(tiny()), workbook(tiny())
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(entry.extra or entry.comment for entry in archive.infolist())
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}


FINITE = st.floats(-1e9, 1e9)


@given(FINITE)
def test_plain_numbers_are_near_and_whole_ones_have_no_point(value):
    told = plain(value)
    assert abs(told - value) <= 5.1e-7
    assert isinstance(told, int) == round(value, 6).is_integer()
    assert math.copysign(1, told) > 0 or told < 0  # never −0


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=5).map(sorted))
def test_intervals_stay_nested_and_ordered_in_the_file(ends):
    low95, low80, value, high80, high95 = ends
    figure = Figure(value, "postes", 30, Interval(low80, high80), Interval(low95, high95))
    base = with_rows(tiny(), "departs", [Row(("ensemble", "total", "toutes"), figure)])
    (row,) = json.loads(data_file(base))["tableaux"]["departs"]["lignes"]
    told = [row[name] for name in ("bas_95", "bas_80", "valeur", "haut_80", "haut_95")]
    assert all(a <= b for a, b in itertools.pairwise(told))


def test_every_figure_of_the_file_has_a_unit_an_n_and_both_intervals_or_none():
    def refuse(name):
        raise AssertionError(name)

    told = json.loads(data_file(POLE), parse_constant=refuse)
    rows = [row for table in told["tableaux"].values() for row in table["lignes"]] + told["faits"]
    for row in rows:
        ends = [row[name] is None for name in MEASURES[3:]]
        assert len(set(ends)) == 1, row
        if row["valeur"] is None:
            assert {row[name] for name in MEASURES} == {None}
            continue
        assert row["unite"]
        assert isinstance(row["n"], int)
        if row["unite"] == "part":
            assert 0 <= row["valeur"] <= 1
    assert list(told["libelles"]) == sorted(told["libelles"])


def test_labels_are_sorted_whatever_the_order_they_were_given_in():
    one = data_file(relabelled(tiny(), {"b": "B", "a": "A"}))
    assert one == data_file(relabelled(tiny(), {"a": "A", "b": "B"}))


def test_two_studies_that_differ_by_one_figure_differ_by_one_line():
    base = tiny()
    rows = list(base.table("membres").rows)
    other = with_rows(base, "membres", [Row(rows[0].keys, Figure(99, "personnes", 99)), *rows[1:]])
    before, after = (data_file(one).splitlines() for one in (base, other))
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_a_study_of_nobody_has_sheets_ready_for_nobody():
    found = openpyxl.load_workbook(io.BytesIO(workbook(nobody())))
    for table in nobody().tables:
        assert found[table.name].max_row == 1
        assert found[table.name].freeze_panes == "A2"
