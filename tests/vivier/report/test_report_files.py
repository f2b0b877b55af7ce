"""Three files, whole or not at all, and the same bytes for the same study."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from factories.study import nobody, relabelled, study, tiny
from vivier.report import Written, write
from vivier.vocabulary import InputError


@pytest.fixture(scope="module")
def pole(tmp_path_factory):
    return write(study(900, 12, 20), tmp_path_factory.mktemp("pole"))


def test_the_three_files_are_named_and_nothing_else_is_left(tmp_path):
    written = write(tiny(), tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"
    assert written == Written(folder / "study.html", folder / "study.xlsx", folder / "study.json")
    assert sorted(path.name for path in folder.iterdir()) == ["study.html", "study.json", "study.xlsx"]


def test_same_study_gives_same_bytes_even_in_another_process_on_another_day(pole, tmp_path):
    program = (
        "import sys, pathlib, time; sys.path.insert(0, sys.argv[1])\n"
        "from factories.study import study\nfrom vivier.report import write\nwrite(study(900, 12, 20), pathlib.Path(sys.argv[2]))\n"
    )
    tests = str(Path(__file__).resolve().parents[2])
    subprocess.run(
        [sys.executable, "-c", program, tests, str(tmp_path)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
    )
    for path in (pole.page, pole.workbook, pole.data):
        assert (
            hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256((tmp_path / path.name).read_bytes()).digest()
        ), path.name


def test_hostile_words_are_shown_and_never_obeyed(tmp_path):
    hostile = '<script>alert("x")</script>'
    fictional = relabelled(tiny(), {"625b": hostile, "ensemble": "=cmd|' /C calc'!A0"})
    page = write(fictional, tmp_path).page.read_text(encoding="utf-8")
    assert page.count("<script") == 1  # ours
    assert "&lt;script&gt;" in page


def test_no_percentage_stands_on_fewer_than_twenty_people(tmp_path):
    page = write(tiny(), tmp_path).page.read_text(encoding="utf-8")
    body = re.sub(r"<(style|desc)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert set(re.findall(r"(\d+)\u00a0%", body)) <= {"80", "95"}  # only the intervals' own levels
    assert "1\u00a0salarié sur 3" in body


def test_a_folder_that_refuses_writing_is_one_sentence_and_leaves_nothing(tmp_path):
    (tmp_path / "pris").write_text("un fichier", encoding="utf-8")
    with pytest.raises(InputError, match=r"« pris » \(ce nom est déjà pris par autre chose\)"):
        write(tiny(), tmp_path / "pris")
    assert (tmp_path / "pris").read_text(encoding="utf-8") == "un fichier"


def test_a_write_that_fails_half_way_keeps_the_former_study(tmp_path, monkeypatch):
    write(tiny(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="l’espace manque"):
        write(nobody(), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_importing_the_report_loads_neither_altair_nor_vega():
    program = (
        "import sys, vivier.report; sys.exit(any(name in sys.modules for name in ('altair', 'vl_convert', 'django')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
