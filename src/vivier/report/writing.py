"""Write the three files of a study, whole or not at all."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vivier.report.data_file import data_file
from vivier.report.page import document
from vivier.report.workbook import workbook
from vivier.study import Study
from vivier.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Written:
    """Name the three files of a study."""

    page: Path
    workbook: Path
    data: Path


def write(study: Study, directory: Path) -> Written:
    """Write `study.html`, `study.xlsx` and `study.json` in a folder, made if it does not exist.

    The three are computed before the first is written, and each replaces its former version in one move: a
    reader never meets half a file. The same study gives the same bytes.
    """
    written = Written(*(directory / f"study.{kind}" for kind in ("html", "xlsx", "json")))
    contents = (
        (written.page, document(study).encode()),
        (written.workbook, workbook(study)),
        (written.data, data_file(study)),
    )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _replace(contents, directory)
    except OSError as error:
        raise InputError(
            f"Le dossier « {directory.name} » n’a pas pu recevoir l’étude ({_reason(error)}) : rien n’y a été "
            "laissé à moitié ; choisissez un dossier où vous pouvez écrire."
        ) from error
    return written


def _replace(contents: tuple[tuple[Path, bytes], ...], directory: Path) -> None:
    """Write all the temporary files before moving any."""
    temporary: list[tuple[str, Path]] = []
    try:
        for path, content in contents:
            handle, name = tempfile.mkstemp(dir=directory, prefix=".study-")
            temporary.append((name, path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name, path in temporary:
            Path(name).chmod(0o644)  # mkstemp keeps its files to their owner; a study is meant to be read
            Path(name).replace(path)
    finally:
        for name, _ in temporary:
            with suppress(OSError):
                Path(name).unlink()


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "l’écriture y est refusée"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "ce nom est celui d’un fichier"
    return "l’espace manque ou le disque ne répond pas"
