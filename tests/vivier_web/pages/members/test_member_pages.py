"""The room Connaître through a browser: who comes in, what the list, the card and the desk say."""

import csv
import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from django_scopes import scope

from factories import cluster
from factories.answered import said
from factories.cluster import Cluster
from factories.registers import csv_of, siren, siret
from vivier_web.members.actions import (
    add_contact,
    admit_member,
    award_label,
    describe_organisation,
    end_membership,
    note_dealing,
    prepare_import,
    register_organisation,
)
from vivier_web.members.models import Membership, Organisation
from vivier_web.members.registers import opened

TODAY = timezone.localdate()
READERS = {"operator", "director", "team", "governance", "board", "network"}
STAFF = {"director", "team"}


def first(pole: Cluster) -> Organisation:
    return pole.members[0]


# Who may come in.


def addresses(pole: Cluster) -> dict[str, str]:
    """Every address of the room, about the first member."""
    who = first(pole)
    adhesion, site = Membership.objects.get(organisation=who), who.sites.get()
    contact = add_contact(pole.pole, who, "Hélène Vasseur", by=None)
    dealing = note_dealing(pole.pole, who, by=None, kind="call", on=TODAY, summary="Bonjour.")
    label = award_label(pole.pole, "Phase V", by=None, granted_on=TODAY)
    batch = prepare_import(pole.pole, "a.csv", opened(csv_of((siret(1), "A", "", "", ""))), by=None)
    given = {"pk": who.pk, "adhesion": adhesion.pk, "site": site.pk, "contact": contact.pk, "dealing": dealing.pk}
    found = {}
    for pattern in _room():
        named = set(pattern.pattern.converters)
        some = {name: given[name] for name in named & set(given)}
        if "import" in pattern.name and "pk" in named:
            some["pk"] = batch.pk
        if "label" in named:
            some["label"] = label.pk
        found[pattern.name] = reverse(pattern.name, kwargs=some)
    return found


def _room() -> list:
    from vivier_web.pages.pole.members.urls import urlpatterns

    assert get_resolver()
    return urlpatterns


READ_ONLY = {"members", "members_csv", "members_map", "search", "member", "pole_card"}


@pytest.mark.parametrize("kind", ["operator", "director", "team", "governance", "board", "expert", "network", "member",
                                  "accountant", "employee", "trainer", "state", "region", "local"])  # fmt: skip
def test_each_role_enters_where_it_may_and_nowhere_else(pole: Cluster, signed_in: object, kind: str) -> None:
    urls = addresses(pole)
    client = signed_in(kind)
    for name in READ_ONLY:
        assert client.get(urls[name]).status_code == (200 if kind in READERS else 403), name
    for name in set(urls) - READ_ONLY:
        opened_page = client.get(urls[name]).status_code
        assert (opened_page in (200, 405)) if kind in STAFF else opened_page in (403, 405), name
        if kind not in STAFF:
            assert client.post(urls[name]).status_code == 403, name
    if kind not in READERS:
        assert first(pole).name not in client.get(urls["member"]).content.decode()


def test_nobody_comes_in_without_signing_in(pole: Cluster, client: Client) -> None:
    for url in addresses(pole).values():
        assert client.post(url).status_code in (302, 405)
        assert first(pole).name not in client.get(url).content.decode()


def test_the_members_of_another_pole_are_not_found_by_any_address(pole: Cluster, team: Client) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        hidden = register_organisation("Secrète SARL", siren=siren(7), by=None)
        adhesion = admit_member(other.pole, hidden, joined_on=TODAY, by=None)
        contact = add_contact(other.pole, hidden, "Ada Cachée", by=None)
        shared = pole.members[1]
        note_dealing(other.pole, shared, by=None, kind="call", on=TODAY, summary="Propos d’un autre pôle.")
        assert other.pole.memberships.count() == 4  # it could leak
    assert team.get(reverse("member", args=[hidden.pk])).status_code == 404
    assert team.post(reverse("end_adhesion", args=[hidden.pk, adhesion.pk])).status_code == 404
    assert team.post(reverse("forget_contact", args=[hidden.pk, contact.pk])).status_code == 404
    for page in (reverse("members") + "?statut=tous", reverse("members_csv") + "?statut=tous", reverse("home"),
                 reverse("search") + "?q=cachee", reverse("search") + "?q=secrete", reverse("members_map"),
                 reverse("member", args=[shared.pk])):  # fmt: skip
        text = team.get(page).content.decode()
        assert "Secrète" not in text, page
        assert "Cachée" not in text, page
        assert "Propos" not in text, page


# The list.


@pytest.mark.parametrize(("query", "names"), [
    ("", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
    ("?tri=-nom", ["Plasturgie Ardéchoise", "Mécanique du Val", "Laboratoire des matériaux"]),
    ("?q=MECANIQUE", ["Mécanique du Val"]),
    ("?q=ardechoise+annecy", ["Plasturgie Ardéchoise"]),
    ("?q=732+829+320", ["Mécanique du Val"]),
    ("?q=73282932000074", ["Mécanique du Val"]),
    ("?q=2562B", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
    ("?q=%25", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
    ("?type=laboratory", ["Laboratoire des matériaux"]),
    ("?departement=69", []),
    ("?college=Entreprises&page=99", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
    ("?statut=anciens", []),
    ("?tri=rien&type=rien&page=rien&statut=rien&departement=rien", ["Laboratoire des matériaux", "Mécanique du Val", "Plasturgie Ardéchoise"]),
])  # fmt: skip
def test_the_list_is_searched_filtered_and_sorted(pole: Cluster, team: Client, query: str, names: list[str]) -> None:
    describe_organisation(pole.members[2], by=None, kind="laboratory")
    page = team.get(reverse("members") + query)
    assert re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', page.content.decode()) == names


@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("members", 7), ("members_csv", 6), ("members_map", 5), ("search", 10), ("home", 18)]
)
def test_queries_do_not_follow_the_number_of_rows(
    pole: Cluster, team: Client, django_assert_num_queries: object, *, name: str, queries: int, members: int
) -> None:
    for organisation in pole.members[members:]:
        Membership.objects.filter(organisation=organisation).delete()
    with django_assert_num_queries(queries):
        team.get(reverse(name) + "?q=annecy")


def test_the_card_is_read_in_as_many_queries_whatever_it_holds(
    pole: Cluster, team: Client, django_assert_num_queries: object
) -> None:
    for rows in (1, 3):
        for _ in range(rows):
            contact = add_contact(pole.pole, first(pole), "Hélène Vasseur", by=None)
            note_dealing(
                pole.pole, first(pole), by=pole.people["team"], kind="call", on=TODAY, summary="…", contact=contact
            )
        with django_assert_num_queries(10):
            team.get(reverse("member", args=[first(pole).pk]))


def test_fifty_members_make_a_page_and_the_next_holds_the_rest(pole: Cluster, team: Client) -> None:
    for rank in range(52):
        admit_member(
            pole.pole,
            register_organisation(f"Société {rank:02}", siren=siren(rank), by=None),
            joined_on=TODAY,
            by=None,
        )
    page = team.get(reverse("members") + "?q=societe")
    assert page.content.decode().count('<th scope="row">') == 50
    assert "52 membres répondent" in said(page)
    assert "?q=societe&amp;page=2" in page.content.decode()
    assert team.get(reverse("members") + "?q=societe&page=2").content.decode().count('<th scope="row">') == 2


def test_the_export_opens_in_a_french_spreadsheet_and_hides_no_formula(pole: Cluster, team: Client) -> None:
    describe_organisation(first(pole), by=None, name='=HYPERLINK("http://x")')
    answer = team.get(reverse("members_csv"))
    assert answer.content.startswith("\ufeffSIREN;Raison sociale".encode())
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    names = {row["Raison sociale"] for row in rows}
    assert '\'=HYPERLINK("http://x")' in names
    assert {row["Adhérent depuis"] for row in rows} == {"01/01/2024"}


def test_the_map_and_its_table_say_the_same(pole: Cluster, team: Client) -> None:
    text = said(team.get(reverse("members_map")))
    assert "Tous les membres situés sont dans un département : Haute-Savoie" in text
    assert "Haute-Savoie 74 3" in text


def test_a_search_finds_members_those_who_left_and_people(pole: Cluster, team: Client) -> None:
    end_membership(
        Membership.objects.get(organisation=pole.members[1]), left_on=TODAY - dt.timedelta(days=2), by=None
    )
    add_contact(pole.pole, first(pole), "Hélène Annecy", by=None, function="Directrice")
    text = said(team.get(reverse("search") + "?q=annecy"))
    assert "4 résultats" in text
    assert "Anciens membres et membres à venir 1 Plasturgie" in text
    assert "Hélène Annecy Directrice Mécanique du Val" in text
    assert "Rien ne porte tous ces mots" in said(team.get(reverse("search") + "?q=zzz"))
    assert "Que cherchez-vous" in said(team.get(reverse("search")))


# The desk.


def test_the_desk_puts_ones_own_steps_first_then_the_latest(pole: Cluster, team: Client) -> None:
    for by, step, days in (("director", "Sienne en retard", -9), ("team", "Mienne plus tard", 9), ("team", "Mienne en retard", -2),
                           ("team", "Dans un mois", 30)):  # fmt: skip
        note_dealing(pole.pole, first(pole), by=pole.people[by], kind="call", on=TODAY, summary="…", next_step=step,
                     due_on=TODAY + dt.timedelta(days=days))  # fmt: skip
    page = team.get("/").content.decode()
    found = re.findall(r"#echanges\">((?:Mienne|Sienne|Dans)[^<]*)", page)
    assert found == ["Mienne en retard", "Mienne plus tard", "Sienne en retard"]


def test_the_desk_shows_each_thing_that_waits_and_none_that_does_not(pole: Cluster, team: Client) -> None:
    quiet = pole.members[2]
    note_dealing(pole.pole, quiet, by=None, kind="visit", on=TODAY, summary="Vu.")
    note_dealing(pole.pole, first(pole), by=None, kind="need", on=TODAY, summary="Un soudeur, vite.")
    end_membership(Membership.objects.get(organisation=quiet), left_on=TODAY + dt.timedelta(days=30), by=None)
    award_label(pole.pole, "Phase V", by=None, granted_on=dt.date(2023, 1, 1), ends_on=TODAY + dt.timedelta(days=40))
    award_label(
        pole.pole, "Phase IX", by=None, granted_on=dt.date(2023, 1, 1), ends_on=TODAY + dt.timedelta(days=4000)
    )
    prepare_import(pole.pole, "adherents.xlsx", opened(csv_of((siret(1), "A", "", "", ""))), by=None)
    text = said(team.get("/"))
    for words in ("Besoins sans suite 1 Un soudeur", "Adhésions qui s’achèvent 1 Laboratoire", "Labels à renouveler 1 Phase V",
                  "Imports à confirmer 1 adherents.xlsx", "Sans échange depuis un an 1 Plasturgie"):  # fmt: skip
        assert words in text, words
    assert "Phase IX" not in text


def test_an_empty_desk_is_calm(pole: Cluster, team: Client) -> None:
    for organisation in pole.members:
        note_dealing(pole.pole, organisation, by=None, kind="visit", on=TODAY, summary="Vu.")
    assert "Rien ne presse aujourd’hui" in said(team.get("/"))


def test_a_name_that_is_code_is_shown_as_text(pole: Cluster, team: Client) -> None:
    describe_organisation(first(pole), by=None, name="<script>alert(1)</script>")
    for url in (reverse("members"), reverse("member", args=[first(pole).pk]), reverse("search") + "?q=script", "/"):
        assert "<script>alert" not in team.get(url).content.decode()
