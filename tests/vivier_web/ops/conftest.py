"""Machines of the tests: a SQLite one, and one on whatever database the suite runs on."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from factories import tables
from factories.machine import Machine

FOUND = """
import datetime as dt
from django_scopes import scopes_disabled
from factories import cluster
with scopes_disabled():
    made = cluster.founded()
    from vivier_web.members.models import Dealing
    from vivier_web.skills.actions.waves import open_wave
    from vivier_web.skills.models import Run, Study
    day = dt.date(2026, 1, 31)
    wave = open_wave(made.pole, "Janvier", on=day, opens_on=day, closes_on=day, by=made.people["team"])
    study = Study.objects.create(pole=made.pole, wave=wave, name="Étude « à dix ans »", parameters={"horizon": 10})
    Run.objects.create(pole=made.pole, study=study, number=1, result=bytes(range(256)), progress=0.25)
"""
MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory, tables_kept: Path) -> Path:
    """The folder of a machine whose tables are made and empty: made once, copied for each."""
    home = tmp_path_factory.mktemp("empty") / "home"
    home.mkdir(mode=0o700)
    if (kept := tables.kept_in(tables_kept)).exists():
        shutil.copy(kept, home / "vivier.sqlite3")
    Machine(home).python(MIGRATE)
    return home


@pytest.fixture
def machine(tmp_path: Path, empty_home: Path) -> Machine:
    """A machine with a SQLite file, its tables made."""
    return Machine(Path(shutil.copytree(empty_home, tmp_path / "machine")))


@pytest.fixture(scope="session")
def founded_home(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> Path:
    """The folder of a machine with a pôle, a wave, a study and its run."""
    home = Path(shutil.copytree(empty_home, tmp_path_factory.mktemp("founded") / "home"))
    Machine(home).python(FOUND)
    return home


@pytest.fixture
def founded(tmp_path: Path, founded_home: Path) -> Machine:
    """A machine with a SQLite file, and a pôle in it."""
    return Machine(Path(shutil.copytree(founded_home, tmp_path / "founded")))


@pytest.fixture
def another(tmp_path: Path, empty_home: Path) -> Iterator[Callable[[], Machine]]:
    """Give a machine on the database the suite runs on: a new PostgreSQL database, or a SQLite file."""
    made: list[str] = []

    def make() -> Machine:
        number = next(_NUMBERS)
        home = Path(shutil.copytree(empty_home, tmp_path / f"another-{number}"))
        if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
            return Machine(home)
        name = f"machine_{os.getpid()}_{number}"
        _ask(f'CREATE DATABASE "{name}" {_copied()}')
        made.append(name)
        there = Machine(home, _url(name))
        there.python(MIGRATE)
        return there

    yield make
    for name in made:
        _ask(f'DROP DATABASE "{name}" WITH (FORCE)')


def _url(name: str) -> str:
    one = settings.DATABASES["default"]
    return f"postgres://{one['USER']}:{one['PASSWORD']}@{one['HOST']}:{one['PORT']}/{name}"


def _copied() -> str:
    """Give the words that copy the tables made for the tests, if they were."""
    kept = tables.kept_on_postgresql()
    return f'TEMPLATE "{kept}"' if _ask(f"SELECT 1 FROM pg_database WHERE datname = '{kept}'") else ""  # noqa: S608


def _ask(statement: str) -> bool:
    """Run a statement; tells whether it gave a row."""
    import psycopg

    with psycopg.connect(_url("postgres"), autocommit=True) as connection:
        done = connection.execute(statement)
        return done.description is not None and done.fetchone() is not None
