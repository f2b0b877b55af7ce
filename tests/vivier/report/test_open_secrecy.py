"""No hidden figure is in any byte of any file: amounts that nothing else looks like are searched for."""

import io
import json
import zipfile

import numpy as np
import pytest

from factories.opened import LARGE, OTHERS, SMALL, THIRD, companies, described, protected
from vivier.disclosure import Spec, tables_of
from vivier.disclosure.published import HIDDEN
from vivier.disclosure.records import records_of
from vivier.disclosure.spec import Dimension as Axis
from vivier.report.open import write
from vivier.report.open.writing import FORMS

TABLE = described().filled(protected())


def true_values() -> dict[tuple[str, ...], float]:
    spec = Spec("siren", "ca", (Axis("région", ("region",)), Axis("secteur", ("naf",))))
    tables = tables_of(records_of(companies(), spec), spec)
    return dict(zip(tables.codes, tables.values.tolist(), strict=True))


def writings(value: float) -> set[bytes]:
    """Give the ways in which somebody could have written an amount, without its last digit as well."""
    whole = str(int(value))
    grouped = f"{int(value):,}"
    ways = {whole, whole[:-1], grouped, *(grouped.replace(",", each) for each in (" ", "\u202f", "\u00a0", "."))}
    thousands, millions = f"{value / 1e3:.3f}", f"{value / 1e6:.6f}"
    ways |= {thousands, thousands.replace(".", ","), millions, millions.replace(".", ",")}
    return {way.encode() for way in ways} | {np.float64(value).tobytes(), np.float64(value).tobytes()[::-1]}


def opened(content: bytes) -> bytes:
    """Give all that a file holds, an archive unpacked."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"".join(archive.read(name) for name in archive.namelist())


def test_there_is_something_to_leak_and_the_search_would_find_it() -> None:
    true = true_values()
    hidden = [codes for codes, status in zip(TABLE.codes, TABLE.status, strict=True) if status in HIDDEN]
    assert len(hidden) >= 6
    assert all(true[codes] > 1e6 for codes in hidden)
    shown = next(codes for codes, status in zip(TABLE.codes, TABLE.status, strict=True) if status == "published")
    for form in ("csv", "csv-fr", "xlsx", "sdmx-csv"):
        assert any(way in opened(write(TABLE, form).content) for way in writings(true[shown])), form


@pytest.mark.parametrize("form", FORMS)
def test_no_hidden_figure_nor_amount_of_a_company_is_in_any_byte(form) -> None:
    held = opened(write(TABLE, form).content)
    true = true_values()
    secrets = [true[codes] for codes, status in zip(TABLE.codes, TABLE.status, strict=True) if status in HIDDEN]
    for secret in (*secrets, LARGE, SMALL, THIRD, *OTHERS):
        assert [way for way in writings(secret) if way in held] == []


def test_what_a_hidden_row_says_is_that_it_is_hidden() -> None:
    rows = write(TABLE, "sdmx-csv").content.decode().splitlines()[1:]
    for row, status in zip(rows, TABLE.status, strict=True):
        *_, value, _units, _unit, quality, secrecy = row.split(",")
        assert (value == "") == (status in HIDDEN) == (quality == "Q")
        assert secrecy == {"published": "F", "zero": "F", "primary": "C", "secondary": "D"}[status]


def test_a_schema_lists_codes_never_figures() -> None:
    schema = json.loads(write(TABLE, "schema").content)
    numbers = [field for field in schema["fields"] if field["type"] == "number"]
    assert [field["name"] for field in numbers] == ["chiffre_affaires", "entreprises"]
    assert all("constraints" not in field for field in numbers)
