"""The store: opened lazily, always with what is built in; nomenclatures answer about their codes."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from factories import official as made
from vivier.reference import Nomenclature, pcs_occupations, store, store_folder
from vivier.reference.manifest import Entry, as_text, read_manifest
from vivier.reference.official import add
from vivier.reference.tables import pack, unpack
from vivier.vocabulary import InputError


def test_the_variable_says_where_the_store_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VIVIER_REFERENCE", str(tmp_path / "ici"))
    assert store_folder() == tmp_path / "ici"
    assert store().folder == tmp_path / "ici"


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/donnees"}, Path("/donnees/vivier/reference")),
        ("linux", {}, Path("/moi/.local/share/vivier/reference")),
        ("darwin", {}, Path("/moi/Library/Application Support/vivier/reference")),
        ("win32", {"LOCALAPPDATA": "/moi/app"}, Path("/moi/app/vivier/reference")),
        ("win32", {}, Path("/moi/AppData/Local/vivier/reference")),
    ],
)
def test_without_it_the_store_is_in_the_data_of_the_user(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: Path
) -> None:
    for name in ("VIVIER_REFERENCE", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/moi"))
    assert store_folder() == expected


def test_importing_the_reference_loads_nothing_heavy() -> None:
    program = "import sys, vivier.reference; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not {"numpy", "openpyxl", "zipfile", "vivier.reference.official", "multiprocessing"} & loaded


def test_an_absent_store_still_holds_the_demonstration_and_pcs_ese(tmp_path: Path) -> None:
    held = store(tmp_path / "absent")
    assert held.ids == ("demo", "pcs-ese")
    assert held.is_demonstration
    assert not (tmp_path / "absent").exists()


def test_a_nomenclature_is_read_only_when_it_is_asked_for(tmp_path: Path) -> None:
    add([made.write(tmp_path / "f", made.families())], folder=tmp_path / "s")
    held = store(tmp_path / "s")
    for path in (tmp_path / "s").glob("fap2021-*.zip"):
        path.unlink()
    assert held.nomenclature("fap2009").codes() == ("Z0Z10",)
    with pytest.raises(InputError, match="ne se lit plus : relancez"):
        held.nomenclature("fap2021").codes()


def test_the_same_nomenclature_is_opened_once(tmp_path: Path) -> None:
    held = store(tmp_path)
    assert held.nomenclature("demo") is held.nomenclature("demo")


@pytest.mark.parametrize("ask", [lambda s: s.nomenclature("rome4"), lambda s: s.passage("rome3", "fap2021")])
def test_what_is_not_installed_says_how_to_install_it(ask: object, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"n’est pas installée.*vivier reference add"):
        ask(store(tmp_path))  # type: ignore[operator]


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 1}', '{"format": 1, "entries": {"a": {}}}', "null"])
def test_a_damaged_manifest_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="ne se lit pas : supprimez le dossier"):
        store(tmp_path)


def test_the_manifest_of_another_version_asks_to_update(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(InputError, match="mettez Vivier à jour"):
        store(tmp_path)


def test_a_manifest_survives_the_disk(tmp_path: Path) -> None:
    entry = Entry("a", "A", levels=("1",), joins=("b", "c"), rows={"codes": 2}, warnings=("gare",))
    (tmp_path / "manifest.json").write_text(as_text({"a": entry}), encoding="utf-8")
    assert read_manifest(tmp_path) == {"a": entry}


def test_tables_come_back_as_they_were_and_are_plain_csv(tmp_path: Path) -> None:
    rows = [("métier", "Z1", 'Un "libellé", à\nrallonge', ""), ("métier", "Z2", "", "Z1")]
    path = tmp_path / "t.zip"
    path.write_bytes(pack({"codes": rows, "near": []}))
    assert unpack(path, "codes") == [list(row) for row in rows]
    assert unpack(path, "near") == []
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["codes.csv"]
        assert archive.read("codes.csv").startswith(b"level,code,label,parent\n")


@pytest.fixture
def demo(tmp_path: Path) -> Nomenclature:
    return store(tmp_path).nomenclature("demo")


def test_every_code_of_the_demonstration_is_marked(demo: Nomenclature) -> None:
    assert 75 <= len(demo.codes()) <= 100
    assert all(code.startswith("DEMO-") for level in demo.entry.levels for code in demo.codes(level))
    assert "démonstration" in demo.entry.title


def test_the_demonstration_is_whole(demo: Nomenclature) -> None:
    for code in demo.codes():
        assert demo.parent(code) in demo.codes("domaine")
        assert len(demo.titles(code)) >= 2
        assert len([use for use in demo.skills(code) if use.kind == "skill"]) >= 3
        assert demo.near(code)
        assert all(each.code in demo.codes() and each.code != code for each in demo.near(code))
        assert demo.facts(code)["pcs"] in pcs_occupations()
        assert demo.facts(code)["fap"].startswith("DEMO-F")


def test_a_title_of_the_demonstration_names_one_occupation(demo: Nomenclature) -> None:
    titles = [title for _, title, _ in demo.table("titles")]
    assert len(titles) == len(set(titles))


def test_pcs_ese_climbs_its_levels(tmp_path: Path) -> None:
    pcs = store(tmp_path).nomenclature("pcs-ese")
    assert len(pcs.codes()) == 429
    assert (pcs.parent("623f"), pcs.ancestor("623f", "1"), pcs.parent("6")) == ("62", "6", None)
    assert "623f" in pcs.children("62")


def test_a_code_or_a_level_that_does_not_exist_is_one_sentence(demo: Nomenclature) -> None:
    with pytest.raises(InputError, match="Le code « X » n’existe pas dans la nomenclature Nomenclature de démo"):
        demo.label("X")
    with pytest.raises(InputError, match="n’a pas de niveau « 22 » ; ses niveaux : domaine, métier"):
        demo.codes("22")
    with pytest.raises(InputError, match="n’est pas du niveau « domaine »"):
        demo.label("DEMO-U01", "domaine")
    assert (demo.titles("X"), demo.skills("X"), demo.near("X"), demo.text("X"), demo.groups("X")) == (
        (),
        (),
        (),
        "",
        (),
    )
