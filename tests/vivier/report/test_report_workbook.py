"""The workbook says what the data file says, cell by cell, and starts nothing."""

import io
import json
import zipfile

import openpyxl
import pytest

from factories.study import nobody, relabelled, study, tiny
from vivier.report.data_file import data_file
from vivier.report.workbook import FIRST, LAST, workbook
from vivier.study import Row, Study, Table


def opened(fictional):
    return openpyxl.load_workbook(io.BytesIO(workbook(fictional)))


@pytest.mark.parametrize("fictional", [study(900, 12, 20), tiny(), nobody()], ids=["pôle", "three", "nobody"])
def test_the_workbook_matches_the_data_file_figure_by_figure(fictional):
    book, told = opened(fictional), json.loads(data_file(fictional))["tableaux"]
    assert book.sheetnames == [FIRST, *told, LAST]
    for name, table in told.items():
        head, *rows = book[name].iter_rows(values_only=True)
        shown = [{k: v for k, v in zip(head, row, strict=True) if k != "libelle"} for row in rows]
        assert shown == table["lignes"]


def test_occupations_have_their_label_beside_their_code():
    head, first = list(opened(tiny())["metiers"].iter_rows(max_row=2, values_only=True))
    assert head[:2] == ("metier", "libelle")
    assert first[0] == "625b"
    assert first[1].startswith("Ouvriers qualifiés et agents qualifiés de laboratoire")


def test_sheets_are_ready_to_use():
    book = opened(study(900, 12, 20))
    for name in book.sheetnames[1:-1]:
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref.startswith("A1:")
    assert book["seniors_55"]["C2"].number_format == "0%"
    assert book["postes"]["E2"].number_format == "#,##0"


@pytest.mark.parametrize("hostile", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_begins_as_a_formula_stays_text(hostile):
    fictional = hostile_study(hostile)
    cells = [cell for row in opened(fictional)["laisse_de_cote"].iter_rows(min_row=2) for cell in row]
    guilty = [cell for cell in cells if isinstance(cell.value, str) and cell.value.lstrip() == hostile.lstrip()]
    assert guilty
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in guilty)
    with zipfile.ZipFile(io.BytesIO(workbook(fictional))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_labels_that_begin_as_formulas_stay_text_too():
    cell = opened(relabelled(tiny(), {"625b": "=1+1"}))["metiers"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_control_characters_do_not_break_the_workbook():
    assert "x" in str(opened(hostile_study("x\x00\x0b"))["laisse_de_cote"]["A2"].value)


def test_the_archive_never_says_when_it_was_made():
    with zipfile.ZipFile(io.BytesIO(workbook(tiny()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2
    assert "202" not in core.replace("2000-01-01", "")


def hostile_study(text):
    base = tiny()
    rows = tuple(Row((text, "E01", text), row.figure) for row in base.table("laisse_de_cote").rows)
    tables = tuple(
        Table(t.name, t.title, t.definition, t.dimensions, rows) if t.name == "laisse_de_cote" else t
        for t in base.tables
    )
    values = {name: getattr(base, name) for name in base.__dataclass_fields__}
    return Study(**{**values, "tables": tables})
