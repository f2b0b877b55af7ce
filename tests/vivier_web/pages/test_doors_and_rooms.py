"""The home page, the doors of pages, the rooms above them, one's own account, and what anyone may see."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django_scopes import scope

from factories import cluster
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import grant_role
from vivier_web.members.models import Network
from vivier_web.members.rules import Actor, Held, may_see_members, may_sign_in
from vivier_web.pages.shared.access import anyone, needs
from vivier_web.pages.shared.desks import DESKS
from vivier_web.pages.shared.navigation import ROOMS, navigation
from vivier_web.pages.shared.templatetags import french

NETWORK_ROOMS, COMPANY_ROOM = ["Connaître", "Prévoir"], ["Mon entreprise"]
POLE_ROOMS = [*NETWORK_ROOMS, "Décider"]
PUBLISHED = "Évaluer"
TEAM_ROOMS = [*POLE_ROOMS, "Agir", PUBLISHED]
FOLLOWING = [*POLE_ROOMS, PUBLISHED]
AUTHORITY_ROOMS = ["Bureau", "Dossiers", "Procédures", "Campagnes", "Chiffres"]
SEEN = {
    "operator": FOLLOWING, "director": TEAM_ROOMS, "team": TEAM_ROOMS, "governance": FOLLOWING, "board": FOLLOWING,
    "network": NETWORK_ROOMS, "member": COMPANY_ROOM, "accountant": COMPANY_ROOM, "expert": [], "employee": [],
    "trainer": [], "state": AUTHORITY_ROOMS, "region": AUTHORITY_ROOMS, "local": AUTHORITY_ROOMS,
}  # fmt: skip
NO_DESK = "sans rôle aujourd’hui"


def rooms(page: str) -> list[str]:
    (shown,) = re.findall(r'<nav class="rooms".*?</nav>', page, re.DOTALL) or [""]
    return re.findall(r">([^<>]+)</a>", shown)


def test_every_kind_of_role_is_in_the_table() -> None:
    assert set(SEEN) == set(RoleKind.values)


@pytest.mark.parametrize("kind", SEEN)
def test_each_role_sees_the_rooms_it_may_enter_and_each_opens(signed_in: object, kind: str) -> None:
    client = signed_in(kind)
    page = client.get("/").content.decode()
    assert rooms(page) == SEEN[kind]
    for room in re.findall(r'<nav class="rooms".*?</nav>', page, re.DOTALL):
        for path in re.findall(r'href="([^"]+)"', room):
            assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("kind", SEEN)
def test_every_role_has_a_desk(signed_in: object, kind: str) -> None:
    page = signed_in(kind).get("/").content.decode()
    assert NO_DESK not in page


def test_the_room_one_is_in_is_marked_and_no_other(signed_in: object) -> None:
    client = signed_in("team")
    for path, room in (
        ("/connaitre/membres/", "Connaître"),
        ("/prevoir/etudes/", "Prévoir"),
        ("/decider/strategie/", "Décider"),
    ):
        (shown,) = re.findall(r'<nav class="rooms".*?</nav>', client.get(path).content.decode(), re.DOTALL)
        marked = re.findall(r'aria-current="true">([^<]+)<', shown)
        assert marked == [room]


def test_whoever_holds_two_roles_finds_the_desk_of_the_pole_first(pole: Cluster) -> None:
    user = open_account("deux@val.example", "Dominique Deux", by=None)
    client = Client()
    client.force_login(user)
    assert NO_DESK in client.get("/").content.decode()
    grant_role(user, RoleKind.REGION, by=None, territory="84")
    assert "Cartes publiques" in client.get("/").content.decode()
    grant_role(user, RoleKind.MEMBER, by=None, pole=pole.pole, organisation=pole.members[0])
    assert "Collectes de votre pôle" in client.get("/").content.decode()
    grant_role(user, RoleKind.TEAM, by=None, pole=pole.pole)
    page = client.get("/").content.decode()
    assert "Aujourd’hui" in page
    assert rooms(page) == TEAM_ROOMS + COMPANY_ROOM
    assert len(DESKS) == 9


@pytest.fixture
def two(pole: Cluster) -> tuple[Cluster, Client]:
    """A second pôle, and somebody of the team of both."""
    with scope(pole=None):
        other = cluster.founded("plasturgie", first=1)
    user = open_account("deux@val.example", "Dominique Deux", by=None)
    for one in (pole, other):
        grant_role(user, RoleKind.TEAM, by=None, pole=one.pole)
    client = Client()
    client.force_login(user)
    return other, client


def looked_at(client: Client) -> str:
    return re.search(r"<title>[^<]*· ([^<]+)</title>", client.get("/").content.decode()).group(1)


def test_somebody_of_two_poles_chooses_which_to_look_at(pole: Cluster, two: tuple[Cluster, Client]) -> None:
    other, client = two
    assert looked_at(client) == "Pôle mecatronique"
    assert client.post("/pole/", {"pole": other.pole.pk})["Location"] == "/"
    assert looked_at(client) == "Pôle plasturgie"
    page = client.get("/connaitre/membres/").content.decode()
    assert "Moules du Jura" in page
    assert "Mécanique du Val" not in page
    client.post("/pole/", {"pole": pole.pole.pk})
    assert "Mécanique du Val" in client.get("/connaitre/membres/").content.decode()


@pytest.mark.parametrize("chosen", ["", "0", "-1", "x", "²", " 1", "9" * 400, "\x00", "1 OR 1=1"])
def test_a_pole_that_is_none_of_ones_own_changes_nothing(two: tuple[Cluster, Client], chosen: str) -> None:
    _, client = two
    assert client.post("/pole/", {"pole": chosen}).status_code == 302
    assert looked_at(client) == "Pôle mecatronique"


def test_nobody_looks_at_a_pole_they_hold_no_role_in(two: tuple[Cluster, Client], signed_in: object) -> None:
    other, _ = two
    client = signed_in("team")
    client.post("/pole/", {"pole": other.pole.pk})
    assert looked_at(client) == "Pôle mecatronique"
    assert "Moules du Jura" not in client.get("/connaitre/membres/").content.decode()


def test_a_pole_is_chosen_by_a_button_alone(signed_in: object) -> None:
    assert signed_in("team").get("/pole/", {"pole": "1"}).status_code == 405
    assert Client().post("/pole/").status_code == 302


@needs(may_see_members)
def reserved(_request: HttpRequest, word: str) -> HttpResponse:
    return HttpResponse(word)


@anyone
def opened(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ouvert")


def asking(actor: Actor, path: str = "/reserve/?a=1&b=2") -> HttpRequest:
    request = RequestFactory().get(path)
    request.actor = actor
    return request


def test_a_door_asks_then_refuses_with_its_sentence_then_opens() -> None:
    answer = reserved(asking(Actor()), "lu")
    assert (answer.status_code, answer["Location"]) == (302, "/compte/login/?next=/reserve/%3Fa%3D1%26b%3D2")
    with pytest.raises(PermissionDenied) as refused:
        reserved(asking(Actor(4, (Held("member", 1, 9),), 1)), "lu")
    assert str(refused.value) == may_see_members.__doc__
    assert reserved(asking(Actor(4, (Held("team", 1),), 1)), word="lu").content == b"lu"
    assert (reserved.rule, reserved.__name__, opened.rule) == (may_see_members, "reserved", None)
    assert opened(asking(Actor())).content == b"ouvert"


def test_a_refusal_says_who_may_and_shows_nothing(signed_in: object) -> None:
    answer = signed_in("member").get("/connaitre/membres/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Voir la liste et les fiches des membres" in page
    assert "Plasturgie Ardéchoise" not in page


def test_a_page_outside_of_any_pole_has_no_room() -> None:
    shown = navigation(RequestFactory().get("/"))
    assert shown == {
        "rooms": [],
        "pole": None,
        "poles": [],
        "may_search": False,
        "may_see_people": False,
        "desks": [],
    }
    assert [room.title for room in ROOMS] == TEAM_ROOMS + COMPANY_ROOM
    assert not may_sign_in(Actor())


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (french.number_fr(None), ""), (french.number_fr(0), "0"), (french.number_fr(1204), "1\u202f204"),
        (french.counted(None, "membre"), "0\u00a0membre"), (french.counted(1, "membre"), "1\u00a0membre"),
        (french.counted(2, "membre"), "2\u00a0membres"), (french.long_day(None), ""),
        (french.long_iso("2026-01-31T09:00"), "31\u00a0janvier 2026"),
        (french.siret("356000000"), "356\u202f000\u202f000"),
        (french.siret("35600000000048"), "356\u202f000\u202f000\u202f00048"),
    ],
)  # fmt: skip
def test_numbers_days_and_identifiers_are_written_as_in_french(said: str, written: str) -> None:
    assert said == written


@pytest.mark.parametrize("path", ["/accessibilite/", "/api/guide/", "/api/openapi.json", "/sante/"])
def test_what_anyone_may_see_is_seen_signed_in_or_not(pole: Cluster, signed_in: object, path: str) -> None:
    assert [client.get(path).status_code for client in (Client(), signed_in("employee"))] == [200, 200]


def test_every_page_links_to_its_accessibility_statement(db: None) -> None:
    assert 'href="/accessibilite/"' in Client().get("/compte/login/").content.decode()
    assert "RGAA 4.1" in Client().get("/accessibilite/").content.decode()


def test_an_account_shows_the_roles_of_today_and_what_they_are_over(pole: Cluster, signed_in: object) -> None:
    page = signed_in("accountant").get("/compte/").content.decode()
    assert "Expert-comptable" in page
    assert "Mécanique du Val · Pôle mecatronique" in page
    assert "Plasturgie Ardéchoise" not in page
    assert str(Network.objects.get()) in signed_in("network").get("/compte/").content.decode()


def test_ones_data_are_taken_away_so_many_times_an_hour(signed_in: object, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"export": "2/h/user"}
    client, other = signed_in("team"), signed_in("member")
    assert [client.get("/compte/mes-donnees/").status_code for _ in range(3)] == [200, 200, 429]
    assert "Trop d’essais" in client.get("/compte/mes-donnees/").content.decode()
    assert other.get("/compte/mes-donnees/").status_code == 200


@pytest.mark.parametrize("word", ["", "oui", "EFFACE", "EFFACER!", "E F F A C E R", "effacer" * 5])
def test_nothing_is_erased_without_the_whole_word(pole: Cluster, signed_in: object, word: str) -> None:
    before = User.objects.filter(pk=pole.people["team"].pk).values("email", "full_name", "is_active").get()
    answer = signed_in("team").post("/compte/effacer/", {"word": word})
    assert answer.status_code == 200
    assert answer.context["form"].errors["word"]
    assert User.objects.filter(pk=pole.people["team"].pk).values("email", "full_name", "is_active").get() == before


@pytest.mark.parametrize("path", ["/compte/", "/compte/mes-donnees/", "/compte/effacer/"])
def test_an_account_is_seen_by_its_owner_alone(db: None, path: str) -> None:
    assert Client().get(path)["Location"] == f"/compte/login/?next={path}"
