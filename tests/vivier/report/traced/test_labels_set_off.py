"""The label that opens a line of a traced document is set off, and reading it back gives the same words."""

import io
import re
import zipfile

import pytest

from factories import traced
from vivier.report.traced.marks import LABEL
from vivier.report.traced.page import page
from vivier.report.traced.reading import opened
from vivier.report.traced.word import word


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Constat\u00a0: quatre postes", "Constat\u00a0:"),
        ("Décision proposée\u00a0: former", "Décision proposée\u00a0:"),
        ("Le délai, dit-on\u00a0: court", None),
        ("À 8 h 30\u00a0: réunion de tous les membres", None),
        ("Constat\u00a0:quatre", None),
        ("une phrase sans majuscule\u00a0: rien", None),
    ],
)
def test_only_a_short_label_is_one(line: str, label: str | None) -> None:
    found = LABEL.match(line)
    assert (found[0] if found else None) == label


def test_the_page_and_the_document_show_each_label_of_the_chain_in_bold() -> None:
    document = traced.document()
    html = page(document)
    assert re.findall(r"<strong>(\w+)", html).count("Constat") == 2
    with zipfile.ZipFile(io.BytesIO(word(document))) as held:
        body = held.read("word/document.xml").decode()
    assert len(re.findall(r"<w:b/></w:rPr><w:t[^>]*>Constat", body)) == 2


def test_what_is_set_off_reads_back_as_the_same_words() -> None:
    document = traced.document()
    said = [line.words for line in document.lines]
    assert [line.words for line in opened(page(document).encode()).lines] == said
    assert [line.words for line in opened(word(document)).lines][: len(said)] == said
