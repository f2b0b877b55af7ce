"""Reading a traced document back, as it is now: somebody may have changed it since it was written."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import groupby
from xml.etree import ElementTree as ET

from vivier.report.traced.evidence import unpacked
from vivier.report.traced.marks import Line, Mark, Traced
from vivier.report.traced.page import PROVENANCE
from vivier.report.traced.word import PART
from vivier.vocabulary import InputError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {"Title": "# ", "Heading1": "## ", "Note": "> ", "ListBullet": "- "}
_BLOCKS = {"h1": "# ", "h2": "## ", "h3": "## ", "p": "", "li": "- ", "td": "| ", "th": "| "}
_MOST = 50 << 20  # bytes, once unzipped
Piece = str | Mark


def opened(content: bytes) -> Traced:
    """Read a document, page or DOCX.

    Raises:
        InputError: when it is neither, or carries no sources.
    """
    try:
        return _from_word(content) if content.startswith(b"PK") else _from_page(content)
    except RecursionError as wrong:
        raise InputError("Ce document s’emboîte sans fin : repartez du document d’origine.") from wrong


def _from_page(content: bytes) -> Traced:
    text = content.decode("utf-8-sig", errors="replace")
    reader = _Page()
    reader.feed(text)
    reader.close()
    if not reader.sources:
        raise _sourceless()
    return Traced(tuple(reader.lines), unpacked(reader.sources))


class _Page(HTMLParser):
    """Gathers the lines and the figures of a page, up to its provenance."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.sources = ""
        self._cells: list[tuple[Piece, ...]] = []
        self._pieces: list[Piece] = []
        self._style: str | None = None
        self._formula: str | None = None
        self._is_over = self._is_source = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a figure, the sources."""
        held = dict(attrs)
        if tag == "section" and held.get("id") == "provenance":
            self._is_over = True
        elif tag == "script":
            self._is_source = held.get("id") == "sources"
        elif tag in _BLOCKS and not self._is_over:
            self._style, self._pieces = ("> " if held.get("class") == "note" else _BLOCKS[tag]), []
            self._formula = None  # a figure left open ends with its block
        elif "data-formula" in held:
            self._formula = held["data-formula"] or ""
            self._pieces.append(Mark(self._formula, ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened: a cell, a row, a line."""
        if tag == "a":
            self._formula = None
        elif tag == "script":
            self._is_source = False
        elif tag == "section":
            self._is_over = False
        elif tag in {"td", "th"} and not self._is_over:
            self._cells.append(tuple(self._pieces))
            self._style = None
        elif tag == "tr" and self._cells:
            self.lines.append(Line("| ", tuple(self._cells)))
            self._cells = []
        elif tag in _BLOCKS and self._style is not None and not self._is_over:
            self.lines.append(Line(self._style, (tuple(self._pieces),)))
            self._style = None

    def handle_data(self, data: str) -> None:
        """Keep words where they are read: in a figure, in a block, or in the sources; loose words are a line."""
        if self._is_source:
            self.sources += data
        elif self._is_over:
            return
        elif self._formula is not None:
            held = self._pieces[-1]
            self._pieces[-1] = Mark(self._formula, (held.shown if isinstance(held, Mark) else "") + data)
        elif self._style is not None:
            self._pieces = _joined([*self._pieces, data])


def _from_word(content: bytes) -> Traced:
    parts = _parts(content)
    body = _xml(parts["word/document.xml"])
    carried = "".join(_xml(parts[PART]).itertext()) if PART in parts else ""
    if not carried:
        raise _sourceless()
    try:
        held = json.loads(carried)
        formulas, sources = [str(one) for one in held["formules"]], json.dumps(held["sources"])
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise _sourceless() from wrong
    lines = [line for line in _word_lines(body, formulas) if any(line.cells) and line.words.strip()]
    ends = [rank for rank, line in enumerate(lines) if line.style == "## " and line.words.strip() == PROVENANCE]
    return Traced(tuple(lines[: ends[-1]] if ends else lines), unpacked(sources))


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {entry.filename: archive.read(entry) for entry in _wanted(archive)}
    except InputError:  # which is a ValueError
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as wrong:
        raise InputError(
            "Ce document Word est abîmé : ouvrez-le, enregistrez-le de nouveau, puis recommencez."
        ) from wrong
    if "word/document.xml" not in found:
        raise InputError("Ce fichier n’est pas un document Word (.docx) : donnez la page (.html) ou le .docx.")
    return found


def _wanted(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    wanted = [entry for entry in archive.infolist() if entry.filename in {"word/document.xml", PART}]
    if sum(entry.file_size for entry in wanted) > _MOST:
        raise InputError("Ce document est trop gros pour être vérifié : plus de 50 Mo une fois ouvert.")
    return wanted


def _xml(content: bytes) -> ET.Element:
    # A document type could define words that grow without end; no writer of DOCX puts one.
    bare = content.replace(b"\0", b"")  # as UTF-16 or not
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise InputError("Ce document Word contient ce qu’aucun n’a besoin de contenir : il n’est pas lu.")
    try:
        return ET.fromstring(content)  # noqa: S314 - document types are refused above
    except ET.ParseError as wrong:
        raise InputError("Ce document Word est abîmé : enregistrez-le de nouveau, puis recommencez.") from wrong


def _word_lines(body: ET.Element, formulas: list[str]) -> Iterator[Line]:
    root = body.find(f"{_W}body")
    for block in root if root is not None else ():
        if block.tag == f"{_W}tbl":
            for row in block.iter(f"{_W}tr"):
                yield Line("| ", tuple(tuple(_word_pieces(cell, formulas)) for cell in row.iter(f"{_W}tc")))
        elif block.tag == f"{_W}p":
            style = block.find(f"{_W}pPr/{_W}pStyle")
            name = style.get(f"{_W}val", "") if style is not None else ""
            yield Line(_STYLES.get(name, ""), (tuple(_word_pieces(block, formulas)),))


def _word_pieces(block: ET.Element, formulas: list[str]) -> list[Piece]:
    found = [
        Mark(formula, words) if formula is not None else words
        for formula, words in _runs(block, formulas, None)
        if words
    ]
    return _joined(found)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Make one of the words that follow one another: the marks of a style cut them."""
    return [
        piece
        for is_words, together in groupby(pieces, key=lambda piece: isinstance(piece, str))
        for piece in (["".join(map(str, together))] if is_words else list(together))
    ]


def _runs(block: ET.Element, formulas: list[str], formula: str | None) -> Iterator[tuple[str | None, str]]:
    for child in block:
        if child.tag == f"{_W}sdt":
            within = _formula(child, formulas)
            content = child.find(f"{_W}sdtContent")
            words = "".join(text for _, text in _runs(content, formulas, within)) if content is not None else ""
            yield within, words
        elif child.tag == f"{_W}t":
            yield formula, child.text or ""
        elif child.tag != f"{_W}del":  # what a reviewer struck out is no longer said
            yield from _runs(child, formulas, formula)


def _formula(control: ET.Element, formulas: list[str]) -> str | None:
    tag = control.find(f"{_W}sdtPr/{_W}tag")
    number = re.fullmatch(r"chiffre-(\d{1,6})", tag.get(f"{_W}val", "") if tag is not None else "")
    if number is None or not 0 < int(number[1]) <= len(formulas):
        return None
    return formulas[int(number[1]) - 1]


def _sourceless() -> InputError:
    return InputError(
        "Ce document ne porte pas les sources de ses chiffres : donnez la page (.html) ou le document Word (.docx) "
        "tels que Vivier les a écrits ; le PDF se vérifie par la page dont il est tiré."
    )
