"""What programs read: published cards for anyone, a pôle's members for its own keys."""

import datetime as dt
import json

import pytest
from django.test import Client
from django_scopes import scope

from factories import cluster
from factories.cluster import Cluster
from vivier_web.api.actions import make_token
from vivier_web.api.urls import addresses
from vivier_web.members.actions import admit_member, end_membership, register_organisation
from vivier_web.members.models import Label, Membership

MEMBERS = "/api/private/members"


@pytest.fixture
def client(pole: Cluster) -> Client:
    _, secret = make_token(pole.pole, "x", ["members:read"], days=30, by=pole.people["director"])
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_key_reads_the_members_of_its_pole(pole: Cluster, client: Client) -> None:
    page = client.get(MEMBERS).json()
    assert page["count"] == 3
    assert page["items"][0] == {
        "id": pole.members[0].pk,
        "name": "Mécanique du Val",
        "siren": "732829320",
        "kind": "sme",
        "naf": "25.62B",
        "size": "",
        "college": "Entreprises",
        "joined_on": "2024-01-01",
        "sites": [{"siret": "73282932000074", "town": "Annecy", "department": "74", "is_head_office": True}],
    }
    assert client.get(f"{MEMBERS}/{pole.members[0].pk}").json() == page["items"][0]
    assert client.get(MEMBERS, {"naf": "62"}).json()["count"] == 0


def test_a_key_reads_nothing_of_another_pole(pole: Cluster, client: Client) -> None:
    with scope(pole=None):
        other = cluster.founded("plasturgie", first=1)
        with scope(pole=other.pole):
            stranger = register_organisation("Étrangère", siren="552120222", by=None)
            admit_member(other.pole, stranger, joined_on=dt.date(2024, 1, 1), by=None)
            assert Membership.objects.filter(organisation=stranger).exists()
    assert client.get(f"{MEMBERS}/{stranger.pk}").status_code == 404
    assert "Étrangère" not in json.dumps(client.get(MEMBERS).json(), ensure_ascii=False)


def test_who_left_is_no_longer_read(pole: Cluster, client: Client) -> None:
    row = Membership.objects.get(organisation=pole.members[1])
    end_membership(row, left_on=dt.date(2025, 1, 1), by=None)
    assert client.get(MEMBERS).json()["count"] == 2
    assert client.get(f"{MEMBERS}/{pole.members[1].pk}").status_code == 404


def test_without_a_key_nothing_private_is_read(pole: Cluster) -> None:
    for said in (
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer vivier_x"},
        {"Authorization": "Basic eDp5"},
    ):
        answer = Client(headers=said).get(MEMBERS)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "Montrez une clé" in answer.json()["detail"]


def test_being_signed_in_is_not_a_key(signed_in: object) -> None:
    assert signed_in("director").get(MEMBERS).status_code == 401


def test_the_list_asks_the_same_few_questions_for_one_member_and_for_three(
    pole: Cluster, client: Client, settings: object, django_assert_num_queries: object
) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }  # calls are counted apart
    client.get(MEMBERS)
    with django_assert_num_queries(5):
        assert len(client.get(MEMBERS).json()["items"]) == 3
    for row in list(Membership.objects.all())[1:]:
        end_membership(row, left_on=dt.date(2025, 1, 1), by=None)
    with django_assert_num_queries(5):
        assert len(client.get(MEMBERS).json()["items"]) == 1


def test_too_many_calls_are_slowed_down(client: Client, settings: object) -> None:
    settings.API_CALLS_A_MINUTE = 2
    assert [client.get(MEMBERS).status_code for _ in range(4)].count(429) >= 1


def test_a_parameter_that_makes_no_sense_is_named_and_not_repeated(client: Client) -> None:
    answer = client.get(MEMBERS, {"page": "<script>"})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("Paramètre incompris : page.")


def test_anyone_reads_the_cards_of_poles_and_nothing_of_their_members(pole: Cluster) -> None:
    Label.objects.create(pole=pole.pole, name="Phase V", granted_on=dt.date(2023, 1, 1))
    Label.objects.create(
        pole=pole.pole, name="Phase IV", granted_on=dt.date(2019, 1, 1), ends_on=dt.date(2022, 12, 31)
    )
    page = Client().get("/api/open/poles").json()
    assert page == {
        "count": 1,
        "items": [
            {
                "slug": "mecatronique",
                "name": "Pôle mecatronique",
                "kind": "competitivity",
                "region": "84",
                "labels": ["Phase V"],
                "is_fictional": False,
            }
        ],
    }
    assert Client().get("/api/open/poles", {"region": "11"}).json() == {"count": 0, "items": []}


def test_the_cards_ask_three_questions_however_many_poles(pole: Cluster, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):
        Client().get("/api/open/poles")
    with scope(pole=None):
        cluster.founded("plasturgie", first=1)
        cluster.founded("chimie", first=2)
    with django_assert_num_queries(3):
        assert Client().get("/api/open/poles").json()["count"] == 3


def test_the_guide_names_every_call_and_asks_nothing_of_another_site(db: None) -> None:
    page = Client().get("/api/guide/").content.decode()
    paths = Client().get("/api/openapi.json").json()["paths"]
    published = {"/api/open/poles", "/api/open/donnees", "/api/open/donnees/{key}"}
    assert set(paths) == {*published, "/api/private/members", "/api/private/members/{pk}"}
    assert all(f"GET {path}" in page for path in paths)
    assert "<script" not in page
    assert "//" not in page.replace("http://testserver", "").replace("//-->", "")


def test_every_address_of_the_api_bears_its_rule() -> None:
    rules = {str(one.pattern): one.callback.rule for one in addresses[0]}
    assert {path for path, rule in rules.items() if rule is not None} == {
        "private/members",
        "private/members/<pk>",
    }
    assert rules["open/poles"] is None
