"""Reading a member's files on the server, in memory, where its browser cannot."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any, Protocol

from vivier.vocabulary import InputError

MEMORY = Path("/dev/shm")  # noqa: S108 (a file system in memory, private to this machine)


class Given(Protocol):
    """One file as a form gives it."""

    name: str | None

    def read(self) -> bytes:
        """Give its bytes."""
        ...


def read_in_memory(files: Sequence[Given], *, on: dt.date, siren: str, single_ages: bool) -> dict[str, Any]:
    """Read files as the member's page would have (see `intake.browser.prepared`); nothing of them stays.

    Raises:
        InputError: nothing can be read, and why.
    """
    from vivier.intake.browser import prepared

    if not files:
        raise InputError("Choisissez d’abord un ou plusieurs fichiers.")
    if not MEMORY.is_dir():
        raise InputError("Ce serveur ne sait pas lire en mémoire : employez un navigateur plus récent.")
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="vivier-") as folder:
        for rank, file in enumerate(files, 1):
            name = PurePath(file.name or "fichier").name[-100:]
            path = Path(folder) / name
            if path.exists():
                path = Path(folder) / f"{rank} {name}"
            path.write_bytes(file.read())
        return prepared([folder], on=on, siren=siren, single_ages=single_ages)
