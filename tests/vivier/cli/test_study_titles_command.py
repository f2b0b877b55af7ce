"""`vivier study` codes the titles of registers without codes, asks humans, and never forgets their answers."""

import csv
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from factories import official, sheets, trades
from vivier.cli import coding, study_titles
from vivier.cli.main import main
from vivier.occupations import Codings
from vivier.occupations.coder.data import Coding
from vivier.occupations.coder.through import Way
from vivier.reference import store
from vivier.reference.official import add

STAFF = ("Soudeur TIG", "Soudeur TIG", "Chaudronnier", "Zorglubeur de M. Dupont", "Zorglubeur")


@dataclass(frozen=True)
class Ended:
    """What a command left: its exit code, what it said and warned of, and the tables it wrote."""

    code: object
    said: str
    warned: str
    tables: dict[str, list[dict[str, object]]]


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Study one register, in a folder of its own; nothing official is installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIVIER_REFERENCE", str(tmp_path / "store"))
    rows = [
        [str(rank), "Lefèvre", f"Anne{rank}", "03/02/1987", "F", title, "01/09/2015", ""]
        for rank, title in enumerate(STAFF)
    ]
    Path("registre.csv").write_bytes(sheets.text([sheets.TITLES, *rows]).getvalue())

    def typed(*words: object) -> Ended:
        given = ("study", "registre.csv", "--on", "2026-01-31", "--out", "etude", "--horizon", "2", *words)
        monkeypatch.setattr("sys.argv", ["vivier", *map(str, given)])
        with pytest.raises(SystemExit) as end:
            main()
        shown, data = capsys.readouterr(), Path("etude/study.json")
        found = json.loads(data.read_text())["tableaux"] if data.is_file() else {}
        return Ended(end.value.code, shown.out, shown.err, {name: table["lignes"] for name, table in found.items()})

    return typed


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand for the model of the demonstration, which takes seconds to learn."""
    known = {
        "Soudeur TIG": Coding("DEMO-C02", 0.995, "coded"),
        "Chaudronnier": Coding("DEMO-C01", 0.8, "coded", ("DEMO-C06", "DEMO-C02")),
    }
    unknown = Coding("DEMO-A01", 0.2, "review")
    monkeypatch.setattr(coding, "model_of", lambda _: None)
    monkeypatch.setattr(coding, "code_titles", lambda ts, **_: Codings(tuple(known.get(t, unknown) for t in ts)))


def everything(path: Path) -> bytes:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"".join(map(book.read, book.namelist()))


def people(ended: Ended) -> dict[object, object]:
    return {line["metier"]: line["valeur"] for line in ended.tables["metiers"]}


@pytest.mark.usefixtures("model")
def test_titles_that_the_demonstration_holds_are_coded_and_it_is_announced(run: Run) -> None:
    done = run()
    assert done.code == 0
    assert people(done) == {"ensemble": 5, "623e": 2, "inconnu": 3}
    assert "DÉMONSTRATION" in done.warned
    assert "5 salariés sans code PCS ont un intitulé de poste, 2 codés, 3 à relire" in done.said.replace("\xa0", " ")
    assert [line["valeur"] for line in done.tables["a_relire"]] == [2, 1]


@pytest.mark.usefixtures("model")
def test_what_the_demonstration_only_guesses_is_for_a_human(run: Run) -> None:
    line = next(each for each in run().tables["a_relire"] if each["intitule"] == "Chaudronnier")
    assert (line["decision"], line["metier"], line["probabilite"]) == ("a_relire", "623a", "0.80")
    assert str(line["autres"]).startswith("623e ")  # what leads to the same code is not said twice


@pytest.mark.usefixtures("model")
def test_the_name_in_a_title_never_reaches_a_file(run: Run, tmp_path: Path) -> None:
    run("--decisions", "decisions.csv")
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "registre.csv"]
    assert {path.suffix for path in written} == {".html", ".xlsx", ".json", ".csv"}
    assert "Zorglubeur" in (tmp_path / "decisions.csv").read_text()  # it could leak
    assert b"Zorglubeur" in everything(tmp_path / "etude" / "study.xlsx")
    assert not any(b"dupont" in everything(path).lower() for path in written)


@pytest.mark.usefixtures("model")
def test_an_answer_given_once_is_applied_the_next_time(run: Run) -> None:
    first = run("--decisions", "decisions.csv")
    assert "2 questions ajoutées dans decisions.csv" in first.said.replace("\xa0", " ")
    asked = Path("decisions.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(asked.splitlines(), delimiter=";"))
    assert [(row["title"], row["count"], row["nomenclature"]) for row in rows] == [
        ("Zorglubeur", "2", "demo"),
        ("Chaudronnier", "1", "demo"),
    ]
    Path("decisions.csv").write_text(asked.replace("Zorglubeur;;;;demo;", "Zorglubeur;;;;demo;DEMO-U02"))
    again = run("--decisions", "decisions.csv")
    assert people(again) == {"ensemble": 5, "623e": 2, "623g": 2, "inconnu": 1}
    assert "0 question ajoutée" in again.said.replace("\xa0", " ")


def test_people_with_a_code_need_no_demonstration(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "model_of", lambda _: pytest.fail("rien n’était à coder"))
    heads = [*sheets.TITLES, "Code PCS"]
    rows = [["1", "Lefèvre", "Anne", "03/02/1987", "F", "Comptable", "01/09/2015", "", "543b"]]
    Path("registre.csv").write_bytes(sheets.text([heads, *rows]).getvalue())
    done = run()
    assert (done.code, done.warned) == (0, "")
    assert "codage" not in done.tables


def test_a_rome_without_what_carries_it_does_not_stop_a_study(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add([official.write(tmp_path / "officiel", trades.files())], folder=tmp_path / "store")

    def refused(*_: object) -> None:
        raise study_titles.InputError("Le modèle manque : lancez « vivier reference train ».")

    monkeypatch.setattr(study_titles, "answered", refused)
    done = run()
    assert done.code == 0
    assert people(done) == {"ensemble": 5, "inconnu": 5}
    assert "Les intitulés de poste n’ont pas été codés. Le modèle manque" in done.warned
    assert "codage" not in done.tables
    wanted = run("--nomenclature", "pcs-ese")
    assert (wanted.code, wanted.warned) == (2, "Le modèle manque : lancez « vivier reference train ».\n")


def test_codes_of_pcs_ese_are_taken_as_they_come(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "way_to", lambda _: Way(store(), store().nomenclature("demo")))
    monkeypatch.setattr(coding, "model_of", lambda _: None)
    found = Coding("623e", 0.75, "coded")
    monkeypatch.setattr(coding, "code_titles", lambda ts, **_: Codings((found,) * len(ts)))
    done = run("--nomenclature", "pcs-ese")
    assert people(done) == {"ensemble": 5, "623e": 5}
    assert "DÉMONSTRATION" not in done.warned


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--nomenclature", "rome4"), "choisissez pcs-ese ou demo"),
        (("--decisions", "registre.csv"), "est aussi un fichier à lire"),
    ],
)
def test_a_wrong_option_is_one_sentence_and_writes_nothing(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run(*words)
    assert done.code == 2
    assert sentence in done.warned
    assert not Path("etude").exists()
