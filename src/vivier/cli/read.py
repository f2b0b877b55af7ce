"""`vivier read`: count the people of payroll files and staff lists."""

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from vivier.cli.french import Day, FrenchCommand
from vivier.vocabulary import InputError

Command = Callable[..., object]
ALL_READ, SOME_REFUSED, NOTHING_READABLE = 0, 1, 2


def reading_options(command: Command) -> Command:
    """Add the options that say how files are read."""
    for option in (
        click.option("--siren", help="SIREN des fichiers qui ne le portent pas."),
        click.option(
            "--prefer",
            type=click.Choice(["nominal", "aggregated"]),
            default="nominal",
            help="Source retenue quand une liste de personnes et un tableau décrivent le même établissement.",
        ),
        click.option(
            "--max-mb", "limit_mb", type=click.IntRange(min=1), default=200, help="Taille maximale d’un fichier (Mo)."
        ),
    ):
        command = option(command)
    return command


def refuse_to_overwrite(files: Iterable[Path], *outputs: Path | None) -> None:
    """Refuse to write over a file that is to be read.

    Raises:
        InputError: one of the outputs is one of the files.
    """
    read_from = {os.path.realpath(path) for path in files}
    for out in outputs:
        if out is not None and os.path.realpath(out) in read_from:
            raise InputError(
                f"Le fichier à écrire, « {out.name} », est aussi un fichier à lire : il n’a pas été touché ; "
                "choisissez un autre nom."
            )


@click.command("read", cls=FrenchCommand)
@click.argument("files", nargs=-1, required=True, metavar="FICHIER…", type=click.Path(path_type=Path))
@click.option("--on", type=Day(), help="Jour de référence (par défaut : le dernier que disent les fichiers).")
@click.option("--json", "out", metavar="FICHIER", type=click.Path(path_type=Path), help="Fichier JSON à écrire.")
@click.option("--single-ages", is_flag=True, help="Donner les âges en années plutôt qu’en tranches.")
@reading_options
def read(files: tuple[Path, ...], on: dt.date | None, out: Path | None, **choices: object) -> int:
    """Compter les salariés de FICHIER… : DSN, registres, exports RH, BDESE, polyvalence, ou leurs dossiers.

    Codes de retour : 0 tout est lu, 1 des fichiers ont été laissés de côté, 2 rien n’a pu être lu.
    """
    from vivier.cli.headcount import show
    from vivier.cli.reading import read_files
    from vivier.intake import Options
    from vivier.intake.layout import as_json
    from vivier.report.whole import write_whole

    refuse_to_overwrite(files, out)
    headcount = read_files(files, on, Options(**choices))  # type: ignore[arg-type]
    readable = len(headcount.sources) - len(headcount.refused)
    if out is not None and readable:
        write_whole({out: (json.dumps(as_json(headcount), ensure_ascii=False, indent=1) + "\n").encode()})
    show(headcount, out if readable else None)
    if not readable:
        return NOTHING_READABLE
    return SOME_REFUSED if headcount.refused else ALL_READ
