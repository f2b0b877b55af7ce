"""The store on the disk: written whole or not at all, by one process at a time."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from vivier.reference.locking import alone
from vivier.reference.manifest import MANIFEST, Entry, as_text, read_manifest
from vivier.reference.models import forget_models
from vivier.vocabulary import InputError

_STAMP = 12  # characters of the sha256 in the name of a file: enough for it never to be written twice differently


def save(folder: Path, added: Mapping[str, tuple[Entry, bytes]]) -> dict[str, Entry]:
    """Add entries and their tables to a store; give all that it now holds.

    Tables go to new files, named after their content; then the manifest that names them takes the place of the
    former in one move. Until that move nothing has changed for a reader, and after it everything has.

    Raises:
        InputError: the folder cannot be written; what it held is untouched.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            entries = read_manifest(folder)
            for key, (entry, content) in added.items():
                name = f"{key}-{hashlib.sha256(content).hexdigest()[:_STAMP]}.zip"
                _write(folder / name, content)
                entries[key] = replace(entry, file=name)
            _write(folder / MANIFEST, as_text(entries).encode())
            _forget(folder, {entry.file for entry in entries.values()})
            forget_models(folder, entries.values())
    except OSError:
        raise InputError(
            f"Rien n’a pu être écrit dans le dossier « {folder} » : ce qui s’y trouvait est intact ; choisissez avec "
            "VIVIER_REFERENCE un dossier où vous pouvez écrire."
        ) from None
    return entries


def _write(path: Path, content: bytes) -> None:
    if path.name != MANIFEST and path.exists() and path.read_bytes() == content:
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".vivier-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _forget(folder: Path, kept: set[str]) -> None:
    """Remove the tables that the manifest no longer names, and what an interrupted run left."""
    for path in (*folder.glob("*.zip"), *folder.glob(".vivier-*.tmp")):
        if path.name not in kept:
            with suppress(OSError):  # Windows keeps a file that somebody reads; the next run removes it
                path.unlink()
