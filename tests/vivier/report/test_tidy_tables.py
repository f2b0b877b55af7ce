"""The one CSV of a study: each figure of each table on its row, read back as it is, and never as a formula."""

import csv
import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.study import bare, nobody, study, tiny
from vivier.french import harmless
from vivier.report.data_file import MEASURES, measures
from vivier.report.reading import label
from vivier.report.tidy import HEAD, KEYS, tidy
from vivier.study import Figure, Row, Table
from vivier.vocabulary import Interval


def lines(made):
    return list(csv.reader(io.StringIO(tidy(made).decode("utf-8-sig"), newline=""), delimiter=";"))


def with_table(dimensions, *rows):
    table = Table("essai", "Essai", "Un essai", dimensions, tuple(Row(keys, figure) for keys, figure in rows))
    return dataclasses.replace(bare(), tables=(table,))


@pytest.mark.parametrize("made", [study(300, 4, 6), tiny(), nobody(), bare()], ids=["pôle", "tiny", "nobody", "bare"])
def test_every_figure_has_its_row_in_the_order_of_the_tables(made):
    head, *found = lines(made)
    assert head == [*HEAD, *MEASURES]
    wanted = [(table, row) for table in made.tables for row in table.rows]
    assert len(found) == len(wanted)
    for line, (table, row) in zip(found, wanted, strict=True):
        told = dict(zip(head, line, strict=True))
        assert told["tableau"] == table.name
        pairs = [(told[f"dimension_{rank}"], told[f"cle_{rank}"]) for rank in range(1, KEYS + 1)]
        assert pairs == [*zip(table.dimensions, row.keys, strict=True), *[("", "")] * (KEYS - len(row.keys))]
        assert [told[name] for name in MEASURES] == [
            "" if value is None else str(value) for value in measures(row.figure).values()
        ]


def test_an_occupation_is_also_told_in_words_wherever_it_comes():
    made = study(300, 4, 6)
    head, *found = lines(made)
    told = {
        line[head.index("libelle")]
        for line in found
        for rank in range(1, KEYS + 1)
        if line[head.index(f"dimension_{rank}")] == "metier" and line[head.index(f"cle_{rank}")] == "625b"
    }
    assert told == {label(made, "625b")}
    assert {line[head.index("libelle")] for line in found if line[0] == "membres"} == {""}


def test_one_figure_is_written_whole():
    figure = Figure(131.25, "postes", 275, Interval(112, 150.5), Interval(102, 160))
    assert lines(with_table(("annee", "cause"), (("2027", "retraite"), figure)))[1] == [
        "essai", "annee", "2027", "cause", "retraite", "", "", "", "", "",
        "131.25", "postes", "275", "112", "150.5", "102", "160",
    ]  # fmt: skip


def test_a_row_without_figure_keeps_its_place():
    assert lines(with_table(("annee",), (("2027",), None)))[1] == ["essai", "annee", "2027", *[""] * 14]


@pytest.mark.parametrize("text", ["=1+1", "+33 4", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_key_is_ever_a_formula(text):
    (_, line) = lines(with_table(("fichier",), ((text,), None)))
    assert line[2] == f"'{text}"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_key_is_read_back_whatever_its_quotes_separators_and_line_ends(text):
    (_, line) = lines(with_table(("fichier", "annee"), ((text, "2027"), None)))
    assert line[2] in (text, f"'{text}")
    assert line[2] == harmless(text)
    assert line[3:5] == ["annee", "2027"]


def test_a_name_that_is_no_text_is_written_with_a_question_mark():
    assert lines(with_table(("fichier",), (("paie\udce9.dsn",), None)))[1][2] == "paie?.dsn"


def test_spreadsheets_are_told_the_encoding_and_lines_end_as_they_expect():
    said = tidy(tiny())
    assert said.startswith(b"\xef\xbb\xbftableau;dimension_1;cle_1")
    assert said.count(b"\n") == said.count(b"\r\n") == len(lines(tiny()))
