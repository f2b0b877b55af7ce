"""Each open form read back: by a plain reader, by openpyxl, and by the validators that harvesters use."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.opened import REGION, TURNOVER, described, protected, small
from oracles.tabular import faults, rows_of
from vivier.report.open import Dimension, OpenTable, write
from vivier.report.open.sheet import DATA, FIRST
from vivier.report.open.text import columns, figure
from vivier.report.open.writing import FORMS

BY_AGREEMENT = ("agreed", "primary", "secondary", "zero", "published")
FILLED = (small, lambda: described().filled(protected()), lambda: small(status=BY_AGREEMENT))


def content(table, form):
    return write(table, form).content


def test_a_tidy_csv_whole() -> None:
    assert content(small(), "csv").decode().splitlines() == [
        "annee,annee_libelle,region,region_libelle,chiffre_affaires,entreprises,statut,qualite",
        "2025,2025,T,Ensemble,1250.5,9,diffusable,A",
        "2025,2025,84,Auvergne-Rhône-Alpes,,2,secret_primaire,Q",
        "2025,2025,93,Provence-Alpes-Côte d’Azur,,4,secret_secondaire,Q",
        "2025,2025,2A,'=cmd|' /C calc'!A0,0,0,zero,A",
        "2024,2024,84,Auvergne-Rhône-Alpes,-12.25,5,diffusable,A",
    ]


def test_a_french_csv_has_its_mark_semicolons_and_commas() -> None:
    said = content(small(), "csv-fr")
    assert said.startswith(b"\xef\xbb\xbfannee;")
    assert said.count(b"\r\n") == said.count(b"\n") == 6
    assert "2025;2025;T;Ensemble;1250,5;9;diffusable;A" in said.decode("utf-8-sig")


@pytest.mark.parametrize("form", ["csv", "csv-fr"])
@pytest.mark.parametrize("text", ["=1+1", "+33 4", "-2", "@SUM(A1)", "\t=1", "\r=1", " \n=cmd"])
def test_no_word_is_ever_a_formula(form, text) -> None:
    region = Dimension("region", "Région", {"84": text})
    table = OpenTable("ca", "Essai", (region,), (TURNOVER,), (("84",),), ((5.0,),), ("published",))
    (row,) = rows_of(content(table, form), ";" if form == "csv-fr" else ",")
    assert row["region_libelle"].startswith("'")
    assert "\n" not in row["region_libelle"]


@settings(max_examples=120, deadline=None)
@given(st.floats(-1e15, 1e15) | st.integers(-(10**12), 10**12).map(float))
def test_any_figure_is_read_back_exactly_in_each_form(value) -> None:
    assert float(figure(value)) == value
    assert "e" not in figure(value)
    table = OpenTable("ca", "Essai", (REGION,), (TURNOVER,), (("84",),), ((value,),), ("published",))
    for form, separator in (("csv", ","), ("csv-fr", ";"), ("sdmx-csv", ",")):
        (row,) = rows_of(content(table, form), separator)
        assert float((row.get("chiffre_affaires") or row.get("OBS_VALUE")).replace(",", ".")) == value


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_words_leave_the_rows_as_they_are(text) -> None:
    region = Dimension("region", "Région", {"84": text, "93": "PACA"})
    table = OpenTable(
        "ca", "Essai", (region,), (TURNOVER,), (("84",), ("93",)), ((5.0,), (6.5,)), ("published", "published")
    )
    for form, separator in (("csv", ","), ("csv-fr", ";")):
        rows = rows_of(content(table, form), separator)
        assert [row["region"] for row in rows] == ["84", "93"]
        assert rows[1]["region_libelle"] == "PACA"


@pytest.mark.parametrize("made", FILLED)
def test_each_csv_obeys_its_schema_and_a_wrong_one_would_not(made) -> None:
    table = made()
    schema = json.loads(content(table, "schema"))
    package = json.loads(content(table, "package"))
    assert faults(content(table, "csv"), schema) == []
    assert faults(content(table, "csv-fr"), package["resources"][1]["schema"], ";") == []
    assert faults(content(table, "csv").replace(b"diffusable", b"montre"), schema)
    assert ("," in content(table, "csv-fr").decode()) == bool(faults(content(table, "csv-fr"), schema, ";"))


def test_a_schema_says_what_each_column_is() -> None:
    schema = json.loads(content(small(), "schema"))
    fields = {field["name"]: field for field in schema["fields"]}
    assert list(fields) == list(columns(small()))
    assert schema["primaryKey"] == ["annee", "region"]
    assert fields["region"]["constraints"]["enum"] == ["T", "84", "93", "2A"]
    assert "COG 2026" in fields["region"]["description"]
    assert "EUR" in fields["chiffre_affaires"]["description"]
    assert schema["version"] == "1.0.0"


def test_a_package_names_both_files_with_their_size_and_fingerprint() -> None:
    package = json.loads(content(small(), "package"))
    for resource, form in zip(package["resources"], ("csv", "csv-fr"), strict=True):
        file = write(small(), form)
        assert (resource["path"], resource["bytes"]) == (file.name, len(file.content))
        assert resource["hash"] == f"sha256:{file.sha256}"
    assert package["licenses"][0]["name"] == "etalab-2.0"
    assert package["sources"] == [{"title": "Pôle Rhône"}]


def test_a_workbook_read_back_has_figures_as_figures_and_words_as_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(small(), "xlsx")))
    assert book.sheetnames == [FIRST, DATA]
    head, *rows = book[DATA].iter_rows(values_only=True)
    assert head == columns(small())
    assert rows[0] == ("2025", "2025", "T", "Ensemble", 1250.5, 9, "diffusable", "A")
    assert rows[1][4] is None
    dangerous = book[DATA].cell(5, 4)
    assert (dangerous.data_type, dangerous.quotePrefix) == ("s", True)
    assert "Pôle Rhône" in [cell for row in book[FIRST].iter_rows(values_only=True) for cell in row]


def test_sdmx_csv_whole() -> None:
    flow = "dataflow,VIVIER:CHIFFRE_AFFAIRES(1.0.0),R"
    assert content(small(), "sdmx-csv").decode().splitlines() == [
        "STRUCTURE,STRUCTURE_ID,ACTION,TIME_PERIOD,REGION,OBS_VALUE,ENTREPRISES,UNIT_MEASURE,OBS_STATUS,CONF_STATUS",
        f"{flow},2025,_T,1250.5,9,EUR,A,F",
        f"{flow},2025,84,,2,EUR,Q,C",
        f"{flow},2025,93,,4,EUR,Q,D",
        f"{flow},2025,2A,0,0,EUR,A,F",
        f"{flow},2024,84,-12.25,5,EUR,A,F",
    ]


def test_sdmx_csv_says_which_cells_are_shown_by_agreement_and_that_they_are_free() -> None:
    head, *rows = csv.reader(content(small(status=BY_AGREEMENT), "sdmx-csv").decode().splitlines())
    assert head[-4:] == ["UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS", "COMMENT_OBS"]
    said = "Publié avec l’accord signé de chaque unité de la case"
    assert [row[5:] for row in rows] == [
        ["1250.5", "9", "EUR", "A", "F", said],
        ["", "2", "EUR", "Q", "C", ""],
        ["", "4", "EUR", "Q", "D", ""],
        ["0", "0", "EUR", "A", "F", ""],
        ["-12.25", "5", "EUR", "A", "F", ""],
    ]


@pytest.mark.parametrize("made", FILLED)
def test_sdmx_csv_is_read_back_the_same_by_pysdmx(made) -> None:
    io_ = pytest.importorskip("pysdmx.io", reason="pysdmx is a development dependency: make setup")
    written = content(made(), "sdmx-csv").decode()
    (dataset,) = io_.read_sdmx(written).data
    head, *rows = list(csv.reader(io.StringIO(written)))
    assert dataset.structure == f"Dataflow={rows[0][1]}"
    assert dataset.action.name == "Replace"
    found = dataset.data.astype(str)
    assert list(found.columns) == head[3:]
    assert found.to_numpy().tolist() == [row[3:] for row in rows]


@pytest.mark.parametrize("made", FILLED)
def test_the_package_and_the_schema_are_valid_for_frictionless(made, tmp_path: Path, monkeypatch) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is a development dependency: make setup")
    for form in FORMS:
        file = write(made(), form)
        (tmp_path / file.name).write_bytes(file.content)
    monkeypatch.chdir(tmp_path)
    name = made().name
    report = frictionless.validate(f"{name}.package.json")
    assert report.valid, report.flatten(["rowNumber", "message"])
    assert [task.stats["rows"] for task in report.tasks] == [len(made().codes)] * 2
    assert frictionless.validate(f"{name}.csv", schema=f"{name}.schema.json").valid
    csv_ = tmp_path / f"{name}.csv"
    csv_.write_bytes(csv_.read_bytes().replace(b"diffusable", b"montre"))
    assert not frictionless.validate(f"{name}.package.json").valid
