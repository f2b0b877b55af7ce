"""Two addresses for whoever watches the site."""

import pytest
from django.db import connection
from django.test import Client

from vivier_web.ops import health


@pytest.fixture(autouse=True)
def _forget() -> None:
    health._is_up_to_date.cache_clear()


def test_the_site_says_it_is_alive_without_a_database(client: Client) -> None:
    assert client.get("/sante/").json() == {"alive": True}


def test_the_site_is_ready_when_its_tables_are_up_to_date(db: None, client: Client) -> None:
    answer = client.get("/pret/")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


def test_the_site_is_not_ready_while_a_migration_waits(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'api'")
    answer = client.get("/pret/")
    assert (answer.status_code, answer.json()) == (503, {"ready": False})


def test_once_ready_the_site_asks_no_more_than_one_question(
    db: None, client: Client, django_assert_num_queries: object
) -> None:
    client.get("/pret/")
    with django_assert_num_queries(1):
        client.get("/pret/")
