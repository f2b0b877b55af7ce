"""`vivier check-figures` as a person meets it."""

import json

import pytest
from click.testing import CliRunner

from factories.traced import content, document
from vivier.cli.check_figures import check_figures
from vivier.report.traced.page import page
from vivier.report.traced.word import word
from vivier.vocabulary import InputError


@pytest.fixture
def files(tmp_path):
    (tmp_path / "study.json").write_bytes(content())
    (tmp_path / "strategie.html").write_text(page(document()), encoding="utf-8")
    (tmp_path / "strategie.docx").write_bytes(word(document()))
    return tmp_path


def run(*words):
    done = CliRunner().invoke(check_figures, list(map(str, words)), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


@pytest.mark.parametrize("name", ["strategie.html", "strategie.docx"])
@pytest.mark.parametrize("how", ["carried", "file", "named"])
def test_a_sound_document_passes_whole(files, name, how):
    study = files / "study.json"
    given = {"carried": [], "file": ["--from", study], "named": ["--from", f"etude={study}"]}[how]
    status, said = run(files / name, *given)
    assert status == 0
    assert "Grille : 15 sur 15." in said
    assert "Chiffres : 4 sur 4 recalculés à l’identique" in said
    assert ("1\u00a0fichier donné" in said) == bool(given)


def test_one_input_figure_changed_makes_it_fail(files):
    held = json.loads(content())
    (line,) = [line for line in held["tableaux"]["seniors_55"]["lignes"] if line["metier"] == "ensemble"]
    line["valeur"] += 0.1
    (files / "study.json").write_text(json.dumps(held), encoding="utf-8")
    status, said = run(files / "strategie.html", "--from", files / "study.json")
    assert status == 1
    assert "les sources donnent" in said
    assert "n’est pas celui dont le document est tiré" in said
    assert "Chiffres : 3 sur 4" in said


def test_the_grid_can_be_left_out(files):
    loose = (
        (files / "strategie.html").read_text(encoding="utf-8").replace("forum et stages", "douze stages, 12 forums")
    )
    (files / "strategie.html").write_text(loose, encoding="utf-8")
    assert run(files / "strategie.html")[0] == 1
    status, said = run(files / "strategie.html", "--figures-only")
    assert (status, "Grille" in said) == (0, False)


def test_a_file_of_another_study_must_be_named(files):
    (files / "strategie.docx").write_bytes(word(document()))
    with pytest.raises(InputError, match="n’est aucune des sources du document"):
        run(files / "strategie.docx", "--from", f"besoins={files / 'study.json'}")


def test_a_missing_file_is_said(files):
    with pytest.raises(InputError, match="ne s’ouvre pas"):
        run(files / "absente.html")
