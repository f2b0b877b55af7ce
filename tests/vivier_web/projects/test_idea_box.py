"""The idea box: who may read what, a source taken up once, what becomes of an idea."""

import pytest

from factories import projected
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.projects.actions import ideas as acts
from vivier_web.projects.actions.ideas import Source
from vivier_web.projects.models import Idea
from vivier_web.projects.queries.ideas import cards_of, idea_told, ideas_for_member, ideas_for_team


def test_a_member_reads_its_own_ideas_and_those_opened_to_members_only(pole: Cluster) -> None:
    own = projected.idea(pole, rank=0, reach="team", title="La mienne")
    other = projected.idea(pole, rank=1, reach="team", title="SECRET de l’autre")
    opened = projected.idea(pole, rank=1, reach="members", title="Ouverte")
    away = projected.idea(pole, rank=1, reach="members", title="Écartée")
    acts.decide_idea(away, "set_aside", "Hors de nos domaines.", by=None)
    assert {each.pk for each in ideas_for_team(pole.pole)} == {own.pk, other.pk, opened.pk, away.pk}
    assert {each.pk for each in ideas_for_member(pole.pole, pole.members[0])} == {own.pk, opened.pk}
    assert {each.pk for each in ideas_for_member(pole.pole, pole.members[1])} == {other.pk, opened.pk, away.pk}


def test_members_are_not_told_who_else_is_interested_nor_who_proposed(pole: Cluster) -> None:
    row = projected.idea(pole, rank=1)
    acts.support_idea(row, pole.members[2], by=None)
    acts.support_idea(row, pole.members[2], by=None)  # twice is once
    seen, team = idea_told(row, pole.members[0]), idea_told(row)
    assert (seen.count, seen.interested, seen.origin) == (1, (), "un membre")
    assert (team.interested, team.origin) == ((pole.members[2],), pole.members[1].name)
    (card,) = cards_of(ideas_for_member(pole.pole, pole.members[2]), pole.members[2])
    assert (card.interests, card.is_supported, card.is_own) == (1, True, False)
    acts.drop_idea_support(row, pole.members[2], by=None)
    assert idea_told(row).count == 0


def test_an_axis_is_taken_up_once(pole: Cluster) -> None:
    source = Source("axis:3:a", "axis", "Attirer", "On ne recrute plus.", "Un plan commun.")
    made = [acts.take_up_source(pole.pole, source, by=None) for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0].origin, made[0].reach, Idea.objects.count()) == ("axis", "team", 1)


def test_an_idea_is_set_aside_with_a_reason_and_opened_again(pole: Cluster) -> None:
    row = projected.idea(pole, rank=0)
    with pytest.raises(InputError, match="pourquoi"):
        acts.decide_idea(row, "set_aside", "  ", by=None)
    assert acts.decide_idea(row, "set_aside", "Hors de nos domaines.", by=None).reason == "Hors de nos domaines."
    with pytest.raises(InputError, match="close"):
        acts.make_project(row, pole.members[0], by=None)
    again = acts.decide_idea(row, "proposed", by=None)
    assert (again.state, again.reason, again.settled_at) == ("proposed", "", None)


def test_an_idea_becomes_a_project_once_and_asks_those_interested(pole: Cluster) -> None:
    row = projected.idea(pole, rank=0)
    acts.support_idea(row, pole.members[1], by=None)
    project = acts.make_project(row, pole.members[0], by=None)
    assert (project.title, project.lead, project.state) == (row.title, pole.members[0], "emerging")
    assert {(each.organisation, each.state) for each in project.partners.all()} == {
        (pole.members[0], "joined"),
        (pole.members[1], "invited"),
    }
    for act in (
        lambda: acts.make_project(row, pole.members[0], by=None),
        lambda: acts.decide_idea(row, "set_aside", "Non.", by=None),
        lambda: acts.describe_idea(row, projected.SAID, by=None),
    ):
        with pytest.raises(InputError):
            act()


@pytest.mark.parametrize(
    ("said", "words"), [({"title": " "}, "titre"), ({"problem": ""}, "problème"), ({"title": "a" * 121}, "120")]
)
def test_an_idea_without_its_words_is_refused(pole: Cluster, said: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        acts.propose_idea(pole.pole, projected.SAID | said, by=None)
