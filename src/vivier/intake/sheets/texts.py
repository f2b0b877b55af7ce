"""Open a text in columns: its encoding, its separator, its quotes."""

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from vivier.intake.errors import RefusedFileError
from vivier.intake.sheets.grid import Row, Sheet, tidied

_SEPARATORS = (";", "\t", ",", "|")
_BLOCK = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),  # Excel's « Texte Unicode »
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_LONGEST_FIELD = 20  # lines; a longer one is a quote that was never closed


@dataclass(frozen=True, slots=True)
class _Dialect:
    separator: str
    skipped: int  # lines before the first row (« sep=; »)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL


class _Borrowed(io.RawIOBase):
    """Read a stream without ever closing it: it belongs to the caller."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def open_text(stream: BinaryIO, separator: str | None = None, *, exact: bool = False) -> Sheet:
    r"""Open a CSV or TXT file as one sheet of text values, row by row; its separator is found unless it is given.

    With `exact`, values are given as they are written: neither trimmed nor mended.

    >>> [row.cells for row in open_text(io.BytesIO(b"Nom;Sexe\nLef\xe8vre;F\n")).rows]
    [['Nom', 'Sexe'], ['Lefèvre', 'F']]
    """
    encoding = _encoding(stream)
    head = _head(stream, encoding)
    if len(_CONTROL.findall(head)) * 200 > len(head):
        raise RefusedFileError("R02")
    dialect = _dialect(head) if separator is None else _Dialect(separator, 0)
    if _has_open_quote(stream, encoding, dialect):
        dialect = _Dialect(dialect.separator, dialect.skipped, csv.QUOTE_NONE)
    return Sheet("", _rows(stream, encoding, dialect, exact=exact))


def _encoding(stream: BinaryIO) -> str:
    stream.seek(0)
    start = stream.read(3)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    stream.seek(0)
    # Windows-1252 leaves five bytes undefined: one stray byte must not lose the file.
    text = io.TextIOWrapper(io.BufferedReader(_Borrowed(stream)), encoding, errors="replace", newline="")
    try:
        yield from text
    except UnicodeError:
        raise RefusedFileError("R02") from None


def _head(stream: BinaryIO, encoding: str) -> str:
    return "".join(line[:_BLOCK] for line in itertools.islice(_lines(stream, encoding), 200))


def _dialect(head: str) -> _Dialect:
    first = head.splitlines()[0] if head else ""
    if told := _SEP_LINE.fullmatch(first):
        return _Dialect(told[1], 1)
    if first.casefold().startswith("sep=\t"):
        return _Dialect("\t", 1)
    best, score = _best(head, csv.QUOTE_MINIMAL)
    if not score:  # one column: each line may be quoted whole, its separators inside
        best, _ = _best(head, csv.QUOTE_NONE)
        return _Dialect(best, 0, csv.QUOTE_NONE)
    return _Dialect(best, 0)


def _best(head: str, quoting: Literal[0, 3]) -> tuple[str, int]:
    scores = {separator: _constancy(head, separator, quoting) for separator in _SEPARATORS}
    best = max(_SEPARATORS, key=scores.__getitem__)
    return best, scores[best]


def _constancy(head: str, separator: str, quoting: Literal[0, 3]) -> int:
    """Score a separator: on how many rows it gives the commonest number of fields, times its cuts.

    The cuts keep the decimal commas of a « ; » file from winning by being constant too.
    """
    try:
        records = list(
            itertools.islice(csv.reader(io.StringIO(head, newline=""), delimiter=separator, quoting=quoting), 20)
        )
    except csv.Error:
        return 0
    widths = Counter(len(record) for record in records if any(record))
    return max((rows * (width - 1) for width, rows in widths.items()), default=0)


def _records(stream: BinaryIO, encoding: str, dialect: _Dialect) -> Iterator[tuple[int, int, list[str]]]:
    """Give each record with its first and last line."""
    lines = _lines(stream, encoding)
    for _ in range(dialect.skipped):
        next(lines, None)
    reader = csv.reader(lines, delimiter=dialect.separator, quoting=dialect.quoting)
    last = 0
    try:
        for record in reader:
            first, last = last + 1, reader.line_num
            yield first + dialect.skipped, last + dialect.skipped, record
    except csv.Error:
        raise RefusedFileError("R08", line=reader.line_num + dialect.skipped) from None


def _has_open_quote(stream: BinaryIO, encoding: str, dialect: _Dialect) -> bool:
    """Tell whether a quote opens a field and never closes: read as it is, it would swallow the people below."""
    first = last = 0
    try:
        for first, last, _ in _records(stream, encoding, dialect):
            if last - first >= _LONGEST_FIELD:
                return True
    except RefusedFileError as refusal:
        # A swallowed file soon passes the size a field may have.
        return refusal.code == "R08"
    return last > first and sum(line.count('"') for line in _lines(stream, encoding)) % 2 == 1


def _rows(stream: BinaryIO, encoding: str, dialect: _Dialect, *, exact: bool) -> Iterator[Row]:
    for line, _, record in _records(stream, encoding, dialect):
        if exact:
            yield Row(line, list(record), sum(bool(field.strip()) for field in record))
            continue
        cells = [tidied(field.strip('"') if dialect.quoting == csv.QUOTE_NONE else field) for field in record]
        yield Row(line, cells, sum(cell is not None for cell in cells))
