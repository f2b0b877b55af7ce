"""Before both agree, the other side's name is nowhere: pages, letters, files, journal, search, API."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from factories.cluster import Cluster
from factories.shared_people import OTHER_EMAIL, OTHER_NAME, contributor, interested, offered, sought
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import Act
from vivier_web.members.models import Organisation
from vivier_web.skills.actions.introductions import nudge
from vivier_web.skills.models import Introduction
from vivier_web.skills.queries.mobility import seen_by
from vivier_web.skills.queries.mobility_board import board_of

NOTE, TITLE, PEOPLE = "Four à induction bleu", "Brasseur sous vide", 173  # no hour nor minute
ROOM = "/mon-entreprise/mobilite/"
Couple = tuple[Introduction, Organisation]


@pytest.fixture(params=["the other offers", "the other seeks"])
def waiting(pole: Cluster, request: Any) -> Couple:
    """A couple of the first member and the second, who said yes and has its secrets; the first has not answered."""
    contributor(pole)
    secret = {"title": TITLE, "note": NOTE, "people": PEOPLE}
    other = pole.members[1]
    if request.param == "the other offers":
        return interested(offered(pole, 1, **secret), sought(pole, 0), other), other
    return interested(offered(pole, 0), sought(pole, 1, **secret), other), other


def secrets(other: Organisation) -> list[str]:
    """All that would say who the other is."""
    site = other.sites.get()
    return [other.name, other.siren or "-", site.siret, OTHER_EMAIL, OTHER_NAME, TITLE, NOTE, str(PEOPLE), site.town]


def told(words: str, other: Organisation) -> list[str]:
    # A key in an address, or the print that seals an act, may happen to hold how many people it has.
    keyless = re.sub(r"[/-]\d+\b|<code>[0-9a-f ]+</code>", "", words)
    return [each for each in secrets(other) if each in (keyless if each == str(PEOPLE) else words)]


def pages(one: Introduction) -> list[str]:
    return [ROOM, f"{ROOM}rencontres/{one.offer_id}/{one.search_id}/", "/mon-entreprise/", "/"]


def test_no_page_of_a_member_says_who_the_other_is(signed_in: Any, waiting: Couple) -> None:
    one, other = waiting
    client = signed_in("member")
    for path in pages(one):
        answer = client.get(path)
        assert answer.status_code == 200
        assert told(answer.content.decode(), other) == [], path


def test_the_same_pages_say_it_once_both_agreed_so_there_was_something_to_leak(
    signed_in: Any, pole: Cluster, waiting: Couple
) -> None:
    one, other = waiting
    interested(one.offer, one.search, pole.members[0])
    shown = signed_in("member").get(pages(one)[1]).content.decode()
    assert set(told(shown, other)) >= {other.name, OTHER_EMAIL, OTHER_NAME, TITLE, NOTE, str(PEOPLE)}


def test_no_letter_says_who_the_other_is_and_a_nudge_neither(pole: Cluster, waiting: Couple) -> None:
    one, other = waiting
    nudge(one, by=pole.people["team"])
    letters = [letter for letter in mail.outbox if letter.to != [OTHER_EMAIL]]
    assert len(letters) == 2
    for letter in letters:
        assert letter.to == ["member@mecatronique.example"]
        assert told(letter.subject + letter.body, other) == []


def test_the_team_sees_neither_side_before_and_both_after(signed_in: Any, pole: Cluster, waiting: Couple) -> None:
    one, other = waiting
    client = signed_in("director")
    shown = client.get("/prevoir/mobilite/").content.decode()
    main = shown.partition("<main")[2]
    assert told(main, other) == []
    assert pole.members[0].name not in main
    assert "Soudeurs" not in main, "two companies: the occupation is not named either"
    interested(one.offer, one.search, pole.members[0])
    main = client.get("/prevoir/mobilite/").content.decode().partition("<main")[2]
    assert other.name in main
    assert pole.members[0].name in main


@pytest.mark.parametrize("kind", sorted(set(RoleKind.values) - {"member"}))
def test_nobody_else_reaches_the_couple_its_papers_or_its_buttons(
    signed_in: Any, pole: Cluster, waiting: Couple, kind: str
) -> None:
    one, other = waiting
    interested(one.offer, one.search, pole.members[0])  # even once they agreed
    keys = {"offer": one.offer_id, "search": one.search_id}
    client = signed_in(kind)
    for path in (
        ROOM,
        reverse("meeting", kwargs=keys),
        reverse("mobility_paper", kwargs=keys | {"slug": "avenant-pret"}),
    ):
        answer = client.get(path)
        assert answer.status_code in (403, 404)
        assert other.name not in answer.content.decode()
    for name in ("show_interest", "take_interest_back", "decline_meeting"):
        assert client.post(reverse(name, kwargs=keys)).status_code in (403, 404)


def test_a_contributor_of_a_third_member_finds_no_such_couple(pole: Cluster, waiting: Couple) -> None:
    one, _ = waiting
    third = Client()
    third.force_login(contributor(pole, 2, "tiers@labo.example", "Claude Tiers"))
    keys = {"offer": one.offer_id, "search": one.search_id}
    assert third.get(reverse("meeting", kwargs=keys)).status_code == 404
    for name in ("show_interest", "take_interest_back", "decline_meeting"):
        assert third.post(reverse(name, kwargs=keys)).status_code == 404
    row = one.offer if one.offer.organisation_id == pole.members[1].pk else one.search
    name = "withdraw_offer" if row is one.offer else "withdraw_search"
    assert third.post(reverse(name, args=[row.pk])).status_code == 404
    assert third.get(f"{ROOM}?membre={pole.members[1].pk}").status_code == 403


def test_papers_do_not_exist_before_both_agreed(signed_in: Any, waiting: Couple) -> None:
    one, _ = waiting
    keys = {"offer": one.offer_id, "search": one.search_id, "slug": "convention-pret"}
    assert signed_in("member").get(reverse("mobility_paper", kwargs=keys)).status_code == 404


def test_the_journal_names_neither_side(signed_in: Any, pole: Cluster, waiting: Couple) -> None:
    _, other = waiting
    verbs = ["offer_people", "declare_search", "show_interest"]
    acts = Act.objects.filter(verb__in=verbs)
    assert acts.count() == 3
    for act in acts:
        assert act.actor_id is None
        assert not act.subject.startswith(("organisation", "user"))
        assert str(NOTE) not in act.detail
    for verb in verbs:
        shown = signed_in("director").get(f"/equipe/journal/?acte={verb}").content.decode().partition("<tbody")[2]
        assert "La plateforme" in shown
        assert told(shown, other) == []
        assert pole.members[0].name not in shown


def test_neither_search_nor_exports_nor_the_api_know_of_mobility(
    signed_in: Any, pole: Cluster, waiting: Couple
) -> None:
    client = signed_in("team")
    for path in ("/connaitre/recherche/?q=Brasseur", reverse("members_csv"), f"{reverse('search')}?q=induction"):
        answer = client.get(path)
        shown = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert NOTE not in shown.decode()
        assert "sous vide" not in shown.decode()
    schema = client.get(reverse("api:openapi-json")).content.decode().lower()
    assert not any(word in schema for word in ("mobil", "offer", "introduction"))


def test_what_a_member_sees_is_the_same_whoever_the_other_is(pole: Cluster) -> None:
    """Two members with the same work, time, sector and département give the very same proposal, keys apart."""
    offered(pole)
    sought(pole, 1, title=TITLE, note=NOTE, people=PEOPLE)
    sought(pole, 2, title="Autre", note="Autre", people=1)
    one, other = seen_by(pole.pole, pole.members[0], today=pole_day()).proposed
    said = [(m.theirs, m.area, m.words, m.to_learn, m.nearness, m.state) for m in (one, other)]
    assert said[0] == said[1]


def pole_day() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def test_the_area_is_no_finer_than_three_companies_of_the_sector(pole: Cluster) -> None:
    offered(pole)
    sought(pole)
    assert seen_by(pole.pole, pole.members[0], today=pole_day()).proposed[0].area == "Haute-Savoie"
    Organisation.objects.filter(pk=pole.members[2].pk).update(naf="72.19Z")
    (left,) = seen_by(pole.pole, pole.members[0], today=pole_day()).proposed
    assert (left.area, left.distance) == ("ailleurs dans le pôle", "distance non précisée")


def test_no_surplus_is_ever_made_of_a_deposit(pole: Cluster) -> None:
    from factories import collected
    from vivier_web.skills.models import Offer

    collected.collected(pole.pole, members=3, people=12)
    assert not Offer.objects.exists()
    assert board_of(pole.pole, today=pole_day()).lines == ()
