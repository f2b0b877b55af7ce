"""A document that was damaged, or made to harm, is refused in a sentence: the reader never breaks."""

import io
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.traced import TITLE, document
from vivier.report.traced import evidence
from vivier.report.traced.evidence import unpacked
from vivier.report.traced.marks import Line, Mark
from vivier.report.traced.page import page
from vivier.report.traced.reading import opened
from vivier.report.traced.word import PART, word
from vivier.vocabulary import InputError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = "word/document.xml"
FIGURE = {
    "valeur": 12, "unite": "postes", "n": 12, "bas_80": None, "haut_80": None, "bas_95": None, "haut_95": None,
}  # fmt: skip


def with_part(name, content, compression=zipfile.ZIP_STORED):
    """Write the document as a DOCX, one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(document()))) as old, zipfile.ZipFile(out, "w", compression) as new:
        for each in old.namelist():
            new.writestr(each, content if each == name else old.read(each))
    return out.getvalue()


def body(inside):
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


def carrying(said):
    """Write the document as a DOCX whose sources are these words."""
    return with_part(PART, f"<v>{said}</v>")


def garbled():
    """Write a DOCX whose text was compressed, then overwritten."""
    content = bytearray(with_part("", b"", zipfile.ZIP_DEFLATED))
    at = content.find(BODY.encode()) + len(BODY)
    content[at : at + 40] = b"\xff" * 40
    return bytes(content)


def source_of(**changed):
    """Write a source of one figure as a document carries it, something of it changed."""
    line = {"tableau": "postes", "cles": ["ensemble"], **FIGURE, **changed}
    return json.dumps(
        [{"nom": "etude", "titre": "T", "date_reference": "2026-01-31", "sha256": "0", "chiffres": [line]}]
    )


def file_of(line):
    tables = {"postes": {"dimensions": ["metier"], "lignes": [{"metier": "ensemble", **line}]}}
    return json.dumps({"date_reference": "2026-01-31", "tableaux": tables}).encode()


TYPED = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w [<!ENTITY a "43">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_part(BODY, (TYPED + body("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")).encode("utf-16")), "n’est pas lu"),
        (with_part(PART, (TYPED + "<v>&a;</v>").encode("utf-16")), "n’est pas lu"),
        (with_part(BODY, body("<w:p>" + "<w:r>" * 5000 + "</w:r>" * 5000 + "</w:p>")), "s’emboîte sans fin"),
        (garbled(), "est abîmé"),
        (carrying("[" * 100_000), "ne porte pas les sources"),
        (carrying("rien"), "ne porte pas les sources"),
        (carrying('{"formules": 3, "sources": []}'), "ne porte pas les sources"),
        (carrying('{"sources": []}'), "ne porte pas les sources"),
        (carrying('{"formules": [], "sources": [3]}'), "ont été abîmées"),
        (b'<script id="sources">' + b"[" * 100_000 + b"</script>", "ont été abîmées"),
        (b'<script id="autre">[]</script>', "ne porte pas les sources"),
    ],
)
def test_a_document_made_to_harm_is_refused_in_a_sentence(content, said):
    with pytest.raises(InputError, match=said):
        opened(content)


def test_a_utf_16_document_without_any_type_is_read():
    words = '<?xml version="1.0" encoding="utf-16"?>' + body("<w:p><w:r><w:t>Lu.</w:t></w:r></w:p>")
    assert opened(with_part(BODY, words.encode("utf-16"))).lines == (Line("", (("Lu.",),)),)


def test_a_document_that_grows_without_end_once_opened_is_not_opened():
    huge = with_part(BODY, b" " * (51 << 20), zipfile.ZIP_DEFLATED)
    assert len(huge) < 1 << 20
    with pytest.raises(InputError, match="trop gros"):
        opened(huge)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ('<p>Il y a <a data-formula="x">12', ()),
        ('<p><a data-formula="x">12<p>13</a> postes</p>', (Line("", (("13 postes",),)),)),
        ('<a data-formula="x"><p>12</p></a>', (Line("", (("12",),)),)),
        ('<p><a data-formula="x"><b>1</b>2</a></p>', (Line("", ((Mark("x", "12"),),)),)),
        ('<p><a data-formula="">12</a></p>', (Line("", ((Mark("", "12"),),)),)),
        ("<p>Vu</section>.</p>", (Line("", (("Vu.",),)),)),
        ('<section id="provenance"><p>43</p></section><p>Après.</p>', (Line("", (("Après.",),)),)),
    ],
)
def test_a_page_whose_tags_are_astray_is_read_as_far_as_it_can_be(html, lines):
    assert opened((html + '<script id="sources">[]</script>').encode()).lines == lines


def test_a_number_added_under_a_figure_left_open_is_no_figure_of_a_source():
    written = page(document())
    forged = re.sub(r"(<a class=\"figure\"[^>]*>)", r"\1<p>99 soudeurs</p>", written, count=1)
    shown = opened(forged.encode())
    assert "99 soudeurs" in [line.words for line in shown.lines]
    assert all("99 soudeurs" not in mark.shown for mark in shown.marks)


TAGS = ["<p>", "</p>", "<td>", "</td>", "<tr>", "</tr>", '<a data-formula="x">', "</a>", "<h1>", "<li>", "</li>", "7"]


@given(st.lists(st.sampled_from([*TAGS, '<section id="provenance">', "</section>", "<script>", "</script>"])))
def test_no_order_of_tags_breaks_the_reader(tags):
    found = opened(('<script id="sources">[]</script>' + "".join(tags)).encode())
    assert all(line.cells for line in found.lines)


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK", b"PK\x03\x04", b'<script id="sources">']))
def test_no_bytes_break_the_reader(content, start):
    with pytest.raises(InputError):
        opened(start + content)


@pytest.mark.parametrize(
    "changed",
    [
        {"valeur": True},
        {"valeur": "12"},
        {"valeur": float("inf")},
        {"valeur": float("nan")},
        {"valeur": 10**400},
        {"unite": 3},
        {"n": 1.5},
        {"n": None},
        {"bas_80": 3},
        {"haut_95": 3},
        {"bas_80": 1, "haut_80": "2"},
        {"bas_80": -(10**400), "haut_80": 1},
    ],
)
def test_a_figure_that_is_no_figure_spoils_its_source(changed):
    assert unpacked(source_of())[0].figures  # as it is, it is read
    with pytest.raises(InputError, match="abîmées"):
        unpacked(source_of(**changed))
    with pytest.raises(InputError, match="ne se lit pas"):
        evidence("etude", file_of(FIGURE | changed), title=TITLE)


def test_a_figure_kept_quiet_is_not_cited():
    quiet = evidence("etude", file_of(FIGURE | {"valeur": None}), title=TITLE)
    assert (quiet.on, dict(quiet.figures)) == ("2026-01-31", {})
    with pytest.raises(InputError, match=r"n’a pas de chiffre postes\[ensemble\]"):
        quiet.cited("postes", ("ensemble",))


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"date_reference": "x"}', b'{"tableaux": []}', b"null"])
def test_a_file_laid_out_otherwise_is_no_source(content):
    with pytest.raises(InputError, match="ne se lit pas"):
        evidence("etude", content, title=TITLE)


def test_a_key_that_is_a_number_is_cited_as_words():
    held = {"dimensions": ["annee"], "lignes": [{"annee": 2031, **FIGURE}]}
    found = evidence("etude", json.dumps({"date_reference": "j", "tableaux": {"postes": held}}).encode(), title=TITLE)
    assert list(found.figures) == [("postes", ("2031",))]


@pytest.mark.parametrize("tag", ["chiffre-0", "chiffre-99", "chiffre-1234567", "chiffre-x", "autre", ""])
def test_a_control_that_names_no_figure_of_the_document_is_words(tag):
    control = (
        f'<w:p><w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent><w:r><w:t>12</w:t></w:r></w:sdtContent>'
        "</w:sdt></w:p>"
    )
    assert opened(with_part(BODY, body(control))).lines == (Line("", (("12",),)),)


def test_a_document_without_a_body_has_no_line():
    assert opened(with_part(BODY, f'<w:document xmlns:w="{W}"/>')).lines == ()


def test_only_the_last_provenance_ends_a_document():
    shown = opened(word(document('# Titre\n## D’où viennent les chiffres\nIci.\n{{etude.metiers["ensemble"]}}')))
    assert [line.words for line in shown.lines[:3]] == ["Titre", "D’où viennent les chiffres", "Ici."]
    assert len(shown.lines) == 4
