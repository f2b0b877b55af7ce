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

from factories import cluster
from factories.cluster import Cluster
from factories.matrix import EVERYONE, EXPECTED, TABLES
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


def address(name: str, found: Cluster) -> str:
    """Give the address of one URL with the keys of a pôle: what it is about is made once for all who ask."""
    keys = EXPECTED[name].keys
    return reverse(name, kwargs=keys(found) if keys else None)


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
def test_each_role_gets_what_the_table_says(pole: Cluster, signed_in: Any, name: str) -> None:
    row, url = EXPECTED[name], address(name, pole)
    wrong = {}
    for kind in RoleKind.values:
        status = ask(signed_in(kind), name, url).status_code
        if status not in (row.ok if kind in row.who else row.refused):
            wrong[kind] = status
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(pole: Cluster, name: str) -> None:
    row = EXPECTED[name]
    answer = ask(Client(), name, address(name, pole))
    if row.anonymous is not None:
        assert answer.status_code in row.anonymous
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/compte/login/", "/compte/reauthenticate/"))


@pytest.mark.parametrize("name", [name for name in NAMES if EXPECTED[name].is_of_a_pole])
def test_the_objects_of_another_pole_do_not_exist_for_anyone_of_this_one(
    pole: Cluster, signed_in: Any, name: str
) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        keys = EXPECTED[name].keys(other)  # type: ignore[misc]
    url = reverse(name, kwargs=keys)
    seen = {}
    for kind in RoleKind.values:
        browser = signed_in(kind)
        if kind in {"operator", "network"}:
            browser.post("/pole/", {"pole": pole.pole.pk})  # they may look at both: this is the one they look at
        with transaction.atomic():
            status = getattr(browser, EXPECTED[name].method)(url, EXPECTED[name].data).status_code
            transaction.set_rollback(True)
        expected = (404,) if kind in EXPECTED[name].who else (403, 404)
        if status not in expected:
            seen[kind] = status
    assert not seen


@pytest.mark.parametrize("name", NAMES)
def test_a_role_taken_back_opens_nothing_more_than_an_account_without_role(
    pole: Cluster, signed_in: Any, name: str
) -> None:
    """The people whose only role has ended are treated like one another, whatever the role was."""
    from django.utils import timezone

    from vivier_web.members.models import Role

    url = address(name, pole)
    left = ("operator", "director", "member")
    Role.objects.filter(user__in=[pole.people[kind] for kind in left]).update(ended_at=timezone.now())
    statuses = {ask(signed_in(kind), name, url).status_code for kind in left}
    assert len(statuses) == 1
    if EXPECTED[name].who != EVERYONE:
        assert statuses <= {401, 403, 404}
