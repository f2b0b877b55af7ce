"""`vivier assign` as a person meets it: a table in, pairs out, one sentence a slip."""

import csv
import sys

import pytest

from vivier.cli.main import main

NEAR = "expert,D1,D2\nBlanc,0.9,0.8\nPetit,0.2,0.3\nRoux,0.7,0.1\n"
COMMAND = "affinites.csv --per-dossier 1 --loads 0:1 --out panel.csv"


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    """Run `vivier assign` in this process, from the folder of the test: its exit code, and all it showed."""
    monkeypatch.chdir(tmp_path)

    def run(words=COMMAND, near=NEAR, **files):
        for name, text in {"affinites": near, **files}.items():
            (tmp_path / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.setattr(sys, "argv", ["vivier", "assign", *words.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return ended.value.code, shown.out + shown.err

    return run


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def test_a_panel_is_written_and_what_is_proven_is_said(typed, tmp_path) -> None:
    code, shown = typed()
    assert code == 0
    assert rows(tmp_path / "panel.csv") == [
        ("expert", "dossier", "affinity"), ("Roux", "D1", "0.7"), ("Blanc", "D2", "0.8"),
    ]  # fmt: skip
    assert "2 places pourvues par 2 experts, 1 dossier au plus pour un expert." in shown
    assert "Le moins bien servi : « D1 », 0,7 ; prouvé : aucun panel ne fait mieux que 0,7." in shown
    assert "Somme des affinités : 1,5 ; prouvé : aucun panel aussi équitable ne dépasse 1,5." in shown


def test_conflicts_frozen_pairs_alternates_and_reasons(typed, tmp_path) -> None:
    words = (
        COMMAND
        + " --conflicts conflits.csv --frozen fixes.csv --alternates suppleants.csv --alternates-per-dossier 1 --why"
    )
    code, shown = typed(words, conflits="expert;dossier\nRoux;D1\n", fixes="expert,dossier\nPetit,D2\n")
    assert code == 0
    assert rows(tmp_path / "panel.csv")[1:] == [("Blanc", "D1", "0.9"), ("Petit", "D2", "0.3")]
    assert rows(tmp_path / "suppleants.csv")[1:] == [("Petit", "D1", "0.2"), ("Roux", "D2", "0.1")]
    assert "Petit : fixé d’avance pour « D2 »." in shown


def test_enough_for_the_worst_lets_the_total_come_first(typed, tmp_path) -> None:
    near = "x,D1,D2\nA,1,0.4\nB,0.5,0\n"
    assert typed(COMMAND + " --enough 0 --time 5", near)[0] == 0
    assert rows(tmp_path / "panel.csv")[1:] == [("A", "D1", "1.0"), ("B", "D2", "0.0")]


SHAPES = {
    "semicolons and decimal commas": "expert;D1;D2\nBlanc;0,9;0,8\nPetit;0,2;0,3\nRoux;0,7;0,1\n",
    "a mark of order, blank lines, no title for experts": "\ufeff,D1,D2\n\nBlanc,0.9,0.8\n\nPetit,0.2,0.3\nRoux,0.7,0.1\n",
    "tabs and Windows line ends": "e\tD1\tD2\r\nBlanc\t0.9\t0.8\r\nPetit\t0.2\t0.3\r\nRoux\t0.7\t0.1\r\n",
    "quotes, spaces and a typographic sign": 'e,"D1"," D2"\nBlanc, 0.9 ,0.8\nPetit,0.2,0.3\nRoux,0.7,"0,1"\n',
    "Latin-1": "expertisé;D1;D2\nBlanc;0,9;0,8\nPetit;0,2;0,3\nRoux;0,7;0,1\n".encode("latin-1"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_tables_are_read_as_people_save_them(typed, tmp_path, shape) -> None:
    assert typed(near=SHAPES[shape])[0] == 0
    assert rows(tmp_path / "panel.csv")[1:] == [("Roux", "D1", "0.7"), ("Blanc", "D2", "0.8")]


def test_negative_affinities_and_a_file_of_conflicts_with_titles_alone(typed, tmp_path) -> None:
    code, _ = typed(COMMAND + " --conflicts c.csv", "e,D1\nA,-2.5\nB,−1\n", c="expert,dossier\n")
    assert code == 0
    assert rows(tmp_path / "panel.csv")[1:] == [("B", "D1", "-1.0")]


SLIPS = {
    "an empty file": ("", COMMAND, "est vide"),
    "titles alone": ("e,D1\n", COMMAND, "au moins un dossier et une ligne"),
    "no dossier": ("e\nA\n", COMMAND, "au moins un dossier"),
    "ragged rows": ("e,D1,D2\nA,1,2\nB,1\n", COMMAND, "La ligne 3 de « affinites.csv » a 2 cases"),
    "an expert twice": ("e,D1\nA,1\nA,2\n", COMMAND, "L’expert « A » est là deux fois"),
    "a dossier twice": ("e,D1,D1\nA,1,2\n", COMMAND, "Le dossier « D1 » est là deux fois"),
    "not a number": ("e,D1\nA,nan\n", COMMAND, "dossier « D1 » : l’affinité doit être un nombre ; elle est « nan »"),
    "infinite": ("e,D1\nA,inf\n", COMMAND, "elle est « inf »"),
    "a text": ("e,D1\nA,fort\n", COMMAND, "Ligne 2 de « affinites.csv »"),
    "an empty cell": ("e,D1,D2\nA,1,\n", COMMAND, "elle est vide"),
    "a number as programmers write it": ("e,D1\nA,1_0\n", COMMAND, "elle est « 1_0 »"),
    "nobody's name": ("e,D1\n ,1\n", COMMAND, "La ligne 2 de « affinites.csv » n’a pas de nom d’expert"),
    "none per dossier": (NEAR, COMMAND.replace("dossier 1", "dossier 0"), "--per-dossier"),
    "loads upside down": (NEAR, COMMAND.replace("0:1", "3:1"), "Les charges « 3:1 » ne se lisent pas"),
    "loads in words": (NEAR, COMMAND.replace("0:1", "peu"), "Les charges « peu » ne se lisent pas"),
    "too few places": (NEAR, COMMAND.replace("dossier 1", "dossier 2"), "n’en permettent que 3"),
    "enough in words": (NEAR, COMMAND + " --enough assez", "L’affinité suffisante doit être un nombre"),
    "over what is read": (NEAR, COMMAND.replace("panel.csv", "affinites.csv"), "aussi un fichier à lire"),
    "no such file": (NEAR, COMMAND.replace("affinites", "absent"), "ne s’ouvre pas"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_said_in_one_sentence_and_nothing_is_written(typed, tmp_path, slip) -> None:
    near, words, said = SLIPS[slip]
    code, shown = typed(words, near)
    assert code == 2
    assert said in shown
    assert shown.count("\n") == 1
    assert not (tmp_path / "panel.csv").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("expert,dossier\nNoir,D1\n", "Ligne 2 de « c.csv » : l’expert « Noir » n’est pas dans les affinités"),
        ("expert,dossier\nBlanc,D9\n", "le dossier « D9 » n’est pas dans les affinités"),
        ("qui,quoi\nBlanc,D1\n", "Il manque les colonnes"),
        ("", "est vide"),
    ],
)
def test_conflicts_that_name_nobody_are_said(typed, text, said) -> None:
    code, shown = typed(COMMAND + " --conflicts c.csv", c=text)
    assert code == 2
    assert said in shown


def test_what_cannot_be_names_what_blocks(typed) -> None:
    words = COMMAND.replace("0:1", "1:1") + " --conflicts c.csv"
    near = "e,D1,D2\nA,1,1\nB,1,1\n"
    code, shown = typed(words, near, c="expert,dossier\nA,D1\nB,D1\n")
    assert code == 2
    assert "Le dossier « D1 » demande 1 expert et ses conflits n’en laissent que 0" in shown
