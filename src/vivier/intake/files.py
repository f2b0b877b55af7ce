"""Which files were given, and what each turns out to be, whatever its extension says."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vivier.intake.errors import RefusedFileError

MB = 1_000_000
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DSN_LINE = re.compile(rb"^\s*S\d\d\.G\d\d\.\d\d\.\d{3},", re.MULTILINE)
_DECLARED_COUNTS = re.compile(rb"^(\xef\xbb\xbf)?\s*siren\s*[,;]\s*population\s*[,;]\s*effectif\s*$", re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOTES = re.compile(r"(lisezmoi|readme|licen[cs]e)(\..*)?|.*\.md", re.IGNORECASE)  # beside the data, not data
_MOST_RATIO = 100  # a plain-text payroll file shrinks about twelve times


@dataclass(frozen=True, slots=True)
class Given:
    """Name one file to read: on the disk, or a member of an archive.

    `name` is what messages call it: relative to the folder given, never an absolute path.
    """

    name: str
    path: Path
    member: str | None = None

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open its bytes for reading, from the start."""
        if self.member is None:
            with self.path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as inside:
            yield inside  # type: ignore[misc]  # a ZipExtFile reads, seeks and iterates like a file

    @property
    def size(self) -> int:
        """Its size in bytes, once unpacked."""
        if self.member is None:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.member).file_size


def expand(paths: Iterable[Path]) -> list[Given]:
    """List the files behind the paths given, folders opened, each once, sorted by name.

    Hidden files and notes (LISEZMOI, README…) of a folder are not data and are passed over.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                inside = file.relative_to(path)
                if file.is_file() and not _is_beside(inside):
                    found.setdefault(file.resolve(), inside.as_posix())
        else:
            found.setdefault(path.resolve(), path.name)
    shared = Counter(found.values())
    names = {path: name if shared[name] == 1 else f"{path.parent.name}/{path.name}" for path, name in found.items()}
    return sorted((Given(name, path) for path, name in names.items()), key=lambda given: (given.name, given.path))


def _is_beside(inside: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in inside.parts) or bool(_NOTES.fullmatch(inside.name))


def recognise(given: Given, *, limit_mb: int) -> str:
    """Say what a file is: `dsn`, `xlsx`, `text`, `zip`, or `declared` (counts for the study); refuse the rest.

    Raises:
        RefusedFileError: R01–R06, R08, R10, each with its reason.
    """
    try:
        size = given.size
        if size > limit_mb * MB:
            raise RefusedFileError("R03", limit=limit_mb)
        with given.open() as stream:
            head = stream.read(64 * 1024)
    except OSError as error:
        raise RefusedFileError("R10", label=_reason(error)) from None
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf") and size <= len(head):
        raise RefusedFileError("R01")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(given, limit_mb)
    if head.startswith(_OLE):
        raise _old_office(given)
    return _text(head)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "il n’existe pas à cet endroit"
    return "l’accès en est refusé" if isinstance(error, PermissionError) else "le disque ne le rend pas"


def _text(head: bytes) -> str:
    if _DSN_LINE.search(head[:4096]) or _DSN_LINE.search(head):
        return "dsn"
    if head.startswith(_UTF16):
        return "text"
    if b"\x00" in head or head.startswith(b"%PDF") or _is_garbage(head):
        raise RefusedFileError("R02")
    return "declared" if _DECLARED_COUNTS.search(head[:200]) else "text"


def _is_garbage(head: bytes) -> bool:
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1a" for byte in head)
    return controls > len(head) / 100


def _old_office(given: Given) -> RefusedFileError:
    with given.open() as stream:
        before = b""
        while chunk := stream.read(MB):
            if _ENCRYPTED in before + chunk:
                return RefusedFileError("R05")
            before = chunk[-len(_ENCRYPTED) :]
    return RefusedFileError("R06", label=".xls ou .doc")


def _archive(given: Given, limit_mb: int) -> str:
    try:
        with given.open() as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            names = set(archive.namelist())
            is_open_document = "mimetype" in names and b"opendocument" in archive.read("mimetype")[:100]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        raise RefusedFileError("R08") from None
    _refuse_bombs(members, given.size, limit_mb)
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFileError("R05")
    if is_open_document:
        raise RefusedFileError("R06", label=".ods")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "[Content_Types].xml" in names or not members:
        raise RefusedFileError("R02" if members else "R01")
    if given.member is not None:  # an archive inside an archive
        raise RefusedFileError("R02")
    return "zip"


def _refuse_bombs(members: list[zipfile.ZipInfo], packed: int, limit_mb: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > limit_mb * MB or (unpacked > 20 * MB and unpacked > _MOST_RATIO * packed):
        raise RefusedFileError("R04")


def inside(given: Given) -> list[Given]:
    """List the files of an archive; folders, hidden files and notes are passed over."""
    with zipfile.ZipFile(given.path) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
    return [Given(f"{given.name}/{name}", given.path, name) for name in sorted(names) if not _is_beside(Path(name))]


Recognised = tuple[Given, str]


def recognised(
    paths: Iterable[Path], *, limit_mb: int, refuse: Callable[[Given, RefusedFileError], None]
) -> list[Recognised]:
    """Recognise every file behind the paths given, archives opened; what cannot be used goes to `refuse`."""
    waiting = expand(paths)[::-1]
    found: list[Recognised] = []
    while waiting:
        given = waiting.pop()
        try:
            kind = recognise(given, limit_mb=limit_mb)
            if kind == "zip":
                waiting += inside(given)[::-1]
            else:
                found.append((given, kind))
        except RefusedFileError as why:
            refuse(given, why)
    return found
