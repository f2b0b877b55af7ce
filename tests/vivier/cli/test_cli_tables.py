"""The tables of commands: read by their column names whatever the export, written whole or not at all."""

import codecs
import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.cli.tables import read_table, write_table
from vivier.vocabulary import InputError

ROWS = [("1", "Chargé d’études"), ("2", "Soudeur ; régleur"), ("3", "Aide, comptable")]


def given_file(folder: Path, content: bytes) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(content)
    return path


def quoted(separator: str) -> str:
    return "\n".join([separator.join(("ID", "Titre")), *(f'{key}{separator}"{text}"' for key, text in ROWS), ""])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["utf-8", "with its mark", "windows", "utf-16"],
)
def test_a_table_reads_the_same_whatever_the_export(tmp_path: Path, separator: str, write) -> None:
    table = read_table(given_file(tmp_path, write(quoted(separator))), ("id", "titre"))
    assert table.columns == ("id", "titre")
    assert [(line["id"], line["titre"]) for line in table.lines] == ROWS
    assert [line.number for line in table.lines] == [2, 3, 4]


def test_values_full_of_another_separator_do_not_hide_the_columns(tmp_path: Path) -> None:
    content = "id,titre\n1,soudeur;tig\n2,soudeur;mig\n3,régleur;cn\n".encode()
    assert [line["titre"] for line in read_table(given_file(tmp_path, content), ("id", "titre")).lines] == [
        "soudeur;tig",
        "soudeur;mig",
        "régleur;cn",
    ]


def test_other_columns_are_kept_and_absent_optional_ones_are_empty(tmp_path: Path) -> None:
    content = "Année;SIREN ;CODE;Effectif\n2025;123456782;F1610;3\n\n;;;\n2026;;F1610\n".encode()
    table = read_table(given_file(tmp_path, content), ("code", "effectif"), ("qualification",))
    assert (table.columns, table.others) == (("Année", "SIREN", "code", "effectif"), ("Année", "SIREN"))
    assert [(line.number, line.values) for line in table.lines] == [
        (2, {"Année": "2025", "SIREN": "123456782", "code": "F1610", "effectif": "3", "qualification": ""}),
        (5, {"Année": "2026", "SIREN": "", "code": "F1610", "effectif": "", "qualification": ""}),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"\n \n", "est vide"),
        (b"code,effectif\n", "n’a que ses titres"),
        (b"code,nombre\nF1610,3\n", "Il manque la colonne « effectif »"),
        (b"F1610,3\n", "Il manque les colonnes « code », « effectif »"),
        (b"code,effectif,Code\nF1610,3,F1610\n", "La colonne « code » est deux fois"),
        (b"code,effectif\nF1610,3\nF1611,3,4\n", "La ligne 3 de « cases.csv » a une valeur sans titre"),
        (b"code,,effectif\nF1610,x,3\n", "La ligne 2 de « cases.csv » a une valeur sans titre"),
        (bytes(range(32)) * 20, "n’est pas un texte en colonnes"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_to_correct(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_table(given_file(tmp_path, content), ("code", "effectif"))
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


def test_an_absent_file_or_a_folder_is_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(InputError, match="ne s’ouvre pas"):
            read_table(path, ("code",))


def test_an_untitled_column_without_values_is_left_out(tmp_path: Path) -> None:
    table = read_table(given_file(tmp_path, b"code;effectif;;\nF1610;3;;\n"), ("code", "effectif"))
    assert table.columns == ("code", "effectif")


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"=#\ufeffÃ')).map(str.strip)


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(TEXT.filter(bool), TEXT.filter(bool)), min_size=1, max_size=5))
def test_what_is_written_reads_back(tmp_path_factory: pytest.TempPathFactory, rows) -> None:
    path = tmp_path_factory.mktemp("table") / "out.csv"
    write_table(path, ("id", "title"), rows)
    assert [(line["id"], line["title"]) for line in read_table(path, ("id", "title")).lines] == rows
    with path.open(encoding="utf-8", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)][1:] == rows


def test_a_table_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    def broken():
        yield ("F1610", 3)
        raise ZeroDivisionError

    path = given_file(tmp_path, b"avant")
    with pytest.raises(ZeroDivisionError):
        write_table(path, ("code", "effectif"), broken())
    with pytest.raises(InputError, match="Rien n’a pu être écrit"):
        write_table(tmp_path / "cases.csv" / "out.csv", ("code",), [])
    assert path.read_bytes() == b"avant"
    assert [each.name for each in tmp_path.iterdir()] == ["cases.csv"]
