"""`vivier code` as a person meets it: titles in, codes out, one sentence when something is wrong."""

import csv
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from factories import official as made
from factories import trades
from vivier.cli.coding import COLUMNS
from vivier.cli.main import main
from vivier.cli.tables import read_table
from vivier.reference import store
from vivier.reference.official import add

TITLES = "id,title\n1,Soudeuse TIG (H/F)\n2,Abatteur\n3,couvreur zingueur\n4,\n5,roofing hero\n"


@dataclass(frozen=True)
class Ended:
    """What a command left: its exit code, and what it said."""

    code: object
    said: str
    warned: str


Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trades.filled(tmp_path_factory.mktemp("code"))


@pytest.fixture
def run(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Type a command in a folder of its own, with a store that has ROME 4 and its model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIVIER_REFERENCE", str(shutil.copytree(kept, tmp_path / "store")))

    def typed(*words: object) -> Ended:
        monkeypatch.setattr("sys.argv", ["vivier", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return Ended(end.value.code, shown.out, shown.err)

    return typed


def given(content: str | bytes, name: str = "titles.csv") -> Path:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return Path(name)


def written(name: str = "out.csv") -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_titles_become_codes_in_the_order_of_the_file(run: Run) -> None:
    ended = run("code", given(TITLES), "--out", "out.csv")
    assert (ended.code, ended.warned) == (0, "")
    rows = written()
    assert tuple(rows[0]) == COLUMNS == (
        "id", "title", "code", "label", "probability", "decision", "alternative_1", "alternative_2", "alternative_3",
        "alternative_4", "alternative_5", "question",
    )  # fmt: skip
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5"]
    welder, feller, roofer, empty, unknown = rows
    assert (welder["code"], welder["label"], welder["decision"]) == (trades.WELDING, "Soudage", "coded")
    assert (feller["decision"], {feller["code"], feller["alternative_1"]}) == (
        "ask",
        {trades.QUARRY, trades.FORESTRY},
    )
    assert feller["question"].startswith("« Abatteur » : ")
    assert roofer["code"] == trades.ROOFING
    assert (empty["code"], empty["label"], empty["probability"], empty["decision"]) == ("", "", "0.0000", "review")
    assert 0 < float(unknown["probability"]) < 1


def test_alternatives_never_repeat_the_code_nor_one_another(run: Run) -> None:
    run("code", given(TITLES), "--out", "out.csv")
    for row in written():
        proposed = [row[name] for name in COLUMNS if name == "code" or name.startswith("alternative")]
        named = [code for code in proposed if code]
        assert len(named) == len(set(named))
        assert proposed == [*named, *[""] * (6 - len(named))]


def test_a_short_summary_says_how_many_of_each_how_sure_and_where(run: Run) -> None:
    said = run("code", given(TITLES), "--out", "out.csv").said.splitlines()
    assert said[0] == "ROME 4, version 460 : 5\xa0lignes, 5\xa0intitulés différents."
    assert [part.strip() for part in said[1].replace("\xa0", " ").split(";")[0].split(",")] == [
        "40 % codés", "40 % à relire", "20 % à demander",
    ]  # fmt: skip
    assert "probabilité moyenne 0," in said[1]
    assert said[2:] == ["Écrit : out.csv"]


def test_identifiers_and_titles_are_given_back_as_they_were_written(run: Run) -> None:
    odd = [
        ("00412", "=soudeur"), (" a ", "  Couvreur  "), ("=1+1", "#N/A"), ("a", 'chef "atelier", jour'),
        ("a", "ligne\nseconde"), ("é", "@+-' \u00a0SoudÃ©"), ("", "x" * 300),
    ]  # fmt: skip
    with Path("titles.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("id", "title"), *odd])
    assert run("code", "titles.csv", "--out", "out.csv").code == 0
    assert [(row["id"], row["title"]) for row in written()] == odd


@pytest.mark.parametrize(
    "content",
    [
        "Title;ID;note\nSoudeuse TIG (H/F);1;x\nAbatteur;2;y\n".encode("cp1252"),
        "id\ttitle\n1\tSoudeuse TIG (H/F)\n2\tAbatteur\n".encode("utf-16"),
        "\ufeffid,title,pcs,naf,qualification\r\n1,Soudeuse TIG (H/F),624a,25.62B,6\r\n2,Abatteur,,,\r\n".encode(),
    ],
)
def test_any_export_gives_the_same_answers(run: Run, content: bytes) -> None:
    run("code", given(content), "--out", "out.csv")
    assert [(row["id"], row["decision"]) for row in written()] == [("1", "coded"), ("2", "ask")]


def test_the_same_title_twice_is_coded_alike_and_identifiers_may_repeat(run: Run) -> None:
    run("code", given("id,title\n1,Abatteur\n1,Abatteur\n"), "--out", "out.csv")
    first, second = written()
    assert first == second


def test_the_same_command_writes_the_same_bytes(run: Run) -> None:
    first = run("code", given(TITLES), "--out", "out.csv"), Path("out.csv").read_bytes()
    assert (run("code", "titles.csv", "--out", "out.csv"), Path("out.csv").read_bytes()) == first


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,name\n1,Soudeur\n", "Il manque la colonne « title »"),
        ("name\nSoudeur\n", "Il manque les colonnes « id », « title »"),
        ("", "est vide"),
        ("id,title\n", "n’a que ses titres"),
        (b"\x00\x01\x02\x03" * 200, "enregistrez-le en CSV"),
        ("id,title\n1,Soudeur,à l’arc\n", "La ligne 2 de « titles.csv » a une valeur sans titre de colonne"),
    ],
)
def test_a_file_that_is_not_a_table_of_titles_is_one_sentence(run: Run, content: str | bytes, said: str) -> None:
    ended = run("code", given(content), "--out", "out.csv")
    assert (ended.code, ended.said) == (2, "")
    assert said in ended.warned
    assert ended.warned.count("\n") == 1
    assert not Path("out.csv").exists()


def test_an_output_that_is_also_an_input_is_refused(run: Run) -> None:
    for words in (
        ["--out", "titles.csv"],
        ["--out", "d.csv", "--decisions", "./d.csv"],
        ["--out", "o.csv", "--decisions", "titles.csv"],
    ):
        ended = run("code", given(TITLES), *words)
        assert (ended.code, "est aussi un fichier à lire" in ended.warned) == (2, True)
    assert Path("titles.csv").read_text(encoding="utf-8") == TITLES


def test_a_file_that_does_not_exist_and_a_folder_that_cannot_be_written_are_one_sentence(run: Run) -> None:
    assert "ne s’ouvre pas" in run("code", "absent.csv", "--out", "out.csv").warned
    Path("taken").write_text("", encoding="utf-8")
    assert "Rien n’a pu être écrit" in run("code", given(TITLES), "--out", "taken/out.csv").warned


def test_an_unknown_nomenclature_names_those_that_are_there(run: Run) -> None:
    ended = run("code", given(TITLES), "--nomenclature", "rome9", "--out", "out.csv")
    assert ended.code == 2
    assert "« rome9 » n’est pas installée (présentes : demo, pcs-ese, rome4)" in ended.warned


def test_a_nomenclature_without_titles_says_which_have_some(run: Run) -> None:
    assert (
        "n’a pas d’appellations : choisissez"
        in run("code", given(TITLES), "--nomenclature", "pcs-ese", "--out", "out.csv").warned
    )


def test_reference_names_the_folder_of_a_store_or_a_nomenclature(
    run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (
        ["--reference", kept],
        ["--reference", "rome4"],
        ["--reference", "rome4", "--nomenclature", "rome4"],
    ):
        if words[1] == kept:
            monkeypatch.setenv("VIVIER_REFERENCE", "nowhere")
        assert run("code", given(TITLES), *words, "--out", "out.csv").said.startswith("ROME 4")
        monkeypatch.setenv("VIVIER_REFERENCE", str(kept))
    assert "n’est ni un dossier" in run("code", given(TITLES), "--reference", "rome9", "--out", "o.csv").warned
    Path("empty").mkdir()
    assert (
        "ne contient aucune nomenclature installée"
        in run("code", given(TITLES), "--reference", "empty", "--out", "o.csv").warned
    )
    both = run("code", given(TITLES), "--reference", "rome4", "--nomenclature", "demo", "--out", "o.csv").warned
    assert "nomment deux nomenclatures : gardez-en une" in both


def test_rome_4_comes_before_rome_3_and_rome_3_before_the_demonstration(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "three"
    add([made.write(tmp_path / "f3", made.rome3())], folder=folder)
    monkeypatch.setenv("VIVIER_REFERENCE", str(folder))
    assert "ROME 3 est installé mais" in run("code", given(TITLES), "--out", "out.csv").warned
    add([made.write(tmp_path / "f4", made.rome4())], folder=folder)
    assert "ROME 4 est installé mais" in run("code", given(TITLES), "--out", "out.csv").warned
    assert not Path("out.csv").exists()


def test_a_fresh_machine_codes_with_the_demonstration_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "titles.csv").write_text("id,title\n1,Opératrice régleuse sur commande numérique\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONUTF8": "1", "VIVIER_REFERENCE": str(tmp_path / "fresh")}
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        "from vivier.cli import main; main()",
        "code",
        "titles.csv",
        "--out",
        "out.csv",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)
    assert done.returncode == 0
    assert "NOMENCLATURE DE DÉMONSTRATION" in done.stderr
    assert done.stdout.startswith("Nomenclature de démonstration, version 1 : 1\xa0ligne, 1\xa0intitulé différent.")
    table = read_table(tmp_path / "out.csv", COLUMNS)
    assert table.lines[0]["code"] == "DEMO-U01"
    assert not (tmp_path / "fresh").exists()


def test_many_rows_of_few_titles_cost_little_more_than_the_titles(run: Run) -> None:
    lines = [f"{rank},{('Soudeur', 'couvreur', 'Abatteur', 'chef')[rank % 4]}" for rank in range(40_000)]
    started = time.process_time()
    assert run("code", given("\n".join(["id,title", *lines, ""])), "--out", "out.csv").code == 0
    assert time.process_time() - started < 20
    assert len(written()) == 40_000


def test_coding_leaves_the_store_as_it_was(run: Run) -> None:
    before = {path: path.read_bytes() for path in Path("store").rglob("*") if path.is_file()}
    run("code", given(TITLES), "--out", "out.csv", "--decisions", "d.csv")
    assert {path: path.read_bytes() for path in Path("store").rglob("*") if path.is_file()} == before
    assert store(Path("store")).ids == ("demo", "pcs-ese", "rome4")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["code"], "Il manque INTITULÉS.csv : voyez « vivier code --help »."),
        (["code", "x"], "Il manque --out : voyez « vivier code --help »."),
        (["code", "x", "--out"], "Il manque une valeur après --out"),
        (["code", "x", "y", "--out", "z"], "plus de paramètres"),
        (["reference", "train", "rome4"], "plus de paramètres"),
        (["reference", "add", "x", "--no-train=1"], "L’option --no-train ne prend pas de valeur"),
    ],
)
def test_a_mistake_in_what_is_typed_is_one_french_sentence(run: Run, words: list[str], said: str) -> None:
    ended = run(*words)
    assert (ended.code, ended.said, ended.warned.count("\n")) == (2, "", 1)
    assert said in ended.warned


def test_help_says_what_each_option_is_for_in_french(run: Run) -> None:
    said = " ".join(run("code", "--help").said.split())
    assert "Usage : vivier code [OPTIONS] INTITULÉS.csv" in said
    assert all(
        name in said for name in ("--nomenclature ID", "--reference DOSSIER", "--decisions FICHIER", "--out FICHIER")
    )
    assert "Options:" not in said
