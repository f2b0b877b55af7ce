"""A member of two pôles gives each another figure: neither is read through the other, and both still add up."""

import pytest
from django_scopes import scope

from factories import publishing
from factories.cluster import Cluster
from factories.publishing import ON
from factories.twins import (
    CENTRE,
    CORSICA,
    PEOPLE,
    admitted,
    cells_of,
    collection,
    hidden,
    shown,
    tried,
)
from vivier.disclosure.published import Published
from vivier_web.indicators.models import Publication
from vivier_web.indicators.queries.circles import circle_of_network
from vivier_web.indicators.queries.memory import past_of_pole
from vivier_web.indicators.queries.passages import passage_of
from vivier_web.members.actions import admit_member, found_pole, link_network
from vivier_web.members.models import Network, Organisation, Pole

OWN = tuple(301 + 11 * rank for rank in range(12))  # people of the companies that the second pôle has alone
SAID = PEOPLE[12:15]  # of the three of the Centre, to the first pôle


@pytest.fixture
def members(pole: Cluster) -> list[Organisation]:
    return admitted(pole.pole)


@pytest.fixture
def other(pole: Cluster) -> Pole:
    other = found_pole("plasturgie", "Pôle plasturgie", "cluster", by=None, region="84")
    link_network(Network.objects.get(), other, by=None)
    return other


def theirs(other: Pole, members: list[Organisation]) -> list[Organisation]:
    """Twelve companies of its own, and the three of the Centre, which it shares."""
    with scope(pole=other):
        for one in members[12:15]:
            admit_member(other, one, joined_on=ON.replace(year=2024), by=None, college="Entreprises")
    return [*admitted(other, ("74",) * 12, first=200), *members[12:15]]


def whole(network: Network) -> Publication:
    return publishing.together(circle_of_network(network))


@pytest.mark.parametrize("apart", [0, 1, 2])
def test_what_one_pole_hid_is_not_read_in_another_that_was_told_nearly_the_same(
    pole: Cluster, members: list[Organisation], other: Pole, apart: int
) -> None:
    assert hidden(shown(pole.pole, collection(pole.pole, members, PEOPLE))) == {CORSICA, CENTRE}
    work = tried(other, collection(other, theirs(other, members), (*OWN, *(each + apart for each in SAID))))
    if work.state == "done":
        with scope(pole=other):
            cells = cells_of(Publication.objects.get(work=work))
        assert cells[(("region", CENTRE),)] is None
        assert None in (cells[()], cells[(("region", "84"),)])
    else:
        assert "trahi" in work.trouble


def test_a_pole_that_was_told_something_else_shows_it(
    pole: Cluster, members: list[Organisation], other: Pole
) -> None:
    shown(pole.pole, collection(pole.pole, members, PEOPLE))
    cells = shown(other, collection(other, theirs(other, members), (*OWN, *(5 * each for each in SAID))))
    assert cells[(("region", CENTRE),)] == 5 * sum(SAID)


@pytest.mark.parametrize("apart", [0, 1, 3])
def test_what_each_let_out_does_not_contradict_the_two_together(
    pole: Cluster, members: list[Organisation], other: Pole, apart: int
) -> None:
    shown(other, collection(other, theirs(other, members), (*OWN, *(each + apart for each in SAID))))
    mine = shown(pole.pole, collection(pole.pole, members, PEOPLE))
    made = cells_of(whole(Network.objects.get()))
    assert made[()] == sum(PEOPLE) + sum(OWN)  # the last word stands: what the first pôle was told
    inside = {
        dict(codes).get("region"): value for codes, value in made.items() if ("dans_pole", "mecatronique") in codes
    }
    assert {region for region in hidden(mine) if inside[region] is not None} == set()


def test_what_several_let_out_is_at_the_words_of_today_beside_one_of_them(
    pole: Cluster, members: list[Organisation], other: Pole
) -> None:
    asked = collection(other, theirs(other, members), (*OWN, *(each + 1 for each in SAID)))
    shown(other, asked)
    shown(pole.pole, collection(pole.pole, members, PEOPLE))
    whole(Network.objects.get())
    with scope(pole=other):
        again = tried(other, asked)
        passage = passage_of(again)
        past = past_of_pole(other, passage.found)
    files = [each for each in past.files if isinstance(each, Published)]
    totals = [dict(zip(each.codes, each.values, strict=True)).get(("T",) * len(each.spec.columns)) for each in files]
    # With the first pôle, which was told three less, its total is far from what is at stake here: nothing.
    assert totals == [sum(OWN) + sum(SAID) + 3] * 2 + [None]
    assert again.state == "done", again.trouble
