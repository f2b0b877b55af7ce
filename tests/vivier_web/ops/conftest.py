"""Machines of the tests: a SQLite one, and one on whatever database the suite runs on."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from factories.machine import Machine

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a machine whose tables are made and empty: made once, copied for each."""
    home = tmp_path_factory.mktemp("empty") / "home"
    home.mkdir(mode=0o700)
    Machine(home).python("from django.core.management import call_command; call_command('migrate', verbosity=0)")
    return home


@pytest.fixture
def machine(tmp_path: Path, empty_home: Path) -> Machine:
    """A machine with a SQLite file, its tables made."""
    return Machine(Path(shutil.copytree(empty_home, tmp_path / "machine")))


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
        _ask(f'CREATE DATABASE "{name}"')
        made.append(name)
        there = Machine(home, _url(name))
        there.python("from django.core.management import call_command; call_command('migrate', verbosity=0)")
        return there

    yield make
    for name in made:
        _ask(f'DROP DATABASE "{name}" WITH (FORCE)')


def _url(name: str) -> str:
    one = settings.DATABASES["default"]
    return f"postgres://{one['USER']}:{one['PASSWORD']}@{one['HOST']}:{one['PORT']}/{name}"


def _ask(statement: str) -> None:
    import psycopg

    with psycopg.connect(_url("postgres"), autocommit=True) as connection:
        connection.execute(statement)
