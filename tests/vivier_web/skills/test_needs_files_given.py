"""The files of returns and of their sums open whole in a spreadsheet, say what is hidden and compute nothing."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from factories import needed
from factories.cluster import Cluster
from vivier_web.skills.models import NeedsCall, NeedsReturn
from vivier_web.skills.needs.answers import Answered, Hire, Perception, SkillWish
from vivier_web.skills.needs.schema import schema
from vivier_web.skills.needs.sums import Board, Sum, SumRow, SumTable, board
from vivier_web.skills.queries.needs_files import (
    SECRET,
    board_csv,
    board_workbook,
    return_csv,
    return_document,
    return_json,
    return_workbook,
    tables_of,
)

ASKED = schema("2026-1")
HIDING = Board(
    5,
    (
        SumTable("metiers", "Embauches [prévues] : tout", "d", ("Postes", "2027"), (
            SumRow("Tous", "", (Sum(1234567, "postes", 12), None)),
            SumRow("=SOMME(A1)", "623e", (Sum(0.3333, "part", 3), Sum(1.0, "part", 5))),
        )),
        SumTable("vide", "Rien", "d", ("x",), ()),
    ),
)  # fmt: skip


@pytest.fixture
def call(pole: Cluster) -> NeedsCall:
    return needed.opened(pole.pole)


def lines_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")  # a spreadsheet reads the accents
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheets_of(content: bytes) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_csv_of_the_sums_says_hidden_figures_hidden_and_writes_large_ones_whole() -> None:
    assert lines_of(board_csv(HIDING)) == [
        ["tableau", "ligne", "code", "colonne", "valeur", "unite", "n"],
        ["metiers", "Tous", "", "Postes", "1234567", "postes", "12"],
        ["metiers", "Tous", "", "2027", SECRET, "", ""],
        ["metiers", "'=SOMME(A1)", "623e", "Postes", "0,3333", "part", "3"],
        ["metiers", "'=SOMME(A1)", "623e", "2027", "1", "part", "5"],
    ]


def test_the_workbook_of_the_sums_has_a_sheet_a_table_and_each_figure_beside_its_members() -> None:
    assert sheets_of(board_workbook(HIDING)) == {
        "Embauches  prévues    tout": [
            [None, "Code", "Postes", "membres (n)", "2027", "membres (n)"],
            ["Tous", None, 1234567, 12, SECRET, None],
            ["'=SOMME(A1)", "623e", 0.3333, 3, 1, 5],
        ],
        "Rien": [[None, "Code", "x", "membres (n)"]],
    }


def test_the_files_of_an_empty_board_still_open() -> None:
    assert sheets_of(board_workbook(Board(0))) == {"Rien à montrer": []}
    assert lines_of(board_csv(Board(0))) == [["tableau", "ligne", "code", "colonne", "valeur", "unite", "n"]]


def test_two_tables_of_the_same_title_are_two_sheets() -> None:
    table = SumTable("a", "Compétences", "d", ("x",), ())
    assert list(sheets_of(board_workbook(Board(5, (table, table))))) == ["Compétences", "Compétences 2"]


@pytest.mark.parametrize("colleges", [1, 2, 11, 12, 13, 20])
def test_a_pole_of_many_colleges_exports_every_one_of_them(colleges: int) -> None:
    found = [Answered(pk, dt.date(2026, 11, 2), perceptions=(Perception("ready", 5),)) for pk in range(5 * colleges)]
    seats = {pk: f"Collège {pk % colleges:02}" for pk in range(5 * colleges)}
    heads = sheets_of(board_workbook(board(found, seats, ASKED)))["Perception, par collège"][0]
    names = [f"Collège {rank:02}" for rank in range(colleges)] if colleges > 1 else []
    assert heads == [None, "Code", *(head for name in ["Tous", *names] for head in (name, "membres (n)"))]


def test_what_the_sums_hide_is_in_none_of_their_files() -> None:
    rare = Hire("Dompteur", "388a", "", 2027, 77, is_difficult=True)
    common = Hire("Usineur", "623e", "", 2027, 3, is_difficult=False)
    lonely = SkillWish("Licornes", "gain", 77, 2027)
    found = [
        Answered(pk, dt.date(2026, 11, 2), (common, rare) if pk == 0 else (common,), (lonely,) if pk == 0 else ())
        for pk in range(5)
    ]
    made = board(found, {}, ASKED)
    said = str(lines_of(board_csv(made))) + str(sheets_of(board_workbook(made)))
    assert "92" in said  # all hires: what is rare is in the sum
    assert not any(word in said for word in ("388a", "Dompteur", "Licornes", "77"))


def test_a_return_is_the_same_in_its_csv_and_in_its_workbook(pole: Cluster, call: NeedsCall) -> None:
    said = needed.typed(('Soudeur; "TIG"', "623d", 2027, 2), **needed.skill("+ vite"), **needed.training("CAO"))
    sent = needed.answered(call, pole.members[0], said)
    tables = tables_of(sent)
    lines = lines_of(return_csv(sent))
    assert lines[0] == ["rubrique", "ligne", "champ", "valeur"]
    assert len(lines) - 1 == sum(len(one.heads) * len(one.rows) for one in tables)
    assert ["Embauches prévues", "1", "Métier", 'Soudeur; "TIG"'] in lines
    assert ["Compétences", "1", "Compétence", "'+ vite"] in lines
    sheets = sheets_of(return_workbook(sent))
    assert list(sheets) == [
        "Recrutements", "Embauches prévues", "Compétences", "Compétences 2", "Formations", "Formations souhaitées",
        "Difficultés et transitions", "Votre avis",
    ]  # fmt: skip
    assert sheets["Compétences 2"][1] == ["'+ vite", "À acquérir", "2", "2027"]
    assert [len(rows) - 1 for rows in sheets.values()] == [len(one.rows) for one in tables]


def test_the_json_of_a_return_is_what_is_kept_with_what_it_answers_to(pole: Cluster, call: NeedsCall) -> None:
    sent = needed.answered(call, pole.members[0])
    said = json.loads(return_json(sent))
    assert said == {
        "questionnaire": "2026-1", "collecte": "Besoins 2026", "version": 1, "secondes": 300,
        "envoye_le": sent.at.isoformat(timespec="seconds"), "sha256": sent.sha256, "reponses": sent.answers,
    }  # fmt: skip


def text_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode().replace("\u00a0", " ")


def test_the_document_of_a_return_bears_the_day_it_was_sent_where_the_member_is(
    pole: Cluster, call: NeedsCall
) -> None:
    sent = needed.answered(call, pole.members[0])
    NeedsReturn.objects.filter(pk=sent.pk).update(at=dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.UTC))
    sent.refresh_from_db()
    text = text_of(return_document(sent, pole.pole.name))
    assert "retour du 5 mars 2026 (version 1)" in text
    assert sent.sha256 in text
    assert "Soudeur TIG" in text


def test_what_a_member_typed_breaks_no_table_of_its_document(pole: Cluster, call: NeedsCall) -> None:
    said = needed.typed(("Soudeur | TIG </w:t> & <b>", "623d", 2027, 2))
    text = text_of(return_document(needed.answered(call, pole.members[0], said), "Pôle | du Val\n# Faux titre"))
    assert "Soudeur TIG &lt;/w:t&gt; &amp; &lt;b&gt;" in text
    assert "Pôle du Val # Faux titre" in text
