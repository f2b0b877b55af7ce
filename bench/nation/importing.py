"""How long the import of a large register takes, and its undoing, beside only reading its lines."""

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
    begun = time.perf_counter()
    done = work()
    print(f"{title:34} {time.perf_counter() - begun:6.1f} s", flush=True)
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
    with scope(pole=pole):
        table = streamed(path)
        timed("only reading and checking the lines", lambda: read_lines(list(table.lines), guessed(table.header)))
        batch = timed("importing them", lambda: import_stream(pole, "a", streamed(path), by=None, today=TODAY))
        again = timed("importing them again", lambda: import_stream(pole, "b", streamed(path), by=None, today=TODAY))
        kept = timed("undoing the first", lambda: undo_import(batch, by=None))
    print(f"{batch.admitted:,} members admitted, {again.admitted} the second time, {kept} left after undoing")
