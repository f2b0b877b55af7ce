"""Putting a backup back: everything in one transaction, the seal of the journal checked before it is kept."""

import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act, User
from vivier_web.members.models import Organisation, Pole
from vivier_web.ops.archive.rows import Model, applied_migrations, columns, row, tables
from vivier_web.ops.archive.writing import FORMAT, Kept, seal_of

_DAMAGED = "« {} » n’est pas une sauvegarde de Vivier, ou elle est abîmée : rien n’a été changé."


def put_back(file: Path, *, replace: bool = False) -> Kept:
    """Put a backup back in this database, whichever made it; on any fault, nothing has changed.

    A database that holds people, pôles or acts is refused without `replace`.
    """
    if not file.is_file():
        raise InputError(f"« {file} » n’existe pas : donnez le fichier que « vivier backup » a écrit.")
    try:
        with tarfile.open(file, "r:gz") as archive:
            said = _manifest(archive, file)
            _check(said, replace=replace)
            with transaction.atomic():
                with _journal_open():
                    _empty()
                for model in tables():
                    _fill(model, archive, said["rows_of"])
                _number_again()
                _check_seal(said)
    except InputError:
        raise
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError):
        raise InputError(_DAMAGED.format(file)) from None
    return Kept(said["tables"], said["rows"], said["acts"], said["sealed"])


def _manifest(archive: tarfile.TarFile, file: Path) -> dict[str, Any]:
    member = archive.extractfile("manifest.json")
    said = json.load(member) if member is not None else {}
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise InputError(_DAMAGED.format(file))
    return said


def _check(said: dict[str, Any], *, replace: bool) -> None:
    if said["migrations"] != applied_migrations(DEFAULT_DB_ALIAS):
        raise InputError(
            f"Cette sauvegarde vient de Vivier {said['version']}, dont les tables diffèrent : installez-le, "
            "restaurez, puis mettez à jour."
        )
    is_used = any(model._base_manager.exists() for model in (User, Pole, Organisation, Act))
    if is_used and not replace:
        raise InputError("Cette base contient déjà des données : ajoutez --replace pour les remplacer toutes.")


def _check_seal(said: dict[str, Any]) -> None:
    if seal_of(DEFAULT_DB_ALIAS) != (said["acts"], said["sealed"]):
        raise InputError("Le sceau du journal n’est pas celui de la sauvegarde : rien n’a été changé.")


@contextmanager
def _journal_open() -> Iterator[None]:
    """Lift the triggers of the journal on SQLite while it is emptied; PostgreSQL truncates under them."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'accounts_act'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def _empty() -> None:
    names = [connection.ops.quote_name(model._meta.db_table) for model in tables()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be left to check in what is emptied
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"TRUNCATE {', '.join(names)}, django_session")
            return
        for name in [*names, "django_session"]:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 (names of our own tables)


def _fill(model: Model, archive: tarfile.TarFile, counts: dict[str, int]) -> None:
    name = model._meta.db_table
    part = archive.extractfile(f"tables/{name}.jsonl")
    if part is None:
        raise KeyError(name)
    fields, put = columns(model), 0
    while rows := [row(model, fields, line) for line in islice(part, 500)]:
        _insert(model, rows, fields)
        put += len(rows)
    if put != counts[name]:
        raise InputError(f"La sauvegarde est incomplète ({name}) : rien n’a été changé.")


def _insert(model: Model, rows: list[models.Model], fields: list[models.Field[Any, Any]]) -> None:
    # Raw: bulk_create would write today's date in the columns that note when a row was made.
    step = connection.ops.bulk_batch_size(fields, rows)
    for start in range(0, len(rows), step):
        model._base_manager.get_queryset()._insert(  # type: ignore[attr-defined]
            rows[start : start + step], fields=fields, using=DEFAULT_DB_ALIAS, raw=True
        )


def _number_again() -> None:
    """Let the next rows take numbers after those put back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
