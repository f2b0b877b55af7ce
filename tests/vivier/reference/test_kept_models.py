"""Models in the store: whole or not at all, memory-mapped, never used with other tables than their own."""

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from factories import official as made
from vivier.reference import Nomenclature, store
from vivier.reference import models as rooms
from vivier.reference.models import keep_model, load_model
from vivier.reference.official import add
from vivier.vocabulary import InputError

MODEL = {
    "format": 3,
    "codes": ["Z1101"],
    "weights": np.arange(6, dtype=np.float32).reshape(2, 3),
    "none": np.zeros(0),
}


@pytest.fixture
def rome(tmp_path: Path) -> Nomenclature:
    return opened(tmp_path, made.rome4())


def opened(tmp_path: Path, files: dict[str, bytes], key: str = "rome4") -> Nomenclature:
    folder = made.write(tmp_path / f"files{len(list(tmp_path.glob('files*')))}", files)
    add([folder], folder=tmp_path / "store")
    return store(tmp_path / "store").nomenclature(key)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_model_comes_back_as_it_was_its_arrays_mapped_and_read_only(rome: Nomenclature) -> None:
    keep_model(rome, "coder", MODEL)
    found = load_model(rome, "coder")
    assert found is not None
    assert {name: found[name] for name in ("format", "codes")} == {"format": 3, "codes": ["Z1101"]}
    assert isinstance(found["weights"], np.memmap)
    assert np.array_equal(found["weights"], MODEL["weights"])
    assert found["none"].shape == (0,)
    with pytest.raises(ValueError, match="read-only"):
        found["weights"][0, 0] = 9


def test_a_model_is_filed_under_the_sha256_of_its_tables(rome: Nomenclature) -> None:
    place = keep_model(rome, "coder", MODEL)
    assert place.name.startswith(Path(rome.entry.file).stem + ".")
    assert place.parent == rome.folder / "models" / "coder"


def test_there_is_none_before_it_is_kept_nor_for_what_is_built_in(rome: Nomenclature, tmp_path: Path) -> None:
    assert load_model(rome, "coder") is None
    assert load_model(store(tmp_path / "nowhere").nomenclature("demo"), "coder") is None
    keep_model(rome, "coder", MODEL)
    assert load_model(rome, "nearness") is None


def test_what_is_built_in_has_no_place_to_keep_a_model(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="n’est pas dans un dossier de nomenclatures"):
        keep_model(store(tmp_path).nomenclature("demo"), "coder", MODEL)
    assert not list(tmp_path.iterdir())


def test_a_new_version_of_the_nomenclature_forgets_the_model_of_the_former(
    rome: Nomenclature, tmp_path: Path
) -> None:
    former = keep_model(rome, "coder", MODEL)
    renewed = opened(tmp_path, made.rome4() | {"unix_referentiel_appellation_v460_utf8.csv": _fewer_titles()})
    assert renewed.entry.file != rome.entry.file
    assert load_model(renewed, "coder") is None
    assert not former.exists()


def _fewer_titles() -> bytes:
    rows = made.rome4()["unix_referentiel_appellation_v460_utf8.csv"].splitlines(keepends=True)
    return b"".join(rows[:-1])


def test_adding_something_else_or_the_same_again_keeps_the_model(rome: Nomenclature, tmp_path: Path) -> None:
    place = keep_model(rome, "coder", MODEL)
    opened(tmp_path, made.families(), "fap2021")
    assert load_model(opened(tmp_path, made.rome4()), "coder") is not None
    assert place.exists()


def test_a_model_learned_while_its_nomenclature_was_replaced_is_not_kept(rome: Nomenclature, tmp_path: Path) -> None:
    opened(tmp_path, made.rome4() | {"unix_referentiel_appellation_v460_utf8.csv": _fewer_titles()})
    with pytest.raises(InputError, match="remplacée pendant l’apprentissage"):
        keep_model(rome, "coder", MODEL)
    assert not list((tmp_path / "store" / "models").glob("*/*"))


def test_the_same_model_kept_twice_leaves_the_same_bytes_and_another_takes_its_place(rome: Nomenclature) -> None:
    first = keep_model(rome, "coder", MODEL)
    before = contents(rome.folder)
    assert keep_model(rome, "coder", dict(reversed(MODEL.items()))) == first
    assert contents(rome.folder) == before
    second = keep_model(rome, "coder", MODEL | {"format": 4})
    assert not first.exists()
    assert [path.name for path in second.parent.iterdir()] == [second.name]
    assert load_model(rome, "coder")["format"] == 4


def test_a_failure_while_writing_leaves_the_store_as_it_was(
    rome: Nomenclature, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_model(rome, "coder", MODEL)
    before = contents(rome.folder)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rooms.np, "save", full)
    with pytest.raises(InputError, match=r"n’a pas pu être écrit.*vivier reference train"):
        keep_model(rome, "coder", MODEL | {"format": 4})
    assert contents(rome.folder) == before


def test_what_an_interrupted_run_left_is_never_read_and_is_swept(rome: Nomenclature) -> None:
    left = rome.folder / "models" / "coder" / ".vivier-abandoned"
    left.mkdir(parents=True)
    assert load_model(rome, "coder") is None
    keep_model(rome, "coder", MODEL)
    assert not left.exists()


def test_a_model_replaced_while_it_is_opened_is_opened_anew(
    rome: Nomenclature, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_model(rome, "coder", MODEL)
    load, calls = np.load, iter(range(99))

    def replaced_at_first(*words: object, **choices: object) -> object:
        if next(calls) == 0:
            keep_model(rome, "coder", MODEL | {"format": 4})
        return load(*words, **choices)

    monkeypatch.setattr(rooms.np, "load", replaced_at_first)
    assert load_model(rome, "coder")["format"] == 4


@pytest.mark.parametrize("broken", ["cut", "gone", "not json", "no names"])
def test_a_damaged_model_is_one_sentence_that_says_what_to_run(rome: Nomenclature, broken: str) -> None:
    place = keep_model(rome, "coder", MODEL)
    array, values = place / "weights.npy", place / "model.json"
    if broken == "cut":
        array.write_bytes(array.read_bytes()[:-5])
    elif broken == "gone":
        array.unlink()
    else:
        values.write_text("{" if broken == "not json" else '{"format": 1, "values": {}}', encoding="utf-8")
    with pytest.raises(
        InputError, match=r"^Le modèle de « rome4 » ne se lit plus : lancez « vivier reference train »"
    ):
        load_model(rome, "coder")
    assert keep_model(rome, "coder", MODEL) == place
    assert np.array_equal(load_model(rome, "coder")["weights"], MODEL["weights"])


def test_a_model_kept_by_an_older_store_is_as_if_there_were_none(rome: Nomenclature) -> None:
    place = keep_model(rome, "coder", MODEL)
    held = json.loads((place / "model.json").read_text(encoding="utf-8"))
    (place / "model.json").write_text(json.dumps(held | {"format": 0}), encoding="utf-8")
    assert load_model(rome, "coder") is None


@pytest.mark.parametrize("name", ["", "../out", "a/b", ".hidden", "é"])
def test_a_name_that_could_leave_the_folder_is_refused(rome: Nomenclature, name: str) -> None:
    for kind, kept in ((name, MODEL), ("coder", {name: np.zeros(2)})):
        with pytest.raises(InputError, match="ne peut pas nommer"):
            keep_model(rome, kind, kept)
    assert not (rome.folder / "models").exists()


def _keep(folder: str, number: int) -> None:
    keep_model(store(Path(folder)).nomenclature("rome4"), "coder", MODEL | {"number": number})


def test_two_processes_that_keep_a_model_at_once_leave_one_whole_model(rome: Nomenclature) -> None:
    together = multiprocessing.get_context("spawn")
    runs = [together.Process(target=_keep, args=(str(rome.folder), number)) for number in (1, 2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    assert len(list((rome.folder / "models" / "coder").iterdir())) == 1
    assert load_model(rome, "coder")["number"] in (1, 2)


def test_what_is_made_of_a_nomenclature_is_made_once(rome: Nomenclature) -> None:
    made_of = iter(range(9))
    assert (rome.once("index", lambda: next(made_of)), rome.once("index", lambda: next(made_of))) == (0, 0)
    assert rome.once("other", lambda: next(made_of)) == 1


def test_opening_a_store_does_not_load_what_models_need() -> None:
    program = "import sys; from vivier.reference import store; store().ids; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert not {"numpy", "vivier.reference.models"} & set(done.stdout.split())
