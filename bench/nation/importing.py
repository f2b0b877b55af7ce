"""How long the import of a large register takes, and its undoing, beside Django's own way to write rows."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from nation import counts
from nation.loading import TODAY, TOWNS, TRADES

T = TypeVar("T")
HEADER = "SIRET;Raison sociale;Type;NAF;Adresse;Code postal;Commune;Collège;Adhérent depuis"


def timed(title: str, work: Callable[[], T]) -> T:
    """Do something, and print how long it took."""
    begun, worked = time.perf_counter(), time.process_time()
    done = work()
    seconds, own = time.perf_counter() - begun, time.process_time() - worked
    print(f"{title:38} {seconds:6.1f} s, of which {own:6.1f} s of our own processor", flush=True)
    return done


def register(folder: Path, lines: int) -> Path:
    """Write a register of so many companies."""
    path = folder / "registre.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for n in range(1, lines + 1):
            department, town = TOWNS[n % len(TOWNS)]
            siret = counts.with_key(f"{counts.siren(n)}0001")
            line = (siret, f"{TRADES[n % len(TRADES)]} {n}", "PME", "25.62B", f"{n % 90 + 1} rue de la Fraise",
                    f"{department}000", town, "Entreprises", "01/03/2024")  # fmt: skip
            file.write(";".join(line) + "\n")
    return path


def time_rows(count: int) -> None:
    """Write so many organisations in the two ways, each taken back afterwards."""
    from django.db import transaction

    from vivier_web.members.actions.many import CHUNK, write_rows
    from vivier_web.members.models import Organisation

    def written(in_bulk: bool) -> None:
        rows = [Organisation(name=f"Société {n}", siren=counts.siren(n), words=f"societe {n}") for n in range(count)]
        with transaction.atomic():
            for begin in range(0, count, CHUNK):
                some = rows[begin : begin + CHUNK]
                Organisation.objects.bulk_create(some) if in_bulk else write_rows(some)
            transaction.set_rollback(True)

    timed("writing organisations by bulk_create", lambda: written(in_bulk=True))
    timed("writing them as imports do", lambda: written(in_bulk=False))


def time_import(folder: Path, lines: int) -> None:
    """Import so many lines into a pôle, import them again (nothing is new), and undo the first."""
    from django.db import connection
    from django_scopes import scope

    from vivier_web.members.actions import found_pole, import_stream, undo_import
    from vivier_web.members.queries.imports import read_lines
    from vivier_web.members.registers import guessed, streamed

    path = register(folder, lines)
    print(f"{lines:,} lines of {path.stat().st_size / 2**20:.0f} MB on {connection.vendor}")
    pole = found_pole("banc", "Banc", "cluster", by=None, region="84")
    time_rows(lines)
    with scope(pole=pole):
        table = streamed(path)
        timed("only reading and checking the lines", lambda: read_lines(list(table.lines), guessed(table.header)))
        batch = timed("importing them", lambda: import_stream(pole, "a", streamed(path), by=None, today=TODAY))
        again = timed("importing them again", lambda: import_stream(pole, "b", streamed(path), by=None, today=TODAY))
        kept = timed("undoing the first", lambda: undo_import(batch, by=None))
    print(f"{batch.admitted:,} members admitted, {again.admitted} the second time, {kept} left after undoing")
