"""Writing a file whole or not at all."""

import os
import tempfile
from pathlib import Path

from vivier.vocabulary import InputError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it: a reader never sees half of it.

    Raises:
        InputError: the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"Le fichier {path.name} n’a pas pu être écrit ({error.strerror}) : "
            "rien n’est perdu, choisissez un dossier où vous avez le droit d’écrire."
        ) from None
