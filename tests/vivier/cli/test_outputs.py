"""What the commands write: whole or nothing, never over an input, the same bytes anywhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factories.dsn import SIREN, Declaration, Person, Sending, people
from vivier.cli.main import main
from vivier.report.whole import write_whole
from vivier.vocabulary import InputError

GOOD = Sending((Declaration(people(3)),)).encoded()
UNKNOWN_AGES = Sending((Declaration(tuple(Person(nir=f"168013899000{n}", born="") for n in range(1, 7))),)).encoded()
CROSS_TABLE = "Catégorie;Moins de 25 ans;25 à 34 ans;35 à 44 ans;45 à 54 ans;55 à 59 ans;60 ans et plus\nOuvriers;2;8;9;11;6;3\nCadres;0;2;4;3;1;1\n"
MATRIX = "Nom;Soudure TIG;Pliage\nNiveau requis;3;2\nA. Un;3;2\nB. Deux;2;4\nC. Trois;0;1\n"


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command line in this process; give its exit code and what it showed."""

    def typed(*words: object) -> tuple[object, str]:
        monkeypatch.setattr("sys.argv", ["vivier", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return end.value.code, shown.out + shown.err

    return typed


def tables(folder: Path) -> dict[str, object]:
    return json.loads((folder / "study.json").read_text(encoding="utf-8"))["tableaux"]


def test_an_output_that_is_an_input_is_refused_and_the_input_is_untouched(run, tmp_path: Path) -> None:
    paid = tmp_path / "paie.dsn"
    paid.write_bytes(GOOD)
    (tmp_path / "lien.json").symlink_to(paid)
    for out in (paid, tmp_path / "." / "paie.dsn", tmp_path / "lien.json"):
        code, shown = run("read", paid, "--on", "2026-01-31", "--json", out)
        assert code == 2
        assert "aussi un fichier à lire" in shown
        assert paid.read_bytes() == GOOD
    (tmp_path / "study.xlsx").write_bytes(GOOD)
    code, shown = run("study", tmp_path / "study.xlsx", "--on", "2026-01-31", "--out", tmp_path)
    assert (code, (tmp_path / "study.xlsx").read_bytes()) == (2, GOOD)


def test_a_device_or_a_folder_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    (tmp_path / "dossier").mkdir()
    for name in ("tube", "dossier"):
        with pytest.raises(InputError, match="déjà pris par autre chose"):
            write_whole({tmp_path / name: b"x"})
    assert not (tmp_path / "tube").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier", "tube"]


def test_reading_and_studying_a_folder_twice_gives_the_same_bytes(run, tmp_path: Path) -> None:
    (tmp_path / "paie.dsn").write_bytes(GOOD)
    seen = []
    for _ in range(2):
        assert run("read", tmp_path, "--on", "2026-01-31", "--json", tmp_path / "effectif.json")[0] == 0
        assert run("study", tmp_path, "--on", "2026-01-31", "--horizon", 1, "--out", tmp_path)[0] == 0
        seen.append({path.name: path.read_bytes() for path in tmp_path.iterdir()})
    assert seen[0] == seen[1]
    assert set(seen[0]) == {"paie.dsn", "effectif.json", "study.html", "study.xlsx", "study.json"}


@pytest.mark.parametrize("command", ["read", "study"])
def test_an_empty_folder_is_told_and_exit_two(run, tmp_path: Path, command: str) -> None:
    (tmp_path / "vide").mkdir()
    more = ["--out", tmp_path / "etude"] if command == "study" else ["--json", tmp_path / "o.json"]
    code, shown = run(command, tmp_path / "vide", "--on", "2026-01-31", *more)
    assert code == 2
    assert "ne contient aucun fichier" in " ".join(shown.split())
    assert [path.name for path in tmp_path.iterdir()] == ["vide"]


@pytest.mark.parametrize(
    ("given", "code"),
    [({"a.dsn": GOOD}, 0), ({"a.dsn": GOOD, "b.dsn": b"%PDF-1.4"}, 1), ({"b.dsn": b"%PDF-1.4", "c.dsn": b""}, 2)],
)
def test_exit_codes_of_a_read(run, tmp_path: Path, given: dict[str, bytes], code: int) -> None:
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
    assert run("read", tmp_path, "--on", "2026-01-31")[0] == code


def test_the_json_is_utf8_without_mark_ends_with_a_line_end_and_names_files_readably(run, tmp_path: Path) -> None:
    (tmp_path / "é’[bold]\x1b.dsn").write_bytes(GOOD)
    (tmp_path / os.fsdecode(b"\xff.dsn")).write_bytes(b"%PDF")
    code, shown = run("read", tmp_path, "--on", "2026-01-31", "--json", tmp_path / "o.json")
    assert code == 1
    assert "\x1b" not in shown
    raw = (tmp_path / "o.json").read_bytes()
    assert raw.endswith(b"}\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert json.loads(raw)["entreprises"][SIREN]["personnes"] == 3


def test_single_ages_reach_the_json_only_when_asked(run, tmp_path: Path) -> None:
    (tmp_path / "a.dsn").write_bytes(GOOD)
    for words, kind in ((["--single-ages"], int), ([], str)):
        run("read", tmp_path, "--on", "2026-01-31", "--json", tmp_path / "o.json", *words)
        cells = json.loads((tmp_path / "o.json").read_text())["entreprises"][SIREN]["cellules"]
        assert {type(cell["age"]) for cell in cells} == {kind}


@pytest.mark.parametrize(
    ("name", "content", "people_there"),
    [
        ("minuscule.dsn", Sending((Declaration(),)).encoded(), 1),
        ("ages.dsn", UNKNOWN_AGES, 6),
        ("bdese.csv", CROSS_TABLE.encode(), 50),
        ("polyvalence.csv", MATRIX.encode(), 0),
        ("personne.dsn", Sending((Declaration((), kind="02"),)).encoded(), 0),
    ],
)
def test_a_study_of_very_little_is_still_a_study(
    run, tmp_path: Path, name: str, content: bytes, people_there: int
) -> None:
    (tmp_path / name).write_bytes(content)
    out = tmp_path / "etude"
    code, shown = run("study", tmp_path / name, "--on", "2026-01-31", "--horizon", 1, "--out", out)
    assert (code, "Traceback" in shown) == (0, False)
    lines = {line["population"]: line["valeur"] for line in tables(out)["couverture"]["lignes"]}
    assert lines["salaries"] == people_there
    assert sorted(path.name for path in out.iterdir()) == ["study.html", "study.json", "study.xlsx"]


@pytest.mark.parametrize("horizon", [1, 30])
def test_the_shortest_and_the_longest_horizon_give_that_many_years(run, tmp_path: Path, horizon: int) -> None:
    (tmp_path / "a.dsn").write_bytes(Sending((Declaration(people(12)),)).encoded())
    out = tmp_path / "etude"
    words = ("--horizon", horizon, "--law", "2023-270", "--seed", 7, "--out", out)
    assert run("study", tmp_path / "a.dsn", "--on", "2026-01-31", *words)[0] == 0
    years = {line["annee"] for line in tables(out)["departs"]["lignes"]} - {"total"}
    assert {int(year) for year in years} == set(range(2027, 2027 + horizon))


DECLARED = [
    ("siren,population,effectif\n000100115,interimaires,12\n,benevoles,3\n", None),
    ("siren;population;effectif\r\n000 100 115;interimaires;12\r\n\r\n", None),
    ("\ufeffsiren,population,effectif\n", None),
    ("", "doit commencer"),
    ("population,effectif\ninterimaires,12\n", "doit commencer"),
    ("siren,population,effectif\n000100115,interimaires\n", "ligne 2"),
    ("siren,population,effectif\n000100116,interimaires,12\n", "clé juste"),
    ("siren,population,effectif\n000100115,martiens,12\n", "l’une de"),
    ("siren,population,effectif\n000100115,interimaires,-1\n", "nombre entier"),
    ("siren,population,effectif\n000100115,interimaires,1²\n", "nombre entier"),
]


@pytest.mark.parametrize(("text", "said"), DECLARED)
def test_declared_counts_are_taken_or_refused_with_the_line(run, tmp_path: Path, text: str, said: str | None) -> None:
    (tmp_path / "a.dsn").write_bytes(GOOD)
    (tmp_path / "declares.csv").write_text(text, encoding="utf-8", newline="")
    out = tmp_path / "etude"
    words = ("--declared", tmp_path / "declares.csv", "--horizon", 1, "--out", out)
    code, shown = run("study", tmp_path / "a.dsn", "--on", "2026-01-31", *words)
    assert code == (2 if said else 0)
    if said:
        assert said in shown
        assert not out.exists()
    elif "12" in text:
        lines = {line["population"]: line["valeur"] for line in tables(out)["couverture"]["lignes"]}
        assert lines["interimaires"] == 12


def test_a_study_has_the_same_bytes_in_another_process_folder_and_hash_seed(tmp_path: Path) -> None:
    made = []
    for rank, where in enumerate(("ici", "plus/loin/ailleurs")):
        folder = tmp_path / where / "depot"
        for name, month in (("a/paie.dsn", "01122025"), ("b/paie.dsn", "01012026")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(Sending((Declaration(people(30), month=month),)).encoded())
        (folder / "photo.dsn").write_bytes(b"\x89PNG\r\n" + bytes(50))
        given, cwd = (("depot", folder.parent), (str(folder), tmp_path))[rank]
        command = [sys.executable, "-c", "from vivier.cli import main; main()", "study", given, "--on", "2026-01-31"]
        command += ["--horizon", "2", "--out", str(tmp_path / where / "etude")]
        environment = {**os.environ, "PYTHONHASHSEED": str(rank + 1), "TZ": ("UTC", "Pacific/Auckland")[rank]}
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        made.append({path.name: path.read_bytes() for path in (tmp_path / where / "etude").iterdir()})
    assert made[0] == made[1]
    assert all(str(tmp_path).encode() not in content for content in made[0].values())
