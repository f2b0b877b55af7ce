"""`vivier reference list` and `show`, when statistics are installed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from factories import figures as given
from factories import official as made
from vivier.cli.main import vivier
from vivier.reference.official import add


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    add([made.write(tmp_path / "files", {**given.every(), **made.families()})], folder=tmp_path / "store")
    monkeypatch.setenv("VIVIER_REFERENCE", str(tmp_path / "store"))
    monkeypatch.setenv("COLUMNS", "200")

    def ask(*words: str) -> str:
        done = CliRunner().invoke(vivier, ["reference", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    return ask


def test_list_shows_statistics_apart_from_nomenclatures(run) -> None:
    said = run("list")
    before, _, after = said.partition("Statistiques")
    assert "dares-2030" not in before
    assert "dares-2030 │ Les métiers en 2030, régions │ 2019-2030" in after
    assert "39 chiffres" in after


def test_show_gives_the_card_of_a_statistic_by_its_name(run) -> None:
    said = run("show", "DARES-2030")
    for part in (
        "dares-2030 — Les métiers en 2030, régions",
        "Années : 2019, 2019-2030",
        "Codes : 3, de fap2009:87",
        "Régions : Nouvelle-Aquitaine, Auvergne-Rhône-Alpes, Corse",
        "À savoir : lignes : 5 au lieu de 1049 comme publié",
        "Fichiers : metiers2030.csv",
        "Source : Dares et France Stratégie, Les métiers en 2030, régions (Licence Ouverte 2.0 (Etalab))",
        "openings │ postes à pourvoir │ milliers de personnes de 2019 à 2030",
    ):
        assert part in said, part


def test_the_card_of_a_code_says_which_statistics_have_it(tmp_path: Path, run) -> None:
    labels = made.SAS_LABELS.replace("Z0Z", "D4Z").encode("latin-1")
    add([made.write(tmp_path / "more", {"intitules.txt": labels})], folder=tmp_path / "store")
    said = run("show", "D4Z")
    assert "Statistiques : dares-2030 (2 régions) ; dares-ages (France) ; dares-diplomas" in said
    assert "dares-employment (2 régions)" in said
    assert "dares-tension (France et 2 régions)" in said
    assert "bmo-2024" not in said
