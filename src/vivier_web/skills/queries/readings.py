"""Reading a member's files on the server, in memory, where its browser cannot."""

import datetime as dt
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Protocol

from vivier.vocabulary import InputError

MEMORY = Path("/dev/shm")  # noqa: S108 (a file system in memory, private to this machine)


class Given(Protocol):
    """One file as a form gives it."""

    @property
    def name(self) -> str | None:
        """Its name, where it has one."""
        ...

    def read(self) -> bytes:
        """Give its bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """Hold one file between two looks at it, its bytes with it."""

    name: str
    content: bytes

    def read(self) -> bytes:
        """Give its bytes, as often as they are asked for."""
        return self.content


def read_in_memory(
    files: Sequence[Given], *, on: dt.date, siren: str, single_ages: bool, columns: object = ()
) -> dict[str, Any]:
    """Read files as the member's page would have (see `intake.browser.prepared`); nothing of them stays.

    Raises:
        InputError: nothing can be read, and why.
    """
    from vivier.intake.browser import prepared

    with _laid(files) as folder:
        return prepared([folder], on=on, siren=siren, single_ages=single_ages, columns=columns)


def skills_in_memory(files: Sequence[Given], *, on: dt.date, siren: str) -> dict[str, Any]:
    """Read polyvalence matrices as the member's page would have (see `intake.matrices`); nothing of them stays.

    Raises:
        InputError: nothing can be read, and why.
    """
    from vivier.intake.matrices import prepared_skills

    with _laid(files) as folder:
        return prepared_skills([folder], on=on, siren=siren)


def columns_in_memory(files: Sequence[Given], *, on: dt.date) -> list[dict[str, Any]]:
    """Say what was understood of the columns of staff lists (see `intake.columns.as_asked`); nothing of them stays.

    Raises:
        InputError: no file was given.
    """
    from vivier.intake.columns import as_asked, columns_of

    with _laid(files) as folder:
        return as_asked(columns_of([folder], year=on.year))


@contextmanager
def _laid(files: Sequence[Given]) -> Iterator[str]:
    """Lay files in a folder of memory for the time of a reading."""
    if not files:
        raise InputError("Choisissez d’abord un ou plusieurs fichiers.")
    if not MEMORY.is_dir():
        raise InputError("Ce serveur ne sait pas lire en mémoire : employez un navigateur plus récent.")
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix=f"vivier-{os.getpid()}-") as folder:
        for rank, file in enumerate(files, 1):
            name = PurePath((file.name or "fichier").replace("\0", "")).name[
                -50:
            ]  # 255 bytes at most for a file system
            while (path := Path(folder) / name).exists():
                name = f"{rank} {name}"
            path.write_bytes(file.read())
        yield folder
