"""The files given: folders opened, archives and gzip undone, each with the sha256 of what was given."""

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vivier.reference.manifest import Source
from vivier.vocabulary import InputError

MOST_MB = 400  # the largest official file, unpacked, is under 40 MB
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass(frozen=True, slots=True)
class Given:
    """Hold one file, unpacked; `name` is relative to the folder or archive given, `source` what was given."""

    name: str
    source: Source
    content: bytes = field(repr=False)

    @property
    def is_old_office(self) -> bool:
        """Whether it is an Office file of before 2007, which is not read."""
        return self.content.startswith(_OLE)

    @property
    def is_workbook(self) -> bool:
        """Whether it is an XLSX workbook."""
        return _is_zip(self.content) and "xl/workbook.xml" in _members(self.content, self.name)


def expand(paths: Iterable[Path]) -> list[Path]:
    """List the files behind the paths given, folders opened, each once; hidden files and notes are passed over.

    Raises:
        InputError: a path does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise InputError(f"« {path.name} » n’existe pas à cet endroit : vérifiez le chemin donné.")
        inside = (
            sorted(each for each in path.rglob("*") if _is_data(each.relative_to(path))) if path.is_dir() else [path]
        )
        found.update(dict.fromkeys(each.resolve() for each in inside if each.is_file()))
    return list(found)


def _is_data(path: Path) -> bool:
    is_hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return not is_hidden and path.suffix.lower() not in (".md", ".pdf", ".html")


def opened(path: Path) -> Iterator[Given]:
    """Give the file of a path, or those of the archive it is, unpacked.

    Raises:
        InputError: it cannot be read, is cut short, or is too large.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise InputError(
            f"Le fichier « {path.name} » n’a pas pu être lu : vérifiez vos droits et le disque."
        ) from None
    yield from _unpacked(path.name, content, Source(path.name, hashlib.sha256(content).hexdigest(), len(content)))


def _unpacked(name: str, content: bytes, source: Source, depth: int = 0) -> Iterator[Given]:
    if not content.strip():
        raise InputError(f"Le fichier « {name} » est vide : téléchargez-le de nouveau.")
    if content.startswith(b"\x1f\x8b"):
        yield from _unpacked(name.removesuffix(".gz"), _gunzip(name, content), source, depth)
    elif _is_zip(content) and depth == 0 and "[Content_Types].xml" not in (members := _members(content, name)):
        for member in members:
            if not member.endswith("/") and _is_data(Path(member)):
                yield from _unpacked(f"{name}/{member}", _member(name, content, member), source, depth + 1)
    else:
        yield Given(name, source, content)


def _gunzip(name: str, content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            unpacked = stream.read(MOST_MB * 1_000_000 + 1)
    except (OSError, EOFError, zlib.error):
        raise _cut(name) from None
    return _bounded(name, unpacked)


def _is_zip(content: bytes) -> bool:
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _members(content: bytes, name: str) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, EOFError):
        raise _cut(name) from None


def _member(name: str, content: bytes, member: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(member) as stream:
            return _bounded(member, stream.read(MOST_MB * 1_000_000 + 1))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        raise _cut(name) from None


def _bounded(name: str, unpacked: bytes) -> bytes:
    if len(unpacked) > MOST_MB * 1_000_000:
        raise InputError(
            f"Le fichier « {name} » dépasse {MOST_MB} Mo une fois décompressé : ce n’est pas une nomenclature."
        )
    return unpacked


def _cut(name: str) -> InputError:
    return InputError(f"L’archive « {name} » est tronquée ou abîmée : téléchargez-la de nouveau.")
