"""Three files replace three files: all or none, never half of one, nothing else touched."""

import os
import stat
import threading
from pathlib import Path

import pytest

from vivier.report.whole import write_whole
from vivier.vocabulary import InputError


def contents(folder, letter, size=200_000):
    return {folder / f"study.{kind}": letter * size for kind in ("html", "xlsx", "json")}


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_other_files_of_the_folder_are_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("à garder", encoding="utf-8")
    (tmp_path / ".study-brouillon").write_text("à garder aussi", encoding="utf-8")
    write_whole(contents(tmp_path, b"a"))
    assert sorted(held(tmp_path)) == [".study-brouillon", "notes.txt", "study.html", "study.json", "study.xlsx"]
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "à garder"


def test_files_may_be_read_by_others(tmp_path):
    write_whole(contents(tmp_path, b"a"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o644}


def test_a_reader_never_meets_half_a_file(tmp_path):
    write_whole(contents(tmp_path, b"a"))
    seen, stop = set(), threading.Event()

    def read():
        while not stop.is_set():
            data = (tmp_path / "study.html").read_bytes()
            seen.add((len(data), data[:1], data[-1:]))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for rank in range(30):
        write_whole(contents(tmp_path, b"ab"[rank % 2 : rank % 2 + 1]))
    stop.set()
    for reader in readers:
        reader.join()
    assert seen <= {(200_000, b"a", b"a"), (200_000, b"b", b"b")}
    assert seen


@pytest.mark.parametrize("blocked", ["study.html", "study.xlsx", "study.json"])
def test_a_name_taken_by_a_folder_leaves_the_two_other_files_as_they_were(tmp_path, blocked):
    write_whole(contents(tmp_path, b"a"))
    (tmp_path / blocked).unlink()
    (tmp_path / blocked).mkdir()
    before = held(tmp_path)
    with pytest.raises(InputError, match=r"déjà pris par autre chose.*est intact"):
        write_whole(contents(tmp_path, b"b"))
    assert held(tmp_path) == before
    assert (tmp_path / blocked).is_dir()


@pytest.mark.parametrize("is_first_study", [True, False])
def test_a_file_held_open_elsewhere_puts_everything_back(tmp_path, monkeypatch, is_first_study):
    """Windows refuses to replace a workbook that a spreadsheet holds open."""
    if not is_first_study:
        write_whole(contents(tmp_path, b"a"))
    before, replace = held(tmp_path), Path.replace

    def refusing(self, target):
        if target.name == "study.xlsx":
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(InputError, match="l’écriture y est refusée"):
        write_whole(contents(tmp_path, b"b"))
    assert held(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root écrit partout")
def test_a_folder_that_may_not_be_written_is_said_so(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="l’écriture y est refusée"):
        write_whole(contents(tmp_path, b"a"))
    tmp_path.chmod(0o700)


def test_a_file_among_the_parents_is_said_so(tmp_path):
    (tmp_path / "pris").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"« etude » \(ce nom est déjà pris"):
        write_whole(contents(tmp_path / "pris" / "etude", b"a"))


def test_a_name_too_long_is_said_so(tmp_path):
    with pytest.raises(InputError, match="ce nom est trop long"):
        write_whole(contents(tmp_path / ("é" * 200), b"a"))


def test_the_present_folder_is_named_by_its_own_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("study.xlsx").mkdir()
    with pytest.raises(InputError, match=f"« {tmp_path.name} »"):
        write_whole(contents(Path(), b"a"))
