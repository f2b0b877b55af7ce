"""Desks as their readers meet them: titles that tell the state of things, pages, choices, what is not theirs to see."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from factories import cluster
from factories.answered import said
from factories.cluster import Cluster
from factories.collected import ON, company, deposit
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.models import User
from vivier_web.members.actions import (
    add_contact,
    award_label,
    end_membership,
    end_role,
    found_pole,
    grant_role,
    link_network,
    note_dealing,
)
from vivier_web.members.models import Membership, Network, Pole
from vivier_web.pages.pole.network import PAGE, _page
from vivier_web.skills.actions.waves import erase_wave, freeze_wave, open_wave
from vivier_web.skills.models import Wave

TODAY = timezone.localdate()


def day(after: int) -> dt.date:
    return TODAY + dt.timedelta(days=after)


def opened(pole: Pole, name: str = "Printemps", last: int = 9) -> Wave:
    return open_wave(pole, name, on=ON, opens_on=day(-1), closes_on=day(last), by=None)


def gave(wave: Wave, pole: Cluster, *ranks: int) -> None:
    for rank in ranks:
        deposit(wave, pole.members[rank], company(pole.members[rank].siren, ("623e", "35_44")))


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def title(answer: object) -> str:
    return answer.context["title"]


# The desk of those who steer.


def test_a_pole_where_nothing_goes_on_says_so_to_its_board(pole: Cluster, signed_in: object) -> None:
    assert title(signed_in("board").get("/")) == "Rien n’est en cours aujourd’hui"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (0, "3 membres n’ont pas encore déposé"),
        (2, "1 membre n’a pas encore déposé"),
        (3, "Tous les membres ont déposé"),
    ],
)
def test_the_board_is_told_how_many_have_not_given(pole: Cluster, signed_in: object, given: int, told: str) -> None:
    gave(opened(pole.pole), pole, *range(given))
    assert title(signed_in("board").get("/")).replace("\xa0", " ") == told


def test_the_board_is_not_told_all_gave_while_one_who_stays_has_not(pole: Cluster, signed_in: object) -> None:
    gave(opened(pole.pole), pole, 0, 1)
    end_membership(Membership.objects.get(organisation=pole.members[0]), left_on=day(-1), by=None)
    assert title(signed_in("board").get("/")).replace("\xa0", " ") == "1 membre n’a pas encore déposé"
    assert title(signed_in("network").get("/")).replace("\xa0", " ") == "1 pôle attend encore des dépôts"


# The desk of the team.


@pytest.mark.parametrize(
    ("dues", "told"),
    [
        ((), "Aucune suite en attente"),
        ((1,), "1 suite à donner d’ici deux semaines"),
        ((0, 14), "2 suites à donner d’ici deux semaines"),
        ((-1, 3), "1 suite est en retard"),
        ((-9, -1), "2 suites sont en retard"),
        ((15,), "Aucune suite en attente"),
    ],
)
def test_the_title_of_the_team_is_what_presses_most(
    pole: Cluster, signed_in: object, dues: tuple[int, ...], told: str
) -> None:
    for due in dues:
        note_dealing(
            pole.pole, pole.members[0], by=None, kind="call", on=TODAY, summary="…", next_step="Rappeler",
            due_on=day(due),
        )  # fmt: skip
    assert title(signed_in("team").get("/")).replace("\xa0", " ") == told


def test_where_nothing_waits_at_all_nothing_presses(pole: Cluster, signed_in: object) -> None:
    for one in pole.members:  # nobody is left unseen
        note_dealing(pole.pole, one, by=None, kind="call", on=TODAY, summary="…")
    assert title(signed_in("team").get("/")) == "Rien ne presse aujourd’hui"


# The desk of an accountant.


@pytest.mark.parametrize(
    ("lasts", "given", "told"),
    [
        ((), 0, "Aucune collecte n’est ouverte chez vos clients"),
        ((9,), 1, "Tous les dépôts de vos clients sont faits"),
        ((9,), 0, "1 dépôt à faire, avant le "),
        ((9, 3), 0, "2 dépôts à faire, le premier avant le "),
        ((9, 3), 1, "1 dépôt à faire, avant le "),
    ],
)
def test_the_title_of_an_accountant_counts_what_is_due(
    pole: Cluster, signed_in: object, lasts: tuple[int, ...], given: int, told: str
) -> None:
    waves = [opened(pole.pole, f"Vague {last}", last) for last in lasts]
    for wave in waves[:given]:
        gave(wave, pole, 0)
    assert title(signed_in("accountant").get("/")).replace("\xa0", " ").startswith(told)


def test_a_client_taken_back_from_an_accountant_is_seen_no_more(pole: Cluster) -> None:
    user = pole.people["accountant"]
    second = grant_role(user, "accountant", by=None, pole=pole.pole, organisation=pole.members[1])
    assert pole.members[1].name in said(browser_of(user).get("/"))
    end_role(second, by=None)
    page = said(browser_of(user).get("/"))
    assert pole.members[0].name in page
    assert pole.members[1].name not in page


def test_one_company_served_as_employee_is_no_client(pole: Cluster) -> None:
    user = pole.people["accountant"]
    grant_role(user, "employee", by=None, pole=pole.pole, organisation=pole.members[1])
    assert [one.organisation for one in browser_of(user).get("/").context["clients"]] == [pole.members[0]]


# The desk of a network.


@pytest.mark.parametrize(
    ("asked", "number"),
    [("1", 1), ("2", 2), ("007", 7), ("999", 999), ("1000", 1), ("0", 1), ("-1", 1), ("", 1), ("²", 1), ("٣", 1)],
)
def test_the_number_of_a_page_is_a_small_number_or_the_first(asked: str, number: int) -> None:
    assert _page(asked) == number


def test_a_network_of_many_poles_is_read_page_by_page(pole: Cluster, signed_in: object) -> None:
    network = Network.objects.get()
    with scopes_disabled():
        for rank in range(PAGE):
            link_network(network, found_pole(f"p{rank}", f"A{rank:02d}", "cluster", by=None), by=None)
    browser = signed_in("network")
    first, last = browser.get("/").context, browser.get("/", {"page": "2"}).context
    assert [each["line"].name for each in first["lines"]] == [f"A{rank:02d}" for rank in range(PAGE)]
    assert [each["line"].name for each in last["lines"]] == ["Pôle mecatronique"]
    assert [(page["before"], page["after"], page["count"]) for page in (first, last)] == [(0, 2, 21), (1, 0, 21)]
    assert browser.get("/", {"page": "99"}).context["lines"] == last["lines"]


def test_a_network_without_a_pole_is_told_so(db: None) -> None:
    user = open_account("seul@reseau.example", "Claude Seul", by=None)
    grant_role(user, "network", by=None, network=Network.objects.create(slug="vide", name="Réseau vide"))
    answer = browser_of(user).get("/")
    assert title(answer) == "Aucun pôle dans ce réseau"
    assert "<table" not in answer.content.decode()


def test_a_network_is_told_when_all_gave_and_when_nothing_is_open(pole: Cluster, signed_in: object) -> None:
    browser = signed_in("network")
    assert title(browser.get("/")).replace("\xa0", " ") == "1 pôle, aucune collecte en cours"
    gave(opened(pole.pole), pole, 0, 1, 2)
    assert title(browser.get("/")) == "Toutes les collectes en cours sont complètes"


# The desk of an employee, and the notice.


def test_an_employee_of_two_members_reads_both_by_name_and_no_third(pole: Cluster) -> None:
    user = pole.people["employee"]
    grant_role(user, "employee", by=None, pole=pole.pole, organisation=pole.members[2])
    gave(opened(pole.pole), pole, 0, 1, 2)
    context = browser_of(user).get("/").context
    assert [(one.name, len(told)) for one, told in context["employers"]] == [
        ("Laboratoire des matériaux", 1), ("Mécanique du Val", 1),
    ]  # fmt: skip


def test_an_employee_reads_when_what_was_sent_is_erased(pole: Cluster, signed_in: object) -> None:
    wave = opened(pole.pole)
    gave(wave, pole, 0)
    browser = signed_in("employee")
    assert "effacés un an après la clôture" in said(browser.get("/"))
    freeze_wave(wave, by=None)
    assert f"effacés le {wave.erase_on:%d/%m/%Y}" in said(browser.get("/"))
    erase_wave(wave, by=None)
    assert f"effacés le {timezone.localtime(wave.erased_at):%d/%m/%Y}" in said(browser.get("/"))


def test_an_employee_reads_their_own_card_of_contact_and_no_colleagues(pole: Cluster, signed_in: object) -> None:
    user = pole.people["employee"]
    add_contact(pole.pole, pole.members[0], "Camille la même", by=None, email=user.email.upper(), phone="0450")
    add_contact(pole.pole, pole.members[0], "Collègue Discrète", by=None, email="autre@mecatronique.example")
    page = said(signed_in("employee").get("/"))
    assert "Camille la même, 0450" in page
    assert "Collègue Discrète" not in page


@pytest.mark.parametrize("asked", ["0", "-1", "999999", "un", "1 OR 1", "\x00", "²"])
def test_a_notice_of_no_member_of_ones_own_is_refused(signed_in: object, asked: str) -> None:
    browser = signed_in("employee")
    assert browser.get("/mon-entreprise/information/", {"membre": asked}).status_code == 403
    assert browser.get("/mon-entreprise/information/", {"membre": ""}).status_code == 200


# Home, and the pôle one looks at.


@pytest.mark.parametrize("chosen", ["", "abc", "-1", "0", "٣", "1.0", "9" * 30, "\x00", " 1"])
def test_a_pole_that_is_no_number_of_ones_own_is_passed_over(pole: Cluster, signed_in: object, chosen: str) -> None:
    browser = signed_in("team")
    answer = browser.post("/pole/", {"pole": chosen, "vers": "membres"})
    assert (answer.status_code, answer["Location"]) == (302, "/connaitre/membres/")
    assert "pole" not in browser.session
    assert browser.get("/").wsgi_request.pole == pole.pole


def test_home_follows_the_role_held_in_the_pole_looked_at(pole: Cluster) -> None:
    """Of the team here, only an expert there: the desk changes with the pôle."""
    user, other = pole.people["team"], cluster.founded("abeille", first=1).pole
    grant_role(user, "expert", by=None, pole=other)
    browser = browser_of(user)
    assert "Expert auprès de Pôle abeille" in said(browser.get("/"))
    browser.post("/pole/", {"pole": pole.pole.pk})
    assert browser.get("/").templates[0].name == "pole/desk.html"
    assert browser.get("/bureau/expertise/").status_code == 403


@pytest.mark.parametrize(("kind", "there"), [("expert", "/bureau/expertise/"), ("trainer", "/bureau/formation/")])
def test_an_expert_and_a_training_body_see_the_card_of_the_pole_and_none_of_its_members(
    pole: Cluster, signed_in: object, kind: str, there: str
) -> None:
    award_label(pole.pole, "Phase V", by=None, granted_on=day(-9))
    answer = signed_in(kind).get(there)
    page = said(answer)
    assert answer.context["card"].labels == ("Phase V",)
    assert [one.name for one in answer.context["team"]] == ["Camille Team", "Camille Director"]
    own = {pole.members[0].name} if kind == "trainer" else set()
    assert {one.name for one in pole.members if one.name in page} == own


# What a search shows.


def found(browser: Client, words: str) -> dict[str, object]:
    context = browser.get("/connaitre/recherche/", {"q": words}).context
    return {key: context.get(key) for key in ("words", "total")}


@pytest.mark.parametrize(
    ("words", "kept", "total"),
    [
        ("", "", 0), ("   ", "", 0), (" val ", "val", 1), ("\x00val", "val", 1), ("annecy", "annecy", 3), ("x" * 200, "x" * 100, 0),
        ("%", "%", 0), ("?!", "?!", 0), ("inconnu'); --", "inconnu'); --", 0),
    ],
)  # fmt: skip
def test_words_are_cut_cleaned_and_counted(
    pole: Cluster, signed_in: object, words: str, kept: str, total: int
) -> None:
    assert found(signed_in("team"), words) == {"words": kept, "total": total}


def test_one_who_left_is_found_among_those_who_left_and_counted_once(pole: Cluster, signed_in: object) -> None:
    end_membership(Membership.objects.get(organisation=pole.members[0]), left_on=day(-1), by=None)
    context = signed_in("team").get("/connaitre/recherche/", {"q": "annecy"}).context
    assert [(group["title"], group["page"].total) for group in context["groups"]] == [
        ("Membres", 2), ("Anciens membres et membres à venir", 1),
    ]  # fmt: skip
    assert context["groups"][1]["all"].endswith("?q=annecy&statut=autres")
    assert context["total"] == 3


def test_a_search_of_another_pole_finds_its_own_alone(pole: Cluster) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        add_contact(other.pole, other.members[0], "Dominique Secret", by=None)
    assert found(browser_of(other.people["team"]), "secret")["total"] == 1
    assert found(browser_of(pole.people["team"]), "secret")["total"] == 0
