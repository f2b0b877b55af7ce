"""Import the members of a pôle from a file of any size: `import_members FILE --pole slug`."""

import datetime as dt
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django_scopes import scope

from vivier import french
from vivier.vocabulary import InputError
from vivier_web.members.actions import import_stream, undo_import
from vivier_web.members.models import ImportBatch, Pole
from vivier_web.members.registers import streamed


class Command(BaseCommand):
    """Read a CSV (or an XLSX, or the SIRENE stock file), import it in one transaction, say what was done."""

    help = "Importe les membres d’un pôle depuis un fichier CSV, XLSX ou StockEtablissement, sans limite de taille."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the pôle, and what to do of them."""
        parser.add_argument("file", type=Path, nargs="?", help="le fichier à lire")
        parser.add_argument("--pole", required=True, help="l’identifiant du pôle")
        parser.add_argument("--register-only", action="store_true", help="inscrire au répertoire, sans admettre")
        parser.add_argument("--undo", type=int, metavar="NUMÉRO", help="annuler cet import, au lieu d’importer")

    def import_or_undo(self, *_args: Any, **options: Any) -> None:
        """Import, or undo."""
        pole = Pole.objects.filter(slug=options["pole"]).first()
        if pole is None:
            raise CommandError(f"Aucun pôle ne s’appelle « {options['pole']} ».")
        try:
            with scope(pole=pole):
                self._undo(pole, options["undo"]) if options["undo"] else self._import(pole, options)
        except InputError as error:
            raise CommandError(str(error)) from None

    handle = import_or_undo  # the name Django calls

    def _import(self, pole: Pole, options: dict[str, Any]) -> None:
        file: Path | None = options["file"]
        if file is None or not file.is_file():
            raise CommandError("Donnez le fichier à lire : il n’est pas à cet endroit.")
        start, today = time.monotonic(), timezone.localdate()
        batch = self._written(pole, file, today, admits=not options["register_only"])
        said = [
            french.counted(batch.organisations, "organisation créée", "organisations créées"),
            french.counted(batch.sites, "établissement"),
            french.counted(batch.admitted, "membre admis", "membres admis"),
            french.counted(batch.changed, "fiche corrigée", "fiches corrigées"),
            french.counted(batch.refused, "ligne laissée de côté", "lignes laissées de côté"),
        ]
        self.stdout.write(f"Import n° {batch.pk} : {', '.join(said)}, en {time.monotonic() - start:.0f} s.")

    def _written(self, pole: Pole, file: Path, today: dt.date, *, admits: bool) -> ImportBatch:
        return import_stream(pole, file.name, streamed(file), by=None, today=today, admits=admits)

    def _undo(self, pole: Pole, number: int) -> None:
        batch = ImportBatch.objects.filter(pole=pole, pk=number).first()
        if batch is None:
            raise CommandError("Cet import n’existe pas dans ce pôle.")
        kept = undo_import(batch, by=None)
        self.stdout.write(f"Import annulé, {french.counted(kept, 'organisation gardée', 'organisations gardées')}.")
