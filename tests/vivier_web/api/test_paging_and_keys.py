"""The corners of the API: pages, filters, limits by key, what a key is made of."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from factories import cluster, collected
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.api.actions import DAYS, PREFIX, end_token, make_token
from vivier_web.api.choices import Scope
from vivier_web.api.models import ApiToken
from vivier_web.api.queries import digest, token_of, tokens
from vivier_web.api.rules import may_make_tokens, may_read_members_by_token
from vivier_web.members.actions import found_pole
from vivier_web.members.models import Site
from vivier_web.members.rules import Actor, Held

MEMBERS, POLES = "/api/private/members", "/api/open/poles"
READ = [Scope.MEMBERS_READ.value]


def made(pole: Cluster, name: str = "x", days: int = 30) -> tuple[ApiToken, str]:
    return make_token(pole.pole, name, READ, days=days, by=pole.people["director"])


def bearing(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_members_are_read_a_hundred_at_a_time_each_once(pole: Cluster) -> None:
    added = [collected.member(pole.pole, number).pk for number in range(100)]
    client = bearing(made(pole)[1])
    first, second, third = (client.get(MEMBERS, {"page": page}).json() for page in (1, 2, 3))
    assert [page["count"] for page in (first, second, third)] == [103] * 3
    assert [len(page["items"]) for page in (first, second, third)] == [100, 3, 0]
    read = [one["id"] for page in (first, second) for one in page["items"]]
    assert read == sorted([one.pk for one in pole.members] + added)


@pytest.mark.parametrize(
    ("naf", "count"), [("", 3), ("2", 3), ("25", 3), ("25.62B", 3), ("25.62A", 0), ("5.62B", 0), ("25.62B0", 0)]
)
def test_members_are_filtered_by_the_beginning_of_their_activity(pole: Cluster, naf: str, count: int) -> None:
    page = bearing(made(pole)[1]).get(MEMBERS, {"naf": naf}).json()
    assert (page["count"], len(page["items"])) == (count, count)


def test_an_establishment_that_closed_is_no_longer_read(pole: Cluster) -> None:
    client = bearing(made(pole)[1])
    path = f"{MEMBERS}/{pole.members[0].pk}"
    assert [site["siret"] for site in client.get(path).json()["sites"]] == ["73282932000074"]
    Site.objects.filter(organisation=pole.members[0]).update(closed_on=dt.date(2025, 12, 31))
    assert client.get(path).json()["sites"] == []


@pytest.mark.parametrize("pk", ["0", "-1", "999999999", str(2**31), str(2**63), "9" * 60])
def test_a_number_of_no_member_is_not_found_whatever_its_size(pole: Cluster, pk: str) -> None:
    answer = bearing(made(pole)[1]).get(f"{MEMBERS}/{pk}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Ce pôle n’a pas de membre de ce numéro."})


@pytest.mark.parametrize(
    ("path", "asked", "named"),
    [
        (MEMBERS, {"page": "0"}, "page"),
        (MEMBERS, {"page": "100001"}, "page"),
        (MEMBERS, {"naf": "25.62b"}, "naf"),
        (MEMBERS, {"naf": "25.62B'--"}, "naf"),
        (MEMBERS, {"naf": "é", "page": "x"}, "naf, page"),
        (f"{MEMBERS}/deux", {}, "pk"),
        (POLES, {"page": "1001"}, "page"),
        (POLES, {"page": ""}, "page"),
        (POLES, {"region": "841"}, "region"),
        (POLES, {"region": "2A"}, "region"),
    ],
)
def test_each_parameter_that_makes_no_sense_is_named(
    pole: Cluster, path: str, asked: dict[str, str], named: str
) -> None:
    answer = bearing(made(pole)[1]).get(path, asked)
    said = f"Paramètre incompris : {named}. Voyez /api/openapi.json."
    assert (answer.status_code, answer.json()) == (422, {"detail": said})


def test_anyone_reads_every_pole_a_hundred_at_a_time(pole: Cluster) -> None:
    for number in range(100):
        found_pole(f"p-{number}", f"Pôle {number:03d}", "ptce", by=None, region="11")
    first, second = (Client().get(POLES, {"page": page}).json() for page in (1, 2))
    assert (first["count"], len(first["items"]), len(second["items"])) == (101, 100, 1)
    assert second["items"][0]["slug"] == "mecatronique"
    assert Client().get(POLES, {"region": "11", "page": "2"}).json() == {"count": 100, "items": []}


def test_the_calls_of_one_key_do_not_slow_another(pole: Cluster, settings: object) -> None:
    settings.API_CALLS_A_MINUTE = 1
    one, other = bearing(made(pole)[1]), bearing(made(pole)[1])
    statuses = [one.get(MEMBERS).status_code for _ in range(4)]
    assert 429 in statuses
    assert other.get(MEMBERS).status_code == 200
    assert one.get(POLES).status_code == 200, "what anyone reads is counted for nobody"
    slowed = next(answer for answer in iter(lambda: one.get(MEMBERS), None) if answer.status_code == 429)
    assert slowed.json() == {"detail": "Trop d’appels en une minute : ralentissez, puis recommencez."}


@pytest.mark.parametrize("days", DAYS)
def test_a_key_lasts_the_days_that_were_chosen(pole: Cluster, days: int) -> None:
    before = timezone.now()
    token, secret = made(pole, days=days)
    assert before <= token.expires_at - dt.timedelta(days=days) <= timezone.now()
    assert re.fullmatch(PREFIX + r"[\w-]{43}", secret)
    assert (token.start, token.sha256) == (secret[:12], digest(secret))


def test_a_key_keeps_its_name_trimmed_and_writes_its_making_in_the_journal(pole: Cluster) -> None:
    token, _ = made(pole, f"  {'n' * 200}  ")
    assert token.name == str(token) == "n" * 80
    told = Act.objects.get(verb="make_token")
    assert (told.actor_id, told.subject, told.pole) == (
        pole.people["director"].pk,
        f"token:{token.pk}",
        "mecatronique",
    )
    assert told.detail == '{"days": 30, "scopes": ["members:read"]}'


@pytest.mark.parametrize("days", [0, -30, 1, 31, 366, 10**9])
def test_a_key_of_any_other_length_is_refused(pole: Cluster, days: int) -> None:
    with pytest.raises(InputError, match="30, 90 ou 365 jours"):
        made(pole, days=days)


@pytest.mark.parametrize("scopes", [["members:write"], ["members:read", "x"], "members:read", [""]])
def test_a_key_that_would_open_something_unknown_is_refused(pole: Cluster, scopes: object) -> None:
    with pytest.raises(InputError, match="ce que la clé ouvre"):
        make_token(pole.pole, "x", scopes, days=30, by=pole.people["director"])
    assert ApiToken.objects.count() == 0


def test_two_keys_never_have_the_same_secret(pole: Cluster) -> None:
    secrets = {made(pole)[1] for _ in range(20)}
    assert len(secrets) == 20
    assert {token_of(one).sha256 for one in secrets} == {digest(one) for one in secrets}


def test_a_pole_lists_its_own_keys_that_still_stand(pole: Cluster) -> None:
    kept, ended = made(pole, "gardée")[0], made(pole, "retirée")[0]
    end_token(ended, by=pole.people["director"])
    with scope(pole=None):
        other = cluster.founded("plasturgie", first=1)
    with scope(pole=other.pole):
        strange = made(other, "étrangère")[0]
        assert list(tokens()) == [strange]
    assert list(tokens()) == [kept]


def test_the_key_of_one_pole_reads_that_pole_whatever_its_maker_looks_at(pole: Cluster) -> None:
    with scope(pole=None):
        other = cluster.founded("plasturgie", first=1)
    with scope(pole=other.pole):
        secret = made(other)[1]
    named = {one["name"] for one in bearing(secret).get(MEMBERS).json()["items"]}
    assert named == {one.name for one in other.members}
    assert named != {one.name for one in pole.members}


@pytest.mark.parametrize("said", ["bearer {}", "Bearer  {}", "Token {}", "Bearer {}x", "Bearer x{}", "{}"])
def test_a_key_is_shown_in_one_way(pole: Cluster, said: str) -> None:
    secret = made(pole)[1]
    status = Client(headers={"Authorization": said.format(secret)}).get(MEMBERS).status_code
    assert status == (200 if said == "bearer {}" else 401)


@pytest.mark.parametrize("place", ["token", "key", "access_token"])
def test_a_key_in_an_address_opens_nothing(pole: Cluster, place: str) -> None:
    assert Client().get(MEMBERS, {place: made(pole)[1]}).status_code == 401


DIRECTOR, TEAM, MEMBER = (Held(kind, pole_id=1, organisation_id=9 if kind == "member" else None) for kind in ("director", "team", "member"))  # fmt: skip


@pytest.mark.parametrize(
    ("role", "looking_at", "may_make", "may_read"),
    [
        (DIRECTOR, 1, True, True), (DIRECTOR, 2, False, False), (DIRECTOR, None, False, False),
        (TEAM, 1, False, True), (MEMBER, 1, False, False), (Held("operator"), 2, True, True),
        (Held("region", territory="84"), 1, False, False),
    ],
)  # fmt: skip
def test_a_key_may_no_more_than_its_maker(role: Held, looking_at: int | None, may_make: bool, may_read: bool) -> None:
    actor = Actor(4, (role,), looking_at)
    assert (may_make_tokens(actor), may_read_members_by_token(actor, READ)) == (may_make, may_read)
    assert not may_read_members_by_token(actor, [])
    assert not may_read_members_by_token(actor, ["members"])
