"""A traced document as a DOCX: each figure is a content control, which Word keeps when the text around is edited."""

import json
from html import escape
from itertools import count

from vivier.report.traced.evidence import packed
from vivier.report.traced.marks import LABEL, MARK, Line, Mark, Traced
from vivier.report.traced.page import PROVENANCE, provenance
from vivier.report.wordprocessing import docx, plain_run

PART = "customXml/item1.xml"  # the one kind of foreign part that Word keeps when it saves
SPACE = "urn:vivier:traced:1"


def word(document: Traced) -> bytes:
    """Write a document as a DOCX; same document, same bytes."""
    numbers = count(1)

    def run(words: str, *, bold: bool = False) -> str:
        label = None if bold else LABEL.match(words)
        if label:
            return plain_run(label[0], bold=True) + run(words[label.end() :])
        pieces = MARK.split(words)
        return "".join(
            _control(piece, next(numbers), bold=bold) if rank % 2 else plain_run(piece, bold=bold)
            for rank, piece in enumerate(pieces)
            if piece
        )

    carried = {"formules": [mark.formula for mark in document.marks], "sources": json.loads(packed(document.sources))}
    part = f'<vivier xmlns="{SPACE}">{escape(json.dumps(carried, ensure_ascii=False), quote=False)}</vivier>'
    return docx("\n".join([*map(_line, document.lines), *_foot(document)]), run=run, custom=part)


def _control(shown: str, number: int, *, bold: bool) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="Chiffre {number}"/><w:tag w:val="chiffre-{number}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{plain_run(shown, bold=bold)}</w:sdtContent></w:sdt>"
    )


def _line(line: Line) -> str:
    cells = ["".join(piece if isinstance(piece, str) else _marked(piece) for piece in cell) for cell in line.cells]
    return f"| {' | '.join(cells)} |" if line.style == "| " else line.style + cells[0]


def _marked(mark: Mark) -> str:
    return f"{{{{{mark.shown}}}}}"


def _foot(document: Traced) -> list[str]:
    rows = [f"| {mark.shown} | {mark.formula.replace('|', '¦')} |" for mark in document.marks]
    sources = [f"- {words}" for words in provenance(document)]
    return [f"## {PROVENANCE}", *sources, "| Chiffre | Formule |", *rows]
