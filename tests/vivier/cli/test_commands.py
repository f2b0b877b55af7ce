"""The command line as a person meets it: words, files, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factories.dsn import SIREN, Declaration, Sending, people

MAIN = "from vivier.cli import main; main()"


def vivier(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", MAIN, *map(str, words)]
    environment = {**os.environ, "COLUMNS": "160", "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "fichiers"
    files.mkdir()
    for month in ("01122025", "01012026"):
        (files / f"{month}.dsn").write_bytes(Sending((Declaration(people(40), month=month),)).encoded())
    return files


def test_read_shows_a_table_and_writes_the_json(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "sous" / "effectif.json"
    done = vivier("read", folder, "--on", "2026-01-31", "--json", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert "40 personnes" in done.stdout
    assert SIREN in done.stdout
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["date_reference"] == "2026-01-31"
    assert found["entreprises"][SIREN]["personnes"] == 40
    assert list(out.parent.iterdir()) == [out]  # no temporary file stays


def test_one_refused_file_is_exit_one_and_loses_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "photo.dsn").write_bytes(b"\x89PNG\r\n" + bytes(200))
    done = vivier("read", folder, "--on", "2026-01-31", "--json", tmp_path / "o.json")
    assert done.returncode == 1
    assert "R02" in done.stdout
    assert json.loads((tmp_path / "o.json").read_text())["entreprises"][SIREN]["personnes"] == 40


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"bonjour\n", None])
def test_nothing_readable_is_exit_two_without_traceback_nor_output(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "fichier.csv"
    if content is not None:
        path.write_bytes(content)
    for command in (["read", path, "--json", tmp_path / "o.json"], ["study", path, "--out", tmp_path / "etude"]):
        done = vivier(*command, "--on", "2026-01-31")
        assert done.returncode == 2
        assert "Traceback" not in done.stdout + done.stderr
        assert "fichier" in done.stdout + done.stderr
    assert not (tmp_path / "o.json").exists()
    assert not (tmp_path / "etude").exists()


def test_a_study_writes_three_files_with_the_same_bytes_twice(folder: Path, tmp_path: Path) -> None:
    for name in ("une", "deux"):
        done = vivier("study", folder, "--on", "2026-01-31", "--horizon", 3, "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
        assert str(tmp_path / name / "study.html") in done.stdout
    for kind in ("html", "xlsx", "json"):
        one, two = ((tmp_path / name / f"study.{kind}").read_bytes() for name in ("une", "deux"))
        assert one == two
        assert str(tmp_path).encode() not in one


def test_a_study_takes_declared_counts(folder: Path, tmp_path: Path) -> None:
    counts = tmp_path / "declares.csv"
    counts.write_text("siren,population,effectif\n000100115,interimaires,12\n", encoding="utf-8")
    done = vivier(
        "study", folder, "--on", "2026-01-31", "--horizon", 2, "--declared", counts, "--out", tmp_path / "e"
    )
    assert done.returncode == 0, done.stderr
    tables = json.loads((tmp_path / "e" / "study.json").read_text())["tableaux"]
    lines = {line["population"]: line["valeur"] for line in tables["couverture"]["lignes"]}
    assert lines["interimaires"] == 12
    assert lines["dirigeants"] is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["read"], "Il manque FICHIER…"),
        (["read", "x", "--zut"], "L’option --zut n’existe pas"),
        (["read", "x", "--on", "hier"], "écrivez une date comme 2026-01-31"),
        (["read", "x", "--siren", "123"], "neuf chiffres"),
        (["study", "x"], "Il manque --out"),
        (["study", "x", "--out", "e", "--horizon", "99"], "--horizon"),
        (["study", "x", "--out", "e", "--declared", "absent.csv"], "ne s’ouvre pas"),
        (["nimporte"], "La commande n’a pas été comprise"),
    ],
)
def test_a_wrong_command_is_one_french_sentence(words: list[str], sentence: str, tmp_path: Path) -> None:
    done = vivier(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written_is_told_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pris").write_text("déjà là")
    done = vivier("read", folder, "--on", "2026-01-31", "--json", tmp_path / "pris" / "o.json")
    assert done.returncode == 2
    assert "Rien n’a pu être écrit" in done.stderr
    assert (tmp_path / "pris").read_text() == "déjà là"


def test_help_is_in_french() -> None:
    done = vivier("--help")
    assert done.returncode == 0
    for word in ("read", "study", "demo-files", "Afficher cette aide"):
        assert word in done.stdout


def test_reading_payroll_files_loads_neither_the_charts_nor_the_forecast(folder: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from vivier.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    words = ["read", str(folder), "--on", "2026-01-31", "--json", str(tmp_path / "o.json")]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    assert not {"numpy", "scipy", "altair", "vl_convert", "openpyxl"} & set(done.stderr.split())
