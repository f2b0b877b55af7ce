"""What was understood of the columns of staff lists, for their sender to confirm or correct before counting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vivier.intake.errors import RefusedFileError
from vivier.intake.files import recognised
from vivier.intake.sheets.choosing import Chosen
from vivier.intake.sheets.guessing import SheetColumns, guess_columns
from vivier.vocabulary import InputError

Json = dict[str, Any]
LIMIT_MB = 200


def columns_of(paths: Iterable[Path | str], *, year: int, limit_mb: int = LIMIT_MB) -> tuple[SheetColumns, ...]:
    """Look at the columns of every staff list behind some paths, and count nobody; payroll files have none.

    What cannot be opened is passed over: the read says why. `year` is that of the reference day.
    """
    found: list[SheetColumns] = []
    for given, kind in recognised(map(Path, paths), limit_mb=limit_mb, refuse=lambda _given, _why: None):
        if kind in ("text", "xlsx"):
            try:
                with given.open() as stream:
                    found += guess_columns(stream, given.name, kind, year=year)
            except RefusedFileError:
                continue
    return tuple(found)


def as_asked(found: Iterable[SheetColumns]) -> list[Json]:
    """Give, as JSON values, the table that a sender is shown."""
    return [asdict(one) | {"is_recognised": one.is_recognised} for one in found]


def as_chosen(answers: object) -> tuple[Chosen, ...]:
    """Read back what a sender chose, as JSON values: for each sheet `file`, `sheet`, `line`, `columns`.

    Raises:
        InputError: it is not written so, a field is unknown, or a column serves twice.
    """
    if not isinstance(answers, Sequence) or isinstance(answers, str) or not all(map(_is_choice, answers)):
        raise InputError("Le choix des colonnes ne se lit pas : rouvrez la page, puis choisissez vos fichiers.")
    return tuple(Chosen(one["file"], one["sheet"], one["line"], dict(one["columns"])) for one in answers)


def _is_choice(one: object) -> bool:
    return (
        isinstance(one, Mapping)
        and isinstance(one.get("file"), str)
        and isinstance(one.get("sheet"), str)
        and type(one.get("line")) is int
        and isinstance(one.get("columns"), Mapping)
        and all(isinstance(name, str) and type(rank) is int for name, rank in one["columns"].items())
    )
