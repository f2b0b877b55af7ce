"""The command that imports the members of a pôle from a file of any size, tells what it would do, or undoes it."""

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vivier import french
from vivier.cli.french import FrenchCommand
from vivier.vocabulary import InputError
from vivier_web.ops.preparing import set_django_up

if TYPE_CHECKING:
    from vivier_web.members.models import ImportBatch, Pole

Line = tuple[int, list[str]]  # its number in the file, its cells
Tell = Callable[[int, int], None]  # how many lines, how many letters
_TOLD_EVERY = 500  # lines


@click.command(
    "import-members",
    cls=FrenchCommand,
    help="Importe les membres d’un pôle depuis FICHIER : CSV, XLSX ou StockEtablissement de SIRENE, sans limite de "
    "taille ; tout est importé ou rien. Avec --undo, annule un import.",
)
@click.argument("file", metavar="[FICHIER]", required=False, type=click.Path(path_type=Path))
@click.option("--pole", "slug", required=True, metavar="PÔLE", help="Identifiant du pôle.")
@click.option("--register-only", is_flag=True, help="Inscrit au répertoire, sans admettre comme membres.")
@click.option("--preview", is_flag=True, help="Dit ce que l’import ferait, sans rien écrire.")
@click.option("--undo", type=int, metavar="NUMÉRO", help="Annule cet import, au lieu d’importer.")
def import_members(file: Path | None, slug: str, register_only: bool, preview: bool, undo: int | None) -> None:
    """Import, look or undo, within the pôle that bears this name."""
    if undo is not None and (file is not None or preview or register_only):
        raise InputError("« --undo » annule un import : donnez son numéro et le pôle, rien d’autre.")
    set_django_up()
    from django_scopes import scope

    from vivier_web.members.models import Pole

    pole = Pole.objects.filter(slug=slug).first()
    if pole is None:
        raise InputError(f"Aucun pôle ne s’appelle « {slug} » : donnez son identifiant, celui de sa carte.")
    with scope(pole=pole):
        click.echo(undone(pole, undo) if undo is not None else imported(pole, file, register_only, preview))


def imported(pole: "Pole", file: Path | None, register_only: bool, preview: bool) -> str:
    """Import a file, or only look at what it would do; gives the sentence that tells it."""
    from django.db import transaction
    from django.utils import timezone

    from vivier_web.members.actions import import_stream
    from vivier_web.members.registers import Table, streamed

    if file is None or not file.is_file():
        raise InputError("Donnez le fichier à lire : il n’y en a pas à cet endroit.")
    begun, table = time.monotonic(), streamed(file)
    today: dt.date = timezone.localdate()
    with _progress(file) as told, transaction.atomic():
        counted = Table(table.header, _counted(table.lines, told))
        batch = import_stream(pole, file.name, counted, by=None, today=today, admits=not register_only)
        if preview:
            transaction.set_rollback(True)
    done = _said(batch)
    if preview:
        return f"Cet import donnerait : {done}. Rien n’a été écrit."
    return f"Import n° {batch.pk} : {done}, en {max(1, round(time.monotonic() - begun))} s."


def undone(pole: "Pole", number: int) -> str:
    """Undo an import; gives the sentence that tells it."""
    from vivier_web.members.actions import undo_import
    from vivier_web.members.models import ImportBatch

    batch = ImportBatch.objects.filter(pole=pole, pk=number).first()
    if batch is None:
        raise InputError("Cet import n’existe pas dans ce pôle : son numéro vous a été dit quand il a été fait.")
    kept = undo_import(batch, by=None)
    return f"Import annulé, {french.counted(kept, 'organisation gardée', 'organisations gardées')}."


def _said(batch: "ImportBatch") -> str:
    words = {
        "organisations": ("organisation créée", "organisations créées"),
        "sites": ("établissement", "établissements"),
        "admitted": ("membre admis", "membres admis"),
        "changed": ("fiche corrigée", "fiches corrigées"),
        "refused": ("ligne laissée de côté", "lignes laissées de côté"),
    }
    return ", ".join(french.counted(getattr(batch, name), *said) for name, said in words.items())


def _counted(lines: Iterable[Line], tell: Tell) -> Iterator[Line]:
    """Give the lines, telling how far the file has been read."""
    letters = 0
    for rank, line in enumerate(lines, 1):
        letters += sum(map(len, line[1])) + len(line[1])
        if rank % _TOLD_EVERY == 0:
            tell(rank, letters)
        yield line


@contextmanager
def _progress(file: Path) -> Iterator[Tell]:
    """Show a bar on a terminal while a file is read; nothing is written where nobody looks."""
    from rich.console import Console
    from rich.progress import Progress

    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not sys.stderr.isatty()) as bar:
        size = max(1, file.stat().st_size)
        task = bar.add_task(f"Import de {file.name}", total=size)

        def tell(lines: int, letters: int) -> None:
            # Letters are a little fewer than bytes: the bar ends a little late, never early.
            bar.update(task, completed=min(letters, size), description=f"Import, {french.counted(lines, 'ligne')}")

        yield tell
