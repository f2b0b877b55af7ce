"""Three files, whole or not at all, and the same bytes for the same study."""

import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from factories.study import bare, nobody, relabelled, study, tiny, unbroken, unprojected
from vivier.report import Written, write
from vivier.vocabulary import InputError

VOID = {"meta", "link", "br", "rect", "path", "line", "circle"}
STUDIES = {
    "a pôle": study,
    "three people": tiny,
    "nobody": nobody,
    "unknown ages": lambda: tiny(("inconnu",) * 4),
    "no departure": lambda: tiny(("25_34",) * 30, turnover=0),
    "all retiring": lambda: tiny(("60_plus",) * 25),
    "nobody projected": unprojected,
    "no table": bare,
    "endless names": unbroken,
    "one person": lambda: tiny(("45_54",)),
    "one hundred and fifty occupations": lambda: study(9000, 90, 150),
}


@pytest.fixture(scope="module")
def pole(tmp_path_factory):
    return write(study(), tmp_path_factory.mktemp("pole"))


class Balance(HTMLParser):
    """Follows what is open, what was ever an identifier, and what loads something."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.loads, self.headings = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]
        self.loads += [
            (tag, name, value)
            for name, value in attrs
            if name in ("src", "srcset", "data", "xlink:href") or (name == "href" and tag != "a")
        ]
        self.headings += [int(tag[1]) for level in "1234" if tag == f"h{level}"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def parsed(page):
    balance = Balance()
    balance.feed(page)
    balance.close()
    return balance


def test_the_three_files_are_named_and_nothing_else_is_left(tmp_path):
    written = write(tiny(), tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"
    assert written == Written(folder / "study.html", folder / "study.xlsx", folder / "study.json")
    assert sorted(path.name for path in folder.iterdir()) == ["study.html", "study.json", "study.xlsx"]


def test_same_study_gives_same_bytes_even_in_another_process_on_another_day(pole, tmp_path):
    program = (
        "import sys, pathlib, time; sys.path.insert(0, sys.argv[1])\n"
        "from factories.study import study\nfrom vivier.report import write\nwrite(study(), pathlib.Path(sys.argv[2]))\n"
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


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_gives_a_well_formed_page(name, tmp_path):
    page = write(STUDIES[name](), tmp_path).page.read_text(encoding="utf-8")
    found = parsed(page)
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(found.headings, found.headings[1:], strict=False))
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert not re.search(r"\bNone\b|\bnan\b|NaN|undefined|Infinity", re.sub(r"base64,[^)]*", "", page))
    assert "désolé" not in page


def test_the_page_loads_nothing(pole):
    page = pole.page.read_text(encoding="utf-8")
    assert parsed(page).loads == [("link", "href", "data:,")]
    assert not re.search(r"https?://|//[a-z]+\.|@import|<script|<iframe", page)
    assert all(found.startswith("data:font/woff2;base64,") for found in re.findall(r"url\(([^)]*)\)", page))
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:" in page


def test_hostile_words_are_shown_and_never_obeyed(tmp_path):
    hostile = '<script>alert("x")</script>'
    fictional = relabelled(tiny(), {"625b": hostile, "ensemble": "=cmd|' /C calc'!A0"})
    page = write(fictional, tmp_path).page.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_titles_state_what_the_tables_say(pole):
    page = pole.page.read_text(encoding="utf-8")
    tables = json.loads(pole.data.read_bytes())["tableaux"]
    last = next(
        row
        for row in tables["effectif_sans_embauche"]["lignes"]
        if (row["metier"], row["annee"]) == ("ensemble", "2036")
    )
    start, end = (f"{round(value):,}".replace(",", "\u202f") for value in (last["n"], last["valeur"]))
    assert f"Sans embauche, l’effectif passerait de {start} à {end} en 2036" in page


def test_every_occupation_is_on_the_page_even_when_they_are_many(tmp_path):
    fictional = study(9000, 90, 150)
    page = write(fictional, tmp_path).page.read_text(encoding="utf-8")
    assert "et 138\u00a0autres métiers" in page
    openings = page[page.index('id="tableau-postes"') : page.index('id="exposition"')]
    assert openings.count('scope="row"') == 150


def test_no_percentage_stands_on_fewer_than_twenty_people(tmp_path):
    page = write(tiny(), tmp_path).page.read_text(encoding="utf-8")
    body = re.sub(r"<(style|desc)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert set(re.findall(r"(\d+)\u00a0%", body)) <= {"80", "95"}  # only the intervals' own levels
    assert "1\u00a0salarié sur 3" in body


def test_a_folder_that_refuses_writing_is_one_sentence_and_leaves_nothing(tmp_path):
    (tmp_path / "pris").write_text("un fichier", encoding="utf-8")
    with pytest.raises(InputError, match=r"« pris » \(ce nom est déjà pris par un fichier ou un dossier\)"):
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
