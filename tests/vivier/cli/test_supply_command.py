"""`vivier supply` as a person meets it: on the published portraits where they are, by hand elsewhere."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from factories.study import study
from vivier.cli import supply_files, supply_note, supply_tables
from vivier.cli.amounts import amount, people
from vivier.cli.installed import stored
from vivier.cli.supply import supply
from vivier.cli.supply_files import Asked
from vivier.cli.tables import Line
from vivier.reference import Store
from vivier.report.data_file import data_file
from vivier.report.traced import compose, evidence, verdicts
from vivier.report.traced.reading import opened
from vivier.supply import Offer, Opening, Portrait, Terms, adapt
from vivier.vocabulary import InputError, Interval

OFFER = """zone;speciality;level;places;filled;insertion_rate
Vienne;254;CAP;2;1;0,72
Vienne;Structures métalliques;bac;1;1;80 %
Vienne;251 Mécanique générale et de précision, usinage;BTS;400;;
"""
LEVELS = {"none": 0.2, "cap": 0.6, "bac": 0.2}


def run(*words):
    done = CliRunner().invoke(supply, list(map(str, words)), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


@pytest.fixture(scope="module")
def content() -> bytes:
    return data_file(study())


@pytest.fixture
def files(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "study.json").write_bytes(content)
    (tmp_path / "offre.csv").write_text(OFFER, encoding="utf-8")
    return tmp_path


def rows_in(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def by_hand(content: bytes, *, whole: bool = False, seekers: float | None = 0.3) -> Asked:
    """The openings of one family, and three lines of supply of which one names a mark of the note."""
    offers = (
        Offer("Vienne", "254", "cap", 2, 1, 0.8), Offer("Vienne", "254", "bac", 1, 1, 0.8),
        Offer("Vienne", "251", "bac2", 400, 380, 0.8), Offer("=Pays|bas", "254", "cap", 9, 9, 0.8),
    )  # fmt: skip
    portrait = Portrait("D2Z", {"254": 0.5, "251": 0.1, "312": 0.2}, LEVELS, starters=0.8, seekers=seekers)
    return Asked(
        (Opening("D2Z", 300, Interval(250, 350), "Vienne"),), offers, (portrait,), Terms(10, is_whole=whole),
        evidence("etude", content, title="Étude"), {"254": "Structures métalliques", "251": "Usinage", "312": "Vente"},
        {"D2Z": 900}, 4.0, "0" * 64,
    )  # fmt: skip


def told(asked: Asked):
    return adapt(asked.openings, asked.offers, portraits=asked.portraits, terms=asked.terms)


def noted(asked: Asked) -> str:
    data = evidence("offre", supply_tables.data_of(asked, told(asked)), title="Places")
    return "\n".join(
        line.words for line in compose(supply_note.text_of(asked, told(asked)), [asked.study, data]).lines
    )


def test_from_a_study_and_a_supply_to_a_note_whose_figures_are_all_traced(files: Path, statistics: Store) -> None:
    out = files / "places"
    said = run(
        files / "study.json", files / "offre.csv", "--region", "84", "--reference", statistics.folder, "--out", out
    )
    assert {path.name for path in out.iterdir()} == {"places.csv", "places.json", "note.html", "note.docx"}
    assert "à ouvrir" in said
    found = {(row["speciality"], row["level"]): row for row in rows_in(out / "places.csv")}
    assert found["254", ""]["places"] == "3"
    assert found["254", ""]["label"] == "Structures métalliques"
    assert found["251", ""]["advice"] == "à garder"
    assert found["251", ""]["reason"].startswith("les postes des seuls adhérents")
    given = [
        evidence("offre", (out / "places.json").read_bytes(), title="Places de formation attendues"),
        evidence("etude", (files / "study.json").read_bytes(), title="Étude"),
    ]
    for name in ("note.html", "note.docx"):
        checked = verdicts(opened((out / name).read_bytes()), files=given)
        assert len(checked) > 3
        assert all(each.is_right for each in checked)


def test_the_same_files_give_the_same_bytes_and_whole_zones_may_have_too_many(files: Path, statistics: Store) -> None:
    words = (files / "study.json", files / "offre.csv", "--reference", statistics.folder, "--whole-zone")
    run(*words, "--out", files / "a")
    run(*words, "--out", files / "b")
    for path in (files / "a").iterdir():
        assert path.read_bytes() == (files / "b" / path.name).read_bytes()
    found = {(row["speciality"], row["level"]): row for row in rows_in(files / "a" / "places.csv")}
    assert found["251", ""]["advice"] == "à réduire, après examen"


def test_two_zones_share_the_openings(files: Path, statistics: Store) -> None:
    (files / "offre.csv").write_text(OFFER + "Annonay;254;cap;1;1;0,7\n", encoding="utf-8")
    words = (files / "study.json", files / "offre.csv", "--reference", statistics.folder, "--out", files / "out")
    with pytest.raises(InputError, match="2 zones : dites avec --zones"):
        run(*words)
    (files / "zones.csv").write_text("zone,share\nVienne,0.75\nAnnonay,25 %\n", encoding="utf-8")
    run(*words, "--zones", files / "zones.csv")
    found = {(row["zone"], row["speciality"], row["level"]): row for row in rows_in(files / "out" / "places.csv")}
    one, other = (float(found[zone, "254", ""]["entrants"]) for zone in ("Vienne", "Annonay"))
    assert one == pytest.approx(3 * other, rel=0.01)


def test_verdicts_lead_the_note_which_keeps_careful_words(content: bytes) -> None:
    note = noted(by_hand(content, whole=True))
    assert "à remplir d’abord" in note
    assert "à réduire, après examen" in note
    assert "une attente, non une consigne" in note
    assert "ne doivent pas servir à fermer une formation" in note
    assert "30 demandeurs pour cent emplois" in note
    assert "aucune place n’est dite de trop" not in note
    assert "aucune place n’est dite de trop" in noted(by_hand(content))


def test_jobseekers_that_are_not_known_are_said_to_be_absent(content: bytes) -> None:
    note = noted(by_hand(content, seekers=None))
    assert "ne sont pas installés" in note
    assert "non publié" in note


def test_what_a_person_wrote_is_never_read_as_a_formula(content: bytes) -> None:
    asked = by_hand(content)
    assert "=Pays/bas" in noted(asked)  # a bar would cut the cell in two
    names = [row["zone"] for row in csv.DictReader(io.StringIO(supply_tables.table_of(asked, told(asked)).decode()))]
    assert not any(name.startswith("=") for name in names)
    with pytest.raises(InputError, match="contient une accolade"):
        supply_files._zone("Pays {{x}}")


def test_the_data_file_has_intervals_that_a_strategy_may_cite(content: bytes) -> None:
    asked = by_hand(content)
    held = json.loads(supply_tables.data_of(asked, told(asked)))
    line = next(
        each
        for each in held["tableaux"]["places"]["lignes"]
        if [each[name] for name in ("zone", "specialite", "niveau", "chiffre")]
        == ["Vienne", "254", "", "necessaires"]
    )
    assert line["bas_80"] < line["valeur"] < line["haut_80"]
    assert (line["unite"], line["n"]) == ("places", 900)
    assert held["tableaux"]["sans_portrait"]["lignes"][0]["valeur"] == 4
    assert {each["nom"] for each in held["hypotheses"]} == {"insertion", "answers"}


def test_a_few_lines_say_what_was_found(content: bytes) -> None:
    asked = by_hand(content)
    said = "\n".join(supply_note.lines(asked, told(asked)))
    assert "à ouvrir : Vienne, Structures métalliques, 3 places pour 15 attendues" in said
    assert "offre non déclarée" in said
    assert "4\u00a0postes à pourvoir sans portrait" in said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Vienne;Soudure;cap;2;1;0,7", r"Ligne 2 de « offre.csv » : la spécialité « Soudure » n’est pas reconnue"),
        ("Vienne;254;licence pro;2;1;0,7", "le niveau « licence pro » n’est pas connu"),
        ("Vienne;254;cap;beaucoup;1;0,7", "la colonne « places » doit être un nombre"),
        ("Vienne;254;cap;2;1;1,7", "le taux d’insertion doit être un nombre"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(files: Path, line: str, sentence: str) -> None:
    path = files / "offre.csv"
    path.write_text(f"{OFFER.splitlines()[0]}\n{line}\n", encoding="utf-8")
    table = supply_files.read_table(path, ("zone", "speciality", "places"), ("level", "filled", "insertion_rate"))
    with pytest.raises(InputError, match=sentence):
        supply_files._offer(table.lines[0], table, {"254": "Structures métalliques"})


def test_shares_of_zones_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "zones.csv"
    for text, sentence in (
        ("zone,share\nA,0.7\nB,0.6\n", "dépassent 1"),
        ("zone,share\nA,0.7\nA,0.1\n", "deux fois"),
        ("zone,share\nA,0.7\n", "ne dit pas la part de la zone « B »"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=sentence):
            supply_files._parts(path, ["A", "B"])
    assert supply_files._parts(None, ["A"]) == {"A": 1.0}


def test_a_study_without_openings_is_refused(content: bytes) -> None:
    held = json.loads(content)
    held["tableaux"]["postes"]["lignes"] = []
    with pytest.raises(InputError, match="n’a pas de postes à pourvoir"):
        supply_files._years(evidence("etude", json.dumps(held).encode(), title="Étude"))


def test_openings_are_those_of_the_dares_or_the_sum_of_their_causes(content: bytes) -> None:
    held = json.loads(content)
    rows = held["tableaux"]["postes"]["lignes"]
    keep = [each for each in rows if each["metier"] == "625b" and each["annee"] == "total"]
    one = {**keep[0], "cause": "retraite", "valeur": 30, "n": 40, "bas_80": 20, "haut_80": 40}
    two = {**one, "cause": "creation", "valeur": 5, "bas_80": 1, "haut_80": 9}
    held["tableaux"]["postes"]["lignes"] = [one, two]
    found = supply_files._openings(evidence("etude", json.dumps(held).encode(), title="Étude"), "625b")
    assert (found.value, found.interval_80, found.n) == (35, Interval(21, 49), 40)
    held["tableaux"]["postes"]["lignes"] = [one, {**two, "cause": "dares", "valeur": 34}]
    assert supply_files._openings(evidence("etude", json.dumps(held).encode(), title="Étude"), "625b").value == 34
    assert supply_files._openings(evidence("etude", content, title="Étude"), "000x").value == 0


def test_amounts_are_read_as_people_write_them() -> None:
    line = Line(2, {"a": "1 200", "b": "0,8", "c": "80 %", "d": "", "e": "2,5"})
    assert [amount(line, name) for name in "abc"] == [1200, 0.8, 0.8]
    assert people(line, "a") == 1200
    for name, sentence in (("d", "elle est vide"), ("e", "nombre entier")):
        with pytest.raises(InputError, match=sentence):
            people(line, name)


def test_a_named_folder_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ne contient aucune nomenclature"):
        stored(tmp_path)
    assert stored(None).ids
