"""The idea box once members change their mind or leave: who reads, what is refused, what is counted, what leads to a project."""

import datetime as dt
from typing import Any

import pytest
from django_scopes import scope

from factories import projected
from factories.cluster import Cluster, founded
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import end_membership
from vivier_web.members.models import Membership, Organisation
from vivier_web.projects.actions import ideas as acts
from vivier_web.projects.actions.ideas import Source
from vivier_web.projects.choices import IdeaState, Reach
from vivier_web.projects.models import Idea, IdeaRemark, Project
from vivier_web.projects.queries.ideas import (
    cards_of,
    idea_told,
    ideas_for_member,
    ideas_for_team,
    may_be_read_by,
    states_of,
)

OWN, OTHER = Organisation(pk=1, name="Val"), Organisation(pk=2, name="Lac")


def leaves(found: Cluster, rank: int) -> None:
    """Let a member leave the pôle, a while ago."""
    row = Membership.objects.get(pole=found.pole, organisation=found.members[rank])
    end_membership(row, left_on=dt.date(2025, 1, 1), by=None)


@pytest.mark.parametrize("state", IdeaState.values)
@pytest.mark.parametrize("reach", Reach.values)
def test_a_member_reads_its_own_idea_always_and_an_open_one_until_it_is_set_aside(reach: str, state: str) -> None:
    row = Idea(organisation=OWN, reach=reach, state=state)
    assert may_be_read_by(row, OWN)
    assert may_be_read_by(row, OTHER) == (reach == "members" and state != "set_aside")
    of_the_team = Idea(reach=reach, state=state)
    assert may_be_read_by(of_the_team, OWN) == may_be_read_by(row, OTHER)


def test_the_list_of_a_member_holds_exactly_the_ideas_it_may_open(pole: Cluster) -> None:
    rows = [
        projected.idea(pole, rank=rank, reach=reach) for rank in (None, 0, 1) for reach in Reach.values for _ in "ab"
    ]
    for row in rows[::2]:
        acts.decide_idea(row, "set_aside", "Non.", by=None)
    every = list(Idea.objects.all())
    for member in pole.members:
        listed = {each.pk for each in ideas_for_member(pole.pole, member)}
        assert listed == {each.pk for each in every if may_be_read_by(each, member)}
    assert {each.pk for each in ideas_for_team(pole.pole)} == {each.pk for each in every}
    assert states_of(pole.pole) == {"set_aside": 6, "proposed": 6}
    assert ideas_for_team(pole.pole, "kept").count() == 0


def test_cards_count_without_multiplying_and_come_by_interest(pole: Cluster) -> None:
    assert cards_of([], pole.members[0]) == []
    quiet, wanted = projected.idea(pole, rank=1, title="Calme"), projected.idea(pole, rank=1, title="Voulue")
    newest = projected.idea(pole, title="Neuve")
    for rank in (0, 2):
        acts.support_idea(wanted, pole.members[rank], by=None)
    for text in ("Un.", "Deux.", "Trois."):
        acts.add_remark(wanted, text, by=None, organisation=pole.members[0])
    cards = cards_of(ideas_for_member(pole.pole, pole.members[0]), pole.members[0])
    assert [(each.pk, each.interests, each.remarks, each.is_supported, each.origin) for each in cards] == [
        (wanted.pk, 2, 3, True, "un membre"),
        (newest.pk, 0, 0, False, "l’équipe du pôle"),
        (quiet.pk, 0, 0, False, "un membre"),
    ]
    seen = " ".join(map(str, cards))
    assert pole.members[1].name not in seen
    assert pole.members[1].name in " ".join(map(str, cards_of(ideas_for_team(pole.pole)))), "something could leak"


def test_a_remark_says_who_wrote_it_and_is_short(pole: Cluster) -> None:
    row = projected.idea(pole, rank=0)
    for wrong in ("", "   ", "\n\t", "a" * 401):
        with pytest.raises(InputError, match="400"):
            acts.add_remark(row, wrong, by=None)
    acts.add_remark(row, "  Oui,\n volontiers. ", by=None, organisation=pole.members[1])
    acts.add_remark(row, "a" * 400, by=None)
    told = idea_told(row, pole.members[2]).remarks
    assert [(each.author, each.text) for each in told] == [
        (pole.members[1].name, "Oui, volontiers."),
        ("Équipe du pôle", "a" * 400),
    ]
    assert str(IdeaRemark.objects.first()) == "Oui, volontiers."


def test_interest_is_said_once_and_taken_back_once(pole: Cluster) -> None:
    row = projected.idea(pole, rank=0)
    for _ in range(2):
        acts.support_idea(row, pole.members[1], by=None)
    assert (idea_told(row).count, idea_told(row, pole.members[1]).is_supported) == (1, True)
    for _ in range(2):
        acts.drop_idea_support(row, pole.members[1], by=None)
    assert (idea_told(row).count, idea_told(row, pole.members[1]).is_supported) == (0, False)
    verbs = list(Act.objects.filter(verb__endswith="idea_support").values_list("verb", flat=True))
    assert (verbs, Act.objects.filter(verb="support_idea").count()) == (["drop_idea_support"], 1)


def test_who_left_the_pole_proposes_nothing_and_does_not_stop_an_idea_from_becoming_a_project(pole: Cluster) -> None:
    row = projected.idea(pole, rank=0)
    for rank in (0, 1, 2):
        acts.support_idea(row, pole.members[rank], by=None)
    leaves(pole, 2)
    with pytest.raises(InputError, match="membres actuels"):
        projected.idea(pole, rank=2)
    with pytest.raises(InputError, match="n’est pas membre"):
        acts.make_project(row, pole.members[2], by=None)
    row.refresh_from_db()
    assert (row.state, Project.objects.count()) == ("proposed", 0)
    made = acts.make_project(row, pole.members[0], by=None)
    assert {(each.organisation_id, each.state) for each in made.partners.all()} == {
        (pole.members[0].pk, "joined"),
        (pole.members[1].pk, "invited"),
    }
    row.refresh_from_db()
    assert (row.project, row.state, row.settled_at is not None) == (made, "project", True)
    assert made.summary == f"{row.problem}\n\n{row.sought}"


def test_a_long_idea_makes_a_summary_of_two_thousand_signs(pole: Cluster) -> None:
    said = projected.SAID | {"problem": "p" * 1500, "sought": "s" * 1500, "reach": "team"}
    row = acts.propose_idea(pole.pole, said, by=None, organisation=pole.members[0])
    made = acts.make_project(row, pole.members[1], by=None)
    assert (len(made.summary), made.summary[:1500]) == (2000, "p" * 1500)
    assert [each.organisation for each in made.partners.all()] == [pole.members[1]], "its author asked nothing"


def test_texts_are_cleaned_and_lengths_kept(pole: Cluster) -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {"title": ""},
        {"title": "\n "},
        {"problem": " "},
        {"title": "a" * 121},
        {"problem": "a" * 1501},
        {"sought": "a" * 1501},
    )
    row = projected.idea(pole, rank=0)
    before = Idea.objects.filter(pk=row.pk).values().get()
    for said in wrong:
        for act in (
            lambda said=said: acts.propose_idea(pole.pole, projected.SAID | said, by=None),
            lambda said=said: acts.describe_idea(row, projected.SAID | said, by=None),
        ):
            with pytest.raises(InputError):
                act()
    assert (Idea.objects.count(), Idea.objects.filter(pk=row.pk).values().get()) == (1, before)
    told = acts.describe_idea(row, {"title": "  Un \n titre ", "problem": " Deux ", "reach": "monde"}, by=None)
    assert (told.title, told.problem, told.sought, told.reach) == ("Un titre", "Deux", "", "team")


def test_decisions_are_undone_and_each_says_its_reason_or_none(pole: Cluster) -> None:
    row = projected.idea(pole, rank=0)
    for wrong in ("", "project", "proposée", "KEPT"):
        with pytest.raises(InputError, match="Choisissez"):
            acts.decide_idea(row, wrong, "Pourquoi.", by=None)
    seen = []
    for state in ("kept", "set_aside", "kept", "set_aside", "proposed"):
        made = acts.decide_idea(row, state, " Trop   tôt. ", by=None)
        seen.append((made.state, made.reason, made.settled_at is None))
    assert seen == [
        ("kept", "", False),
        ("set_aside", "Trop tôt.", False),
        ("kept", "", False),
        ("set_aside", "Trop tôt.", False),
        ("proposed", "", True),
    ]
    assert acts.decide_idea(row, "set_aside", "m" * 400, by=None).reason == "m" * 300
    with pytest.raises(InputError, match="close"):
        acts.describe_idea(row, projected.SAID, by=None)


@pytest.mark.parametrize("length", [8, 120, 121, 300])
def test_a_source_is_taken_up_once_however_long_its_name(pole: Cluster, length: int) -> None:
    source = Source("k" * length, "gap", "n" * (length + 100), "p" * 1600, "s" * 1600)
    made, again = (acts.take_up_source(pole.pole, source, by=None) for _ in range(2))
    assert made == again
    assert (len(made.title), len(made.source), len(made.problem), len(made.sought), made.reach) == (
        min(length + 100, 120), min(length + 100, 300), 1500, 1500, "team",
    )  # fmt: skip
    bare = acts.take_up_source(pole.pole, Source("autre", "axis", "Attirer", ""), by=None)
    assert (bare.problem, bare.sought) == ("Attirer", ""), "an idea always says a problem"


def test_the_same_source_is_free_in_another_pole_and_ideas_do_not_cross(pole: Cluster) -> None:
    source = Source("axis:1:a", "axis", "Attirer", "On ne recrute plus.")
    here = acts.take_up_source(pole.pole, source, by=None)
    other = founded("bois", 1)
    with scope(pole=other.pole):
        there = acts.take_up_source(other.pole, source, by=None)
        assert there.pk != here.pk
        assert [each.pk for each in ideas_for_team(other.pole)] == [there.pk]
        shared = other.members[0]
        acts.describe_idea(there, projected.SAID | {"reach": "members"}, by=None)
        assert [each.pk for each in ideas_for_member(other.pole, shared)] == [there.pk]
    assert [each.pk for each in ideas_for_team(pole.pole)] == [here.pk]
    assert list(ideas_for_member(pole.pole, shared)) == []
