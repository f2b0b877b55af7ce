"""`vivier polyvalence` as a person meets it: matrices in, holders by level out, one sentence a slip."""

import csv
import sys

import pytest

from vivier.cli.main import main

MATRIX = "Matricule;Nom;Soudure MIG;=Pliage\n7;Durand;U;L\n8;Petit;O;I\n9;Blanc;U;L\n"


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(words="matrice.csv --out titulaires.csv", **files):
        for name, content in ({"matrice": MATRIX} | files).items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["vivier", "polyvalence", *words.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return ended.value.code, (shown.out + shown.err).replace("\u202f", " ").replace("\xa0", " ")

    return run


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_holders_are_written_by_level_and_what_is_small_is_said(typed, tmp_path) -> None:
    code, shown = typed()
    assert code == 0
    assert "2 compétences, 3 personnes, 1 entreprise." in shown
    assert "Cases de moins de 3 personnes : 4 sur 4" in shown
    assert rows(tmp_path / "titulaires.csv") == [
        ["company", "skill", "required", "age", "level", "people"],
        ["inconnu", "'=Pliage", "", "tous", "1", "1"],
        ["inconnu", "'=Pliage", "", "tous", "2", "2"],
        ["inconnu", "Soudure MIG", "", "tous", "3", "2"],
        ["inconnu", "Soudure MIG", "", "tous", "4", "1"],
    ]
    assert "Durand" not in (tmp_path / "titulaires.csv").read_text(encoding="utf-8")


def test_the_company_named_is_that_of_the_file(typed, tmp_path) -> None:
    typed("matrice.csv --siren 000100115 --ages --on 2026-01-31 --out t.csv")
    assert {(row[0], row[3]) for row in rows(tmp_path / "t.csv")[1:]} == {("000100115", "inconnu")}


def test_a_file_left_aside_gives_the_code_1_and_its_reason(typed) -> None:
    code, shown = typed("matrice.csv lettre.csv --out t.csv", lettre="bonjour\n")
    assert code == 1
    assert "lettre.csv" in shown


def test_no_matrix_gives_the_code_2_and_writes_nothing(typed, tmp_path) -> None:
    code, shown = typed("lettre.csv --out t.csv", lettre="bonjour\n")
    assert code == 2
    assert shown.strip().endswith(".")
    assert not (tmp_path / "t.csv").exists()


def test_a_file_that_is_read_is_never_written_over(typed) -> None:
    code, shown = typed("matrice.csv --out matrice.csv")
    assert code == 2
    assert "aussi un fichier à lire" in shown
