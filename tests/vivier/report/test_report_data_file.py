"""Every figure leaves with its unit, its n and its intervals."""

import json

import pytest

from factories.study import nobody, study, tiny
from vivier.report.data_file import MEASURES, data_file


@pytest.mark.parametrize("fictional", [study(), tiny(), nobody()], ids=["pôle", "three", "nobody"])
def test_every_figure_of_the_study_is_in_the_file(fictional):
    told = json.loads(data_file(fictional))
    assert list(told["tableaux"]) == [table.name for table in fictional.tables]
    for table in fictional.tables:
        rows = told["tableaux"][table.name]["lignes"]
        assert [tuple(row[name] for name in table.dimensions) for row in rows] == [row.keys for row in table.rows]
        assert all(list(row) == [*table.dimensions, *MEASURES] for row in rows)
        for row, shown in zip(table.rows, rows, strict=True):
            if row.figure is None:
                assert shown["valeur"] is None
                continue
            assert shown["valeur"] == pytest.approx(row.figure.value, abs=1e-6)
            assert (shown["unite"], shown["n"]) == (row.figure.unit, row.figure.n)
            assert (shown["bas_80"] is None) == (row.figure.interval_80 is None)
            if row.figure.interval_95:
                assert shown["bas_95"] <= shown["bas_80"] <= shown["haut_80"] <= shown["haut_95"]


def test_facts_say_where_they_come_from_and_on_how_many():
    told = json.loads(data_file(study()))
    assert [fact["tableau"] for fact in told["faits"]] == ["postes", "departs", "seniors_55", "metiers"]
    assert all(fact["unite"] and fact["n"] > 0 for fact in told["faits"])


def test_the_file_has_hashes_and_neither_clock_nor_path():
    told = json.loads(data_file(study()))
    assert (told["sha256_entrees"], told["sha256_parametres"], told["graine"]) == ("ab" * 32, "cd" * 32, 1)
    assert told["date_reference"] == "2026-01-31"
    assert b"/tmp" not in data_file(study())


def test_the_file_is_one_row_a_line_in_utf8_without_bom():
    data = data_file(study())
    assert data.startswith(b"{\n")
    assert "métier" in data.decode("utf-8")
    assert sum(line.startswith('{"metier"') for line in data.decode().splitlines()) > 1000
