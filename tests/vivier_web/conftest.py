"""What every test of the product starts from: settings of a test, a pôle, its people; all made through the actions."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django_scopes import scope

from factories import cluster, scenes
from factories.cluster import Cluster
from vivier_web.ops.static_files import StaticFiles

ASKING = {"db", "transactional_db", "live_server"}  # the fixtures by which a test asks the database


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out the tests that ask no database: the other run has proven them."""
    if not os.environ.get("DATABASE_URL"):
        return
    kept = [each for each in items if _asks(each)]
    config.hook.pytest_deselected(items=[each for each in items if each not in set(kept)])
    items[:] = kept


def _asks(item: pytest.Item) -> bool:
    asked = ASKING & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None or "/ops/" in item.nodeid


@pytest.fixture(autouse=True)
def _in_memory(settings: object, tmp_path: object) -> None:
    """Nothing of a test leaves its folder: files, letters, background work."""
    settings.HOME = settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.SECOND_FACTOR_ASKED = False  # it has its own tests


@pytest.fixture(autouse=True, scope="session")
def _files_listed_once() -> Iterator[None]:
    """The files of the site are listed once by each worker, not by the browser of every test."""
    listing, listed = StaticFiles.add_files_from_finders, {}

    def once(served: StaticFiles) -> None:
        heads = (served.static_prefix, served.max_age, repr(settings.STORAGES["staticfiles"]))
        where = (*heads, *settings.STATICFILES_FINDERS, *map(str, settings.STATICFILES_DIRS))
        if where not in listed:
            own, served.files = served.files, {}
            listing(served)
            listed[where], served.files = served.files, own
        served.files |= listed[where]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFiles, "add_files_from_finders", once)
        yield


@pytest.fixture
def pole(db: None) -> Iterator[Cluster]:
    """A pôle of three members, with one person for each role; rows are read in its scope."""
    made = scenes.played("a pôle", cluster.founded)
    with scope(pole=made.pole):
        yield made


@pytest.fixture
def signed_in(pole: Cluster) -> object:
    """Give a browser signed in as the person of a role: `signed_in("team")`."""

    def sign_in(kind: str) -> Client:
        client = Client()
        client.force_login(pole.people[kind])
        return client

    return sign_in
