"""Which files were given, and what each turns out to be, whatever its extension says."""

import re
import unicodedata
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from vivier.intake.errors import RefusedFileError

MB = 1_000_000
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DSN_LINE = re.compile(rb"^\s*S\d\d\.G\d\d\.\d\d\.\d{3},", re.MULTILINE)
_DECLARED_COUNTS = re.compile(rb"^(\xef\xbb\xbf)?\s*siren\s*[,;]\s*population\s*[,;]\s*effectif\s*$", re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Beside the data, not data: notes, and what `vivier read` and `vivier study` wrote there before.
_NOTES = re.compile(r"(lisezmoi|readme|licen[cs]e)(\..*)?|.*\.(md|json)|study\.(html|xlsx)", re.IGNORECASE)
_MOST_MEMBERS = 1_000  # forty members, two years of months
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)  # what a bad archive raises
_MOST_RATIO = 100  # a plain-text payroll file shrinks about twelve times


@dataclass(frozen=True, slots=True)
class Given:
    """Name one file to read: on the disk, or a member of an archive.

    `name` is what messages call it: relative to the folder given, never an absolute path.
    """

    name: str
    path: Path
    member: zipfile.ZipInfo | None = None

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open its bytes for reading, from the start; a member that does not unpack is refused (R08)."""
        if self.member is None:
            with self.path.open("rb") as stream:
                yield stream
            return
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as inside:
                yield inside  # type: ignore[misc]  # a ZipExtFile reads, seeks and iterates like a file
        except _BROKEN:
            raise RefusedFileError("R08") from None

    @property
    def size(self) -> int:
        """Its size in bytes, once unpacked."""
        return self.path.stat().st_size if self.member is None else self.member.file_size


def expand(paths: Iterable[Path]) -> list[Given]:
    """List the files behind the paths given, folders opened, each once, sorted by name.

    Hidden files and notes (LISEZMOI, README…) of a folder are not data and are passed over; a folder without any
    other file stands for itself, to be refused.
    """
    found: dict[Path, str] = {}
    for path in paths:
        inside = _files(path) if path.is_dir() else {path: path.name}
        for file, name in (inside or {path: path.resolve().name}).items():
            found.setdefault(_real(file), name)
    names = _apart({path: _printable(name) for path, name in found.items()})
    return sorted((Given(name, path) for path, name in names.items()), key=lambda given: (given.name, given.path))


def _files(folder: Path) -> dict[Path, str]:
    inside = {file: file.relative_to(folder) for file in sorted(folder.rglob("*")) if file.is_file()}
    return {file: name.as_posix() for file, name in inside.items() if not _is_beside(name)}


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself: opening it will say so
        return path.absolute()


def _apart(names: dict[Path, str]) -> dict[Path, str]:
    """Give to files of the same name what tells them apart: a name is one file, never two."""
    while True:
        by_name: defaultdict[str, list[Path]] = defaultdict(list)
        for path, name in names.items():
            by_name[name].append(path)
        alike = {name: sorted(paths) for name, paths in by_name.items() if len(paths) > 1}
        if not alike:
            return names
        for name, paths in alike.items():
            names |= _with_parents(name, paths)


def _with_parents(name: str, paths: list[Path]) -> dict[Path, str]:
    """Name files after as few parent folders as tells them apart, else after their rank."""
    for depth in range(name.count("/") + 2, max(len(path.parts) for path in paths)):
        longer = {path: _printable("/".join(path.parts[-depth:])) for path in paths}
        if len(set(longer.values())) == len(paths):
            return longer
    return {path: f"{name} ({rank})" for rank, path in enumerate(paths, 1)}


def _printable(name: str) -> str:
    """Give a name that can be shown and written anywhere: no control character, no undecodable byte."""
    return "".join("\ufffd" if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in name)


def _is_beside(inside: PurePosixPath | Path) -> bool:
    return any(part.startswith((".", "~$")) for part in inside.parts) or bool(_NOTES.fullmatch(inside.name))


def recognise(given: Given, *, limit_mb: int) -> str:
    """Say what a file is: `dsn`, `xlsx`, `text`, `zip`, or `declared` (counts for the study); refuse the rest.

    Raises:
        RefusedFileError: R01–R06, R08, R10, each with its reason.
    """
    try:
        _refuse_what_is_no_file(given)
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


def _refuse_what_is_no_file(given: Given) -> None:
    """Refuse an empty folder, a device or a pipe: reading them twice is impossible, or never ends."""
    if given.path.is_dir():
        raise RefusedFileError("R11")
    if given.path.exists() and not given.path.is_file():
        raise RefusedFileError("R10", label="ce n’est pas un fichier ordinaire")


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
            _refuse_bombs(members, given.size, limit_mb)
            if any(member.flag_bits & 1 for member in members):
                raise RefusedFileError("R05")
            names = set(archive.namelist())
            is_open_document = "mimetype" in names and _is_open_document(archive)
    except (*_BROKEN, OSError):
        raise RefusedFileError("R08") from None
    if is_open_document:
        raise RefusedFileError("R06", label=".ods")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "[Content_Types].xml" in names or not members:
        raise RefusedFileError("R02" if members else "R01")
    if given.member is not None:  # an archive inside an archive
        raise RefusedFileError("R02")
    return "zip"


def _is_open_document(archive: zipfile.ZipFile) -> bool:
    with archive.open("mimetype") as stream:
        return b"opendocument" in stream.read(100)


def _refuse_bombs(members: list[zipfile.ZipInfo], packed: int, limit_mb: int) -> None:
    if len(members) > _MOST_MEMBERS:
        raise RefusedFileError("R04")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limit_mb * MB or (unpacked > 20 * MB and unpacked > _MOST_RATIO * packed):
        raise RefusedFileError("R04")


def inside(given: Given) -> list[Given]:
    """List the files of an archive; folders, hidden files and notes are passed over."""
    with zipfile.ZipFile(given.path) as archive:
        members = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
    found: list[Given] = []
    twice: Counter[str] = Counter()
    for info in members:
        parts = [part for part in PurePosixPath(info.filename).parts if part not in ("/", "..")]
        inner = PurePosixPath(*parts)
        if not _is_beside(inner):
            name = _printable(f"{given.name}/{inner}")
            twice[name] += 1  # an archive may hold two members of one name
            found.append(Given(f"{name} ({twice[name]})" if twice[name] > 1 else name, given.path, info))
    return found


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
