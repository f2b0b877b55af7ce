"""Counts that members declare: read exactly, or refused with the line to correct."""

from pathlib import Path

import pytest

from vivier.intake.declared import Declared, read_declared
from vivier.vocabulary import InputError


def test_declared_counts_are_read_with_commas_semicolons_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(
        "\ufeffSiren;Population;Effectif\n000 100 115;interimaires;12\n\n;benevoles;3\n", encoding="utf-8"
    )
    assert read_declared(path) == (Declared("000100115", "interimaires", 12), Declared("inconnu", "benevoles", 3))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "commencer par la ligne"),
        ("nom,population,effectif\n", "commencer par la ligne"),
        ("siren,population,effectif\n000100115,interimaires\n", "trois valeurs à la ligne 2"),
        ("siren,population,effectif\n123456789,interimaires,1\n", "SIREN de la ligne 2"),
        ("siren,population,effectif\n000100115,martiens,1\n", "population de la ligne 2"),
        ("siren,population,effectif\n000100115,benevoles,12.5\n", "effectif de la ligne 2"),
        ("siren,population,effectif\n000100115,benevoles,-3\n", "effectif de la ligne 2"),
        ("siren,population,effectif\n000100115,benevoles,=1+1\n", "effectif de la ligne 2"),
    ],
)
def test_a_faulty_line_is_refused_with_its_number(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "d.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_declared(tmp_path / "d.csv")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="ne s’ouvre pas"):
        read_declared(tmp_path / "d.csv")
