"""`vivier reference` as a person meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factories import official as made

MAIN = "from vivier.cli import main; main()"


def vivier(store: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", MAIN, "reference", *map(str, words)]
    environment = {**os.environ, "COLUMNS": "160", "PYTHONUTF8": "1", "VIVIER_REFERENCE": str(store)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("filled")
    files = {**made.rome4(), **made.rome3(), **made.families(), **made.insee(), **made.europe(), **made.places()}
    extra = {
        "lettre.txt": b"Bonjour.",
        "riasec.csv": made.as_csv("code_rome riasec_majeur riasec_mineur", [("Z1101", "R", "")]),
    }
    done = vivier(
        tmp_path / "store", "add", made.write(tmp_path / "files", {**files, **extra}), "--date", "2026-01-01"
    )
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / "said.txt").write_text(done.stdout, encoding="utf-8")
    return tmp_path / "store"


def test_add_says_what_each_file_is_what_to_know_and_what_the_store_holds(filled: Path) -> None:
    said = (filled.parent / "said.txt").read_text(encoding="utf-8")
    assert "unix_referentiel_code_rome_v460_utf8.csv : ROME 4 : codes" in said
    assert "Officiels, sans usage ici (1) : riasec.csv" in said
    assert "Non reconnus, laissés de côté (1) : lettre.txt" in said
    assert "À savoir (ROME 3) : Z1201 n’est que dans l’une des deux listes" in said
    assert "Passages d’une nomenclature à l’autre" in said
    assert f"Dossier : {filled}" in said


def test_list_gives_version_date_counts_and_licence(filled: Path) -> None:
    said = vivier(filled, "list").stdout
    row = next(line for line in said.splitlines() if "│ rome4 " in line)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == [
        "rome4", "ROME 4", "460", "01/01/2026", "8 codes, 3 appellations, 3 compétences", "Licence Ouverte 2.0 (Etalab)",
    ]  # fmt: skip
    assert "DÉMONSTRATION" not in said


def test_list_and_show_announce_the_demonstration_when_there_is_nothing_else(tmp_path: Path) -> None:
    listed, shown = vivier(tmp_path / "store", "list"), vivier(tmp_path / "store", "show", "DEMO-U01")
    assert (listed.returncode, shown.returncode) == (0, 0)
    assert "NOMENCLATURE DE DÉMONSTRATION" in listed.stdout
    assert "NOMENCLATURE DE DÉMONSTRATION" in shown.stdout
    assert "PCS-ESE : 628c" in shown.stdout
    assert not (tmp_path / "store").exists()


def test_show_gives_a_card_in_each_nomenclature_that_has_the_code(filled: Path) -> None:
    done = vivier(filled, "show", "Z1101")
    said = " ".join(done.stdout.split())
    assert done.stdout.count("Z1101 — ") == 2
    for part in (
        "Z1101 — Soufflage",
        "ROME 4, version 460, niveau « métier »",
        "Dans : Z11 Domaine Z11",
        "Regroupe (1) : Z1102 Souffleur d'orages",
        "Définition : Fait des nuages. Puis les range.",
        "Appellations (1) : Souffleur / Souffleuse",
        "Savoir-faire (1) : Souffler",
        "Savoirs (1) : Météores",
        "Métiers proches (2) : Z1102 Souffleur d'orages ; Z1201",
        "FAP-2021 : Z0X10 Souffleurs (qualifications 0) ; Z0X20a Compteurs d’étoiles (qualifications 9)",
        "FAP-2009 : Z0Z10 Souffleurs qualifiés (qualifications 0, 1) ; Z0Z90 (qualifications 9)",
        "PCS-2003 des mêmes FAP-2009 : 691e ; 691f",
        "CITP-08 (ISCO-08) : 0110 Groupe 0110",
        "ESCO (1) : souffleur/souffleuse (exact)",
        "Source : France Travail, ROME 4, 01/01/2026 (Licence Ouverte 2.0 (Etalab))",
    ):
        assert part in said, part


def test_a_code_of_rome4_reaches_its_families_through_its_parent(filled: Path) -> None:
    assert "FAP-2021, par le code parent Z1101 : Z0X10 Souffleurs" in vivier(filled, "show", "Z1102").stdout


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("z1102", "Z1102 — Souffleur d'orages"),
        ("Z11O2", "Z1102 — Souffleur d'orages"),
        ("0111z", "01.11Z — Culture 5"),
        ("Z0X20", "Z0X20 — Compteurs"),
        ("99001", "99001 — Lune"),
        ("aa-1", "aa-1 — souffleur"),
    ],
)
def test_show_takes_a_code_as_people_type_it(filled: Path, typed: str, title: str) -> None:
    done = vivier(filled, "show", typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert title in done.stdout


def test_an_unknown_code_is_one_sentence_with_the_nearest_codes(filled: Path) -> None:
    done = vivier(filled, "show", "Z1103")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Le code « Z1103 » n’est dans aucune des nomenclatures présentes (")
    assert "Codes les plus proches : " in done.stderr
    assert "Z1101" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_refused_file_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "coupe.csv.gz").write_bytes(b"\x1f\x8b\x08\x00coupe")
    done = vivier(tmp_path / "store", "add", tmp_path / "coupe.csv.gz")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "L’archive « coupe.csv.gz » est tronquée ou abîmée : téléchargez-la de nouveau.\n"


def test_reference_alone_shows_its_help(tmp_path: Path) -> None:
    done = vivier(tmp_path / "store")
    assert done.returncode == 2
    assert all(name in done.stderr for name in ("Usage : ", "add", "list", "show"))
