"""Jobs that one pôle asks for, people that another collects: what both have of the same members is one fact."""

import pytest
from django_scopes import scope, scopes_disabled

from factories import publishing
from factories.cluster import Cluster
from factories.publishing import ON
from factories.twins import (
    BRITTANY,
    CENTRE,
    CORSICA,
    JOBS_SAID,
    PEOPLE,
    admitted,
    campaign,
    cells_of,
    collection,
    hidden,
    shown,
    tried,
)
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Publication
from vivier_web.indicators.queries.circles import circle_of_network
from vivier_web.members.actions import admit_member, found_pole, link_network
from vivier_web.members.models import Network, Organisation, Pole

OWN = tuple(301 + 11 * rank for rank in range(12))  # people of the companies that the second pôle has alone
THEIRS = [*PEOPLE[15:18]]  # what the three of Brittany give


def other_pole(slug: str = "plasturgie") -> Pole:
    return found_pole(slug, f"Pôle {slug}", "cluster", by=None, region="84")


def joined(pole: Pole, members: list[Organisation]) -> list[Organisation]:
    """Let members of another pôle join this one too."""
    with scope(pole=pole):
        for one in members:
            admit_member(pole, one, joined_on=ON.replace(year=2024), by=None, college="Entreprises")
    return members


@pytest.fixture
def members(pole: Cluster) -> list[Organisation]:
    return admitted(pole.pole)


@pytest.fixture
def other(pole: Cluster) -> Pole:
    return other_pole()


def test_companies_of_another_pole_that_are_as_large_are_not_the_same(
    pole: Cluster, members: list[Organisation], other: Pole
) -> None:
    """Else the test below could pass by chance: without a shared member nothing is compared."""
    strangers = admitted(other, ("74",) * 12 + ("35",) * 3, first=200)
    assert hidden(shown(other, collection(other, strangers, (*OWN, *THEIRS)))) == set()
    assert hidden(shown(pole.pole, campaign(pole, members, JOBS_SAID))) == {CORSICA, BRITTANY}


def test_what_another_pole_showed_of_shared_members_cannot_hide_a_lone_company(
    pole: Cluster, members: list[Organisation], other: Pole
) -> None:
    theirs = [*admitted(other, ("74",) * 12, first=200), *joined(other, members[15:18])]
    people = shown(other, collection(other, theirs, (*OWN, *THEIRS)))
    assert people[(("region", BRITTANY),)] == sum(THEIRS)
    assert hidden(shown(pole.pole, campaign(pole, members, JOBS_SAID))) == {CORSICA, CENTRE}


def test_a_cell_with_one_more_member_there_is_another_cell(
    pole: Cluster, members: list[Organisation], other: Pole
) -> None:
    theirs = [*admitted(other, ("74",) * 12 + ("35",) * 3, first=200), *joined(other, members[15:18])]
    shown(other, collection(other, theirs, (*OWN, 201, 203, 205, *THEIRS)))
    assert hidden(shown(pole.pole, campaign(pole, members, JOBS_SAID))) == {CORSICA, BRITTANY}


def test_what_is_told_far_from_what_was_collected_is_another_figure(
    pole: Cluster, members: list[Organisation], other: Pole
) -> None:
    theirs = [*admitted(other, ("74",) * 12, first=200), *joined(other, members[15:18])]
    shown(other, collection(other, theirs, (*OWN, *(4 * each for each in THEIRS))))
    assert hidden(shown(pole.pole, campaign(pole, members, JOBS_SAID))) == {CORSICA, BRITTANY}


def test_another_pole_does_not_show_what_a_campaign_hid_to_protect_a_lone_company(
    pole: Cluster, members: list[Organisation], other: Pole
) -> None:
    """Its total less its other region would be the hidden one: it is refused, or it hides more."""
    assert hidden(shown(pole.pole, campaign(pole, members, JOBS_SAID))) == {CORSICA, BRITTANY}
    theirs = [*admitted(other, ("74",) * 12, first=200), *joined(other, members[15:18])]
    work = tried(other, collection(other, theirs, (*OWN, *THEIRS)))
    if work.state == "done":
        with scope(pole=other):
            cells = document_of(bytes(Publication.objects.get(work=work).content))["cells"]
        shown_there = {tuple(code for code in each[:-3] if code != "T"): each[-3] for each in cells}
        assert shown_there[(BRITTANY,)] is None
        assert None in (shown_there[()], shown_there[("84",)])
    else:
        assert "trahi" in work.trouble


def test_the_digest_of_another_pole_is_in_the_history(
    pole: Cluster, members: list[Organisation], other: Pole
) -> None:
    theirs = [*admitted(other, ("74",) * 12, first=200), *joined(other, members[15:18])]
    shown(other, collection(other, theirs, (*OWN, *THEIRS)))
    shown(pole.pole, campaign(pole, members, JOBS_SAID))
    with scopes_disabled():
        first, second = Publication.objects.order_by("pk")
    assert document_of(bytes(second.content))["history"] == [first.sha256]


@pytest.mark.parametrize("is_together", [False, True])
def test_what_several_other_poles_hid_together_stays_hidden(
    pole: Cluster, members: list[Organisation], other: Pole, is_together: bool
) -> None:
    """The others have two and one of the three of the Centre: alone neither tells of them, together they do."""
    network = Network.objects.get()
    network.poles.clear()
    for each, some, first in ((other, members[12:14], 200), (other_pole("bois"), members[14:15], 300)):
        link_network(network, each, by=None)
        theirs = [*admitted(each, ("74",) * 12, first=first), *joined(each, some)]
        given = [PEOPLE[members.index(one)] for one in some]
        shown(each, collection(each, theirs, (*(one + first for one in OWN), *given)))
    if is_together:
        whole = cells_of(publishing.together(circle_of_network(network)))
        assert whole[(("region", CENTRE),)] is None
    assert (CENTRE in hidden(shown(pole.pole, campaign(pole, members, JOBS_SAID)))) is is_together
