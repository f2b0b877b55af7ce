"""The other pôles of the demonstration published theirs through the gate: an authority has something to compare."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from factories import crossed, official, trades
from factories.cluster import Cluster
from vivier.reference import pcs_occupations
from vivier.reference.official import add
from vivier_web.accounts.queries import first_broken_act
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Publication
from vivier_web.members.actions import found_pole, link_network
from vivier_web.members.identifiers import siren_of
from vivier_web.members.models import Membership, Network, Pole
from vivier_web.members.territory import DEPARTMENTS
from vivier_web.ops.demo import indicators, neighbour, publishing, sisters
from vivier_web.skills.models import Deposit


def founded(members: int) -> SimpleNamespace:
    return SimpleNamespace(members=(None,) * members)


@pytest.mark.parametrize("sister", sisters.SISTERS, ids=lambda one: one.slug)
def test_a_sister_is_one_of_the_national_campaign_and_says_only_known_codes(sister: sisters.Sister) -> None:
    assert sister.slug in {slug for slug, *_ in indicators.OTHERS}
    assert {pcs for pcs, _ in sister.occupations} <= set(pcs_occupations())
    assert set(sister.departments) <= set(DEPARTMENTS)
    names = [f"{trade} {land}" for land in sister.lands for trade in sister.trades]
    assert len(set(names)) == len(names) == 12


def test_no_company_of_a_sister_bears_the_siren_of_another() -> None:
    sirens = [siren_of(sisters.siren_of(one.first + rank)) for one in sisters.SISTERS for rank in range(12)]
    sirens += [siren for _, siren, _ in neighbour.MEMBERS]
    assert len(set(sirens)) == len(sirens)


def test_a_sister_publishes_what_the_gate_lets_out_and_anyone_may_read_it(pole: Cluster) -> None:
    sister = sisters.SISTERS[1]
    with scopes_disabled():
        found_pole(
            sister.slug, "Pôle Bois et forêts de l’Est", "competitivity", by=None, region="44", is_fictional=True
        )
        sisters.publish_one(sister)
    with scopes_disabled():
        publication = Publication.objects.select_related("pole").get()
        members = Membership.objects.filter(pole=publication.pole)
        assert members.count() == 12
    assert publication.pole.slug == sister.slug
    page = Client().get("/donnees/").content.decode()
    assert "Pôle Bois et forêts de l’Est" in page
    assert first_broken_act() is None


def test_the_network_of_the_main_pole_publishes_it_with_a_sister_under_the_name_of_its_own_person(
    pole: Cluster,
) -> None:
    first, second = sisters.SISTERS[0], sisters.SISTERS[2]
    with scopes_disabled():
        for one, region in ((first, "53"), (second, "76")):
            found_pole(one.slug, one.slug, "competitivity", by=None, region=region, is_fictional=True)
            sisters.publish_one(one)
        main, network = Pole.objects.get(slug=second.slug), Network.objects.get(poles=pole.pole)
        Network.poles.through.objects.all().delete()
        link_network(network, main, by=None)
        sisters.publish_with(SimpleNamespace(pole=main), first)
        made = Publication.objects.get(network=network)
        assert (made.title, made.by) == (
            f"Effectifs des membres de 2\xa0pôles · {network.name}",
            pole.people["network"],
        )
        assert document_of(bytes(made.content))["poles"] == [first.slug, second.slug]


def test_members_that_a_sister_shares_give_it_the_same_and_are_counted_once_together(pole: Cluster) -> None:
    first, second = sisters.SISTERS[0], sisters.SISTERS[2]
    with scopes_disabled():
        for one, region in ((first, "53"), (second, "76")):
            found_pole(one.slug, one.slug, "competitivity", by=None, region=region, is_fictional=True)
        sisters.publish_one(second)
        main, network = Pole.objects.get(slug=second.slug), Network.objects.get(poles=pole.pole)
        shared = [each.organisation for each in Membership.objects.filter(pole=main).order_by("organisation_id")[:6]]
        sisters.publish_one(first, shared)
        assert Membership.objects.filter(pole__slug=first.slug).count() == 12 + 6
        gave = {
            slug: dict(Deposit.objects.filter(pole__slug=slug).values_list("organisation", "cells"))
            for slug in (first.slug, second.slug)
        }
        assert [gave[first.slug][one.pk] for one in shared] == [gave[second.slug][one.pk] for one in shared]
        link_network(network, main, by=None)
        sisters.publish_with(SimpleNamespace(pole=main), first)
        made = document_of(bytes(Publication.objects.get(network=network).content))
        told = dict(made["provenance"])
    assert "6\xa0appartiennent à plusieurs pôles" in told["Qui est compté"]
    assert "déposés par 24\xa0membres de 2" in told["Source"]


def test_a_main_pole_that_published_nothing_appears_with_nobody_and_the_demonstration_goes_on(pole: Cluster) -> None:
    sister = sisters.SISTERS[0]
    with scopes_disabled():
        found_pole(sister.slug, sister.slug, "competitivity", by=None, region="53", is_fictional=True)
        sisters.publish_one(sister)
        sisters.publish_with(SimpleNamespace(pole=pole.pole), sister)
        assert list(Publication.objects.values_list("pole__slug", flat=True)) == [sister.slug]


def test_zones_and_families_are_published_where_the_official_files_that_say_them_are(
    tmp_path: Path, settings: Any
) -> None:
    found = []
    for name, files in (("none", {}), ("places", official.places()), ("both", trades.files() | crossed.tables())):
        settings.REFERENCE = str(tmp_path / "store" if files else tmp_path / name)
        if files:
            add([official.write(tmp_path / name, files)], folder=tmp_path / "store", date="2026-01-01")
        found.append(publishing.installed())
    assert found == [(), ("zones",), ("zones", "families")]


def test_a_small_demonstration_does_without_them(db: None) -> None:
    with scopes_disabled():
        sisters.publish_all(founded(6))
        assert not Publication.objects.exists()
