"""From the bytes of a file to a header and numbered lines of text; what is no table is refused with a sentence."""

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vivier.vocabulary import InputError

Line = tuple[int, list[str]]  # its number in the file, its cells

MOST_BYTES = 20 * 2**20
MOST_LINES = 20_000  # on the screen; the command line has no limit
_MOST_UNPACKED = 300 * 2**20
_WIDEST = 120
_LONGEST = 1 << 17  # characters of a cell
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError,
           EOFError, RuntimeError, NotImplementedError, SyntaxError)  # fmt: skip
_BROKEN = "Ce classeur est abîmé ou protégé par un mot de passe : enregistrez-le de nouveau, sans mot de passe."


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a header and the lines under it, blank ones left out."""

    header: list[str]
    lines: Iterable[Line]


def opened(content: bytes) -> Table:
    """Read a small table whole, an XLSX or a CSV whatever its name says."""
    if len(content) > MOST_BYTES:
        raise InputError(
            f"Ce fichier dépasse {MOST_BYTES >> 20} Mo : importez-le en plusieurs fois, ou demandez à l’exploitant "
            "de l’importer par la ligne de commande."
        )
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise InputError("Ce fichier est vide : il faut au moins une ligne de titres et une ligne par organisation.")
    rows = _workbook(content) if content.startswith(b"PK") else _delimited(io.StringIO(_decoded(content), newline=""))
    header, lines = _headed(rows)
    kept: list[Line] = []
    for line in lines:
        kept.append(line)
        if len(kept) > MOST_LINES:
            raise InputError(
                "Ce fichier a plus de 20 000 lignes : importez-le en plusieurs fois, ou demandez à l’exploitant "
                "de l’importer par la ligne de commande."
            )
    if not kept:
        raise InputError("Ce fichier n’a que des titres : ajoutez une ligne par organisation.")
    return Table(header, kept)


def streamed(path: Path) -> Table:
    """Read a delimited file line by line, as large as it may be (the SIRENE stock file has 40 million lines)."""
    with path.open("rb") as start:
        head = start.read(1 << 20)
    if head.startswith(b"PK"):
        return opened(path.read_bytes())
    encoding = "utf-8-sig" if _is_utf8(head[: head.rfind(b"\n") + 1] or head) else "cp1252"
    with path.open(encoding=encoding, newline="", errors="replace") as stream:
        header, _ = _headed(_delimited(stream))
    return Table(header, _lines_of(path, encoding))


def _lines_of(path: Path, encoding: str) -> Iterator[Line]:
    with path.open(encoding=encoding, newline="", errors="replace") as stream:
        yield from _headed(_delimited(stream))[1]


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").replace("\x00", "")
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c" for byte in content[:65536])
    if controls or content.startswith(b"%PDF"):
        raise InputError(
            "Ce fichier n’est ni un classeur .xlsx ni un fichier .csv : depuis votre tableur, enregistrez-le sous "
            "l’une de ces deux formes."
        )
    return content.decode("utf-8-sig" if _is_utf8(content) else "cp1252", errors="replace").replace("\x00", "")


def _delimited(stream: Any) -> Iterator[Line]:
    first = [stream.readline(1 << 16)]
    while first[-1] and not first[-1].strip():  # what separates cells is seen in the first line that says something
        first.append(stream.readline(1 << 16))
    bare = re.sub(r'"[^"]*"', "", first[-1])
    mark = max(";,\t|", key=bare.count)
    reader = csv.reader(_again(first, stream), delimiter=mark)
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > _LONGEST:  # a library may have lifted the limit of `csv`
                raise _unread(reader.line_num)
            yield reader.line_num, [cell.strip() for cell in cells[:_WIDEST]]
    except csv.Error:
        raise _unread(reader.line_num) from None


def _unread(line: int) -> InputError:
    return InputError(f"La ligne {line} ne se lit pas : un guillemet y est peut-être resté ouvert.")


def _again(first: Iterable[str], rest: Iterable[str]) -> Iterator[str]:
    yield from first
    yield from rest


def _workbook(content: bytes) -> Iterator[Line]:
    from openpyxl import load_workbook

    _refuse_bombs(content)
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheet: Any = next(each for each in book.worksheets if each.sheet_state == "visible")
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, [_text(cell) for cell in cells[:_WIDEST]]
    except (*_DAMAGE, StopIteration):
        raise InputError(_BROKEN) from None


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except _DAMAGE:
        raise InputError(_BROKEN) from None
    unpacked = sum(member.file_size for member in members)
    if unpacked > _MOST_UNPACKED or (unpacked > 20 * 2**20 and unpacked > 100 * len(content)):
        raise InputError("Ce classeur se déplie sans mesure : il n’a pas été ouvert. Enregistrez-le en .csv.")
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise InputError(
            "Cette archive n’est pas un classeur .xlsx : donnez le classeur lui-même, ou un fichier .csv."
        )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _headed(rows: Iterator[Line]) -> tuple[list[str], Iterator[Line]]:
    """Take the first line that says something as the titles; a line of figures is not one."""
    filled = (line for line in rows if any(line[1]))
    header = next(filled, (0, []))[1]
    if not header:
        raise InputError("Ce fichier est vide : il faut au moins une ligne de titres et une ligne par organisation.")
    if any(re.fullmatch(r"[\d\s\u00a0]{9,18}", cell) for cell in header):
        raise InputError(
            "La première ligne doit porter les titres des colonnes (SIREN, raison sociale…) : ajoutez-la et redonnez "
            "le fichier."
        )
    return header, filled
