"""Jobs that a campaign asks for and people that a collection counts are one fact: neither gives what the other hides."""

import pytest

from factories import publishing
from factories.cluster import Cluster
from factories.publishing import COARSE, ON
from factories.twins import (
    ALONE,
    BRITTANY,
    CENTRE,
    CORSICA,
    JOBS_SAID,
    PEOPLE,
    PLACES,
    admitted,
    campaign,
    cells_of,
    collection,
    hidden,
    shown,
)
from vivier_web.indicators.actions.knowing import note_known_figure
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Publication, Vintage
from vivier_web.indicators.queries.circles import circle_of_network
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.members.actions import found_pole, link_network
from vivier_web.members.models import Network


def test_alone_each_of_two_twins_would_hide_another_region(pole: Cluster) -> None:
    """Else nothing could leak: the tests below would pass whatever the gate does."""
    members = admitted(pole.pole)
    assert hidden(shown(pole.pole, collection(pole.pole, members, PEOPLE))) == {CORSICA, CENTRE}
    far = campaign(pole, members, JOBS_SAID, year=2023)  # two years before: another year's fact
    assert hidden(shown(pole.pole, far)) == {CORSICA, BRITTANY}


def test_what_a_collection_showed_cannot_hide_the_jobs_of_a_campaign(pole: Cluster) -> None:
    members = admitted(pole.pole)
    people = shown(pole.pole, collection(pole.pole, members, PEOPLE))
    jobs = shown(pole.pole, campaign(pole, members, JOBS_SAID))
    assert hidden(jobs) == hidden(people) == {CORSICA, CENTRE}


def test_what_a_campaign_showed_cannot_hide_the_people_of_a_collection(pole: Cluster) -> None:
    members = admitted(pole.pole)
    jobs = shown(pole.pole, campaign(pole, members, JOBS_SAID))
    people = shown(pole.pole, collection(pole.pole, members, PEOPLE))
    assert hidden(people) == hidden(jobs) == {CORSICA, BRITTANY}


def test_each_remembers_the_digest_of_the_other(pole: Cluster) -> None:
    members = admitted(pole.pole)
    shown(pole.pole, collection(pole.pole, members, PEOPLE))
    shown(pole.pole, campaign(pole, members, JOBS_SAID))
    first, second = Publication.objects.order_by("pk")
    assert document_of(bytes(second.content))["history"] == [first.sha256]


def test_a_member_that_said_nothing_is_not_told_by_its_absence(pole: Cluster) -> None:
    """Two answer of three in a region that the collection shows: all the rest being known, so would they be."""
    places = (*PLACES[:12], "45", "45", "45")
    members = admitted(pole.pole, places)
    shown(pole.pole, collection(pole.pole, members, (*PEOPLE[:12], 260, 262, 264)))
    jobs = shown(pole.pole, campaign(pole, members, (*PEOPLE[:12], 260, 262)))
    assert jobs[(("region", "84"),)] == sum(PEOPLE[:12])
    assert jobs[()] is None
    assert hidden(jobs) == {CENTRE}


def test_figures_that_are_not_near_are_protected_apart(pole: Cluster) -> None:
    members = admitted(pole.pole)
    shown(pole.pole, collection(pole.pole, members, PEOPLE))
    half = (*(31 + 4 * rank for rank in range(12)), 162, 164, 166, 160, 161, 162, 3 * ALONE)
    assert hidden(shown(pole.pole, campaign(pole, members, half))) == {CORSICA, BRITTANY}


def test_an_indicator_of_another_fact_is_not_compared(pole: Cluster) -> None:
    members = admitted(pole.pole)
    shown(pole.pole, collection(pole.pole, members, PEOPLE))
    asked = campaign(pole, members, JOBS_SAID)
    vintage = Vintage.objects.get()
    Vintage.objects.filter(pk=vintage.pk).update(text=vintage.text.replace("emplois", "emplois_rd"))
    other = Asked("indicateur:emplois_rd", asked.source, COARSE, {})
    assert hidden(shown(pole.pole, other)) == {CORSICA, BRITTANY}


def test_a_figure_of_a_speech_is_remembered_by_the_twin(pole: Cluster) -> None:
    members = admitted(pole.pole)
    asked = campaign(pole, members, JOBS_SAID)
    note_known_figure(pole.pole, ("effectifs", ON), {"region": BRITTANY}, value=189, where="Discours", by=None)
    assert hidden(shown(pole.pole, asked)) == {CORSICA, CENTRE}


def test_records_that_were_not_kept_are_feared_to_be_near(pole: Cluster) -> None:
    members = admitted(pole.pole)
    shown(pole.pole, collection(pole.pole, members, PEOPLE))
    Publication.objects.update(work=None)
    assert hidden(shown(pole.pole, campaign(pole, members, JOBS_SAID))) == {CORSICA, CENTRE}


@pytest.fixture
def network(pole: Cluster) -> Network:
    other = found_pole("plasturgie", "Pôle plasturgie", "cluster", by=None, region="84")
    network = Network.objects.get()
    link_network(network, other, by=None)
    their = admitted(other, ("74",) * 12, first=100)
    shown(other, collection(other, their, tuple(900 + rank for rank in range(12))))
    return network


def test_several_poles_hide_what_the_campaign_of_one_hid(pole: Cluster, network: Network) -> None:
    members = admitted(pole.pole)
    shown(pole.pole, campaign(pole, members, JOBS_SAID))
    shown(pole.pole, collection(pole.pole, members, PEOPLE))
    whole = cells_of(publishing.together(circle_of_network(network)))
    mine = {codes: value for codes, value in whole.items() if dict(codes).get("dans_pole") == "mecatronique"}
    assert {dict(codes).get("region") for codes, value in mine.items() if value is None} >= {CORSICA, BRITTANY}
    assert all(mine[codes] is not None for codes in mine if dict(codes).get("region") == CENTRE)


def test_a_campaign_hides_what_several_poles_hid(pole: Cluster, network: Network) -> None:
    members = admitted(pole.pole)
    shown(pole.pole, collection(pole.pole, members, PEOPLE))
    publishing.together(circle_of_network(network))
    assert hidden(shown(pole.pole, campaign(pole, members, JOBS_SAID))) == {CORSICA, CENTRE}
