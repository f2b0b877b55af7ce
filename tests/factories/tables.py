"""The tables of the tests, made by the migrations once for all workers and all runs that have the same migrations."""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.db import connection

MAKERS = ("django", "django-allauth", "django-tasks-db")  # whose tables are made beside ours


def mark() -> str:
    """Give the mark of what makes the tables: every migration of ours, and the versions of the others."""
    told = hashlib.sha256(" ".join(map(version, MAKERS)).encode())
    for app in sorted(apps.get_app_configs(), key=lambda each: each.label):
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            told.update(f"{app.label} {path.name}\n".encode() + path.read_bytes())
    return told.hexdigest()[:16]


def kept_in(folder: Path) -> Path:
    """Give the SQLite file of the tables, whether it is there or not."""
    return folder / f"{mark()}.sqlite3"


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """Copy the tables made before, if any, into the database that the block makes, and keep them for who comes next.

    Within the block Django runs the migrations all the same: on a copy, they find nothing to do. One worker at a
    time, for the first makes what the others copy.
    """
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite(kept_in(folder)):
            yield


def kept_on_postgresql() -> str:
    """Give the name of the PostgreSQL database of the tables, whether it is there or not."""
    return f"tables_{mark()}"


@contextmanager
def _on_sqlite(kept: Path) -> Iterator[None]:
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as here:  # in memory: it lives while somebody holds it
        is_kept = kept.exists()
        if is_kept:
            with closing(sqlite3.connect(kept)) as there:
                there.backup(here)
        yield
        if not is_kept:
            unfinished = kept.with_suffix(".new")
            unfinished.unlink(missing_ok=True)
            with closing(sqlite3.connect(unfinished)) as there:
                here.backup(there)
            unfinished.rename(kept)


@contextmanager
def _on_postgresql() -> Iterator[None]:
    kept = kept_on_postgresql()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
        is_kept = cursor.fetchone() is not None
    if is_kept:
        connection.settings_dict["TEST"]["TEMPLATE"] = kept
    yield
    if not is_kept:
        made = connection.settings_dict["NAME"]
        connection.close_pool()  # a database is copied while nobody reads it
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{kept}" TEMPLATE "{made}"')
