"""What waits for a team in Prévoir: nothing that is over, nothing of another pôle, nothing of what was deposited."""

import datetime as dt

import pytest
from django.utils import timezone
from django_scopes import scope

from factories.cluster import Cluster, founded
from factories.collected import ON, collected, company, deposit, member
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.titles import decide_title
from vivier_web.skills.actions.waves import erase_wave, freeze_wave, open_wave
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Deposit, Run, Wave
from vivier_web.skills.queries.duties import SkillDuties, deposits_told, recent_runs, skill_duties

TODAY = dt.date(2026, 2, 10)
DAY = dt.timedelta(days=1)
UNKNOWN = ("inconnu", "35_44", "H", "CDI", 9)


def opened(pole: Cluster, name: str = "Hiver", *, opens_on: dt.date = TODAY) -> Wave:
    return open_wave(pole.pole, name, on=ON, opens_on=opens_on, closes_on=TODAY + 30 * DAY, by=None)


def waves_told(pole: Cluster) -> list[tuple[str, int, int]]:
    return [(one.wave.name, one.done, one.members) for one in skill_duties(pole.pole, today=TODAY).waves]


def ended(pole: Cluster, state: str, *, days: float) -> Run:
    """Leave a run that ended so many days ago."""
    run = queue_run(plan_study(Wave.objects.first() or opened(pole), "", {}, by=None), by=None)
    Run.objects.filter(pk=run.pk).update(state=state, finished_at=timezone.now() - days * DAY)
    return run


def test_nothing_waits_in_a_new_pole(pole: Cluster) -> None:
    found = skill_duties(pole.pole, today=TODAY)
    assert found == SkillDuties(waves=(), titles=0, people=0)
    assert found.total == 0


def test_an_open_collection_says_how_many_members_gave_of_how_many(pole: Cluster) -> None:
    wave = opened(pole)
    assert waves_told(pole) == [("Hiver", 0, 3)]
    for one in pole.members[:2]:
        deposit(wave, one, company(one.siren, ("623e", "35_44")))
    assert waves_told(pole) == [("Hiver", 2, 3)]


def test_a_member_that_corrects_its_deposit_is_counted_once(pole: Cluster) -> None:
    wave, one = opened(pole), pole.members[0]
    deposit(wave, one, company(one.siren, ("623e", "35_44")))
    Deposit.objects.update(replaced_at=timezone.now(), cells=None)
    deposit(wave, one, company(one.siren, ("623e", "45_54")))
    assert waves_told(pole) == [("Hiver", 1, 3)]


@pytest.mark.parametrize(("days", "told"), [(-1, ["Hiver"]), (0, ["Hiver"]), (1, [])])
def test_a_collection_waits_from_the_day_it_opens(pole: Cluster, days: int, told: list[str]) -> None:
    opened(pole, opens_on=TODAY + days * DAY)
    assert [name for name, _, _ in waves_told(pole)] == told


@pytest.mark.parametrize("ending", [freeze_wave, erase_wave])
def test_a_collection_frozen_or_erased_waits_no_more(pole: Cluster, ending: object) -> None:
    ending(opened(pole, "Finie"), by=None)
    opened(pole, "En cours")
    assert [name for name, _, _ in waves_told(pole)] == ["En cours"]


def test_titles_are_counted_with_the_people_who_bear_them_until_they_are_decided(pole: Cluster) -> None:
    wave = collected(pole.pole, members=0)
    for number, titles in enumerate(([("Usineur", 4), ("Ajusteur", 2)], [("USINEUR", 3)])):
        one = member(pole.pole, number)
        deposit(wave, one, company(one.siren, UNKNOWN), titles)
    found = skill_duties(pole.pole, today=TODAY)
    assert (found.titles, found.people, found.total) == (2, 9, 2)  # one wave, and titles: one thing to do
    decide_title(pole.pole, "usineur", "628b", by=None)
    assert (skill_duties(pole.pole, today=TODAY).titles, skill_duties(pole.pole, today=TODAY).people) == (1, 2)
    decide_title(pole.pole, "ajusteur", "628b", by=None)
    assert skill_duties(pole.pole, today=TODAY).total == 1


@pytest.mark.parametrize(
    ("state", "days", "is_told"),
    [
        (RunState.DONE, 0, True),
        (RunState.DONE, 6.9, True),
        (RunState.DONE, 7.1, False),
        (RunState.FAILED, 30, False),
        (RunState.QUEUED, 30, True),
        (RunState.RUNNING, 30, True),
    ],
)
def test_a_run_is_told_while_it_goes_and_a_week_after_it_ended(
    pole: Cluster, state: str, days: float, is_told: bool
) -> None:
    run = ended(pole, state, days=days)
    assert [one.pk for one in recent_runs(pole.pole)] == [run.pk] * is_told


def test_six_runs_are_told_at_most_the_last_asked_first(pole: Cluster) -> None:
    made = [ended(pole, RunState.DONE, days=0).pk for _ in range(8)]
    for rank, pk in enumerate(made):
        Run.objects.filter(pk=pk).update(queued_at=timezone.now() - rank * DAY)
    assert [one.pk for one in recent_runs(pole.pole)] == made[:6]


def test_the_result_of_a_run_stays_in_the_base(pole: Cluster) -> None:
    study = plan_study(collected(pole.pole, members=3, people=12), "", {"horizon": 1, "draws": 100}, by=None)
    assert bytes(work_out(queue_run(study, by=None).pk).result)
    (told,) = recent_runs(pole.pole)
    assert told.get_deferred_fields() == {"result"}


def test_the_duties_of_one_pole_are_not_those_of_another(pole: Cluster) -> None:
    wave = opened(pole)
    one = pole.members[1]  # a member of both
    deposit(wave, one, company(one.siren, UNKNOWN), [("Usineur", 4)])
    queue_run(plan_study(wave, "", {}, by=None), by=None)
    assert skill_duties(pole.pole, today=TODAY).total == 2  # what could leak
    assert len(recent_runs(pole.pole)) == 1
    other = founded("plasturgie", first=1)
    with scope(pole=other.pole):
        assert skill_duties(other.pole, today=TODAY).total == 0
        assert recent_runs(other.pole) == ()
        assert deposits_told(other.pole, one) == ()


def test_that_a_member_deposited_is_told_and_nothing_of_what_it_deposited(pole: Cluster) -> None:
    wave, one = opened(pole), pole.members[0]
    assert deposits_told(pole.pole, one) == ()
    kept = deposit(wave, one, company(one.siren, ("637a", "60_plus", "F", "CDI", 4)))
    (told,) = deposits_told(pole.pole, one)
    assert (told.at, told.wave.name, told.wave.on) == (kept.at, "Hiver", ON)
    assert {"cells", "people", "report", "quality", "sha256"} <= told.get_deferred_fields()
    assert deposits_told(pole.pole, pole.members[1]) == ()


def test_a_deposit_that_was_replaced_is_told_no_more(pole: Cluster) -> None:
    one = pole.members[0]
    deposit(opened(pole), one, company(one.siren, ("623e", "35_44")))
    Deposit.objects.update(replaced_at=timezone.now())
    assert deposits_told(pole.pole, one) == ()


@pytest.mark.parametrize("rows", [1, 3])
def test_duties_cost_as_many_queries_whatever_waits(
    pole: Cluster, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        wave, one = opened(pole, f"Vague {number}"), member(pole.pole, number)
        deposit(wave, one, company(one.siren, UNKNOWN), [(f"Usineur {'n' * number}", 4)])
        queue_run(plan_study(wave, "", {}, by=None), by=None)
    with django_assert_num_queries(3):
        found = skill_duties(pole.pole, today=TODAY)
        assert [run.study.name for run in recent_runs(pole.pole)] == [
            f"Étude Vague {n}" for n in reversed(range(rows))
        ]
    assert found.total == rows + 1


@pytest.mark.parametrize(
    ("kind", "told"), [("team", (True, True)), ("governance", (True, False)), ("board", (True, False))]
)
def test_the_desk_tells_each_what_it_may_do(
    signed_in: object, pole: Cluster, kind: str, told: tuple[bool, bool]
) -> None:
    wave, one = opened(pole), pole.members[0]
    deposit(wave, one, company(one.siren, UNKNOWN), [("Usineur", 4)])
    page = signed_in(kind).get("/").content.decode()
    assert ("Collectes en cours" in page, "Intitulés à coder" in page) == told
