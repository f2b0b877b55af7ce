"""`vivier convert` as a person meets it: what it writes, what it says, what it refuses."""

import csv
import math
from pathlib import Path

import pytest

from factories import official as made
from vivier.cli.conversion import written
from vivier.cli.main import main
from vivier.reference.official import add


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("convert")
    add(
        [made.write(folder / "files", {**made.rome3(), **made.families()})],
        folder=folder / "store",
        date="2026-01-01",
    )
    return folder / "store"


@pytest.fixture
def run(filled: Path, monkeypatch, capsys):
    def typed(*words: object) -> tuple[object, str]:
        monkeypatch.setenv("VIVIER_REFERENCE", str(filled))
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr("sys.argv", ["vivier", "convert", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return end.value.code, shown.out + shown.err

    return typed


def file(folder: Path, text: str, name: str = "cases.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_each_group_keeps_its_total_and_every_target_has_its_label(run, tmp_path: Path) -> None:
    cells = file(
        tmp_path, "siren;code;Effectif;qualification\na;Z1101;10;\na;Z1101;1 204,5;9\nb;Z1101;3;0\nb;Z9;2;\n"
    )
    code, said = run(cells, "--from", "rome3", "--to", "fap2021", "--out", tmp_path / "out.csv")
    assert code == 0, said
    assert rows(tmp_path / "out.csv") == [
        {"siren": "a", "code": "Z0X10", "label": "Souffleurs", "effectif": "5"},
        {"siren": "a", "code": "Z0X20a", "label": "Compteurs d’étoiles", "effectif": "1209.5"},
        {"siren": "b", "code": "Z0X10", "label": "Souffleurs", "effectif": "3"},
        {"siren": "b", "code": "inconnu", "label": "Sans correspondance", "effectif": "2"},
    ]
    for part in (
        "Effectif : 1\u202f219,5 avant, 1\u202f219,5 après.",
        "ROME 3 → FAP-2021 (Dares",
        "Part ambiguë : 0,8 % (codes qui mènent à plusieurs).",
        "Codes ambigus (1)",
        "Z0X10 Souffleurs 50\u00a0% ; Z0X20a Compteurs d’étoiles 50\u00a0%",
        "Sans correspondance : 2 (0,2 %), comptés sous le code « inconnu ».",
        "Z9 : 2, code absent de ROME 3",
    ):
        assert part in said


def test_a_level_is_asked_after_a_colon_and_what_is_written_can_be_given_again(run, tmp_path: Path) -> None:
    cells = file(tmp_path, "code,effectif\nZ1101,10\nZ1201,4\n,1\nZ11,2\n")
    assert run(cells, "--from", "rome3", "--to", "fap2021", "--out", tmp_path / "fin.csv")[0] == 0
    code, said = run(cells, "--from", "rome3", "--to", "fap2021:86", "--out", tmp_path / "gros.csv")
    assert code == 0
    assert "Part ambiguë : 0,0 %" in said
    for part in ("Z1201 : 4, aucune table ne mène plus loin", "(vide) : 1, code absent", "Z11 : 2, code de niveau"):
        assert part in said
    again, _ = run(tmp_path / "fin.csv", "--from", "fap2021", "--to", "fap2021:86", "--out", tmp_path / "deux.csv")
    assert (again, rows(tmp_path / "deux.csv")) == (0, rows(tmp_path / "gros.csv"))
    assert [row["effectif"] for row in rows(tmp_path / "gros.csv")] == ["10", "7"]


def test_many_doubts_and_orphans_are_counted_not_all_shown(run, tmp_path: Path) -> None:
    lines = [f"Y{place:02},{place}" for place in range(1, 14)]
    cells = file(tmp_path, "\n".join(["code,effectif", *lines, "Z1101,7"]))
    code, said = run(cells, "--from", "rome3", "--to", "fap2021", "--out", tmp_path / "out.csv")
    assert code == 0
    assert "Y13 : 13" in said
    assert "Y03 : 3" not in said
    assert "et 3 autres codes" in said
    fewer = file(tmp_path, "\n".join(["code,effectif", *lines[:11]]))
    assert "et 1 autre code\n" in run(fewer, "--from", "rome3", "--to", "fap2021", "--out", tmp_path / "out.csv")[1]


def test_a_qualification_that_does_not_serve_is_said(run, tmp_path: Path) -> None:
    cells = file(tmp_path, "code,effectif,qualification\nZ0X10,3,4\n")
    _, said = run(cells, "--from", "fap2021", "--to", "fap2021:22", "--out", tmp_path / "out.csv")
    assert "La qualification donnée ne sert pas dans ce passage." in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "est vide"),
        ("code,effectif\n", "n’a que ses titres"),
        ("code,nombre\nZ1101,3\n", "Il manque la colonne « effectif »"),
        (
            "code,effectif\nZ1101,3\nZ1101,trois\n",
            "nombre, comme 12, dans la colonne « effectif » de la ligne 3 de « cases.csv »",
        ),
        ("code,effectif\nZ1101,\n", "nombre, comme 12, dans la colonne « effectif » de la ligne 2 de « cases.csv »"),
        ("code,effectif\nZ1101,-3\n", "Ligne 2 de « cases.csv » : L’effectif du code « Z1101 » doit être un nombre"),
        ("code,effectif\nZ1101,nan\n", "Ligne 2 de « cases.csv » : L’effectif du code « Z1101 » doit être un nombre"),
        (
            "code,effectif,qualification\nZ1101,3,OQ\n",
            "Ligne 2 de « cases.csv » : « OQ » n’est pas une qualification",
        ),
    ],
)
def test_cells_that_cannot_be_read_say_what_to_correct_and_nothing_is_written(run, tmp_path, text, said) -> None:
    code, shown = run(file(tmp_path, text), "--from", "rome3", "--to", "fap2021", "--out", tmp_path / "out.csv")
    assert code == 2
    assert said in shown
    assert len(shown.strip().splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("rome5", "fap2021", "La nomenclature « rome5 » n’est pas installée"),
        ("rome3", "fap2021:99", "n’a pas de niveau « 99 »"),
        ("demo", "fap2021", "Il n’y a pas de passage connu de demo vers fap2021"),
        ("fap2009", "fap2009:999", "n’a pas de niveau « 999 »"),
    ],
)
def test_a_way_that_does_not_exist_is_one_sentence(run, tmp_path, source, target, said) -> None:
    cells = file(tmp_path, "code,effectif\nZ1101,3\n")
    code, shown = run(cells, "--from", source, "--to", target, "--out", tmp_path / "out.csv")
    assert (code, len(shown.strip().splitlines())) == (2, 1)
    assert said in shown


def test_an_output_that_is_the_input_is_refused_and_the_input_is_untouched(run, tmp_path: Path) -> None:
    cells = file(tmp_path, "code,effectif\nZ1101,3\n")
    code, shown = run(cells, "--from", "rome3", "--to", "fap2021", "--out", cells)
    assert code == 2
    assert "aussi un fichier à lire" in shown
    assert cells.read_text(encoding="utf-8") == "code,effectif\nZ1101,3\n"


def test_weights_share_the_people_and_say_where_they_come_from(run, tmp_path: Path) -> None:
    cells = file(tmp_path, "code,effectif\nZ1101,10\n")
    heavy = file(tmp_path, "Code;Poids\nZ0X10;1 000\nZ0X20a;3000,0\n", "poids.csv")
    words = (cells, "--from", "rome3", "--to", "fap2021", "--out", tmp_path / "out.csv", "--weights", heavy)
    code, said = run(*words, "--weights-source", "Dares, emploi moyen 2017-2019")
    assert code == 0
    assert [row["effectif"] for row in rows(tmp_path / "out.csv")] == ["2.5", "7.5"]
    assert "pondération (Dares, emploi moyen 2017-2019)" in said
    assert "Part ambiguë : 100,0 %" in said
    assert "Des poids sans origine" in run(*words)[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,poids\nZ0X10,1\nZ0X10,2\n", "Un code est deux fois dans « poids.csv »"),
        ("code,poids\nZ0X10,-1\n", "Le poids du code « Z0X10 » doit être un nombre positif"),
        ("code,poids\nZ0X10,lourd\n", "dans la colonne « poids » de la ligne 2 de « poids.csv »"),
        ("code,effectif\nZ0X10,1\n", "Il manque la colonne « poids »"),
        ("code,poids\nZ0X,1\n", "Aucun des poids donnés n’est celui d’un code de fap2021"),
    ],
)
def test_weights_that_cannot_be_used_say_what_to_correct(run, tmp_path: Path, text: str, said: str) -> None:
    cells, heavy = file(tmp_path, "code,effectif\nZ1101,10\n"), file(tmp_path, text, "poids.csv")
    words = ("--from", "rome3", "--to", "fap2021", "--weights", heavy, "--weights-source", "Dares")
    code, shown = run(cells, *words, "--out", tmp_path / "out.csv")
    assert (code, len(shown.strip().splitlines())) == (2, 1)
    assert said in shown
    assert "aussi un fichier à lire" in run(cells, *words, "--out", heavy)[1]


@pytest.mark.parametrize("value", [0.1 + 0.2, 1 / 3, 12345678.9, 1e-7, 999999999999.4, 2e15, 842.8000000000001])
def test_a_written_number_is_right_to_a_part_in_a_thousand_million(value: float) -> None:
    assert math.isclose(float(written(value)), value, rel_tol=1e-10)
    assert "e" not in written(value)
