"""A traced document is written, sent, changed by somebody, read back and checked."""

import io
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.traced import TEXT, TITLE, content, document, source
from vivier.report.traced import compose, evidence, verdicts
from vivier.report.traced.checking import strangers
from vivier.report.traced.page import page
from vivier.report.traced.reading import opened
from vivier.report.traced.word import PART, word
from vivier.vocabulary import InputError

WRITERS = (lambda traced: page(traced).encode(), word)


def told(traced):
    return [(line.style, line.words) for line in traced.lines]


def edited(docx, change):
    """Change the text of a DOCX as a word processor would, its other parts kept."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name == "word/document.xml" else part)
    return out.getvalue()


@pytest.mark.parametrize("write", WRITERS)
def test_what_is_written_is_read_back_whole(write):
    traced = document()
    back = opened(write(traced))
    assert (told(back), back.marks, back.sources) == (told(traced), traced.marks, traced.sources)
    assert all(verdict.is_right for verdict in verdicts(back))


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_document_gives_the_same_bytes(write):
    assert write(document()) == write(document())


def test_a_document_carries_no_more_than_it_cites():
    traced = document()
    (carried,) = traced.sources
    assert len(carried.figures) == len({mark.formula for mark in traced.marks}) < len(source().figures)
    uncited = source().figures[("metiers", ("625b",))]
    assert uncited.value > 0
    assert '"625b"' not in page(traced)


@pytest.mark.parametrize("write", WRITERS)
def test_a_figure_changed_by_hand_is_found(write):
    traced = document()
    shown = traced.marks[0].shown
    other = shown.replace("3", "4", 1)
    written = write(traced)
    changed = edited(written, lambda text: text.replace(shown, other, 1)) if write is word else written.replace(
        shown.encode(), other.encode(), 1
    )  # fmt: skip
    (wrong,) = [verdict for verdict in verdicts(opened(changed)) if not verdict.is_right]
    assert (wrong.mark.shown, wrong.expected) == (other, shown)


@pytest.mark.parametrize("write", WRITERS)
def test_one_input_figure_changed_makes_the_document_fail(write):
    held = json.loads(content())
    (line,) = [line for line in held["tableaux"]["metiers"]["lignes"] if line["metier"] == "ensemble"]
    line["valeur"] += 1
    changed = evidence("etude", json.dumps(held).encode(), title=TITLE)
    back = opened(write(document()))
    assert [verdict.is_right for verdict in verdicts(back, files=[changed])].count(False) == 1
    assert len(strangers(back, [changed])) == 1
    assert all(verdict.is_right for verdict in verdicts(back, files=[source()]))
    assert strangers(back, [source()]) == ()


def test_a_word_processor_that_cuts_runs_or_marks_corrections_is_understood():
    written = edited(
        word(document()),
        lambda text: text.replace(
            '<w:t xml:space="preserve">Action',
            '<w:t>Ac</w:t></w:r><w:del><w:r><w:t>né</w:t></w:r></w:del><w:r><w:t xml:space="preserve">tion',
        ),
    )
    assert told(opened(written)) == told(document())


def test_a_figure_taken_out_of_its_control_is_no_longer_a_figure():
    loosened = edited(word(document()), lambda text: re.sub(r"<w:sdtPr>.*?</w:sdtPr>", "<w:sdtPr/>", text, count=1))
    assert len(opened(loosened).marks) == len(document().marks) - 1


def test_tables_keep_their_cells_and_their_figures():
    table = '| Métier | Effectif |\n| Ensemble | {{etude.metiers["ensemble"]}} |\n'
    traced = document(TEXT + table)
    for write in WRITERS:
        assert opened(write(traced)).lines == traced.lines


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=30))
def test_any_words_around_figures_are_read_back(words):
    safe = words.replace("{{", "").replace("}}", "").replace("|", "").lstrip("#->").strip() or "x"
    traced = document(f'# {safe}\n{safe} {{{{etude.metiers["ensemble"]}}}} {safe}')
    plain = [" ".join(words.split()) for _, words in told(traced)]
    for write in WRITERS:
        back = opened(write(traced))
        assert [" ".join(words.split()) for _, words in told(back)] == plain
        assert back.marks == traced.marks


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "ne porte pas les sources"),
        (b"%PDF-1.7 ...", "le PDF se vérifie par la page"),
        (b"<h1>Une page</h1>", "ne porte pas les sources"),
        (b"PK\x03\x04rien", "est abîmé"),
        (edited(word(document()), lambda _: "<w:document"), "est abîmé"),
        (edited(word(document()), lambda text: "<!DOCTYPE a [<!ENTITY b 'c'>]>" + text), "il n’est pas lu"),
        (page(document()).replace('"valeur"', '"valeurs"').encode(), "ont été abîmées"),
    ],
)
def test_what_cannot_be_checked_says_why(given, said):
    with pytest.raises(InputError, match=said):
        opened(given)


def test_a_workbook_is_not_a_document():
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(InputError, match="n’est pas un document Word"):
        opened(other.getvalue())


def test_a_word_document_of_somebody_else_has_no_sources():
    lost = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(document()))) as old, zipfile.ZipFile(lost, "w") as new:
        for name in old.namelist():
            if name != PART:
                new.writestr(name, old.read(name))
    with pytest.raises(InputError, match="ne porte pas les sources"):
        opened(lost.getvalue())


def test_two_sources_of_one_name_are_refused():
    with pytest.raises(InputError, match="le même nom"):
        compose(TEXT, [source(), source()])


@pytest.mark.parametrize("given", [b"", b"[]", b"{}", b'{"tableaux": {"a": {}}}', b"\xff\xfe"])
def test_a_file_that_is_no_study_is_no_source(given):
    with pytest.raises(InputError, match="ne se lit pas"):
        evidence("etude", given, title=TITLE)


def test_the_page_asks_nothing_from_anywhere_and_runs_nothing():
    written = page(document())
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)""", written)
    assert re.findall(r"<script[^>]*>", written) == ['<script type="application/json" id="sources">']
    nasty = page(document('# </script><script>alert(1)</script>\n{{etude.metiers["ensemble"]}}'))
    assert "<script>alert" not in nasty
