"""How a pôle stands today, at the very day things change, and whom of its team one writes to."""

import datetime as dt

import pytest
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from factories import cluster
from factories.cluster import Cluster
from factories.registers import siren
from vivier_web.accounts.actions import open_account
from vivier_web.members.actions import (
    admit_member,
    award_label,
    end_membership,
    end_role,
    give_back_role,
    grant_role,
    register_organisation,
)
from vivier_web.members.models import Label, Membership, Role
from vivier_web.members.queries.duties import Duties, Pile
from vivier_web.members.queries.standing import SHOWN, Standing, Teammate, standing, team_of

TODAY = dt.date(2026, 11, 22)
OLD = dt.date(2024, 1, 1)


def day(after: int) -> dt.date:
    return TODAY + dt.timedelta(days=after)


def left(pole: Cluster, rank: int, after: int) -> Membership:
    row = Membership.objects.get(organisation=pole.members[rank])
    return end_membership(row, left_on=day(after), by=None)


def admitted(pole: Cluster, rank: int, college: str, joined_on: dt.date = OLD) -> Membership:
    made = register_organisation(f"Neuve {rank}", siren=siren(rank), by=None)
    return admit_member(pole.pole, made, joined_on=joined_on, by=None, college=college)


def labelled(pole: Cluster, after: int | None, name: str = "Phase V") -> Label:
    ends_on = None if after is None else day(after)
    return award_label(pole.pole, name, by=None, granted_on=OLD, ends_on=ends_on)


def test_a_calm_pole_says_its_members_and_nothing_else(pole: Cluster) -> None:
    assert standing(pole.pole, today=TODAY) == Standing(3, 0, 0, (("Entreprises", 3),), (), ())


def test_a_pole_without_a_member_stands_at_nothing(pole: Cluster) -> None:
    Membership.objects.all().delete()
    assert standing(pole.pole, today=TODAY) == Standing(0, 0, 0, (), (), ())


def test_colleges_are_told_by_name_and_make_up_the_members(pole: Cluster) -> None:
    for rank, college in enumerate(["Recherche", "Formation", "", "Recherche"], 1):
        admitted(pole, rank, college)
    found = standing(pole.pole, today=TODAY)
    assert found.colleges == (("", 1), ("Entreprises", 3), ("Formation", 1), ("Recherche", 2))
    assert found.members == 7


@pytest.mark.parametrize(
    ("after", "members", "gone", "leaving"),
    [
        (-366, 2, 0, 0), (-365, 2, 0, 0), (-364, 2, 1, 0), (-1, 2, 1, 0), (0, 3, 0, 1), (1, 3, 0, 1), (90, 3, 0, 1),
        (91, 3, 0, 0),
    ],
)  # fmt: skip
def test_one_who_leaves_is_a_member_then_gone_then_forgotten(
    pole: Cluster, after: int, members: int, gone: int, leaving: int
) -> None:
    row = left(pole, 0, after)
    found = standing(pole.pole, today=TODAY)
    assert (found.members, found.left, found.leaving) == (members, gone, (row,) * leaving)


@pytest.mark.parametrize(
    ("after", "members", "joined"), [(-366, 4, 0), (-365, 4, 0), (-364, 4, 1), (0, 4, 1), (1, 3, 0), (400, 3, 0)]
)
def test_one_who_joins_is_counted_from_the_first_day_and_new_for_a_year(
    pole: Cluster, after: int, members: int, joined: int
) -> None:
    admitted(pole, 1, "Entreprises", day(after))
    found = standing(pole.pole, today=TODAY)
    assert (found.members, found.joined) == (members, joined)


def test_one_who_left_and_came_back_is_both_and_counted_once(pole: Cluster) -> None:
    left(pole, 0, -60)
    admit_member(pole.pole, pole.members[0], joined_on=day(-30), by=None, college="Recherche")
    expected = Standing(3, 1, 1, (("Entreprises", 2), ("Recherche", 1)), (), ())
    assert standing(pole.pole, today=TODAY) == expected


def test_those_who_leave_are_told_by_the_day_and_six_at_most(pole: Cluster) -> None:
    rows = []
    for rank in range(SHOWN + 2):
        row = admitted(pole, rank, "Entreprises")
        rows.append(end_membership(row, left_on=day(80 - rank), by=None))
    assert standing(pole.pole, today=TODAY).leaving == tuple(reversed(rows))[:SHOWN]


@pytest.mark.parametrize(
    ("after", "is_told"), [(None, False), (-1, False), (0, True), (269, True), (270, True), (271, False)]
)
def test_a_label_is_told_for_the_nine_months_before_its_end(
    pole: Cluster, after: int | None, *, is_told: bool
) -> None:
    row = labelled(pole, after)
    assert standing(pole.pole, today=TODAY).labels == ((row,) if is_told else ())


def test_labels_are_told_the_first_to_end_first_and_six_at_most(pole: Cluster) -> None:
    rows = {after: labelled(pole, after) for after in (200, 7, 7 * 7, 100, 1, 270, 3, 30)}
    assert standing(pole.pole, today=TODAY).labels == tuple(rows[after] for after in sorted(rows)[:SHOWN])


def test_what_happens_in_another_pole_changes_nothing_here(pole: Cluster) -> None:
    before = standing(pole.pole, today=TODAY)
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        row = Membership.objects.get(pole=other.pole, organisation=pole.members[1])
        end_membership(row, left_on=day(3), by=None)
        labelled(other, 3)
        theirs = standing(other.pole, today=TODAY)
        assert (theirs.members, len(theirs.leaving), len(theirs.labels)) == (3, 1, 1)  # it could leak
    assert standing(pole.pole, today=TODAY) == before


def test_a_pole_stands_in_four_queries_whatever_it_holds(pole: Cluster, django_assert_num_queries: object) -> None:
    for rank in range(2):
        admitted(pole, rank, f"Collège {rank}")
        end_membership(Membership.objects.get(organisation__siren=siren(rank)), left_on=day(rank), by=None)
        labelled(pole, rank)
        with django_assert_num_queries(4):
            found = standing(pole.pole, today=TODAY)
            assert [row.organisation.name for row in found.leaving] == [f"Neuve {n}" for n in range(rank + 1)]


# Whom to write to.


def teammate(pole: Cluster, name: str, kind: str = "team") -> Role:
    user = open_account(f"{name.lower()}@val.example", name, by=None)
    return grant_role(user, kind, by=None, pole=pole.pole)


TEAM = Teammate("Camille Team", "team@mecatronique.example", "Équipe du pôle")
HEAD = Teammate("Camille Director", "director@mecatronique.example", "Direction du pôle")


def test_the_team_is_told_before_its_director_and_nobody_else_is(pole: Cluster) -> None:
    assert Role.objects.filter(pole=pole.pole).count() > 2  # others could be told
    assert team_of(pole.pole) == (TEAM, HEAD)


@pytest.mark.parametrize(("most", "told"), [(0, ()), (1, (TEAM,)), (2, (TEAM, HEAD)), (9, (TEAM, HEAD))])
def test_no_more_of_the_team_is_told_than_asked(pole: Cluster, most: int, told: tuple[Teammate, ...]) -> None:
    assert team_of(pole.pole, most=most) == told


def test_who_directs_and_works_in_the_team_is_told_once(pole: Cluster) -> None:
    grant_role(pole.people["director"], "team", by=None, pole=pole.pole)
    assert [one.name for one in team_of(pole.pole)] == ["Camille Team", "Camille Director"]


def test_three_of_a_large_team_are_told_the_first_to_come(pole: Cluster) -> None:
    for name in ("Anouk", "Basile", "Chloé"):
        teammate(pole, name)
    assert [one.name for one in team_of(pole.pole)] == ["Camille Team", "Anouk", "Basile"]


def test_nobody_writes_to_whom_left_the_team_or_lost_their_account(pole: Cluster) -> None:
    role = end_role(pole.people["team"].roles.get(), by=None)
    assert team_of(pole.pole) == (HEAD,)
    pole.people["director"].is_active = False
    pole.people["director"].save()
    assert team_of(pole.pole) == ()
    give_back_role(role, by=None)
    assert team_of(pole.pole) == (TEAM,)


def test_the_team_of_another_pole_is_not_ours(pole: Cluster) -> None:
    other = cluster.founded("autre", first=1)
    assert {one.email for one in team_of(other.pole)} == {"team@autre.example", "director@autre.example"}
    assert team_of(pole.pole) == (TEAM, HEAD)


# Piles, which know how many they do not show.


@given(st.lists(st.integers(), max_size=6), st.integers(0, 50))
def test_a_pile_hides_what_it_does_not_show(rows: list[int], beyond: int) -> None:
    pile = Pile(tuple(rows), len(rows) + beyond)
    assert pile.more == beyond


@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.integers(0, 9))
def test_what_is_late_is_among_what_waits_and_not_counted_twice(totals: list[int], late: int) -> None:
    steps, *others = (Pile((), total) for total in totals)
    assert Duties(steps, late, *others).total == sum(totals)
