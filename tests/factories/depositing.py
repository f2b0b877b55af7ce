"""The opening of every story of a deposit: a site whose browser reads files, somebody who answers for companies."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from factories import cluster
from factories.journal import let_tests_empty_it
from factories.site import served
from vivier_web.members.actions import admit_member, grant_role, register_organisation
from vivier_web.skills.actions.waves import open_wave

PYTHON = Path("src/vivier_web/pages/static/vendor/intake/intake.zip")


@contextmanager
def reading_here(settings: Any, folder: Path) -> Iterator[str]:
    """Serve the product as a browser meets it, Python prepared; skip the story where it was not."""
    if not (Path(__file__).resolve().parents[2] / PYTHON).exists():
        pytest.skip("make assets n’a pas préparé Python pour le navigateur")
    settings.STATIC_ROOT = folder / "static"
    settings.WHITENOISE_USE_FINDERS = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    let_tests_empty_it()
    (folder / "static").mkdir()
    with served() as url:
        yield url


def answering_for(companies: Mapping[str, str], *, on: dt.date) -> Client:
    """Sign in an accountant who answers for companies (SIREN → name) of a pôle, while a wave is open."""
    made = cluster.founded()
    today = timezone.localdate()
    with scope(pole=made.pole):
        for siren, name in companies.items():
            member = register_organisation(name, siren=siren, by=None)
            admit_member(made.pole, member, joined_on=today, by=None)
            grant_role(made.people["accountant"], "accountant", pole=made.pole, organisation=member, by=None)
        open_wave(made.pole, "Hiver", on=on, opens_on=today, closes_on=today, by=None)
    client = Client()
    client.force_login(made.people["accountant"])
    return client
