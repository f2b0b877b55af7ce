"""From the lines of one declaration to its blocks: the rule of occurrences."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vivier.intake.anomalies import Log
from vivier.intake.dsn.checks import FaultError
from vivier.intake.dsn.norm import UNREAD, Rubric, rubrics, unknown_line


@dataclass(slots=True)
class Block:
    """Hold one occurrence of a read block: what each rubric means (None: present but set aside), and its line."""

    name: str
    line: int
    values: dict[int, object] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)


_ABSENT = object()


def blocks(lines: Iterable[bytes], first: int, file: str, log: Log) -> Iterator[Block]:  # noqa: C901 - the hot loop
    """Give the read blocks of a declaration, in order; `first` is the number of its first line.

    A line opens a new occurrence when the previous known line was of another block, or when its number is not
    greater than the previous one of the same block. Unknown rubrics are dropped before this rule applies.
    """
    table = rubrics()
    block: Block | None = None
    name, last = "", 0
    for number, line in enumerate(lines, first):
        rubric = table.get(line[:14])
        if rubric is UNREAD:  # closes the block before; nothing of the line is looked at
            if block is not None:
                yield block
                block, name = None, ""
            continue
        if rubric is None:
            _tell_unknown(line, number, file, log)
            continue
        if block is None or rubric.block != name or rubric.number <= last:
            if block is not None:
                yield block
            name = rubric.block
            block = Block(name, number)
        last = rubric.number
        if rubric.check is None:
            if line[14:16] != b",'":
                log.add("E01", file, number, rubric.name)
            continue
        meaning = rubric.known.get(line[14 : line.rfind(b"'")])
        if meaning is None:
            meaning = _meaning(rubric, line, number, file, log)
        if meaning is not _ABSENT:
            block.values[last] = meaning
            block.lines[last] = number
    if block is not None:
        yield block


def _meaning(rubric: Rubric, line: bytes, number: int, file: str, log: Log) -> object:
    """Read a value that is not one of the listed ones; None when it is set aside, with its anomaly."""
    end = line.rfind(b"'")
    if end < 16 or line[14:16] != b",'":
        log.add("E01", file, number, rubric.name)
        return None
    if end == 16 or rubric.check is None:
        return _ABSENT
    try:
        return rubric.check(line[16:end])
    except FaultError as fault:
        log.add(fault.code, file, number, rubric.name, label=rubric.label, limit=rubric.limit)
        return fault.meaning


def tell_unknown(lines: Iterable[bytes], first: int, file: str, log: Log) -> None:
    """Tell the unreadable lines and the unknown rubrics among lines that belong to no declaration."""
    table = rubrics()
    for number, line in enumerate(lines, first):
        bare = line.removeprefix(BOM_UTF8) if number == 1 else line
        if bare[:14] not in table or bare[14:16] != b",'":
            _tell_unknown(bare, number, file, log)


def _tell_unknown(line: bytes, number: int, file: str, log: Log) -> None:
    wrong = unknown_line(line)
    if wrong is not None:
        log.add(wrong[0], file, number, wrong[1])
