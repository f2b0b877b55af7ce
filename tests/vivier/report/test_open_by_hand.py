"""One table in six forms, written by hand and beside a slow writer; what two forms would say differently is refused."""

import csv
import dataclasses
import datetime as dt
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.opened import REGION, TURNOVER, UNITS, small
from oracles.tabular import rows_of
from vivier.report.open import Dataset, Dimension, Measure, OpenTable, catalogue, write
from vivier.report.open.dcat import FILE_TYPES, FREQUENCIES, Served
from vivier.report.open.sheet import DATA, FIRST
from vivier.report.open.text import clean, columns, figure
from vivier.report.open.writing import FORMS
from vivier.vocabulary import InputError

SITE = "https://pole.example.fr/donnees"
STATUSES = {"published": ("F", "diffusable"), "zero": ("F", "zero"), "primary": ("C", "secret_primaire")}
STATUSES |= {"secondary": ("D", "secret_secondaire"), "agreed": ("F", "diffusable_par_accord")}


def one(value: object = 5.0, status: str = "published", **changes: object) -> OpenTable:
    """Give a table of one row."""
    rows: dict[str, object] = {"codes": (("84",),), "values": ((value,),), "status": (status,)}
    return OpenTable("ca", "Essai", (REGION,), (TURNOVER,), **rows | changes)  # type: ignore[arg-type]


def sheet(table: OpenTable, name: str = DATA) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(write(table, "xlsx").content))
    return list(book[name].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (1204, "1204"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-7, "0.0000001"),
        (1e15, "1000000000000000"),
        (-12.25, "-12.25"),
        (1 / 3, "0.3333333333333333"),
        (None, ""),
    ],
)
def test_a_figure_is_written_whole_and_never_with_an_exponent(value, said) -> None:
    assert figure(value) == said
    if value is None:
        return
    table = one(value)
    assert rows_of(write(table, "csv").content)[0]["chiffre_affaires"] == said
    assert rows_of(write(table, "csv-fr").content, ";")[0]["chiffre_affaires"] == said.replace(".", ",")
    assert rows_of(write(table, "sdmx-csv").content)[0]["OBS_VALUE"] == said
    assert sheet(table)[1][2] == pytest.approx(value, rel=1e-15)  # spreadsheets keep fifteen digits


@pytest.mark.parametrize(
    "value", [True, False, "12", Decimal(3), [5.0], float("nan"), float("inf"), float("-inf"), 10**400, 1e301]
)
def test_what_is_no_figure_that_all_forms_write_alike_is_refused(value) -> None:
    with pytest.raises(InputError, match="« 84 » de la table « ca » n’a pas une valeur"):
        one(value)


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_said_in_the_words_of_each_form(status) -> None:
    confidentiality, word = STATUSES[status]
    value = {"published": 5.0, "agreed": 5.0, "zero": 0.0}.get(status)
    quality = "A" if value is not None else "Q"
    table = one(value, status)
    for form, separator in (("csv", ","), ("csv-fr", ";")):
        (row,) = rows_of(write(table, form).content, separator)
        assert (row["statut"], row["qualite"]) == (word, quality)
    (row,) = rows_of(write(table, "sdmx-csv").content)
    assert (row["CONF_STATUS"], row["OBS_STATUS"], row["OBS_VALUE"]) == (confidentiality, quality, figure(value))
    assert sheet(table)[1][-3:] == (value, word, quality)
    enum = json.loads(write(table, "schema").content)["fields"][-2]["constraints"]["enum"]
    assert word in enum


@pytest.mark.parametrize(
    ("status", "value", "quality", "is_held"),
    [
        *(("published", 5.0, each, True) for each in "AEFIP"),
        *(("published", 5.0, each, False) for each in ("O", "Q", "", "a", "AA")),
        ("published", None, "O", True),
        *(("published", None, each, False) for each in "AEFIPQ"),
        ("zero", 0.0, "A", True),
        ("zero", 0.0, "I", True),
        ("zero", 0.0, "Q", False),
        *(("primary", None, each, each == "Q") for each in "AEFIPOQ"),
        *(("secondary", None, each, each == "Q") for each in "AEFIPOQ"),
    ],
)
def test_a_quality_goes_with_its_status_and_its_value(status, value, quality, is_held) -> None:
    if is_held:
        assert one(value, status, quality=(quality,)).quality == (quality,)
        return
    with pytest.raises(InputError, match="ne vont pas"):
        one(value, status, quality=(quality,))


TOTALS = {"T": "Ensemble", "_T": "Tous"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        # Two codes that SDMX would both write _T: two rows of one key.
        (lambda: Dimension("region", "Région", TOTALS), "deux codes pour son total, « T » et « _T »"),
        (lambda: Dimension("region", "Région", TOTALS | {"FR": "France"}, total="FR"), "« FR » et « _T »"),
        # A column that is another's words.
        (lambda: (REGION, Dimension("region_libelle", "Autre", {"1": "1"})), "deux colonnes"),
        (lambda: (REGION, Measure("region", "Région", "EUR")), "deux colonnes"),
        (lambda: (REGION, TURNOVER, TURNOVER), "deux colonnes"),
    ],
)
def test_columns_and_codes_that_one_form_could_not_tell_apart_are_refused(wrong, said) -> None:
    with pytest.raises(InputError, match=said):
        OpenTable("ca", "Essai", *sorted_out(wrong()))


def sorted_out(columns_) -> tuple[tuple[Dimension, ...], tuple[Measure, ...]]:
    dims, figures = ([each for each in columns_ if isinstance(each, kind)] for kind in (Dimension, Measure))
    return tuple(dims), tuple(figures) or (TURNOVER,)


@pytest.mark.parametrize("labels", [{"_T": "Ensemble"}, {"T": "Tarn", "X": "Autre"}, {}])
def test_a_dimension_with_one_total_at_most_is_held(labels) -> None:
    assert Dimension("region", "Région", labels, total="_T").labels == labels


@pytest.mark.parametrize("name", ["unit_measure", "time_period", "obs_value", "statut", "qualite", "structure_id"])
def test_a_name_that_a_form_keeps_for_itself_is_refused_for_any_column(name) -> None:
    for make in (lambda: Dimension(name, "x", {}), lambda: Measure(name, "x", "EUR")):
        with pytest.raises(InputError, match="nom réservé"):
            make()


@pytest.mark.parametrize(
    ("code", "is_held"),
    [
        ("84", True), ("2A", True), ("28.1", True), ("a b", True), ("é", True), ("T", True), ("T_", True),
        ("_Z", True), ("100 à 199", True), ("x" * 100, True),
        ("x" * 101, False), ("", False), (" 84", False), ("84 ", False), ("=1", False), ("+1", False),
        ("-1", False), ("@a", False), ("a\tb", False), ("a\n", False), ("_", False), ("_z", False), ("a\ud800b", False),
        (84, False),
    ],
)  # fmt: skip
def test_which_codes_may_be_written(code, is_held) -> None:
    if is_held:
        region = Dimension("region", "Région", {code: "mot"})
        table = OpenTable("ca", "Essai", (region,), (TURNOVER,), ((code,),), ((1.0,),), ("published",))
        for form, separator in (("csv", ","), ("csv-fr", ";")):
            assert rows_of(write(table, form).content, separator)[0]["region"] == code
        return
    with pytest.raises(InputError, match="fichier ouvert"):
        Dimension("region", "Région", {code: "mot"})


@pytest.mark.parametrize(
    ("label", "csv_says", "sheet_says"),
    [
        ("Soudage\n à l’arc", "Soudage à l’arc", "Soudage à l’arc"),
        ("=1+1", "'=1+1", "=1+1"),
        (" -2", "'-2", "-2"),
        ("a\x00b", "ab", "ab"),
        ("a\x1fb", "ab", "ab"),
        ('é;"x",y', 'é;"x",y', 'é;"x",y'),
        ("\ud83d", "?", "?"),
        ("#REF!", "#REF!", "#REF!"),
        ("TRUE", "TRUE", "TRUE"),
        ("2025-01-01", "2025-01-01", "2025-01-01"),
    ],
)  # fmt: skip
def test_words_are_the_same_in_each_form_but_for_the_mark_against_formulas(label, csv_says, sheet_says) -> None:
    table = OpenTable(
        "ca", "Essai", (Dimension("region", "Région", {"84": label}),), (TURNOVER,), (("84",),), ((1.0,),), ("published",)
    )  # fmt: skip
    assert clean(label) == csv_says
    for form, separator in (("csv", ","), ("csv-fr", ";")):
        assert rows_of(write(table, form).content, separator)[0]["region_libelle"] == csv_says
    assert sheet(table)[1][1] == sheet_says


def slow_rows(table: OpenTable, *, fr: bool) -> list[list[str]]:
    """Write the rows of a table cell by cell, as one would by hand."""
    found = []
    for at, codes in enumerate(table.codes):
        row = []
        for place, code in enumerate(codes):
            row += [code, clean(table.dimensions[place].labels[code])]
        for value in table.values[at]:
            said = "" if value is None else str(int(value)) if value == int(value) else repr(value)
            row.append(said.replace(".", ",") if fr else said)
        found.append([*row, STATUSES[table.status[at]][1], table.quality[at]])
    return found


@st.composite
def open_tables(draw) -> OpenTable:
    """Draw a table of up to eight rows, each status and quality met."""
    keys = draw(
        st.lists(st.tuples(st.sampled_from(["2024", "2025"]), st.sampled_from([*REGION.labels])), unique=True)
    )
    values, status, quality = [], [], []
    for _ in keys:
        kind = draw(st.sampled_from(["published", "missing", "zero", "primary", "secondary"]))
        amount = draw(st.integers(-(10**9), 10**9)) / 4
        first = {"published": amount, "zero": 0.0}.get(kind)
        values.append((first, float(draw(st.integers(0, 50)))))
        status.append("published" if kind == "missing" else kind)
        quality.append({"missing": "O", "primary": "Q", "secondary": "Q"}.get(kind) or draw(st.sampled_from("AEFIP")))
    return small(codes=tuple(keys), values=tuple(values), status=tuple(status), quality=tuple(quality))


@settings(max_examples=20, deadline=None)
@given(open_tables())
def test_both_csv_and_the_sheet_hold_the_rows_one_would_write_by_hand(table) -> None:
    for form, separator, fr in (("csv", ",", False), ("csv-fr", ";", True)):
        text = write(table, form).content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        assert (tuple(head), rows) == (columns(table), slow_rows(table, fr=fr))
    told = [[figure(each) if not isinstance(each, str) else each for each in row] for row in sheet(table)[1:]]
    assert [[each.removeprefix("'") for each in row] for row in slow_rows(table, fr=False)] == told
    keys = [tuple(row.values())[3:5] for row in rows_of(write(table, "sdmx-csv").content)]
    assert keys == [(year, "_T" if region == "T" else region) for year, region in table.codes]


def test_the_words_of_a_code_are_the_same_on_each_row_of_a_sheet() -> None:
    """A code met twice: its second row must not hold what was written after the first."""
    table = small(
        codes=(("2025", "84"), ("2024", "84"), ("2024", "2A")), values=((5.0, 3.0), (6.0, 4.0), (7.0, 3.0)),
        status=("published",) * 3,
    )  # fmt: skip
    assert [row[:4] for row in sheet(table)[1:]] == [
        ("2025", "2025", "84", "Auvergne-Rhône-Alpes"),
        ("2024", "2024", "84", "Auvergne-Rhône-Alpes"),
        ("2024", "2024", "2A", "=cmd|' /C calc'!A0"),
    ]


def test_a_total_of_another_name_is_the_total_of_sdmx_alone() -> None:
    whole = Dimension("region", "Région", {"FR": "France", "T": "Tarn"}, total="FR")
    table = OpenTable(
        "ca", "Essai", (whole,), (TURNOVER,), (("FR",), ("T",)), ((5.0,), (2.0,)), ("published", "published")
    )
    assert [row["REGION"] for row in rows_of(write(table, "sdmx-csv").content)] == ["_T", "T"]
    assert [row["region"] for row in rows_of(write(table, "csv").content)] == ["FR", "T"]


def test_the_cover_says_where_the_table_comes_from_and_how_to_read_it() -> None:
    lines = sheet(small(), FIRST)
    assert lines[0][0] == "Chiffre d’affaires par région"
    told = {line[0]: line[1] for line in lines if line[0] and line[1]}
    assert (told["Source"], told["Version"]) == ("Pôle Rhône", "1.0.0")
    assert set(columns(small())) - {"annee_libelle", "region_libelle"} <= set(told)
    bare = {line[0]: line[1] for line in sheet(small(source="", description=""), FIRST)}
    assert bare["Source"] == "non précisée"


def test_names_of_files_and_flows_follow_from_that_of_the_table() -> None:
    table = dataclasses.replace(small(), agency="pole-rhone", version="2.10.3")
    assert [write(table, form).name for form in FORMS] == [
        "chiffre-affaires.csv", "chiffre-affaires.schema.json", "chiffre-affaires.package.json",
        "chiffre-affaires.fr.csv", "chiffre-affaires.xlsx", "chiffre-affaires.sdmx.csv",
    ]  # fmt: skip
    assert rows_of(write(table, "sdmx-csv").content)[0]["STRUCTURE_ID"] == "POLE-RHONE:CHIFFRE_AFFAIRES(2.10.3)"


@pytest.mark.parametrize("version", ["1", "1.0", "1.0.0.0", "v1.0.0", "1.0.0 ", "1.٠.0", ""])
def test_a_version_is_three_plain_numbers(version) -> None:
    with pytest.raises(InputError, match="trois nombres"):
        small(version=version)


def served(form: str = "csv", address: str = f"{SITE}/ca.csv", size: int = 3) -> Served:
    return Served(form, address, size, "0a" * 32)


def dataset(**changes: object) -> Dataset:
    told: dict[str, object] = {
        "name": "ca", "title": "Chiffre d’affaires", "description": "Tout.", "address": f"{SITE}/ca",
        "issued_on": dt.date(2026, 3, 1), "files": (served(),),
    }  # fmt: skip
    return Dataset(**told | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    ["", "pole.fr", "//pole.fr", "ftp://pole.fr/x", "https://", "https:// pole.fr", "https://pole.fr/a b",
     "https://pole.fr/<b>", 'https://pole.fr/"', "https://pole.fr/\n", "javascript:alert(1)", "data:text/csv,1"],
)  # fmt: skip
def test_an_address_that_nobody_could_follow_is_refused_everywhere(address) -> None:
    for make in (
        lambda: served(address=address),
        lambda: dataset(address=address),
        lambda: catalogue("x", "y", address, []),
    ):
        with pytest.raises(InputError, match="https://"):
            make()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"regions": ("84 93",)}, "région"),
        ({"regions": ("Isère",)}, "région"),
        ({"files": (served(), served("xlsx"))}, "même adresse"),
        ({"name": ""}, "est vide"),
        ({"description": "\n"}, "est vide"),
        ({"frequency": "ANNUAL"}, "fréquence"),
    ],
)
def test_a_dataset_that_could_not_be_harvested_is_refused(changes, said) -> None:
    with pytest.raises(InputError, match=said):
        dataset(**changes)


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_each_frequency_and_each_form_has_its_word_in_the_vocabularies_of_europe(frequency) -> None:
    files = tuple(served(form, f"{SITE}/{at}") for at, form in enumerate(FORMS))
    graph = json.loads(catalogue("Données", "Pôle", SITE, [dataset(frequency=frequency, files=files)]))
    (found,) = graph["dcat:dataset"]
    assert found["dct:accrualPeriodicity"]["@id"].endswith(f"/frequency/{FREQUENCIES[frequency]}")
    assert [each["dct:format"]["@id"].rsplit("/", 1)[1] for each in found["dcat:distribution"]] == [
        FILE_TYPES[form] for form in FORMS
    ]
    conforms = [
        FORMS_ for FORMS_, each in zip(FORMS, found["dcat:distribution"], strict=True) if "dct:conformsTo" in each
    ]
    assert conforms == ["csv"]


@settings(max_examples=25, deadline=None)
@given(st.permutations(["ca", "emplois", "brevets"]), st.text(max_size=20))
def test_the_order_of_datasets_changes_no_byte_and_any_words_stay_one_document(order, text) -> None:
    sets = [dataset(name=name, address=f"{SITE}/{name}", title=f"T{text}") for name in order]
    found = catalogue("Données", "Pôle", SITE, sets)
    assert found == catalogue("Données", "Pôle", SITE, sorted(sets, key=lambda each: each.name))
    graph = json.loads(found)
    assert [each["dct:identifier"] for each in graph["dcat:dataset"]] == [
        f"{SITE}/{name}" for name in ("brevets", "ca", "emplois")
    ]
    assert {each["dct:title"]["@value"] for each in graph["dcat:dataset"]} == {f"T{text}"}


def test_units_beside_a_hidden_figure_are_a_figure_like_another() -> None:
    table = OpenTable("ca", "Essai", (REGION,), (TURNOVER, UNITS), (("84",),), ((None, 2.0),), ("primary",))
    (row,) = rows_of(write(table, "sdmx-csv").content)
    assert (row["OBS_VALUE"], row["ENTREPRISES"], row["CONF_STATUS"]) == ("", "2", "C")
