"""Collections under way, clients of an accountant, pôles side by side: counts of members of today, of these pôles alone."""

import datetime as dt

import pytest
from django.utils import timezone
from django_scopes import scope

from factories import cluster
from factories.cluster import Cluster
from factories.collected import ON, company, deposit
from vivier_web.members.actions import end_membership
from vivier_web.members.models import Membership
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.waves import erase_wave, freeze_wave, open_wave
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Deposit, Run, Wave
from vivier_web.skills.published import PoleLine, side_by_side
from vivier_web.skills.queries.duties import skill_duties
from vivier_web.skills.queries.standing import Due, UnderWay, clients_of, collections_under_way, latest_result

TODAY = dt.date(2026, 2, 10)


def day(after: int) -> dt.date:
    return TODAY + dt.timedelta(days=after)


def opened(pole: Cluster, name: str = "Hiver", first: int = -1, last: int = 30) -> Wave:
    return open_wave(pole.pole, name, on=ON, opens_on=day(first), closes_on=day(last), by=None)


def gave(wave: Wave, pole: Cluster, *ranks: int) -> None:
    for rank in ranks:
        deposit(wave, pole.members[rank], company(pole.members[rank].siren, ("623e", "35_44")))


def gone(pole: Cluster, rank: int, after: int = -2) -> None:
    row = Membership.objects.get(pole=pole.pole, organisation=pole.members[rank])
    end_membership(row, left_on=day(after), by=None)


def counted(pole: Cluster) -> list[tuple[str, int, int, int]]:
    found = collections_under_way(pole.pole, today=TODAY)
    return [(one.wave.name, one.done, one.members, one.missing) for one in found]


# Collections under way.


def test_nothing_is_under_way_in_a_new_pole(pole: Cluster) -> None:
    assert collections_under_way(pole.pole, today=TODAY) == ()


@pytest.mark.parametrize(
    ("first", "last", "is_told"),
    [(-9, -1, False), (-9, 0, True), (0, 0, True), (0, 9, True), (1, 9, False), (-9, 9, True)],
)
def test_a_collection_is_under_way_from_its_first_day_to_its_last(
    pole: Cluster, first: int, last: int, *, is_told: bool
) -> None:
    opened(pole, first=first, last=last)
    assert counted(pole) == [("Hiver", 0, 3, 3)] * is_told
    (line,) = side_by_side([pole.pole], today=TODAY)
    assert (line.wave, line.closes_on) == (("Hiver", day(last)) if is_told else ("", None))
    (client,) = clients_of({(pole.pole.pk, pole.members[0].pk)}, today=TODAY)
    assert len(client.dues) == is_told


@pytest.mark.parametrize("ending", [freeze_wave, erase_wave])
def test_a_collection_frozen_or_erased_is_under_way_nowhere(pole: Cluster, ending: object) -> None:
    ending(opened(pole), by=None)
    assert counted(pole) == []
    assert side_by_side([pole.pole], today=TODAY)[0].wave == ""
    assert clients_of({(pole.pole.pk, pole.members[0].pk)}, today=TODAY)[0].dues == ()


def test_the_first_to_close_is_told_first_whatever_its_day(pole: Cluster) -> None:
    for name, last in (("Loin", 40), ("Tôt", 2), ("Aussi tôt", 2), ("Entre", 9)):
        opened(pole, name, last=last)
    assert [name for name, *_ in counted(pole)] == ["Tôt", "Aussi tôt", "Entre", "Loin"]
    assert side_by_side([pole.pole], today=TODAY)[0].wave == "Tôt"


def test_a_deposit_that_was_corrected_counts_once(pole: Cluster) -> None:
    wave = opened(pole)
    gave(wave, pole, 0)
    Deposit.objects.update(replaced_at=timezone.now(), cells=None)
    assert counted(pole) == [("Hiver", 0, 3, 3)]
    gave(wave, pole, 0)
    assert counted(pole) == [("Hiver", 1, 3, 2)]
    assert side_by_side([pole.pole], today=TODAY)[0].deposited == 1


def test_one_who_deposited_then_left_does_not_stand_for_one_who_has_not(pole: Cluster) -> None:
    """Two of three gave, and one of those left: of the two who stay, one is still awaited."""
    gave(opened(pole), pole, 0, 1)
    gone(pole, 0)
    assert counted(pole) == [("Hiver", 1, 2, 1)]
    (line,) = side_by_side([pole.pole], today=TODAY)
    assert (line.deposited, line.members) == (1, 2)
    (duty,) = skill_duties(pole.pole, today=TODAY).waves
    assert (duty.done, duty.members) == (1, 2)


def test_a_member_of_two_poles_gives_to_each(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", first=1)
    gave(opened(pole), pole, 1)
    with scope(pole=other.pole):
        theirs = opened(other, "Ailleurs")
        row = Membership.objects.get(pole=other.pole, organisation=pole.members[1])
        end_membership(row, left_on=day(-1), by=None)
        assert collections_under_way(other.pole, today=TODAY) == (UnderWay(theirs, 0, 2),)
    assert counted(pole) == [("Hiver", 1, 3, 2)]


@pytest.mark.parametrize(("done", "members", "missing"), [(0, 0, 0), (0, 3, 3), (3, 3, 0), (4, 3, 0)])
def test_what_is_missing_is_never_less_than_nothing(done: int, members: int, missing: int) -> None:
    assert UnderWay(Wave(), done, members).missing == missing


# The last study.


def ended(pole: Cluster, name: str, state: str, hours: int | None) -> Run:
    run = queue_run(plan_study(Wave.objects.first() or opened(pole), name, {}, by=None), by=None)
    at = None if hours is None else timezone.now() - dt.timedelta(hours=hours)
    Run.objects.filter(pk=run.pk).update(state=state, finished_at=at)
    return run


def test_the_last_result_is_that_which_ended_last_and_no_failure(pole: Cluster) -> None:
    assert latest_result(pole.pole) is None
    ended(pole, "En attente", RunState.QUEUED, None)
    ended(pole, "Échec", RunState.FAILED, 0)
    assert latest_result(pole.pole) is None
    late = ended(pole, "Longue", RunState.DONE, 1)
    ended(pole, "Courte", RunState.DONE, 2)
    assert latest_result(pole.pole) == late


def test_the_last_result_is_read_with_its_study_and_its_wave_at_once(
    pole: Cluster, django_assert_num_queries: object
) -> None:
    ended(pole, "Étude", RunState.DONE, 1)
    with django_assert_num_queries(1):
        found = latest_result(pole.pole)
        assert (found.study.name, found.study.wave.name, found.pole) == ("Étude", "Hiver", pole.pole)


def test_the_result_of_another_pole_is_not_ours(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", first=1)
    with scope(pole=other.pole):
        theirs = ended(other, "Secret", RunState.DONE, 1)
        assert latest_result(other.pole) == theirs
    assert latest_result(pole.pole) is None


# Clients.


def told(*pairs: tuple[Cluster, int]) -> list[tuple[str, str, bool, list[str], list[str]]]:
    found = clients_of({(each.pole.pk, each.members[rank].pk) for each, rank in pairs}, today=TODAY)
    return [
        (
            one.organisation.name, one.pole.slug, one.is_member,
            [due.wave.name for due in one.dues], [due.wave.name for due in one.waiting],
        )
        for one in found
    ]  # fmt: skip


def test_without_a_client_nothing_is_due() -> None:
    assert clients_of(set(), today=TODAY) == ()


def test_a_client_is_due_what_it_has_not_given_and_is_told_when_it_gave(pole: Cluster) -> None:
    first, second = opened(pole, "Hiver"), opened(pole, "Été", last=60)
    gave(first, pole, 0)
    (client,) = clients_of({(pole.pole.pk, pole.members[0].pk)}, today=TODAY)
    assert client.dues == (Due(first, Deposit.objects.get().at), Due(second, None))
    assert client.waiting == (Due(second, None),)


def test_one_no_longer_a_member_owes_nothing_and_is_said_to_be_gone(pole: Cluster) -> None:
    opened(pole)
    gone(pole, 0)
    name = pole.members[0].name
    assert told((pole, 0)) == [(name, "mecatronique", False, ["Hiver"], [])]


def test_those_who_owe_come_first_by_the_day_then_by_name(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", first=1)
    winter = opened(pole, "Hiver", last=30)
    gave(winter, pole, 0)
    with scope(pole=other.pole):
        opened(other, "Tôt", last=3)
    assert told((pole, 0), (pole, 1), (pole, 2), (other, 1)) == [
        ("Laboratoire des matériaux", "plasturgie", True, ["Tôt"], ["Tôt"]),
        ("Laboratoire des matériaux", "mecatronique", True, ["Hiver"], ["Hiver"]),
        ("Plasturgie Ardéchoise", "mecatronique", True, ["Hiver"], ["Hiver"]),
        ("Mécanique du Val", "mecatronique", True, ["Hiver"], []),
    ]


def test_what_a_client_gave_to_one_pole_is_still_due_to_the_other(pole: Cluster) -> None:
    """The same company is a client in both: it gave here, not there, and left there."""
    other = cluster.founded("plasturgie", first=1)
    gave(opened(pole), pole, 1)
    with scope(pole=other.pole):
        opened(other, "Là-bas")
    here, there = (pole, 1), (other, 0)
    name = pole.members[1].name
    assert other.members[0] == pole.members[1]
    assert told(here, there) == [
        (name, "plasturgie", True, ["Là-bas"], ["Là-bas"]), (name, "mecatronique", True, ["Hiver"], []),
    ]  # fmt: skip
    with scope(pole=other.pole):
        gone(other, 0)
    assert told(here, there)[1] == (name, "plasturgie", False, ["Là-bas"], [])


def test_a_client_is_read_in_its_own_pole_and_never_crossed_with_another(pole: Cluster) -> None:
    """Two pairs make four couples of a pôle and an organisation: only the two asked for come back."""
    other = cluster.founded("plasturgie", first=1)
    with scope(pole=other.pole):
        opened(other, "Là-bas")
    found = told((pole, 1), (other, 1))
    assert [(name, slug) for name, slug, *_ in found] == [
        ("Laboratoire des matériaux", "plasturgie"), ("Plasturgie Ardéchoise", "mecatronique"),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_clients_are_read_in_five_queries_however_many(
    pole: Cluster, count: int, django_assert_num_queries: object
) -> None:
    gave(opened(pole), pole, 0)
    with django_assert_num_queries(5):
        assert len(told(*((pole, rank) for rank in range(count)))) == count


# Pôles side by side.


def bare(pole: Cluster, members: int = 3) -> PoleLine:
    return PoleLine(pole.pole.pk, pole.pole.name, members, "", None, 0, "", None, None, 0, None, None)


def test_a_pole_where_nothing_happened_is_a_bare_line(pole: Cluster) -> None:
    assert side_by_side([], today=TODAY) == ()
    assert side_by_side([pole.pole], today=TODAY) == (bare(pole),)


def test_poles_stay_in_the_order_asked_and_each_has_its_own_counts(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", first=1)
    gone(pole, 1)  # a member of both: it goes on there
    assert side_by_side([other.pole, pole.pole], today=TODAY) == (bare(other), bare(pole, 2))


@pytest.mark.parametrize(("after", "members"), [(-1, 2), (0, 3), (1, 3)])
def test_a_network_counts_a_member_until_its_last_day(pole: Cluster, after: int, members: int) -> None:
    gone(pole, 0, after)
    assert side_by_side([pole.pole], today=TODAY) == (bare(pole, members),)


def test_poles_without_a_study_are_set_side_by_side_in_three_queries(
    pole: Cluster, django_assert_num_queries: object
) -> None:
    poles = [pole.pole, *(cluster.founded(slug, first=1).pole for slug in ("a", "b"))]
    for count in (1, 3):
        with django_assert_num_queries(3):
            assert len(side_by_side(poles[:count], today=TODAY)) == count
