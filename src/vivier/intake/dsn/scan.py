"""Finding the few lines that structure a DSN without looking at the others."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_CHUNK = 1 << 20
_MARKS = re.compile(
    rb"\n(?=[ \t]*\r?\n|S(?:10\.G00\.00|20\.G00\.05|21\.G00\.06\.001|21\.G00\.11\.001|90\.G00\.90"
    rb"|05\.G|06\.G|95\.G|96\.G))"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold one line that structures the file: its bytes, number (1-based) and offset."""

    text: bytes
    number: int
    offset: int


class Scanner:
    """Walk through a stream once; learn on the way its length in lines, its encoding and its hash."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._hash = hashlib.sha256()
        self.is_utf8 = True
        self.is_ascii = True
        self.has_bom = False
        self.lines = 0

    def marks(self) -> Iterator[Mark]:
        """Give, in order, the envelope and header lines, and the blank ones (their text is empty)."""
        rest, offset = b"\n", -1  # a line end before the first line, so that every line follows one
        while chunk := self._stream.read(_CHUNK):
            self._learn(chunk)
            if offset == -1 and chunk.startswith(codecs.BOM_UTF8):
                self.has_bom = True
                chunk, offset = chunk[3:], 2  # the mark is no part of the first line
            window = rest + chunk
            end = window.rfind(b"\n")  # the last line may be cut: it waits for the next chunk
            yield from self._found(window[:end], offset)
            offset += end
            rest = window[end:]
        if rest != b"\n":
            yield from self._found(rest, offset)

    def _found(self, window: bytes, offset: int) -> Iterator[Mark]:
        counted = 0
        for match in _MARKS.finditer(window + b"\n"):
            self.lines += window.count(b"\n", counted, match.end())
            counted = match.end()
            stop = window.find(b"\n", counted)
            text = window[counted : stop if stop >= 0 else len(window)]
            yield Mark(text.rstrip(b"\r"), self.lines, offset + counted)
        self.lines += window.count(b"\n", counted)

    def _learn(self, chunk: bytes) -> None:
        self._hash.update(chunk)
        if self.is_utf8 and not (self.is_ascii and chunk.isascii()):
            self.is_ascii = False
            try:
                self._utf8.decode(chunk)
            except UnicodeDecodeError:
                self.is_utf8 = False

    @property
    def sha256(self) -> str:
        """The hash of the bytes read so far."""
        return self._hash.hexdigest()
