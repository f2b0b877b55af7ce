"""Writing a backup: one instant of the database, table by table, then its seal."""

import io
import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import cast

from django.db import connection, connections, transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.journal import GENESIS, first_broken
from vivier_web.accounts.models import Act
from vivier_web.ops.archive.rows import applied_migrations, lines, tables

FORMAT = 1
COPY = "backup"  # the alias of the copy a SQLite database is saved from


@dataclass(frozen=True, slots=True)
class Kept:
    """Say what a backup holds: how many tables and rows, how many acts, and the seal of the last."""

    tables: int
    rows: int
    acts: int
    sealed: str


def save(file: Path) -> Kept:
    """Save the whole database as it is at one instant; the file is there whole, or not at all.

    A journal that was tampered with is refused: such a backup must not pass for a good one.
    """
    if file.exists():
        raise InputError(f"« {file} » existe déjà : donnez un autre nom, une sauvegarde n’en remplace pas une autre.")
    if not file.parent.is_dir():
        raise InputError(f"Le dossier « {file.parent} » n’existe pas : créez-le, ou donnez-en un autre.")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".vivier-") as folder:
        draft = Path(folder) / "draft.tar.gz"
        with one_instant(Path(folder)) as using:
            kept = _write(draft, Path(folder), using)
        draft.chmod(0o600)
        draft.replace(file)
    return kept


@contextmanager
def one_instant(folder: Path) -> Iterator[str]:
    """Give the alias of a database that nobody changes while it is read; those who write do not wait.

    SQLite is copied by its own online backup; PostgreSQL is read in one transaction that sees one instant.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield "default"
        return
    connection.ensure_connection()
    target = folder / "copy.sqlite3"
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy)
    copy.close()
    connections.databases[COPY] = {**connection.settings_dict, "NAME": str(target)}
    try:
        yield COPY
    finally:
        connections[COPY].close()
        del connections[COPY]
        del connections.databases[COPY]


def _write(draft: Path, folder: Path, using: str) -> Kept:
    acts, sealed = seal_of(using)
    counts: dict[str, int] = {}
    with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
        for model in tables():
            name = model._meta.db_table
            part = folder / "part.jsonl"
            counts[name] = _write_table(part, lines(model, using))
            archive.add(part, f"tables/{name}.jsonl", filter=_anonymous)
        kept = Kept(len(counts), sum(counts.values()), acts, sealed)
        said = asdict(kept) | {
            "format": FORMAT, "version": version("vivier"), "rows_of": counts, "migrations": applied_migrations(using)
        }  # fmt: skip
        content = json.dumps(said, indent=1).encode()
        card = tarfile.TarInfo("manifest.json")
        card.size = len(content)
        archive.addfile(card, io.BytesIO(content))
    return kept


def _write_table(part: Path, rows: Iterator[str]) -> int:
    count = 0
    with part.open("w", encoding="utf-8") as file:
        for line in rows:
            file.write(line + "\n")
            count += 1
    return count


def _anonymous(card: tarfile.TarInfo) -> tarfile.TarInfo:
    card.uid = card.gid = 0
    card.uname = card.gname = ""
    card.mode = 0o600
    return card


def seal_of(using: str) -> tuple[int, str]:
    """Give the number of acts of a journal and the seal of the last; refuse one that was tampered with."""
    # Closed here: a cursor left open on PostgreSQL would outlive the savepoint it was opened in.
    read = cast("Generator[Act]", Act.objects.using(using).order_by("number").iterator(chunk_size=5000))
    with closing(read) as acts:
        broken = first_broken((act.number, act.entry, act.sealed) for act in acts)
    if broken is not None:
        raise InputError(f"Le journal a été altéré à l’acte n° {broken} : rien n’a été fait ; voyez verify-journal.")
    last = Act.objects.using(using).order_by("-number").values_list("number", "sealed").first()
    return last or (0, GENESIS)
