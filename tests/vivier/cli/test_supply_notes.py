"""What `vivier supply` reads in a declared supply, and what its note keeps back: figures that rest on few people."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from factories.study import study
from vivier.cli import supply_files, supply_note, supply_tables
from vivier.cli.supply_files import Asked
from vivier.cli.tables import read_table
from vivier.report.data_file import data_file
from vivier.report.traced import compose, evidence
from vivier.supply import Adaptation, Offer, Opening, Portrait, Terms, adapt
from vivier.vocabulary import InputError, Interval

LABELS = {"254": "Structures métalliques", "312": "Commerce, vente", "251": "Usinage"}
COLUMNS = (("zone", "speciality", "places"), ("level", "filled", "insertion_rate"))


@pytest.fixture(scope="module")
def content() -> bytes:
    return data_file(study(400, 5, 8))


def asked(content: bytes, people: int = 900, **changes) -> Asked:
    portrait = Portrait("D2Z", {"254": 0.5, "312": 0.2}, starters=0.8)
    whole = Asked(
        (Opening("D2Z", 300, Interval(250, 350), "Vienne"),), (Offer("Vienne", "254", "cap", 2, 2, 0.8),), (portrait,),
        Terms(10), evidence("etude", content, title="Étude"), LABELS, {"D2Z": people}, 0.0, "0" * 64,
    )  # fmt: skip
    return replace(whole, **changes)


def told(given: Asked) -> Adaptation:
    return adapt(given.openings, given.offers, portraits=given.portraits, terms=given.terms)


def noted(given: Asked) -> str:
    data = evidence("offre", supply_tables.data_of(given, told(given)), title="Places")
    composed = compose(supply_note.text_of(given, told(given)), [given.study, data])
    return "\n".join(line.words for line in composed.lines)


def offered(folder: Path, *lines: str) -> list[Offer]:
    path = folder / "offre.csv"
    path.write_text("\n".join(["zone;speciality;level;places;filled;insertion_rate", *lines]), encoding="utf-8")
    table = read_table(path, *COLUMNS)
    return [supply_files._offer(line, table, LABELS) for line in table.lines]


@pytest.mark.parametrize(
    ("level", "texts"),
    [
        ("cap", ["CAP", "cap-bep", "CAP/BEP", "BEP", "3", "Niveau 3"]),
        ("bac", ["Bac", "BAC PRO", "bac-pro", "BP", "4", "niveau 4"]),
        ("bac2", ["bac2", "Bac + 2", "bac+2", "BTS", "5", "NIVEAU 5"]),
        ("bac3", ["bac3", "Bac +3", "BUT", "6", "Niveau 7"]),
        ("", ["", "  ", "-"]),
    ],
)
def test_levels_are_read_as_people_write_them(level: str, texts: list[str]) -> None:
    assert [supply_files._level(text) for text in texts] == [level] * len(texts)


@pytest.mark.parametrize("text", ["licence", "8", "bac + 5", "CAP BEP BAC", "niveau"])
def test_a_level_that_is_not_known_is_never_guessed(text: str) -> None:
    with pytest.raises(InputError, match="n’est pas connu"):
        supply_files._level(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("254", "254"), (" 254 ", "254"), ("254 Structures métalliques", "254"), ("254-Autre nom", "254"),
        ("STRUCTURES METALLIQUES", "254"), ("commerce vente", "312"), ("999", "999"),
    ],
)  # fmt: skip
def test_a_speciality_is_a_code_or_its_very_label(text: str, code: str) -> None:
    assert supply_files._speciality(text, LABELS) == code


@pytest.mark.parametrize("text", ["", "25", "2541", "254s", "Structures", "Métal"])
def test_a_speciality_that_is_neither_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="n’est pas reconnue"):
        supply_files._speciality(text, LABELS)


def test_a_line_of_supply_may_leave_blank_what_nobody_knows(tmp_path: Path) -> None:
    assert offered(tmp_path, " Vienne ;254;;1 200;;", "Lyon;312;BTS;0;0;72 %") == [
        Offer("Vienne", "254", "", 1200), Offer("Lyon", "312", "bac2", 0, 0, 0.72),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (";254;cap;2;1;0,7", "La zone d’une formation doit porter un nom"),
        ("Vienne;254;cap;-2;1;0,7", "la colonne « places » doit être un nombre positif"),
        ("Vienne;254;cap;;1;0,7", "elle est vide"),
        ("Vienne;254;cap;2;nan;0,7", "la colonne « filled »"),
        ("Vienne;254;cap;2;1;0", "supérieur à 0"),
        ("Vi{enne;254;cap;2;1;1", "contient une accolade"),
    ],
)
def test_a_line_of_supply_that_makes_no_sense_is_refused_by_its_number(
    tmp_path: Path, line: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=f"Ligne 3 de « offre.csv » : .*{sentence}"):
        offered(tmp_path, "Vienne;254;cap;1;1;1", line)


def test_openings_are_shared_between_zones_without_loss() -> None:
    opening = Opening("D2Z", 40, Interval(20, 80))
    assert supply_files._in_zone(opening, "Vienne", 0.25) == Opening("D2Z", 10, Interval(5, 20), "Vienne")
    parts = [supply_files._in_zone(opening, zone, part) for zone, part in (("A", 0.3), ("B", 0.7))]
    assert sum(each.posts for each in parts) == pytest.approx(40)


def test_a_zone_of_the_shares_that_declares_nothing_still_calls_for_people(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "zones.csv"
    path.write_text("zone,share\nVienne,0.75\nAnnonay,0.25\n", encoding="utf-8")
    parts = supply_files._parts(path, ["Vienne"])
    assert parts == {"Vienne": 0.75, "Annonay": 0.25}
    openings = tuple(supply_files._in_zone(asked(content).openings[0], zone, part) for zone, part in parts.items())
    found = told(asked(content, openings=openings))
    assert {(each.zone, each.speciality) for each in found.undeclared} == {
        ("Annonay", "254"), ("Annonay", "312"), ("Vienne", "312"),
    }  # fmt: skip


@pytest.mark.parametrize("share", ["-0.1", "beaucoup", "nan", ""])
def test_a_share_of_a_zone_that_is_no_share_is_refused(tmp_path: Path, share: str) -> None:
    path = tmp_path / "zones.csv"
    path.write_text(f'zone,share\nVienne,"{share}"\n', encoding="utf-8")
    with pytest.raises(InputError, match="la colonne « share »"):
        supply_files._parts(path, ["Vienne"])


@pytest.mark.parametrize(("people", "is_shown"), [(supply_note.FEWEST - 1, False), (supply_note.FEWEST, True)])
def test_a_figure_that_rests_on_few_people_stays_out_of_the_note(content: bytes, people: int, is_shown: bool) -> None:
    """The table that stays with the pôle has it all the same: there is something to keep back."""
    given = asked(content, people)
    note = noted(given)
    assert ("Structures métalliques" in note) is is_shown
    assert ("Attendu, sans offre déclarée" in note) is is_shown
    assert ("Aucune place déclarée ne peut être rapprochée" in note) is not is_shown
    assert ("Une part, que personne ne répartit" in note) is not is_shown
    table = supply_tables.table_of(given, told(given)).decode()
    assert "Structures métalliques" in table


def test_people_of_every_family_that_calls_for_a_speciality_are_counted(content: bytes) -> None:
    two = (Portrait("A", {"254": 0.5, "312": 0.1}), Portrait("B", {"254": 0.1}), Portrait("C", {"251": 0.2}))
    given = replace(asked(content, portraits=two), people={"A": 3, "B": 4, "X": 90})
    assert [supply_tables.resting_on(given, code) for code in ("254", "312", "251", "999")] == [7, 3, 0, 0]


def test_a_note_is_one_page_and_says_where_the_rest_is(content: bytes) -> None:
    codes = [str(code) for code in range(300, 320)]
    portrait = Portrait("D2Z", dict.fromkeys(codes, 0.04))
    offers = tuple(Offer("Vienne", code, "", at) for at, code in enumerate(codes))
    given = asked(content, portraits=(portrait,), offers=offers)
    shown = [each.speciality for each in supply_note._shown(given, told(given))]
    assert len(shown) == 12
    assert shown[0] == "300"  # no place and a need: to open, first
    verdicts = [each.verdict for each in supply_note._shown(given, told(given))]
    assert verdicts == sorted(verdicts, key=("open", "close", "keep").index)
    assert "sont dans places.csv" in noted(given)
    assert "sont dans places.csv" not in noted(asked(content))


def test_only_what_is_surely_expected_is_said_to_lack_an_offer(content: bytes) -> None:
    """At least one person a year, even at the lower end; five lines at most, the largest first."""
    shares = {"312": 0.2, "251": 0.001, **{str(code): 0.05 + code / 1e4 for code in range(200, 207)}}
    given = asked(content, portraits=(Portrait("D2Z", shares),), offers=())
    found = [each.speciality for each in supply_note._wanted(given, told(given))]
    assert found == ["312", "206", "205", "204", "203"]
    assert len(told(given).undeclared) == 9


def test_the_table_says_what_is_not_known_by_a_blank_and_not_by_a_zero(content: bytes) -> None:
    given = asked(content, offers=(Offer("Vienne", "254", "", 2), Offer("Vienne", "999", "", 0, 0)))
    rows = list(csv.DictReader(io.StringIO(supply_tables.table_of(given, told(given)).decode())))
    assert [(row["speciality"], row["filled"], row["jobseekers_per_100_jobs"], row["places"]) for row in rows] == [
        ("254", "", "", "2"), ("999", "0", "", "0"), ("312", "", "", ""),
    ]  # fmt: skip
    assert [row["reason"] for row in rows] == ["", supply_tables.REASONS["unlisted"], ""]
    assert [row["advice"] for row in rows] == ["à ouvrir", "à garder", "offre non déclarée"]


def test_the_data_file_cites_filled_places_only_where_they_are_known(content: bytes) -> None:
    given = asked(content, offers=(Offer("Vienne", "254", "cap", 2, 1), Offer("Vienne", "254", "bac", 3)))
    rows = json.loads(supply_tables.data_of(given, told(given)))["tableaux"]["places"]["lignes"]
    filled = [(row["niveau"], row["valeur"]) for row in rows if row["chiffre"] == "pourvues"]
    assert filled == [("cap", 1)]
    assert {row["niveau"] for row in rows} == {"", "cap", "bac"}


def test_the_seal_of_parameters_changes_with_the_terms(content: bytes) -> None:
    def seal(**changes) -> str:
        given = asked(content, **changes)
        return json.loads(supply_tables.data_of(given, told(given)))["sha256_parametres"]

    seals = {seal(), seal(terms=Terms(11)), seal(terms=Terms(10, is_whole=True))}
    assert len(seals) == 3
    assert seal() == seal()


def test_every_verdict_and_reason_has_its_words() -> None:
    assert set(supply_tables.WORDS) == {"open", "keep", "close"}
    assert set(supply_tables.REASONS) == {"", "within", "partial", "unlisted"}
    assert set(supply_tables.NSF_LEVELS) == {"", "cap", "bac", "bac2", "bac3"}
