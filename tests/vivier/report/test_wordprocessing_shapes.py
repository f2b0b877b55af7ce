"""A document says the text it was made of, all of it, whatever the text holds."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.french import printable, typeset
from vivier.report.wordprocessing import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"


def part(text, name):
    with zipfile.ZipFile(io.BytesIO(docx(text))) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314 (our own)


def blocks(text):
    """Read back each block: (style, words), or the rows of a table."""
    found = []
    for block in part(text, "word/document.xml")[0]:
        if block.tag == f"{W}tbl":
            found.append([["".join(cell.itertext()) for cell in row.iter(f"{W}tc")] for row in block.iter(f"{W}tr")])
        elif block.tag == f"{W}p":
            style = block.find(f"{W}pPr/{W}pStyle")
            found.append((None if style is None else style.get(f"{W}val"), "".join(block.itertext())))
    return found


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("# Titre", ("Title", "Titre")),
        ("## Partie", ("Heading1", "Partie")),
        ("> Note", ("Note", "Note")),
        ("- un", ("ListBullet", "un")),
        ("   - un   ", ("ListBullet", "un")),
        ("Un mot - deux", (None, "Un mot - deux")),
        ("#Titre", (None, "#Titre")),
        ("### Trois", (None, "### Trois")),
        ("-1", (None, "-1")),
        ("<b> & </b> \"l'un\"", (None, '<b> & </b> "l’un"')),
        ("a]]>b &amp; &#0;", (None, "a]]>b &amp; &#0;")),
        ("nul\x00 \x07 cloche \ud800 \uffff", (None, "nul  cloche\u202f? ")),
        ("12 345 %", (None, "12\u202f345\u00a0%")),
        ("Œuvre 😀 社", (None, "Œuvre 😀 社")),
    ],
)  # fmt: skip
def test_a_line_becomes_the_block_it_announces(line, block):
    assert blocks(line) == [block]


def test_a_table_is_made_of_lines_that_follow_one_another():
    text = "| A | B |\n| 1 | |\n\n| 2 | <3> |\nentre\n| C |"
    assert blocks(text) == [
        [["A", "B"], ["1", ""], ["2", "<3>"]],
        (None, ""),
        (None, "entre"),
        [["C"]],
        (None, ""),
    ]


def test_only_the_first_row_of_a_table_is_a_head_in_bold():
    (table,) = part("| A | B |\n| 1 | 2 |\n| 3 | 4 |", "word/document.xml").iter(f"{W}tbl")
    heads, *others = table.iter(f"{W}tr")
    assert [len(list(row.iter(f"{W}tblHeader"))) for row in (heads, *others)] == [1, 0, 0]
    assert [len(list(row.iter(f"{W}b"))) for row in (heads, *others)] == [2, 0, 0]
    assert [column.get(f"{W}w") for column in table.iter(f"{W}gridCol")] == ["4800", "4800"]


@pytest.mark.parametrize(
    ("text", "title"),
    [("# Un\n# Deux", "Un"), ("Rien", ""), ("", ""), ("texte\n# L'accord & <co>", "L’accord & <co>")],
)
def test_the_title_of_the_document_is_its_first_title(text, title):
    core = part(text, "docProps/core.xml")
    assert (core.findtext(f"{DC}title") or "", core.findtext(f"{DC}language")) == (title, "fr-FR")


def test_nothing_tells_when_or_by_whom_a_document_was_made():
    with zipfile.ZipFile(io.BytesIO(docx("# Titre"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"  # readers look for it first
        core = archive.read("docProps/core.xml").decode()
    assert not [word for word in ("creator", "modified", "created", "lastModifiedBy") if word in core]


@given(st.lists(st.text(max_size=30), max_size=6))
def test_every_word_is_in_the_document_in_its_order(lines):
    text = "\n".join(f"x {line}" for line in lines)
    kept = [one.strip() for one in text.splitlines() if one.strip()]
    plain = [one for one in kept if not one.startswith(("|", "# ", "## ", "> ", "- "))]
    said = [words for style, words in (one for one in blocks(text) if isinstance(one, tuple)) if words and not style]
    wanted = [typeset(printable(one)) for one in plain]
    assert [one.replace("\r", "\n") for one in said] == [one for one in wanted if one]
