"""Writing files whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from vivier.vocabulary import InputError


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files of one folder, made if it does not exist; every one is complete before any is moved into place.

    Raises:
        InputError: the folder cannot be written; what was there before is untouched.
    """
    directory = next(iter(contents)).parent
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path in contents:
            if path.exists() and not path.is_file():  # a device or a pipe must never be replaced by a file
                raise FileExistsError(path)
        _replace(contents, directory)
    except OSError as error:
        name = directory.absolute().name or directory
        raise InputError(
            f"Rien n’a pu être écrit dans le dossier « {name} » ({_reason(error)}) : ce qui s’y trouvait "
            "est intact ; choisissez un dossier où vous pouvez écrire."
        ) from error


def _replace(contents: Mapping[Path, bytes], directory: Path) -> None:
    temporary: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            handle, name = tempfile.mkstemp(dir=directory, prefix=f".{path.stem}-")
            temporary.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)  # mkstemp keeps its files to their owner; a study is meant to be read
        _move(temporary)
    finally:
        for waiting, _ in temporary:
            with suppress(OSError):
                waiting.unlink()


def _move(temporary: list[tuple[Path, Path]]) -> None:
    """Move every file into place; when one cannot be, put back those already replaced."""
    former = {path: path.read_bytes() if path.exists() else None for _, path in temporary}
    moved: list[Path] = []
    try:
        for waiting, path in temporary:
            waiting.replace(path)
            moved.append(path)
    except OSError:
        for path in moved:
            before = former[path]
            with suppress(OSError):
                path.unlink() if before is None else path.write_bytes(before)
        raise


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "l’écriture y est refusée"
    if isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError):
        return "ce nom est déjà pris par autre chose"
    if error.errno == errno.ENAMETOOLONG:
        return "ce nom est trop long"
    return "l’espace manque ou le disque ne répond pas"
