"""Learning to code when nomenclatures are added: once, announced, and nothing lost when it fails."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from factories import official as made
from factories import trades
from vivier.cli.main import main
from vivier.cli.training import train_all, untrained
from vivier.occupations.coder import face
from vivier.occupations.coder.face import is_trained
from vivier.occupations.nearness.face import is_trained as has_neighbours
from vivier.reference import store
from vivier.vocabulary import InputError

MAIN = "from vivier.cli import main; main()"


@pytest.fixture
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Type `vivier reference …` with a store of its own; give the exit code, and what was said."""
    monkeypatch.setenv("VIVIER_REFERENCE", str(tmp_path / "store"))

    def typed(*words: object) -> tuple[object, str, str]:
        monkeypatch.setattr("sys.argv", ["vivier", "reference", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return end.value.code, shown.out.replace("\xa0", " "), shown.err

    return typed


def is_ready(folder: Path, key: str = "rome4") -> bool:
    return is_trained(store(folder).nomenclature(key))


def test_adding_rome_learns_it_once_and_says_what_it_is_about(reference, tmp_path: Path) -> None:
    files = made.write(tmp_path / "files", {**trades.files(), **made.rome3()})
    code, said, _ = reference("add", files)
    assert code == 0
    assert "Apprentissage du codage, ROME 4 (44 appellations) : moins d’une minute, une seule fois." in said
    assert "Apprentissage du codage, ROME 3 (2 appellations)" in said
    assert "Apprentissage des métiers proches, ROME 4 (8 codes) : moins d’une minute, une seule fois." in said
    assert said.index("métiers proches, ROME 3") < said.index("codage, ROME 4")
    assert said.endswith("Prêt : « vivier near CODE », « vivier code INTITULÉS.csv --out CODES.csv ».\n")
    assert is_ready(tmp_path / "store")
    assert is_ready(tmp_path / "store", "rome3")
    assert "Apprentissage" not in reference("add", files)[1]


def test_only_what_changed_is_learned_again(reference, tmp_path: Path) -> None:
    reference("add", made.write(tmp_path / "first", {**trades.files(), **made.rome3()}))
    changed = made.write(tmp_path / "second", trades.files("470", without=trades.QUARRY))
    said = reference("add", changed)[1]
    assert "Apprentissage du codage, ROME 4 (40 appellations)" in said
    assert "codage, ROME 3" not in said
    assert all(len(list((tmp_path / "store" / "models" / kind).iterdir())) == 2 for kind in ("coder", "nearness"))


def test_what_has_no_titles_is_not_learned(reference, tmp_path: Path) -> None:
    code, said, _ = reference("add", made.write(tmp_path / "files", made.families()))
    assert (code, "Apprentissage" in said) == (0, False)
    assert reference("train")[:2] == (0, "Rien à apprendre : tout ce qui est installé et s’apprend est prêt.\n")


def test_learning_can_be_put_off(reference, tmp_path: Path) -> None:
    reference("add", made.write(tmp_path / "files", trades.files()), "--no-train")
    assert not is_ready(tmp_path / "store")
    code, said, _ = reference("train")
    assert (code, "Prêt : « vivier near CODE »" in said) == (0, True)
    assert is_ready(tmp_path / "store")


def test_a_damaged_model_or_one_of_another_version_is_learned_again(reference, tmp_path: Path) -> None:
    folder = trades.filled(tmp_path)
    place = next((folder / "models" / "coder").iterdir())
    sound = {path.name: path.read_bytes() for path in place.iterdir()}
    for broken in (b"{", sound["model.json"].replace(b'"labels"', b'"names"')):
        (place / "model.json").write_bytes(broken)
        assert not is_ready(folder)
        assert reference("train")[0] == 0
        assert is_ready(folder)


def test_files_that_are_refused_leave_nomenclatures_and_models_as_they_were(reference, tmp_path: Path) -> None:
    folder = trades.filled(tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    broken = trades.files() | {"unix_referentiel_code_rome_v460_utf8.csv": b"code_rome,libelle_rome\nZ1101\n"}
    assert reference("add", made.write(tmp_path / "broken", broken))[0] == 2
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_only_the_lesson_that_is_missing_is_learned(reference, tmp_path: Path) -> None:
    folder = trades.filled(tmp_path)
    place = next((folder / "models" / "nearness").iterdir())
    (place / "nearest_to.npy").write_bytes(b"cut")
    assert [each.lesson.said for each in untrained(store(folder))] == ["des métiers proches"]
    code, said, _ = reference("train")
    assert code == 0
    assert said.endswith("Prêt : « vivier near CODE ».\n")
    assert has_neighbours(store(folder).nomenclature("rome4"))


@pytest.mark.parametrize("failure", [MemoryError, InputError("Le disque est plein.")])
def test_a_failure_while_learning_leaves_what_was_added(reference, tmp_path: Path, monkeypatch, failure) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(face, "learn", fail)
    code, _, warned = reference("add", made.write(tmp_path / "files", trades.files()))
    assert (code, warned.count("\n")) == (2, 1)
    assert "vivier reference train" in warned or "disque" in warned
    assert store(tmp_path / "store").nomenclature("rome4").label(trades.WELDING) == "Soudage"
    assert [each.nomenclature.id for each in untrained(store(tmp_path / "store"))] == ["rome4"]
    assert has_neighbours(store(tmp_path / "store").nomenclature("rome4"))  # the short lesson was over


def test_an_interruption_says_how_to_resume(tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    held = store(trades.filled(tmp_path, trained=False))

    def interrupt(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(face, "learn", interrupt)
    former = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell runs behind
    try:
        with pytest.raises(KeyboardInterrupt):
            train_all(untrained(held))
    finally:
        signal.signal(signal.SIGINT, former)
    assert "Pour le reprendre : « vivier reference train »." in capsys.readouterr().err
    assert not (held.folder / "models" / "coder").exists()
    assert [each.lesson.said for each in untrained(held)] == ["du codage"]


def test_two_additions_at_once_leave_one_whole_store(tmp_path: Path) -> None:
    files = made.write(tmp_path / "files", trades.files())
    environment = {**os.environ, "PYTHONUTF8": "1", "VIVIER_REFERENCE": str(tmp_path / "store")}
    command = [sys.executable, "-W", "error", "-c", MAIN, "reference", "add", str(files)]
    runs = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)
    ]
    ended = [run.communicate() for run in runs]
    assert [(run.returncode, shown[1]) for run, shown in zip(runs, ended, strict=True)] == [(0, b"")] * 2
    assert is_ready(tmp_path / "store")
    assert len(list((tmp_path / "store" / "models" / "coder").iterdir())) == 1
