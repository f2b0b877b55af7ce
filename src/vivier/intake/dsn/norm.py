"""What the DSN norm says of each rubric: where it stands, what it may hold.

Rubrics fall in three sorts: those of a block that is never read (pay, absences, bank), those of a read block whose
value is not used (names, addresses…: only their order matters), and those whose value is checked.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vivier.intake.dsn import checks
from vivier.reference import pcs_occupations

READ_BLOCKS = ("S21.G00.06", "S21.G00.11", "S21.G00.30", "S21.G00.31", "S21.G00.40", "S21.G00.41", "S21.G00.62")
HEADER_BLOCKS = ("S10.G00.00", "S20.G00.05")
PRIVATE_BLOCKS = ("S10.G00.95", "S20.G00.96")  # added by deposit platforms, outside the norm
WRAPPERS = ("S05.", "S06.", "S95.", "S96.")  # a lot received back from a relay

Check = Callable[[bytes], object]

_DATES = {
    *("S20.G00.05.005", "S20.G00.05.007", "S21.G00.31.001", "S21.G00.40.001", "S21.G00.40.010"),
    *("S21.G00.41.001", "S21.G00.41.021", "S21.G00.62.001", "S21.G00.62.006"),
}
_NUMBERS = {
    *("S20.G00.05.004", "S21.G00.06.009", "S21.G00.11.008", "S21.G00.40.012", "S21.G00.40.013", "S21.G00.40.055"),
    *("S21.G00.41.007", "S21.G00.41.022"),
}
_OWN: dict[str, Check] = {
    "S20.G00.05.003": checks.fraction,
    "S21.G00.06.001": checks.siren,
    "S21.G00.30.001": checks.nir,
    "S21.G00.30.002": checks.kept,
    "S21.G00.30.003": checks.kept,
    "S21.G00.30.004": checks.kept,
    "S21.G00.30.006": checks.birth,
    "S21.G00.30.020": checks.temporary_number,
    "S21.G00.31.008": checks.old_number,
    "S21.G00.40.019": checks.workplace,
    "S21.G00.40.046": checks.workplace,
    "S21.G00.41.012": checks.workplace,
}


@dataclass(frozen=True, slots=True)
class Rubric:
    """Describe one rubric of a read block.

    `block` is its block (`S21.G00.40`), `number` its rank in it; `known` maps what follows the identifier, up to the
    last apostrophe (`,'01`), to what it means; `check` reads any other value, or is None when it is not used.
    """

    name: str
    block: str
    number: int
    label: str
    limit: int
    known: dict[bytes, object]
    check: Check | None


@cache
def _published() -> dict[str, dict[str, dict[str, str | int]]]:
    text = (files("vivier.intake.dsn") / "norm.json").read_text(encoding="utf-8")
    tables: dict[str, dict[str, dict[str, str | int]]] = json.loads(text)
    return tables


def _version(value: bytes) -> str:
    """Read the version of the norm; an unknown one is told and the file is read with the newest."""
    text = value.decode("latin-1")
    if text not in versions():
        raise checks.FaultError("E16")
    return text


@cache
def versions() -> frozenset[str]:
    """Give the norm versions that are known (`P24V01`…); P23V01 is read as P24V01."""
    return frozenset({*_published()["versions"], "P23V01"})


def label(rubric: str) -> str:
    """Give the French label of a rubric, or its identifier."""
    return str(_published()["rubrics"].get(rubric, {}).get("label", rubric))


def _rubric(name: str) -> Rubric:
    entry = _published()["rubrics"].get(name, {})
    limit = int(entry.get("max", 0))
    known: dict[bytes, object] = {}
    check: Check | None = None
    if name == "S10.G00.00.006":
        check = _version
    elif name in _OWN:
        check = _OWN[name]
    elif name == "S21.G00.40.004":
        known = {b",'" + code.encode(): code for code in pcs_occupations()}
        check = checks.pcs
    elif "codes" in entry:
        known = {b",'" + code.encode(): code for code in str(entry["codes"]).split()}
        check = checks.refused_code
    elif name in _DATES:
        check = checks.date
    elif name in _NUMBERS:
        check = checks.number
    elif limit:
        check = checks.text(limit)
    return Rubric(name, name[:10], int(name[11:]), label(name), limit, known, check)


UNREAD = Rubric("", "", 0, "", 0, {}, None)  # stands for every rubric of a block that is never read


@cache
def rubrics() -> dict[bytes, Rubric]:
    """Give every rubric of the norm by its identifier; `UNREAD` for those of a block that is never read."""
    table: dict[bytes, Rubric] = {}
    for block, numbers in _published()["blocks"].items():
        for number in str(numbers).split():
            name = f"{block}.{number}"
            is_read = block in READ_BLOCKS or block in HEADER_BLOCKS
            table[name.encode()] = _rubric(name) if is_read else UNREAD
    return table


_WELL_FORMED = re.compile(rb"(S\d\d\.G\d\d\.\d\d\.\d{3}),'.*'\s*", re.DOTALL)
_IDENTIFIER = re.compile(rb"S\d\d\.G\d\d\.\d\d\.\d{3}")


def unknown_line(line: bytes) -> tuple[str, str] | None:
    """Say what is wrong with a line that no rubric of the norm explains: its code and rubric, or None if nothing.

    >>> unknown_line(b"S21.G00.30.096,'x'"), unknown_line(b"S21.G00.06.903,'x'"), unknown_line(b"bonjour")
    (('E02', 'S21.G00.30.096'), None, ('E01', ''))
    """
    if not line.strip(b" \t\r\n\x00\x1a"):  # also what old systems put after the last line
        return None
    if not _WELL_FORMED.fullmatch(line):
        found = _IDENTIFIER.match(line)
        return ("E01", found.group().decode() if found else "")
    name = line[:14].decode()
    if name[:10] in PRIVATE_BLOCKS or name.startswith(WRAPPERS) or name[11] == "9":
        return None
    return ("E02", name)
