"""The permission matrix: every page, for every role, on one's own objects and on those of another pôle.

A new URL must be written in the table of its room (`factories/matrix`), a new rule in `permissions` there; until then
a test fails and says which one is missing.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scope

from factories import cluster, scenes
from factories.cluster import Cluster
from factories.matrix import EVERYONE, EXPECTED, TABLES
from factories.matrix.columns import Keys
from vivier_web.accounts.choices import RoleKind


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Give every address of the product, under its whole name."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name or ''}", each


ALL = list(patterns(get_resolver()))
NAMES = sorted({name for name, _ in ALL})


def about(keys: Keys | None) -> tuple[Cluster, dict[str, Any]]:
    """Give a pôle and what a URL is about: acted once for all who ask, and for all the URLs about the same."""

    def act() -> tuple[Cluster, dict[str, Any]]:
        found = scenes.played("a pôle", cluster.founded)
        with scope(pole=found.pole):
            return found, keys(found) if keys else {}

    return scenes.played(("a pôle and", keys), act)


def about_another(keys: Keys) -> tuple[Cluster, dict[str, Any]]:
    """Give a pôle, and what a URL is about in another pôle."""

    def act() -> tuple[Cluster, dict[str, Any]]:
        found = scenes.played("a pôle", cluster.founded)
        other = cluster.founded("plasturgie", 1)
        with scope(pole=other.pole):
            return found, keys(other)

    return scenes.played(("another pôle and", keys), act)


@pytest.fixture
def here(db: None, name: str) -> Iterator[tuple[Cluster, str]]:
    """A pôle, and the address of one URL with the keys of that pôle."""
    found, keys = about(EXPECTED[name].keys)
    with scope(pole=found.pole):
        yield found, reverse(name, kwargs=keys or None)


@pytest.fixture
def elsewhere(db: None, name: str) -> Iterator[tuple[Cluster, str]]:
    """A pôle, and the address of one URL with the keys of another pôle."""
    found, keys = about_another(EXPECTED[name].keys)
    with scope(pole=found.pole):
        yield found, reverse(name, kwargs=keys)


def signed_in(found: Cluster, kind: str) -> Client:
    """Give the browser of the person of a role."""
    browser = Client()
    browser.force_login(found.people[kind])
    return browser


def ask(browser: Client, name: str, url: str) -> Any:
    """Ask for one URL, and take back whatever that changed."""
    row = EXPECTED[name]
    with transaction.atomic():
        answer = getattr(browser, row.method)(url, row.data)
        transaction.set_rollback(True)
    return answer


def test_every_url_is_in_the_table_and_only_those() -> None:
    assert all(each.name for _, each in ALL), [each.pattern for _, each in ALL if not each.name]
    assert set(NAMES) == set(EXPECTED)
    assert sum(map(len, TABLES)) == len(EXPECTED), "a URL is in the tables of two rooms"


@pytest.mark.parametrize("url", [url for _, url in ALL], ids=lambda url: str(url.name))
def test_every_view_of_ours_carries_its_rule(url: URLPattern) -> None:
    if url.callback.__module__.startswith("vivier_web."):
        assert hasattr(url.callback, "rule")


@pytest.mark.parametrize("name", NAMES)
def test_each_role_gets_what_the_table_says(here: tuple[Cluster, str], name: str) -> None:
    row, (found, url) = EXPECTED[name], here
    wrong = {}
    for kind in RoleKind.values:
        status = ask(signed_in(found, kind), name, url).status_code
        if status not in (row.ok if kind in row.who else row.refused):
            wrong[kind] = status
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(here: tuple[Cluster, str], name: str) -> None:
    row, (_, url) = EXPECTED[name], here
    answer = ask(Client(), name, url)
    if row.anonymous is not None:
        assert answer.status_code in row.anonymous
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/compte/login/", "/compte/reauthenticate/"))


@pytest.mark.parametrize("name", [name for name in NAMES if EXPECTED[name].is_of_a_pole])
def test_the_objects_of_another_pole_do_not_exist_for_anyone_of_this_one(
    elsewhere: tuple[Cluster, str], name: str
) -> None:
    found, url = elsewhere
    seen = {}
    for kind in RoleKind.values:
        browser = signed_in(found, kind)
        if kind in {"operator", "network"}:
            browser.post("/pole/", {"pole": found.pole.pk})  # they may look at both: this is the one they look at
        with transaction.atomic():
            status = getattr(browser, EXPECTED[name].method)(url, EXPECTED[name].data).status_code
            transaction.set_rollback(True)
        expected = (404,) if kind in EXPECTED[name].who else (403, 404)
        if status not in expected:
            seen[kind] = status
    assert not seen


@pytest.mark.parametrize("name", NAMES)
def test_a_role_taken_back_opens_nothing_more_than_an_account_without_role(
    here: tuple[Cluster, str], name: str
) -> None:
    """The people whose only role has ended are treated like one another, whatever the role was."""
    from django.utils import timezone

    from vivier_web.members.models import Role

    found, url = here
    left = ("operator", "director", "member")
    Role.objects.filter(user__in=[found.people[kind] for kind in left]).update(ended_at=timezone.now())
    statuses = {ask(signed_in(found, kind), name, url).status_code for kind in left}
    assert len(statuses) == 1
    if EXPECTED[name].who != EVERYONE:
        assert statuses <= {401, 403, 404}
