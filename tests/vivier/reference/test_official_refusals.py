"""What is refused: one French sentence, and the store as it was, byte for byte."""

import gzip
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from factories import official as made
from vivier.reference import store
from vivier.reference.official import add
from vivier.reference.official import files as official_files
from vivier.reference.official.checks import odd_counts, orphans
from vivier.vocabulary import InputError

Files = dict[str, bytes]
CODES, TITLES = "unix_referentiel_code_rome_v460_utf8.csv", "unix_referentiel_appellation_v460_utf8.csv"
USES = "unix_coherence_item_v460_utf8.csv"


def changed(name: str, change: Callable[[bytes], bytes]) -> Files:
    files = made.rome4()
    return {**files, name: change(files[name])}


def zipped(files: Files) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def without_parent(content: bytes) -> bytes:
    return re.sub(rb",[^,\n]*\n", b"\n", content)


def mixed() -> Files:
    later = made.rome4("461")
    return {name: content for name, content in made.rome4().items() if name != USES} | {
        name: content for name, content in later.items() if "coherence" in name
    }


NOTICE = b"Numero de version : 61\n\nDate de publication : 18/12/2025\n"
SAME_CODE = b"Z1101,9,9,Un autre,Z1101\n"
FAP_TWICE = made.as_csv(
    made.FAP2021_HEADER, [*made.FAP2021_ROWS, ("Z0X30", "A", "Z0X20", "Autre", "Z0X", "B", "Z", "C")]
)

REFUSED: dict[str, tuple[Callable[[], Files], str]] = {
    "a missing column": (
        lambda: changed(CODES, without_parent),
        "« unix_referentiel_code_rome_v460_utf8.csv » ressemble à « ROME 4 : codes » mais il lui manque : code_rome_parent.",
    ),
    "a row too short": (
        lambda: changed(USES, lambda content: content + b"Z1101,7\n"),
        "La ligne 5 de « unix_coherence_item_v460_utf8.csv » (ROME 4 : compétences de chaque métier) a 2 cases au lieu de 3",
    ),
    "a row too long": (lambda: changed(USES, lambda content: content + b"Z1101,7,,8\n"), "a 4 cases au lieu de 3"),
    "a code twice": (lambda: changed(CODES, lambda content: content + SAME_CODE), "donne deux fois code_rome = Z1101"),
    "a row without a code": (lambda: changed(CODES, lambda content: content + b",9,9,X,Z1101\n"), "a une ligne sans code_rome"),
    "a table without rows": (lambda: changed(CODES, lambda content: content.splitlines()[0]), "n’a aucune ligne"),
    "two versions by name": (mixed, "sont de versions différentes (460, 461)"),
    "a notice of another version": (lambda: {**made.rome4(), "v.txt": NOTICE}, "sont de versions différentes (460, 461)"),
    "codes of another version": (
        lambda: changed(TITLES, lambda content: content.replace(b",Z1102,", b",Y1102,")),
        "1 lignes d’appellations sur 3 renvoient à des codes inconnus (Y1102) : ces fichiers viennent de versions",
    ),
    "the same table twice, different": (
        lambda: {**made.rome4(), "autre.csv": made.rome4()[CODES].replace(b"Compteur", b"Conteur")},
        "sont deux versions de « ROME 4 : codes » : donnez-en une seule",
    ),
    "titles without codes": (lambda: {TITLES: made.rome4()[TITLES]}, "ROME 4 : il manque les codes."),
    "codes without titles": (lambda: {CODES: made.rome4()[CODES]}, "ROME 4 : il manque les appellations."),
    "an empty file": (lambda: {**made.rome4(), "vide.csv": b" \n"}, "Le fichier « vide.csv » est vide"),
    "a gzip cut short": (
        lambda: {**made.rome4(), "coupe.csv.gz": gzip.compress(b"a,b\n" * 999)[:-9]},
        "L’archive « coupe.csv.gz » est tronquée ou abîmée",
    ),
    "an archive cut short": (
        lambda: {"rome.zip": zipped(made.rome4())[:-40]},
        "L’archive « rome.zip » est tronquée ou abîmée",
    ),
    "an archive with a damaged member": (
        lambda: {"rome.zip": zipped(made.rome4()).replace(b"\x03\x04", b"\x03\x04", 1)[:60] + b"\xff" * 80 + zipped(made.rome4())[140:]},
        "L’archive « rome.zip » est tronquée ou abîmée",
    ),
    "a workbook cut short": (
        lambda: {"fap.xlsx": made.families()["arborescence.xlsx"][:-60]},
        "L’archive « fap.xlsx » est tronquée ou abîmée",
    ),
    "a list cut short": (lambda: {"c.json": made.places()["communes.json"][:-9]}, "« c.json » est tronqué ou abîmé"),
    "a SAS format cut short": (lambda: {"f.txt": made.SAS_PASSAGE[:-60].encode()}, "« f.txt » est tronqué"),
    "something binary": (lambda: {**made.rome4(), "b.csv": b"\x00\x01\x02"}, "« b.csv » n’est ni un texte, ni un classeur"),
    "a family described twice": (lambda: {"fap.csv": FAP_TWICE}, "La famille Z0X20 (FAP-2021) est décrite de deux façons"),
    "places without regions": (
        lambda: {name: content for name, content in made.places().items() if name != "regions.json"},
        "COG : il manque les régions.",
    ),
    "only what is known and unused": (
        lambda: {"riasec.csv": made.as_csv("code_rome riasec_majeur riasec_mineur", [("Z1101", "R", "")])},
        "Aucun de ces fichiers n’est une nomenclature",
    ),
    "only what is unknown": (lambda: {"lettre.txt": b"Bonjour."}, "Aucun de ces fichiers n’est une nomenclature"),
}  # fmt: skip


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_one_sentence_and_the_store_is_untouched(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    add([made.write(tmp_path / "before", made.insee())], folder=folder)
    before = bytes_of(folder)
    make, sentence = REFUSED[case]
    with pytest.raises(InputError, match=re.escape(sentence)) as told:
        add([made.write(tmp_path / "files", make())], folder=folder)
    assert bytes_of(folder) == before
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
    assert str(tmp_path) not in str(told.value)


def test_a_refused_first_addition_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        add([made.write(tmp_path / "files", {"lettre.txt": b"Bonjour."})], folder=tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_path_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="« rien » n’existe pas à cet endroit"):
        add([tmp_path / "rien"], folder=tmp_path / "store")


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official_files, "MOST_MB", 1)
    for name, content in (("a.gz", gzip.compress(b"0" * 3_000_000)), ("a.zip", zipped({"a.csv": b"0" * 3_000_000}))):
        with pytest.raises(InputError, match="dépasse 1 Mo une fois décompressé"):
            add([made.write(tmp_path / name, {name: content})], folder=tmp_path / "store")


def test_an_old_office_file_is_left_out_with_its_reason(tmp_path: Path) -> None:
    old = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 99
    added = add([made.write(tmp_path / "files", {**made.insee(), "vieux.xls": old})], folder=tmp_path / "store")
    assert dict(added.files)["vieux.xls"] == "ancien format .xls, qui n’est pas lu : enregistrez-le en .xlsx"


def test_the_same_file_given_twice_is_one_file(tmp_path: Path) -> None:
    folder = made.write(tmp_path / "files", made.families())
    made.write(folder / "encore", made.families())
    added = add([folder, folder / "passage.csv"], folder=tmp_path / "store")
    assert {entry.id: len(entry.sources) for entry in added.built}["rome3-fap2021"] == 1


def test_the_same_inputs_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    files = {**made.rome4(), **made.families(), **made.places()}
    one = made.write(tmp_path / "one", files)
    two = made.write(tmp_path / "two", dict(reversed(files.items())))
    add([one], folder=tmp_path / "a")
    add(sorted(two.iterdir(), reverse=True), folder=tmp_path / "b")
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")


def test_adding_again_changes_no_byte_and_no_date(tmp_path: Path) -> None:
    folder = made.write(tmp_path / "files", made.families())
    add([folder], folder=tmp_path / "store")
    before = bytes_of(tmp_path / "store")
    add([folder], folder=tmp_path / "store")
    assert bytes_of(tmp_path / "store") == before


def test_a_new_version_takes_the_place_of_the_former_and_leaves_the_rest(tmp_path: Path) -> None:
    add([made.write(tmp_path / "a", {**made.rome4(), **made.insee()})], folder=tmp_path / "store")
    add([made.write(tmp_path / "b", made.rome4("461"))], folder=tmp_path / "store")
    held = store(tmp_path / "store")
    assert held.entries["rome4"].version == "461"
    assert held.has("naf2")
    assert len(list((tmp_path / "store").glob("rome4-*.zip"))) == 1


def test_what_engines_keep_in_the_store_is_left_alone(tmp_path: Path) -> None:
    model = made.write(tmp_path / "store" / "modeles", {"index.npy": b"1"}) / "index.npy"
    add([made.write(tmp_path / "files", made.insee())], folder=tmp_path / "store")
    assert model.read_bytes() == b"1"


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("un fichier", encoding="utf-8")
    with pytest.raises(InputError, match="Rien n’a pu être écrit"):
        add([made.write(tmp_path / "files", made.insee())], folder=tmp_path / "store")


def test_a_run_stopped_before_the_manifest_leaves_the_former_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vivier.reference.official import writing

    add([made.write(tmp_path / "a", made.rome4())], folder=tmp_path / "store")
    before = (tmp_path / "store" / "manifest.json").read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(writing, "as_text", lambda _entries: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            add([made.write(tmp_path / "b", made.rome4("461"))], folder=tmp_path / "store")
    assert (tmp_path / "store" / "manifest.json").read_bytes() == before
    assert store(tmp_path / "store").nomenclature("rome4").codes()
    add([tmp_path / "a"], folder=tmp_path / "store")
    assert len(list((tmp_path / "store").glob("*.zip"))) == 1  # what the stopped run left is gone


def test_processes_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    parts = {"rome4": made.rome4(), "families": made.families(), "insee": made.insee(), "places": made.places()}
    program = "import sys; from pathlib import Path; from vivier.reference.official import add; add([Path(sys.argv[1])], folder=Path(sys.argv[2]))"
    running = [
        subprocess.Popen([sys.executable, "-c", program, made.write(tmp_path / name, files), tmp_path / "store"])
        for name, files in parts.items()
    ]
    assert [each.wait() for each in running] == [0] * len(parts)
    held = store(tmp_path / "store")
    assert {"rome4", "fap2021", "fap2009", "naf2", "pcs2003", "cog", "rome3-fap2021"} <= set(held.entries)
    assert all(held.nomenclature(key).codes() for key in held.ids)
    assert {path.name for path in (tmp_path / "store").glob("*.zip")} == {
        e.file for e in held.entries.values() if e.file
    }
    assert not list((tmp_path / "store").glob("*.tmp"))


def test_orphans_are_counted_in_french() -> None:
    many = ["A"] * 100
    assert orphans("mobilité", [*many, "X", "Y"], {"A"}) == [
        "2 lignes de mobilité sur 102 renvoient à un code inconnu (X, Y)"
    ]
    assert orphans("mobilité", [*many * 2, *"BCDEFGH"], {"A"}) == [
        "7 lignes de mobilité sur 207 renvoient à un code inconnu (B, C, D, E, F… 7 codes en tout)"
    ]
    assert orphans("mobilité", [], set()) == []
    with pytest.raises(InputError, match="versions différentes"):
        orphans("mobilité", [*many, *"BCDEFG"], {"A"})


def test_a_level_without_codes_is_odd() -> None:
    assert odd_counts({}, {"22": 22}) == ["niveau 22 : 0 codes au lieu de 22"]
