"""A collection opens, is followed, freezes and is erased; each once, each in the journal, nothing left that should not be."""

import datetime as dt

import pytest
from django.utils import timezone
from django_scopes import scope

from factories.cluster import Cluster, founded
from factories.collected import ON, collected, company, deposit, member
from vivier_web.accounts.models import Act
from vivier_web.members.actions import end_membership
from vivier_web.skills.actions.titles import decide_title
from vivier_web.skills.actions.waves import KEPT_AFTER_FREEZING, erase_wave, freeze_wave, open_wave
from vivier_web.skills.models import Deposit, ReleasedTitle, TitleDecision, Wave
from vivier_web.skills.queries.deposits import headcount_of, is_open, latest_deposit, open_waves
from vivier_web.skills.queries.studies import waves_open_to_study
from vivier_web.skills.queries.waves import Followed, addresses_to_remind, followed, members_count, waves_of

OPENS, CLOSES = dt.date(2026, 2, 1), dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 2, 15, 12, tzinfo=dt.UTC)


def opened(pole: Cluster, name: str = "Hiver", **over: dt.date) -> Wave:
    days = {"on": ON, "opens_on": OPENS, "closes_on": CLOSES} | over
    return open_wave(pole.pole, name, by=pole.people["team"], **days)


def acts(verb: str) -> int:
    return Act.objects.filter(verb=verb).count()


def test_an_opened_collection_has_its_days_and_its_line_in_the_journal(pole: Cluster) -> None:
    wave = opened(pole, "  Hiver 2026 ")
    assert (wave.name, wave.on, wave.opens_on, wave.closes_on) == ("Hiver 2026", ON, OPENS, CLOSES)
    assert (wave.frozen_at, wave.erase_on, wave.erased_at) == (None, None, None)
    act = Act.objects.get(verb="open_wave")
    assert (act.subject, act.pole) == (f"wave:{wave.pk}", pole.pole.slug)


@pytest.mark.parametrize(
    ("day", "is_in"),
    [(OPENS - dt.timedelta(1), False), (OPENS, True), (CLOSES, True), (CLOSES + dt.timedelta(1), False)],
)
def test_a_collection_is_open_from_its_first_day_to_its_last(pole: Cluster, day: dt.date, is_in: bool) -> None:
    wave = opened(pole)
    assert is_open(wave, day) is is_in
    assert open_waves(pole.pole, day) == [wave] * is_in


@pytest.mark.parametrize("field", ["frozen_at", "erased_at"])
def test_what_is_frozen_or_erased_is_not_open_on_any_day(pole: Cluster, field: str) -> None:
    wave = opened(pole)
    setattr(wave, field, NOON)
    wave.save()
    assert not is_open(wave, OPENS)
    assert open_waves(pole.pole, OPENS) == []


def test_the_collection_that_closes_first_is_asked_first(pole: Cluster) -> None:
    late, soon = opened(pole, "Tard"), opened(pole, "Bientôt", closes_on=dt.date(2026, 2, 20))
    assert open_waves(pole.pole, OPENS) == [soon, late]


def test_freezing_gives_a_day_of_erasure_once(pole: Cluster) -> None:
    wave = freeze_wave(opened(pole), by=pole.people["director"])
    first = (wave.frozen_at, wave.erase_on)
    assert wave.erase_on == wave.frozen_at.date() + KEPT_AFTER_FREEZING
    again = freeze_wave(Wave.objects.get(pk=wave.pk), by=None)
    assert (again.frozen_at, again.erase_on) == first
    assert acts("freeze_wave") == 1


def test_freezing_keeps_every_cell(pole: Cluster) -> None:
    wave = collected(pole.pole, members=3, people=12)
    before = headcount_of(wave)
    assert headcount_of(freeze_wave(wave, by=None)) == before
    assert before.people == 36


def test_erasing_leaves_neither_cell_nor_title_nor_report_but_what_was_learnt(pole: Cluster) -> None:
    wave, one = collected(pole.pole, members=2), pole.members[0]
    deposit(wave, one, company(one.siren, ("inconnu", "35_44", "H", "CDI", 9)), [("Usineur", 4)])
    Deposit.objects.update(report=b"rapport")
    decide_title(pole.pole, "Usineur", "628b", by=None)
    assert headcount_of(wave).people == 129  # what must go
    erased = erase_wave(wave, by=None)
    assert erased.erased_at is not None
    assert set(Deposit.objects.values_list("cells", "report")) == {(None, None)}
    assert Deposit.objects.count() == 3  # that they deposited stays
    assert not ReleasedTitle.objects.exists()
    assert TitleDecision.objects.get().code == "628b"
    assert headcount_of(wave).people == 0
    assert acts("erase_wave") == 1


def test_erasing_a_collection_leaves_the_others(pole: Cluster) -> None:
    one, other = opened(pole, "A"), opened(pole, "B")
    mine = pole.members[0]
    for wave in (one, other):
        deposit(wave, mine, company(mine.siren, ("inconnu", "35_44", "H", "CDI", 9)), [("Usineur", 4)])
    erase_wave(one, by=None)
    assert headcount_of(other).people == 9
    assert ReleasedTitle.objects.get().deposit.wave == other
    assert waves_open_to_study(pole.pole) == [other]
    assert latest_deposit(mine).wave == other


def test_never_more_members_gave_than_there_are_but_a_wave_that_is_over_keeps_its_count(pole: Cluster) -> None:
    wave, over = opened(pole, "2026"), opened(pole, "2025", on=dt.date(2025, 1, 31))
    for one in pole.members:
        for each in (wave, over):
            deposit(each, one, company(one.siren, ("623e", "35_44")))
    freeze_wave(over, by=None)
    end_membership(pole.members[0].memberships.get(), left_on=dt.date(2026, 1, 1), by=None)
    assert [(each.name, each.members_done) for each in waves_of(pole.pole)] == [("2026", 2), ("2025", 3)]
    assert members_count(pole.pole) == 2


def test_the_latest_deposit_is_that_of_the_latest_day(pole: Cluster) -> None:
    mine = pole.members[0]
    assert latest_deposit(mine) is None
    for name, on in (("Récente", ON), ("Ancienne", dt.date(2025, 1, 31))):
        deposit(opened(pole, name, on=on), mine, company(mine.siren, ("623e", "35_44")))
    assert latest_deposit(mine).wave.name == "Récente"


def test_members_who_left_are_neither_counted_nor_followed(pole: Cluster) -> None:
    wave = opened(pole)
    end_membership(pole.members[0].memberships.get(), left_on=dt.date(2026, 1, 1), by=None)
    assert members_count(pole.pole) == 2
    assert [one.name for one in followed(wave)] == ["Laboratoire des matériaux", "Plasturgie Ardéchoise"]


@pytest.mark.parametrize(("people", "told"), [(1, None), (4, None), (5, 5), (60, 60)])
def test_how_many_people_a_member_counts_is_told_from_five(pole: Cluster, people: int, told: int | None) -> None:
    wave, one = opened(pole), pole.members[0]
    kept = deposit(wave, one, company(one.siren, ("623e", "35_44", "H", "CDI", people)))
    who = tuple(sorted(f"{kind}@mecatronique.example" for kind in ("accountant", "member")))
    assert followed(wave)[-1] == Followed(one.pk, one.name, "Entreprises", kept.at, told, who)


def test_those_who_did_not_deposit_come_first_then_by_name(pole: Cluster) -> None:
    wave = opened(pole)
    deposit(wave, pole.members[2], company(pole.members[2].siren, ("623e", "35_44")))
    assert [one.name for one in followed(wave)] == [
        "Mécanique du Val", "Plasturgie Ardéchoise", "Laboratoire des matériaux",
    ]  # fmt: skip


@pytest.mark.parametrize("undone", ["role", "account"])
def test_whoever_lost_a_role_or_an_account_is_not_written_to(pole: Cluster, undone: str) -> None:
    wave, user = opened(pole), pole.people["member"]
    assert user.email in addresses_to_remind(followed(wave))
    if undone == "role":
        user.roles.update(ended_at=timezone.now())
    else:
        user.is_active = False
        user.save()
    assert addresses_to_remind(followed(wave)) == ("accountant@mecatronique.example",)


def test_an_address_is_written_once_whatever_it_answers_for() -> None:
    row = Followed(1, "A", "", None, None, ("a@x.example", "b@x.example"))
    rows = [row, Followed(2, "B", "", None, None, ("b@x.example",)), Followed(3, "C", "", NOON, 9, ("c@x.example",))]
    assert addresses_to_remind(rows) == ("a@x.example", "b@x.example")
    assert addresses_to_remind([]) == ()


def test_the_collections_of_a_pole_are_told_the_latest_first_with_current_deposits_only(pole: Cluster) -> None:
    old, new = opened(pole, "2025", on=dt.date(2025, 1, 31)), opened(pole, "2026")
    one = member(pole.pole, 5)
    deposit(old, one, company(one.siren, ("623e", "35_44")))
    Deposit.objects.update(replaced_at=NOON)
    deposit(old, one, company(one.siren, ("623e", "45_54")))
    assert [(wave.name, wave.members_done) for wave in waves_of(pole.pole)] == [("2026", 0), ("2025", 1)]
    other = founded("plasturgie", first=1)
    with scope(pole=other.pole):
        assert waves_of(other.pole) == []
    assert new.pole == pole.pole
