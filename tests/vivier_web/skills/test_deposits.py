"""A deposit enters a wave whole or not at all, replaces the one before, and is never seen by anybody else."""

import copy
import datetime as dt

import pytest
from django.utils import timezone

from factories.cluster import Cluster
from factories.journal import let_tests_empty_it
from factories.sent import ON, payload
from vivier.intake.sending import as_sent
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import end_membership
from vivier_web.members.models import Membership
from vivier_web.skills.actions.deposits import deposit
from vivier_web.skills.actions.reports import requeue_lost_reports, work_out_report
from vivier_web.skills.actions.waves import erase_wave, freeze_wave, open_wave
from vivier_web.skills.models import Deposit, ReleasedTitle, Wave
from vivier_web.skills.queries.deposits import current_deposit, headcount_of, open_waves, report_of, waiting_for


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    today = timezone.localdate()
    return open_wave(
        pole.pole, "Hiver", on=ON, opens_on=today, closes_on=today + dt.timedelta(days=30), by=pole.people["team"]
    )


@pytest.fixture
def member(pole: Cluster) -> object:
    return pole.members[0]


def give(wave: Wave, member: object, tmp_path: object, count: int = 8, **how: object) -> Deposit:
    return deposit(wave, member, payload(tmp_path, member.siren, count, **how), by=None)


def test_a_deposit_is_kept_as_it_was_sent(wave: Wave, member: object, tmp_path: object) -> None:
    sent = payload(tmp_path, member.siren)
    kept = deposit(wave, member, sent, by=None)
    assert kept.people == 8
    assert [as_sent(one) for one in [headcount_of(wave)]] == [sent["company"]]
    assert kept.quality["kind"] == "dsn"
    assert list(ReleasedTitle.objects.values_list("title", "pcs", "count")) == [
        ("OPÉRATEUR RÉGLEUR, 2X8", "623f", 3),
        ("OPÉRATEUR RÉGLEUR, 2X8", "628a", 3),
    ]


def test_the_journal_tells_a_deposit_in_numbers_and_codes_only(wave: Wave, member: object, tmp_path: object) -> None:
    give(wave, member, tmp_path)
    act = Act.objects.filter(verb="deposit").get()
    assert member.name not in act.detail
    assert "OPÉRATEUR" not in act.detail


def test_the_same_deposit_twice_is_one(wave: Wave, member: object, tmp_path: object) -> None:
    assert give(wave, member, tmp_path).pk == give(wave, member, tmp_path).pk
    assert Deposit.objects.count() == 1
    assert Act.objects.filter(verb="deposit").count() == 1


def test_a_new_deposit_replaces_the_one_before_whose_cells_are_emptied(
    wave: Wave, member: object, tmp_path: object
) -> None:
    first, second = give(wave, member, tmp_path), give(wave, member, tmp_path, 9)
    first.refresh_from_db()
    assert (first.cells, first.report, first.titles.count()) == (None, None, 0)
    assert first.replaced_at is not None
    assert current_deposit(wave, member) == second
    assert headcount_of(wave).people == 9


def test_two_members_stand_side_by_side_by_siren(wave: Wave, pole: Cluster, tmp_path: object) -> None:
    for member in pole.members[:2]:
        give(wave, member, tmp_path)
    assert [one.siren for one in headcount_of(wave).companies] == sorted(m.siren for m in pole.members[:2])


def test_a_frozen_wave_refuses_and_keeps_what_it_has(wave: Wave, member: object, tmp_path: object) -> None:
    give(wave, member, tmp_path)
    freeze_wave(wave, by=None)
    with pytest.raises(InputError, match="n’est pas ouverte"):
        give(wave, member, tmp_path, 9)
    assert headcount_of(wave).people == 8


def test_a_wave_that_closed_yesterday_refuses(wave: Wave, member: object, tmp_path: object) -> None:
    Wave.objects.filter(pk=wave.pk).update(
        opens_on=dt.date(2020, 1, 1), closes_on=timezone.localdate() - dt.timedelta(days=1)
    )
    with pytest.raises(InputError, match="n’est pas ouverte"):
        give(wave, member, tmp_path)


def test_whoever_left_the_pole_deposits_no_more(wave: Wave, member: object, tmp_path: object) -> None:
    end_membership(Membership.objects.get(organisation=member), left_on=dt.date(2026, 1, 1), by=None)
    with pytest.raises(InputError, match="n’est plus adhérente"):
        give(wave, member, tmp_path)


def test_the_cells_of_another_company_are_refused(wave: Wave, pole: Cluster, tmp_path: object) -> None:
    sent = payload(tmp_path, pole.members[1].siren)
    with pytest.raises(InputError, match="autre entreprise"):
        deposit(wave, pole.members[0], sent, by=None)


def test_cells_of_another_day_are_refused(wave: Wave, member: object, tmp_path: object) -> None:
    with pytest.raises(InputError, match="autre date"):
        give(wave, member, tmp_path, on=dt.date(2026, 2, 28))


def test_single_ages_need_to_be_agreed_to(wave: Wave, member: object, tmp_path: object) -> None:
    sent = payload(tmp_path, member.siren, single_ages=True)
    with pytest.raises(InputError, match="sans votre accord"):
        deposit(wave, member, {**sent, "single_ages": False}, by=None)
    assert deposit(wave, member, sent, by=None).has_single_ages


def test_a_title_borne_by_more_people_than_there_are_is_refused(wave: Wave, member: object, tmp_path: object) -> None:
    sent = copy.deepcopy(payload(tmp_path, member.siren))
    sent["titles"][0]["count"] = 4
    with pytest.raises(InputError, match="plus de salariés"):
        deposit(wave, member, sent, by=None)
    assert Deposit.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_report_is_there_at_once_and_is_erased_with_the_wave(tmp_path: object) -> None:
    from django_scopes import scope

    from factories import cluster

    let_tests_empty_it()
    made = cluster.founded()
    with scope(pole=made.pole):
        today = timezone.localdate()
        wave = open_wave(made.pole, "Hiver", on=ON, opens_on=today, closes_on=today, by=None)
        kept = give(wave, made.members[0], tmp_path, 40)
        kept.refresh_from_db()
        told = report_of(kept)
        assert told is not None
        assert {"effectif", "ages", "departs"} == set(told["sections"])
        assert told["beside"] is None
        assert "study.xlsx" not in str(told)
        assert "style=" not in str(told)
        erase_wave(wave, by=None)
        kept.refresh_from_db()
        assert (kept.cells, kept.report) == (None, None)


def test_a_report_whose_worker_died_is_asked_for_again(wave: Wave, member: object, tmp_path: object) -> None:
    kept = give(wave, member, tmp_path)
    assert requeue_lost_reports() == 0  # it may still be on its way
    Deposit.objects.filter(pk=kept.pk).update(at=timezone.now() - dt.timedelta(hours=1))
    assert requeue_lost_reports() == 1
    kept.refresh_from_db()
    assert report_of(kept) is not None
    assert requeue_lost_reports() == 0


def test_a_report_is_worked_out_once(wave: Wave, member: object, tmp_path: object) -> None:
    kept = give(wave, member, tmp_path)
    for _ in range(2):
        work_out_report.call(kept.pk)
    assert Act.objects.filter(verb="work_out_report").count() == 1
    work_out_report.call(10**9)  # a deposit erased meanwhile


def test_open_waves_are_those_of_the_day(wave: Wave, pole: Cluster, member: object) -> None:
    today = timezone.localdate()
    assert open_waves(pole.pole, today) == [wave]
    assert open_waves(pole.pole, today + dt.timedelta(days=31)) == []
    (seen,) = waiting_for(pole.pole, member, today)
    assert (seen.wave, seen.is_open, seen.deposit) == (wave, True, None)
    assert waiting_for(pole.pole, member, today - dt.timedelta(days=1)) == []
