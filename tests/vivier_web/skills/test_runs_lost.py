"""Runs and their workers: found when lost, given up with a line in the journal, never written by two, never betraying."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from django_scopes import scope

from factories.cluster import Cluster, founded
from factories.collected import collected, company, deposit, member
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions import runs
from vivier_web.skills.actions.runs import requeue_lost_runs, work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Run, Study
from vivier_web.skills.queries.runs import betrayed_beside
from vivier_web.skills.queries.studies import asked_by
from vivier_web.skills.queries.works import lost_works

NOW = dt.datetime(2026, 2, 15, 12, tzinfo=dt.UTC)


@pytest.fixture
def study(pole: Cluster) -> Study:
    return plan_study(collected(pole.pole, members=4, people=12), "Étude", {"horizon": 1, "draws": 100}, by=None)


def left(study: Study, state: str, *, beat: float | None, queued: float = 0, attempts: int = 1) -> Run:
    """Leave a run with its last beat and its asking so many seconds ago."""
    run = queue_run(study, by=None)
    Run.objects.filter(pk=run.pk).update(
        state=state, attempts=attempts, queued_at=NOW - dt.timedelta(seconds=queued),
        beat_at=None if beat is None else NOW - dt.timedelta(seconds=beat),
    )  # fmt: skip
    return run


@pytest.mark.parametrize(
    ("state", "beat", "queued", "is_lost"),
    [
        (RunState.RUNNING, 60, 0, False),
        (RunState.RUNNING, 60.1, 0, True),
        (RunState.RUNNING, 5, 9000, False),  # long, and alive
        (RunState.QUEUED, None, 300, False),
        (RunState.QUEUED, None, 300.1, True),
        (RunState.QUEUED, 300, 9000, False),  # queued again five minutes ago
        (RunState.QUEUED, 301, 9000, True),
        (RunState.DONE, 9000, 9000, False),
        (RunState.FAILED, 9000, 9000, False),
    ],
)
def test_a_run_is_lost_after_a_minute_without_beat_or_five_in_the_queue(
    study: Study, state: str, beat: float | None, queued: float, is_lost: bool
) -> None:
    run = left(study, state, beat=beat, queued=queued)
    assert lost_works(Run, NOW) == [run] * is_lost


@pytest.mark.parametrize(("attempts", "state"), [(1, "queued"), (2, "queued"), (3, "failed"), (4, "failed")])
def test_a_lost_run_is_tried_three_times_then_given_up_and_both_are_in_the_journal(
    study: Study, attempts: int, state: str
) -> None:
    run = left(study, RunState.RUNNING, beat=61, attempts=attempts)
    Run.objects.filter(pk=run.pk).update(step="Projection", progress=0.4)
    assert requeue_lost_runs() == 1
    found = Run.objects.get(pk=run.pk)
    assert (found.state, found.step, found.attempts) == (state, "", attempts)
    verb = "requeue_run" if state == "queued" else "fail_run"
    acts = Act.objects.filter(subject=f"run:{run.pk}").exclude(verb="queue_run")
    assert [one.verb for one in acts] == [verb]
    assert requeue_lost_runs() == 0


def test_the_lost_runs_of_every_pole_are_found(pole: Cluster, study: Study) -> None:
    left(study, RunState.RUNNING, beat=61)
    other = founded("plasturgie", first=1)
    with scope(pole=other.pole):
        left(plan_study(collected(other.pole, members=0), "", {}, by=None), RunState.RUNNING, beat=61)
    assert requeue_lost_runs() == 2


def interrupted(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> None:
    """Let something happen while a run is computing, just before it writes; once."""
    real, left_over = runs.packed, [meanwhile]

    def overtaken(made: object) -> bytes:
        while left_over:
            left_over.pop()()
        return real(made)

    monkeypatch.setattr(runs, "packed", overtaken)


def test_a_late_worker_whose_run_is_queued_again_writes_nothing_and_the_next_one_finishes(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue_run(study, by=None)
    interrupted(monkeypatch, lambda: Run.objects.filter(pk=run.pk).update(state=RunState.QUEUED))
    late = work_out(run.pk)
    assert (late.state, late.result, late.result_sha256) == (RunState.QUEUED, None, "")
    done = work_out(run.pk)
    assert (done.state, done.attempts) == (RunState.DONE, 2)
    assert Act.objects.filter(verb="finish_run").count() == 1


def test_a_late_worker_that_fails_does_not_fail_the_run_of_another(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue_run(study, by=None)

    def taken_then_broken() -> None:
        Run.objects.filter(pk=run.pk).update(attempts=2)
        raise InputError("Trop tard.")

    interrupted(monkeypatch, taken_then_broken)
    found = work_out(run.pk)
    assert (found.state, found.trouble) == (RunState.RUNNING, "")
    assert not Act.objects.filter(verb="fail_run").exists()


def test_two_runs_computing_at_once_do_not_betray_each_other(
    study: Study, pole: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither was done when the other began: the second to end looks again."""
    first = queue_run(study, by=None)

    def one_more_member_and_its_run() -> None:
        late = member(pole.pole, 50)
        deposit(study.wave, late, company(late.siren, ("623e", "35_44", "H", "CDI", 9)))
        assert work_out(queue_run(study, by=None).pk).state == RunState.DONE

    interrupted(monkeypatch, one_more_member_and_its_run)
    found = work_out(first.pk)
    assert (found.state, found.result) == (RunState.FAILED, None)
    assert "calcul n° 2" in found.trouble


@pytest.mark.parametrize(("more", "people", "is_refused"), [(0, 0, False), (1, 90, True), (2, 90, True), (3, 9, False),
                                                           (3, 1, True), (5, 1, False)])  # fmt: skip
def test_a_run_beside_another_differs_by_nobody_or_by_enough(
    study: Study, pole: Cluster, more: int, people: int, is_refused: bool
) -> None:
    before = work_out(queue_run(study, by=None).pk)
    for number in range(more):
        late = member(pole.pole, 50 + number)
        deposit(study.wave, late, company(late.siren, ("623e", "35_44", "H", "CDI", people)))
    again = queue_run(study, by=None)
    found = betrayed_beside(again, asked_by(study, study.parameters).deposits)
    assert found == (before if is_refused else None)


def test_runs_of_other_collections_and_runs_without_result_are_not_compared(study: Study, pole: Cluster) -> None:
    failed = queue_run(study, by=None)
    Run.objects.filter(pk=failed.pk).update(state=RunState.FAILED, counted=[1])
    other = plan_study(collected(pole.pole, members=0), "", {}, by=None)
    of_other = queue_run(other, by=None)
    Run.objects.filter(pk=of_other.pk).update(state=RunState.DONE, counted=[1])
    assert betrayed_beside(queue_run(study, by=None), asked_by(study, study.parameters).deposits) is None


def test_what_is_done_stays_whatever_is_tried(study: Study) -> None:
    done = work_out(queue_run(study, by=None).pk)
    before = Run.objects.filter(pk=done.pk).values().get()
    for field, value in (("result", b""), ("state", RunState.QUEUED), ("counted", []), ("number", 9)):
        again = Run.objects.get(pk=done.pk)
        setattr(again, field, value)
        with pytest.raises(InputError, match="lancez-en un autre"):
            again.save()
    Run.objects.filter(pk=done.pk).update(beat_at=timezone.now() - dt.timedelta(days=1))
    assert requeue_lost_runs() == 0
    assert work_out(done.pk).attempts == 1
    assert Run.objects.filter(pk=done.pk).values().get() | {"beat_at": before["beat_at"]} == before


def test_a_run_keeps_the_parameters_it_was_asked_with(study: Study) -> None:
    run = queue_run(study, by=None)
    Study.objects.filter(pk=study.pk).update(parameters={**study.parameters, "horizon": 30})
    assert Run.objects.get(pk=run.pk).parameters["horizon"] == 1
    assert (str(run), run.is_waiting) == ("calcul n°\u00a01", True)


@pytest.mark.parametrize("state", ["done", "failed"])
def test_an_ended_run_waits_no_more(state: str) -> None:
    assert not Run(state=state, number=1).is_waiting
