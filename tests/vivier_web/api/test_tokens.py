"""Keys: made by a director, shown once, never opening more than their maker may do."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.api.actions import end_token, make_token
from vivier_web.api.models import ApiToken
from vivier_web.api.queries import token_of
from vivier_web.members.actions import end_role
from vivier_web.members.models import Role

READ = ["members:read"]


def get(secret: str, path: str = "/api/private/members") -> object:
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def secret(pole: Cluster) -> str:
    return make_token(pole.pole, "tableau de bord", READ, days=90, by=pole.people["director"])[1]


def test_a_key_is_kept_by_its_digest_alone(pole: Cluster, secret: str) -> None:
    token = ApiToken.objects.get()
    kept = " ".join(str(value) for value in ApiToken.objects.values_list().get())
    assert secret.startswith(token.start)
    assert secret not in kept
    assert secret[12:] not in kept
    told = " ".join(f"{act.subject} {act.detail}" for act in Act.objects.all())
    assert secret[:12] not in told
    assert "tableau" not in told
    assert token_of(secret) == token


def test_a_key_opens_until_its_date(pole: Cluster, secret: str) -> None:
    assert get(secret).status_code == 200
    ApiToken.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert get(secret).status_code == 401


def test_a_key_taken_back_opens_nothing_more(pole: Cluster, secret: str) -> None:
    token = end_token(ApiToken.objects.get(), by=pole.people["director"])
    end_token(token, by=pole.people["director"])
    assert get(secret).status_code == 401
    assert Act.objects.filter(verb="end_token").count() == 1


def test_a_key_opens_nothing_once_its_maker_left(pole: Cluster, secret: str) -> None:
    end_role(Role.objects.get(user=pole.people["director"]), by=None)
    answer = get(secret)
    assert answer.status_code == 403
    assert "une clé faite pour cela" in answer.json()["detail"]
    pole.people["director"].is_active = False
    pole.people["director"].save()
    assert get(secret).status_code == 401


@pytest.mark.parametrize(
    ("name", "scopes", "days", "said"),
    [(" ", READ, 90, "nom"), ("x", [], 90, "ouvre"), ("x", ["all"], 90, "ouvre"), ("x", READ, 9999, "durée")],
)
def test_a_key_without_a_name_an_end_or_a_use_is_not_made(
    pole: Cluster, name: str, scopes: list[str], days: int, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        make_token(pole.pole, name, scopes, days=days, by=pole.people["director"])
    assert ApiToken.objects.count() == 0


def test_the_director_makes_a_key_that_is_shown_once(pole: Cluster, signed_in: object) -> None:
    client = signed_in("director")
    page = client.post("/equipe/cles/", {"name": "Tableau", "scopes": READ, "days": "30"}).content.decode()
    secret = re.search(r'value="(vivier_[^"]+)"', page).group(1)
    assert get(secret).json()["count"] == 3
    later = client.get("/equipe/cles/").content.decode()
    assert secret not in later
    assert "Tableau" in later
    client.post(f"/equipe/cles/{ApiToken.objects.get().pk}/retirer/")
    assert get(secret).status_code == 401
    assert "Tant qu’il n’y en a pas" in client.get("/equipe/cles/").content.decode()


def test_what_was_typed_wrong_is_said_and_kept(signed_in: object) -> None:
    page = signed_in("director").post("/equipe/cles/", {"name": "Tableau", "days": "30"}).content.decode()
    assert 'value="Tableau"' in page
    assert "vivier_" not in page.split("<main", 1)[1].replace("vivier_…", "")
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize("kind", ["team", "member", "board", "network", "region", "employee"])
def test_nobody_else_makes_or_takes_back_a_key(pole: Cluster, signed_in: object, secret: str, kind: str) -> None:
    client = signed_in(kind)
    assert client.get("/equipe/cles/").status_code == 403
    assert client.post(f"/equipe/cles/{ApiToken.objects.get().pk}/retirer/").status_code == 403
    assert get(secret).status_code == 200
