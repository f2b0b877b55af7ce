"""Writing the fictional pôle in a folder, one subfolder a member."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from vivier.demo.crosstables import bdese_file, matrix_file
from vivier.demo.data import ON, Member
from vivier.demo.defects import makers_of
from vivier.demo.deposits import File, payroll_files
from vivier.demo.exports import declared_counts, export_file, tabbed_file
from vivier.demo.notice import BINARY, EMPTY, MARK, folder_of, notice
from vivier.demo.pole import fiction
from vivier.demo.registers import HABITS, register_file
from vivier.demo.stock import present
from vivier.vocabulary import InputError

NOTICE, DECLARED = "LISEZMOI.txt", "effectifs_declares.csv"


@dataclass(frozen=True, slots=True)
class Made:
    """Say what was written: files, members, people present on the day `on`, bytes, and where the counts are."""

    directory: Path
    files: int
    members: int
    people: int
    size: int
    on: dt.date
    declared: Path


def write(
    directory: Path, *, seed: int = 42, members: int = 40, progress: Callable[[int], None] | None = None
) -> Made:
    """Write the files of the fictional pôle; the same seed gives the same bytes.

    `progress` is called with the number of members done. A folder that is not empty is refused, unless it was
    made here before: then it is replaced. Both refusals are an `InputError`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     made = write(Path(folder) / "pole", members=2)
    >>> made.members, str(made.on), made.declared.name
    (2, '2026-01-31', 'effectifs_declares.csv')
    """
    _check(directory)
    pole = fiction(seed, members)
    _clear(directory)
    # The mark comes first: a folder whose making was interrupted can be replaced.
    files = [(directory / NOTICE, notice(pole, seed).encode()), (directory / DECLARED, declared_counts(pole))]
    sizes = [_put(path, content) for path, content in files]
    for done, member in enumerate(pole, start=1):
        folder = directory / folder_of(member)
        folder.mkdir()
        sizes += [_put(folder / file.name, file.content) for file in files_of(member, pole, seed)]
        if progress is not None:
            progress(done)
    people = sum(len(present(member, ON)) for member in pole)
    return Made(directory, len(sizes), len(pole), people, sum(sizes), ON, directory / DECLARED)


def files_of(member: Member, pole: Sequence[Member], seed: int) -> Iterator[File]:
    """Make every file of one member, one after the other."""
    if member.source == "dsn":
        yield from payroll_files(member, makers_of(member, pole))
    elif member.source in HABITS:
        yield register_file(member)
    else:
        yield {"export": export_file, "texte": tabbed_file, "bdese": bdese_file}[member.source](member)
    if member.has_matrix:
        yield matrix_file(member, seed)
    if member.rank == 1:
        yield File(EMPTY, b"")
        yield File(BINARY, b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + Random(seed).randbytes(4096))


def _check(directory: Path) -> None:
    if not directory.exists():
        return
    if not directory.is_dir():
        raise InputError(f"« {directory} » est un fichier : donnez le nom d’un dossier.")
    if any(directory.iterdir()) and not _is_ours(directory):
        raise InputError(
            f"Le dossier « {directory} » contient déjà des fichiers : rien n’y a été touché ; donnez un dossier "
            "vide ou nouveau."
        )


def _is_ours(directory: Path) -> bool:
    mark = directory / NOTICE
    return mark.is_file() and mark.read_bytes().startswith(MARK.encode())


def _clear(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for path in directory.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _put(path: Path, content: bytes) -> int:
    path.write_bytes(content)
    return len(content)
