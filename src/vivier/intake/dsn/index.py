"""The first pass over a DSN: which declarations it holds and where, at the speed of the disk.

Only the envelopes and the headers of declarations are read; the people wait for the second pass, which goes straight
to the declarations that count. So memory follows one declaration, never the file.
"""

import datetime as dt
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from vivier.intake.anomalies import Log
from vivier.intake.dsn.checks import FaultError
from vivier.intake.dsn.lines import tell_unknown
from vivier.intake.dsn.norm import WRAPPERS, label, rubrics
from vivier.intake.dsn.scan import Mark, Scanner
from vivier.intake.errors import RefusedFileError
from vivier.vocabulary import Period

UNKNOWN = "inconnu"
_WRAPPERS = tuple(wrapper.encode() for wrapper in WRAPPERS)
_ABSENT = object()
_ENDED = 1_000  # above any rubric number: the next header line opens another declaration


@dataclass(slots=True)
class Declaration:
    """Hold where one declaration stands, and what its header says.

    `lines` counts its lines from `line` on; `siren` and `nic` are `inconnu` when absent; `digest` is the sha256 of
    the file, which decides between declarations that nothing else ranks (a file's name never does).
    """

    file: str
    line: int
    offset: int
    lines: int = 0
    header: dict[str, object] = field(default_factory=dict)
    siren: str = UNKNOWN
    nic: str = UNKNOWN
    digest: str = ""

    def of(self, number: int) -> object:
        """Give what rubric S20.G00.05.`number` says, or None."""
        return self.header.get(f"S20.G00.05.{number:03d}")

    @property
    def company(self) -> str:
        """What names the company: its SIREN, or the file when unknown (never matched across files)."""
        return self.file if self.siren == UNKNOWN else self.siren

    @property
    def site(self) -> str:
        """The SIRET of the establishment, or `inconnu`."""
        return UNKNOWN if UNKNOWN in (self.siren, self.nic) else self.siren + self.nic

    @property
    def nature(self) -> str:
        """The nature of the declaration (`01`: monthly)."""
        return str(self.of(1) or "")

    @property
    def kind(self) -> str:
        """The type (`01` normal … `05` cancels and replaces, without individual)."""
        return str(self.of(2) or "01")

    @property
    def fraction(self) -> tuple[int, int]:
        """The rank of the fraction and the number of fractions."""
        found = self.of(3)
        return (int(found[0]), int(found[1])) if isinstance(found, tuple) else (1, 1)

    @property
    def order(self) -> int:
        """The order number: it grows with each new sending for the month."""
        found = self.of(4)
        return int(found) if isinstance(found, float) else 0

    @property
    def month(self) -> Period | None:
        """The main month, or None when absent or impossible."""
        found = self.of(5)
        return Period.of(found) if isinstance(found, dt.date) else None

    @property
    def cancels(self) -> tuple[str, int] | None:
        """The declaration this one cancels or replaces: constitution date as written, order number."""
        found = str(self.of(6) or "")
        order = found[8:] or "0"
        return (found[:8], int(order)) if order.isascii() and order.isdigit() else None

    @property
    def identity(self) -> tuple[str, int]:
        """How other declarations name this one."""
        made = self.of(7)
        return (made.strftime("%d%m%Y") if isinstance(made, dt.date) else "", self.order)


@dataclass(slots=True)
class FileIndex:
    """Hold what the first pass found in one file."""

    file: str
    sha256: str
    declarations: list[Declaration]


@dataclass(slots=True)
class _Stretch:
    """Hold where some lines stand that belong to no declaration (envelopes, wrappers of a lot)."""

    line: int
    offset: int
    lines: int = 0


@dataclass(slots=True)
class _Envelope:
    """Hold one sending (S10 … S90) while it is open."""

    line: int
    blanks: int = 0
    declarations: int = 0
    total: tuple[int, int] | None = None  # (what S90.G00.90.001 says, its line)


class _Indexer:
    def __init__(self, file: str, log: Log) -> None:
        self.file, self.log = file, log
        self.declarations: list[Declaration] = []
        self.envelope: _Envelope | None = None
        self.open: Declaration | None = None
        self.last = 0  # number of the last header rubric seen
        self.between = [_Stretch(1, 0)]

    def take(self, mark: Mark) -> None:
        """Take one line that structures the file."""
        block, number = mark.text[:10], mark.text[11:14]
        if not mark.text.strip() or mark.text.startswith(_WRAPPERS):
            if self.envelope is not None:
                self.envelope.blanks += 1
        elif mark.text[:14] not in rubrics():
            return  # an unknown rubric is dropped before the rule of occurrences applies
        elif block == b"S10.G00.00":
            self._sending(mark)
        elif block == b"S20.G00.05":
            self._header(mark, int(number))
        elif block in (b"S21.G00.06", b"S21.G00.11"):
            self._employer(mark)
        elif block == b"S90.G00.90":
            self._totals(mark, number)

    def close(self, line: int, offset: int | None = None) -> None:
        """End the declaration that is open just before this line; what follows from `offset` on is between two."""
        if self.open is not None:
            self.open.lines = line - self.open.line
            if offset is not None:
                self.between.append(_Stretch(line, offset))
        self.open, self.last = None, 0

    def end(self, line: int) -> None:
        """End the file just before this line; refuse a sending without its last lines (R07)."""
        if self.open is None:
            self._end_stretch(line)
        self.close(line)
        self._end_sending(line - 1)

    def _end_stretch(self, line: int) -> None:
        self.between[-1].lines = line - self.between[-1].line

    def _end_sending(self, line: int) -> None:
        """End a sending whose very last line, S90.G00.90.002, is missing."""
        if self.envelope is not None:
            if self.envelope.total is None:
                raise RefusedFileError("R07")
            self._check_totals(line, -1)

    def _sending(self, mark: Mark) -> None:
        name, value = self._read(mark)
        if self.envelope is None or name == "S10.G00.00.001":
            self.close(mark.number, mark.offset)
            self._end_sending(mark.number - 1)
            self.envelope = _Envelope(mark.number)
        if name == "S10.G00.00.005" and value == "01":
            raise RefusedFileError("E17", mark.number, name)

    def _header(self, mark: Mark, number: int) -> None:
        if self.open is None or number <= self.last:
            if self.open is None:
                self._end_stretch(mark.number)
            self.close(mark.number)
            self.open = Declaration(self.file, mark.number, mark.offset)
            self.declarations.append(self.open)
            if self.envelope is not None:
                self.envelope.declarations += 1
        self.last = number
        name, value = self._read(mark)
        if value is not _ABSENT:
            self.open.header[name] = value

    def _employer(self, mark: Mark) -> None:
        self.last = _ENDED
        name, value = self._read(mark, aloud=False)  # told by the second pass, which reads these blocks
        if self.open is None or value is _ABSENT:
            return
        self.open.header[name] = value
        if not isinstance(value, str):
            return
        if mark.text.startswith(b"S21.G00.06"):
            self.open.siren = value
        else:
            self.open.nic = value

    def _totals(self, mark: Mark, number: bytes) -> None:
        self.close(mark.number, mark.offset)
        if self.envelope is None:
            return
        said = mark.text[16 : max(16, mark.text.rfind(b"'"))]
        count = int(said) if said.isdigit() else -1
        if number == b"001":
            self.envelope.total = (count, mark.number)
            return
        self._check_totals(mark.number, count)
        self.envelope = None

    def _check_totals(self, line: int, declarations: int) -> None:
        envelope = self.envelope
        if envelope is None:
            return
        lines = line - envelope.line + 1 - envelope.blanks
        if envelope.total is None or envelope.total[0] != lines:
            where = line if envelope.total is None else envelope.total[1]
            self.log.add("E12", self.file, where, "S90.G00.90.001", label=label("S90.G00.90.001"))
        if declarations != envelope.declarations:
            self.log.add("E12", self.file, line, "S90.G00.90.002", label=label("S90.G00.90.002"))

    def _read(self, mark: Mark, *, aloud: bool = True) -> tuple[str, object]:
        """Read one line; `_ABSENT` when it says nothing, None when its value is set aside, with its anomaly."""
        name, end = mark.text[:14].decode("latin-1"), mark.text.rfind(b"'")
        value = mark.text[16 : max(16, end)]
        rubric = rubrics()[mark.text[:14]]
        if rubric.check is None or not value:
            if aloud and (end < 16 or mark.text[14:16] != b",'"):
                self.log.add("E01", self.file, mark.number, name)
            return name, _ABSENT
        known = rubric.known.get(b",'" + value)
        if known is not None:
            return name, known
        try:
            return name, rubric.check(value)
        except FaultError as fault:
            if aloud:
                self.log.add(fault.code, self.file, mark.number, name, label=rubric.label, limit=rubric.limit)
            return name, fault.meaning


def index(stream: BinaryIO, file: str, log: Log) -> FileIndex:
    """Find the declarations of a DSN; refuse a test sending (E17) and a sending without its last lines (R07)."""
    scanner = Scanner(stream)
    indexer = _Indexer(file, log)
    for mark in scanner.marks():
        indexer.take(mark)
    indexer.end(scanner.lines + 1)
    if scanner.is_utf8 and not scanner.is_ascii and not scanner.has_bom:
        log.add("E18", file)
    for declaration in indexer.declarations:
        declaration.digest = scanner.sha256
    for stretch in indexer.between:
        stream.seek(stretch.offset)
        tell_unknown(islice(stream, stretch.lines), stretch.line, file, log)
    return FileIndex(file, scanner.sha256, indexer.declarations)
