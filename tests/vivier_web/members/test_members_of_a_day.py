"""Who is a member on a day: one meaning, the same wherever members are listed, counted, asked or offered anything."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from factories.cluster import Cluster, founded
from factories.collected import collected
from vivier.vocabulary import InputError
from vivier_web.members.actions import admit_member, describe_membership, end_membership, resume_membership
from vivier_web.members.models import Membership
from vivier_web.members.queries.cards import member_card
from vivier_web.members.queries.lists import Wanted, by_department, members_page
from vivier_web.members.queries.standing import standing
from vivier_web.pages.pole.people.forms import Invitation
from vivier_web.skills.models import Wave
from vivier_web.skills.queries.deposits import check_is_member
from vivier_web.skills.queries.mobility import neighbourhood
from vivier_web.skills.queries.waves import followed, members_count

TODAY = timezone.localdate()
DAYS = (  # first day and last day, from today; is it a member today?
    (-700, None, True),
    (0, None, True),
    (1, None, False),
    (-700, 0, True),
    (-700, 1, True),
    (-700, -1, False),
    (0, 0, True),
    (1, 2, False),
)


def day(after: int | None) -> dt.date | None:
    return None if after is None else TODAY + dt.timedelta(days=after)


def moved(pole: Cluster, first: int, last: int | None) -> Membership:
    """Give the first member an adhesion of these days, by the actions."""
    row = Membership.objects.get(organisation=pole.members[0])
    describe_membership(row, joined_on=day(first), by=None)
    return row if last is None else end_membership(row, left_on=day(last), by=None)


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    return collected(pole.pole, members=0)


@pytest.mark.parametrize(("first", "last", "is_member"), DAYS)
def test_every_reading_agrees_on_who_is_a_member_today(
    pole: Cluster, wave: Wave, first: int, last: int | None, *, is_member: bool
) -> None:
    who, row = pole.members[0], moved(pole, first, last)
    assert row.holds_on(TODAY) is is_member
    n = 2 + is_member
    assert Membership.objects.of_day(TODAY).count() == n
    assert members_page(pole.pole, Wanted(), today=TODAY).total == n
    assert sum(by_department(pole.pole, today=TODAY).values()) == n
    assert standing(pole.pole, today=TODAY).members == n
    assert member_card(pole.pole, who, today=TODAY).is_current is is_member
    assert members_count(pole.pole) == n
    assert len(followed(wave)) == n
    assert sum(neighbourhood(pole.pole).departments.values()) == n
    offered = Invitation("member", pole.pole).fields["organisation"].queryset
    assert offered.filter(pk=who.pk).exists() is is_member
    if is_member:
        check_is_member(pole.pole.pk, who)
    else:
        with pytest.raises(InputError, match="n’est plus adhérente du pôle, ou pas encore"):
            check_is_member(pole.pole.pk, who)


@pytest.mark.parametrize(("first", "last", "is_member"), DAYS)
def test_every_adhesion_is_of_today_past_or_to_come_and_only_one_of_them(
    pole: Cluster, first: int, last: int | None, *, is_member: bool
) -> None:
    moved(pole, first, last)
    totals = {
        status: members_page(pole.pole, Wanted(status=status), today=TODAY).total
        for status in ("", "anciens", "a-venir", "tous")
    }
    assert totals[""] + totals["anciens"] + totals["a-venir"] == totals["tous"] == 3
    assert totals[""] == 2 + is_member


def test_a_member_to_come_is_told_so_on_its_card_and_found_under_its_own_word(
    pole: Cluster, signed_in: object
) -> None:
    moved(pole, 9, None)
    team: Client = signed_in("team")
    card = team.get(reverse("member", args=[pole.members[0].pk])).content.decode()
    assert ">membre à venir</span>" in card
    assert "à partir du" in card
    found = team.get(reverse("members") + "?statut=a-venir").content.decode()
    assert "1\u202fmembre à venir" in found or "1\xa0membre à venir" in found
    assert pole.members[0].name in found
    assert pole.members[0].name not in team.get(reverse("members")).content.decode()


def test_an_end_noted_ahead_is_taken_back_from_the_card(pole: Cluster, signed_in: object) -> None:
    row, team = moved(pole, -700, 30), signed_in("team")
    card = team.get(reverse("member", args=[pole.members[0].pk])).content.decode()
    back = reverse("resume_adhesion", args=[pole.members[0].pk, row.pk])
    assert back in card
    assert "Admettre de nouveau" not in card
    team.post(back)
    row.refresh_from_db()
    assert row.left_on is None


def test_whoever_comes_back_on_its_last_day_never_left(pole: Cluster) -> None:
    row = moved(pole, -700, 0)
    assert admit_member(pole.pole, pole.members[0], joined_on=TODAY, by=None) == row
    row.refresh_from_db()
    assert (row.left_on, Membership.objects.of_day(TODAY).count()) == (None, 3)


def test_two_adhesions_of_one_member_never_share_a_day(pole: Cluster) -> None:
    old = moved(pole, -700, -30)
    new = admit_member(pole.pole, pole.members[0], joined_on=TODAY, by=None)
    assert new != old
    with pytest.raises(InputError, match="une autre adhésion à ces dates"):
        describe_membership(new, joined_on=day(-30), by=None)
    with pytest.raises(InputError, match="une autre adhésion à ces dates"):
        end_membership(old, left_on=TODAY, by=None)
    end_membership(new, left_on=day(9), by=None)
    with pytest.raises(InputError, match="une autre adhésion à ces dates"):
        resume_membership(old, by=None)
    assert Membership.objects.of_day(TODAY).filter(organisation=pole.members[0]).count() == 1


def test_the_members_of_a_day_are_never_read_outside_a_pole(pole: Cluster) -> None:
    founded("voisin", first=1)
    assert Membership.objects.of_day(TODAY).count() == 3  # those of the neighbour are there to be leaked
    with scopes_disabled():
        assert Membership.objects.of_day(TODAY).count() == 6


def test_counting_members_by_departement_reads_nothing_but_the_index(pole: Cluster) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan is written as SQLite writes it")
    rows = Membership.objects.filter(pole=pole.pole).of_day(TODAY).order_by("department").values("department")
    assert "COVERING INDEX members_by_day" in rows.explain()
