"""A local authority acts as the others do, on its territory; and who granted follows what it granted, alone."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import filed, official
from factories.cluster import Cluster
from vivier.reference.official import add
from vivier_web.accounts.choices import AUTHORITIES as KINDS
from vivier_web.accounts.models import Act, User
from vivier_web.members.models import Pole, Site
from vivier_web.procedures.actions import authorities as actions
from vivier_web.procedures.actions.deciding import Chosen, conclude, decide, move
from vivier_web.procedures.addressing import Seat
from vivier_web.procedures.definition.words import AUTHORITIES, ROLES
from vivier_web.procedures.models import Dossier, Grant
from vivier_web.procedures.queries.addressees import addresses_of, placed_in, places_of
from vivier_web.procedures.saying import GESTURES

LOCAL = "soutien-d-une-collectivite"
EPCI = "200000001"
TODAY = dt.date(2026, 4, 1)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at_the_assembly(found: Cluster, *, rank: int = 0) -> Dossier:
    """Bring a dossier before a local authority: the pôle found it feasible, one agent gave an opinion."""
    dossier = filed.filed(found, LOCAL, rank=rank)
    said = {each.key: filed.marker(each.document) for each in dossier.definition().stage(dossier.stage).fields}
    dossier = move(dossier, "done", by=None, answers=said)
    dossier = filed.file_content(dossier, filed.answers(dossier), by=None)
    agent = filed.agent("local", rank, territory="74")
    seat = Seat(frozenset({("local", "74")}))
    actions.take_up(seat, dossier.pk, by=agent, has_no_interest=True)
    actions.give_opinion(seat, dossier.pk, filed.said(dossier), content=dossier.contents.count(), by=agent)
    return conclude(dossier, Chosen("done", ""), by=None, seat="local")


def granted(found: Cluster, *, rank: int = 0) -> Grant:
    dossier = at_the_assembly(found, rank=rank)
    chosen = Chosen("accepted", f"Délibéré. {filed.marker('decision')}", months=12)
    return decide(dossier, chosen, by=None, seat="local").grants.get()


def test_each_authority_has_its_words_its_agents_and_its_territory() -> None:
    assert {str(each) for each in KINDS} == AUTHORITIES <= set(ROLES)
    for role in AUTHORITIES:
        placed_in(role, ["74"])


PLACES = [
    # seat, Region of the pôle, département and commune of the applicant, to whom it is addressed, reached
    (("state", ""), "84", "74", "", "", True),
    (("state", ""), "", "", "", "", True),
    (("region", "84"), "84", "74", "", "", True),
    (("region", "11"), "84", "74", "", "", False),
    (("region", "84"), "", "74", "", "", False),
    (("region", ""), "", "74", "", "", False),  # a pôle that says no Region belongs to none
    (("region", "74"), "84", "74", "", "", False),
    (("local", "74"), "84", "74", "", "", True),
    (("local", "73"), "84", "74", "", "", False),
    (("local", ""), "84", "", "", "", False),
    (("local", "84"), "84", "74", "", "", False),
    (("local", EPCI), "84", "74", "99001", "", False),  # its département has it, until it chooses otherwise
    (("local", EPCI), "84", "", "99001", "", True),
    (("local", EPCI), "84", "74", "99001", EPCI, True),
    (("local", "74"), "84", "74", "99001", EPCI, False),
    (("local", "74"), "84", "74", "99001", "74", True),
    (("local", EPCI), "84", "74", "99001", "74", False),
    (("local", "74"), "84", "73", "", "74", True),  # its head office moved since
    (("local", EPCI), "84", "74", "99002", "", False),
    (("local", EPCI), "84", "74", "", "", False),
    (("local", "200000002"), "84", "74", "99001", "", False),
]


@pytest.mark.parametrize(("over", "region", "department", "commune", "local", "is_reached"), PLACES)
def test_a_seat_covers_the_dossiers_of_its_territory_one_by_one_as_in_a_list(
    pole: Cluster, settings: Any, tmp_path: Path, over: tuple[str, str], region: str, department: str,
    commune: str, local: str, is_reached: bool,
) -> None:  # fmt: skip
    add([official.write(tmp_path / "files", official.places())], folder=tmp_path / "store")
    settings.REFERENCE = str(tmp_path / "store")
    dossier = filed.filed(pole)
    Pole.objects.update(region=region)
    Site.objects.update(department=department, commune=commune)
    Dossier.objects.update(local=local)
    dossier = Dossier.objects.get(pk=dossier.pk)
    role, territory = over
    assert Seat(frozenset({over})).covers(role, places_of(dossier)) is is_reached
    assert Dossier.objects.filter(placed_in(role, [territory])).exists() is is_reached
    others = Seat(frozenset((each, territory) for each in AUTHORITIES - {role}))
    assert not others.covers(role, places_of(dossier)), "a territory without the role is nothing"


def test_a_local_authority_instructs_decides_and_follows_by_real_pages(pole: Cluster) -> None:
    dossier = at_the_assembly(pole)
    local, elsewhere = browser(pole.people["local"]), browser(filed.agent("local", 9, territory="69"))
    here = reverse("authority_dossier", args=[dossier.pk])
    assert "1\u00a0dossier à instruire" in local.get(reverse("authority_dossiers")).content.decode()
    assert elsewhere.get(here).status_code == 404
    assert pole.people["local"].email in addresses_of(dossier, "local")
    page = local.get(here).content.decode()
    assert filed.marker("budget") in page
    assert filed.marker("opinion") in page
    said = {"outcome": "accepted", "motives": "Voté à l’unanimité.", "months": "24"}
    assert local.post(reverse("authority_decide", args=[dossier.pk]), said).status_code == 302
    dossier.refresh_from_db()
    assert dossier.stage == "realisation"
    assert Grant.objects.get().title == "Convention de soutien"


def test_who_granted_suspends_gives_back_renews_and_withdraws_and_is_read_by_the_beneficiary(
    pole: Cluster, mailoutbox: list[mail.EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    grant = granted(pole)
    pk, local, member = grant.decision.dossier_id, browser(pole.people["local"]), browser(pole.people["member"])
    url = reverse("authority_change_grant", args=[pk, grant.pk])
    shown, told = (reverse(name, args=[pk]) for name in ("authority_dossier", "my_dossier"))

    def acted(**said: str) -> str:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = local.post(url, said, follow=True)
        return str(list(answer.context["messages"])[-1])

    assert acted(geste="suspendre", why=" ") == "Dites pourquoi : le bénéficiaire le lira."
    assert not mailoutbox, "what is refused is told to nobody"
    assert acted(geste="suspendre", why="Preuves en retard") == GESTURES["suspendre"]
    assert [each.subject for each in mailoutbox] == [
        f"[Vivier] {pole.pole.name} : ce qui était accordé au dossier {grant.decision.dossier.reference} a changé"
    ] * 2
    assert {to for each in mailoutbox for to in each.bcc} >= {pole.people[who].email for who in ("member", "team")}
    assert not any("Preuves en retard" in each.body for each in mailoutbox), "a letter never says what a page guards"
    assert "suspendu depuis le" in local.get(shown).content.decode()
    assert "Preuves en retard" in member.get(told).content.decode()
    assert acted(geste="renouveler", months="12") == "Il est suspendu : levez d’abord la suspension."
    assert acted(geste="rendre") == GESTURES["rendre"]
    assert acted(geste="renouveler", months="7").startswith("« Convention de soutien » dure 12, 24, 36 mois")
    assert acted(geste="renouveler", months="36") == GESTURES["renouveler"]
    assert acted(geste="renouveler", months="36") == "Il a déjà été renouvelé : c’est le dernier qui se renouvelle."
    second = Grant.objects.exclude(pk=grant.pk).get()
    url = reverse("authority_change_grant", args=[pk, second.pk])
    assert acted(geste="renouveler", months="12").endswith("autant de fois que la procédure le prévoit.")
    assert acted(geste="brûler").startswith("Choisissez ce qu’il faut faire")
    assert acted(geste="retirer", why="Convention dénoncée") == GESTURES["retirer"]
    assert local.get(shown).content.decode().count(url) == 0, "what is withdrawn is over"
    verbs = list(Act.objects.filter(verb__endswith="_grant").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["suspend_grant", "resume_grant", "renew_grant", "withdraw_grant"]


OTHERS = ["state", "region", "elsewhere", "team", "member"]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_changes_what_a_local_authority_granted_nor_finds_it_in_its_list(
    pole: Cluster, signed_in: Any, who: str
) -> None:
    grant = granted(pole)
    client = browser(filed.agent("local", 9, territory="69")) if who == "elsewhere" else signed_in(who)
    for name in ("authority_change_grant", "change_dossier_grant"):
        url = reverse(name, args=[grant.decision.dossier_id, grant.pk])
        answer = client.post(url, {"geste": "retirer", "why": "Parce que"})
        assert answer.status_code in {302, 403, 404}
    grant.refresh_from_db()
    assert grant.withdrawn_on is None
    assert "Convention de soutien" not in client.get(reverse("authority_grants")).content.decode()


LISTED = [
    # what was done of each of three, seen by state of the list: running, suspended, all
    ({}, (3, 0, 3)),
    ({0: "suspendre"}, (3, 1, 3)),
    ({0: "suspendre", 1: "retirer"}, (2, 1, 3)),
    ({0: "retirer", 1: "retirer", 2: "retirer"}, (0, 0, 3)),
]


@pytest.mark.parametrize(("done", "counts"), LISTED)
def test_the_list_of_what_was_granted_by_state_costs_as_much_at_three_rows_as_at_one(
    pole: Cluster, done: dict[int, str], counts: tuple[int, int, int]
) -> None:
    client, url = browser(pole.people["local"]), reverse("authority_grants")
    made = [granted(pole)]
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    made += [granted(pole, rank=rank) for rank in (1, 2)]
    with CaptureQueriesContext(connection) as three:
        page = client.get(url).content.decode()
    assert len(one) == len(three)
    assert page.count("#accord-") == 3
    for rank, gesture in done.items():
        post = reverse("authority_change_grant", args=[made[rank].decision.dossier_id, made[rank].pk])
        client.post(post, {"geste": gesture, "why": "Un motif"})
    shown = [client.get(f"{url}?etat={each}").content.decode() for each in ("en-cours", "suspendus", "tous")]
    assert tuple(each.count("#accord-") for each in shown) == counts


# who reads a dossier of 99001, in 74, by whom it is addressed to: the département, its EPCI, a neighbour of each
ADDRESSED = [
    ("", {"74"}),
    ("74", {"74"}),
    (EPCI, {EPCI}),
]


@pytest.mark.parametrize(("chosen", "readers"), ADDRESSED)
def test_what_is_addressed_to_a_departement_is_not_its_epci_s_nor_the_reverse(
    pole: Cluster, settings: Any, tmp_path: Path, chosen: str, readers: set[str]
) -> None:
    add([official.write(tmp_path / "files", official.places())], folder=tmp_path / "store")
    settings.REFERENCE = str(tmp_path / "store")
    Site.objects.update(department="74", commune="99001")
    dossier = filed.filed(pole, LOCAL)
    if chosen:
        browser(pole.people["member"]).post(reverse("address_dossier", args=[dossier.pk]), {"collectivite": chosen})
    said = {each.key: filed.marker(each.document) for each in dossier.definition().stage(dossier.stage).fields}
    dossier = move(dossier, "done", by=None, answers=said)
    dossier = filed.file_content(dossier, filed.answers(dossier), by=None)
    Site.objects.update(department="73", commune="")  # it moved: what was filed stays where it was filed
    agents = {code: filed.agent("local", rank, territory=code) for rank, code in enumerate(["74", EPCI, "73", "99"])}
    mine = next(iter(readers))
    seat, agent = Seat(frozenset({("local", mine)})), agents[mine]
    actions.take_up(seat, dossier.pk, by=agent, has_no_interest=True)
    actions.give_opinion(seat, dossier.pk, filed.said(dossier), content=dossier.contents.count(), by=agent)
    dossier = conclude(dossier, Chosen("done", ""), by=None, seat="local")
    decide(dossier, Chosen("accepted", "Délibéré en séance.", months=12), by=None, seat="local")
    here, listed, own = (
        reverse("authority_dossier", args=[dossier.pk]), reverse("authority_dossiers") + "?voir=tous",
        reverse("authority_grants"),
    )  # fmt: skip
    clients = {code: browser(agent) for code, agent in agents.items()}
    read = {code for code, client in clients.items() if client.get(here).status_code == 200}
    in_list = {code for code, client in clients.items() if dossier.reference in client.get(listed).content.decode()}
    granting = {code for code, client in clients.items() if "#accord-" in client.get(own).content.decode()}
    assert (read, in_list, granting) == (readers, readers, readers)
    told = {code for code, agent in agents.items() if agent.email in addresses_of(dossier, "local")}
    assert told == readers


def test_an_applicant_chooses_among_its_own_authorities_until_the_dossier_is_theirs(
    pole: Cluster, settings: Any, tmp_path: Path
) -> None:
    add([official.write(tmp_path / "files", official.places())], folder=tmp_path / "store")
    settings.REFERENCE = str(tmp_path / "store")
    Site.objects.update(department="74", commune="99001")
    dossier = filed.filed(pole, LOCAL)
    member, url = browser(pole.people["member"]), reverse("address_dossier", args=[dossier.pk])

    def acted(code: str) -> str:
        return str(list(member.post(url, {"collectivite": code}, follow=True).context["messages"])[-1])

    page = member.get(reverse("my_dossier", args=[dossier.pk])).content.decode()
    assert "Département : Haute-Savoie" in page
    assert acted("69").startswith("Choisissez la collectivité dans la liste")
    assert acted(EPCI).startswith("Ce dossier ira à : ")
    assert Act.objects.filter(verb="address_dossier").count() == 1
    said = {each.key: filed.marker(each.document) for each in dossier.definition().stage(dossier.stage).fields}
    dossier.refresh_from_db()
    dossier = move(dossier, "done", by=None, answers=said)
    dossier = filed.file_content(dossier, filed.answers(dossier), by=None)
    assert acted("74").startswith("Ce dossier est déjà chez la collectivité")
    assert Dossier.objects.get().local == EPCI
    assert "À quelle collectivité" not in member.get(reverse("my_dossier", args=[dossier.pk])).content.decode()
