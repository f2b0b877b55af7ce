"""Any long work: taken by one worker, told and failed only by the attempt that holds it, found again pôle by pôle."""

import datetime as dt
import json

import pytest
from django.utils import timezone
from django_scopes import scope

from factories.cluster import Cluster, founded
from factories.collected import collected
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions.papers import ask_paper, work_out_paper
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.works import INTERRUPTED, fail, mine, note, requeue_lost, take, teller
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Run, RunPaper, Study
from vivier_web.skills.models.works import Work
from vivier_web.skills.queries.works import LOST_AFTER, lost_works


@pytest.fixture
def study(pole: Cluster) -> Study:
    return plan_study(collected(pole.pole, members=0), "Étude", {"horizon": 1, "draws": 100}, by=None)


@pytest.fixture
def run(study: Study) -> Run:
    return queue_run(study, by=None)


def again(work: Work) -> Work:
    """Read a work as the base holds it now."""
    return type(work).objects.get(pk=work.pk)


def detail_of(act: Act) -> dict:
    return json.loads(act.detail or "{}")


def lost(run: Run, attempts: int = 1) -> None:
    beat = timezone.now() - LOST_AFTER - dt.timedelta(seconds=1)
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING, beat_at=beat, attempts=attempts)


def done_without_result(run: Run) -> Run:
    Run.objects.filter(pk=run.pk).update(state=RunState.DONE)
    return again(run)


def test_a_work_is_taken_once_and_says_by_whom_it_is_held(run: Run) -> None:
    before = timezone.now()
    taken = take(Run, run.pk, step="Lecture")
    assert taken is not None
    assert (taken.state, taken.attempts, taken.step, taken.trouble) == (RunState.RUNNING, 1, "Lecture", "")
    assert before <= taken.started_at == taken.beat_at <= timezone.now()
    assert take(Run, run.pk, step="Autre") is None
    assert (again(run).step, again(run).attempts) == ("Lecture", 1)


@pytest.mark.parametrize("state", [RunState.RUNNING, RunState.DONE, RunState.FAILED])
def test_only_what_waits_is_taken(run: Run, state: str) -> None:
    Run.objects.filter(pk=run.pk).update(state=state)
    assert take(Run, run.pk, step="Lecture") is None
    assert (again(run).state, again(run).attempts) == (state, 0)


def test_what_does_not_exist_is_not_taken(run: Run) -> None:
    assert take(Run, run.pk + 1, step="Lecture") is None
    assert take(RunPaper, run.pk, step="Lecture") is None  # another kind


def test_what_is_heavy_stays_in_the_base_and_what_is_asked_comes_with(
    run: Run, django_assert_num_queries: object
) -> None:
    taken = take(Run, run.pk, step="", beside=("study__wave",))
    assert taken is not None
    with django_assert_num_queries(0):
        assert (taken.pole.slug, taken.study.wave.name) == ("mecatronique", "Janvier 2026")
    assert set(Run.HEAVY) <= taken.get_deferred_fields()


@pytest.mark.parametrize(
    "change", [{"attempts": 2}, {"state": RunState.QUEUED}, {"state": RunState.DONE}, {"state": RunState.FAILED}]
)
def test_who_no_longer_holds_a_work_neither_tells_nor_fails_it(run: Run, change: dict) -> None:
    taken = take(Run, run.pk, step="Lecture")
    teller(taken)("Projection", 0.4)
    assert mine(taken).exists()
    assert (again(run).step, again(run).progress) == ("Projection", 0.4)
    Run.objects.filter(pk=run.pk).update(**change)
    teller(taken)("Trop tard", 0.9)
    fail(taken, "run", "Trop tard.")
    now = again(run)
    assert not mine(taken).exists()
    assert (now.step, now.progress, now.trouble, now.finished_at) == ("Projection", 0.4, "", None)
    assert not Act.objects.filter(verb="fail_run").exists()


def test_telling_is_a_sign_of_life(run: Run) -> None:
    taken = take(Run, run.pk, step="Lecture")
    lost(run)
    assert [one.pk for one in lost_works(Run, timezone.now())] == [run.pk]
    teller(taken)("Projection", 0.1)
    assert lost_works(Run, timezone.now()) == []


def test_a_failure_is_written_once_shortly_and_by_nobody(run: Run) -> None:
    taken = take(Run, run.pk, step="Lecture")
    for why in ("É" * 1000, "une autre fois"):
        fail(taken, "run", why)
    now = again(run)
    assert (now.state, now.trouble, now.step) == (RunState.FAILED, "É" * 400, "")
    assert now.finished_at is not None
    (act,) = Act.objects.filter(verb="fail_run")
    assert (act.actor_id, act.subject) == (None, f"run:{run.pk}")
    assert "É" not in repr(act.detail)


def test_a_note_of_the_worker_bears_the_pole_and_its_numbers(run: Run, pole: Cluster) -> None:
    note("finish_run", run, "run", number=7)
    act = Act.objects.get(verb="finish_run")
    assert (act.actor_id, act.subject, act.pole, detail_of(act)["number"]) == (
        None,
        f"run:{run.pk}",
        pole.pole.slug,
        7,
    )


@pytest.mark.parametrize(("state", "is_waiting"), [*zip(RunState.values, (True, True, False, False), strict=True)])
def test_what_is_queued_or_running_is_waited_for_and_says_so(state: str, is_waiting: bool) -> None:
    one = RunPaper(state=state)
    assert (one.is_waiting, str(one)) == (is_waiting, RunState(state).label)


def test_what_comes_back_to_life_while_it_is_found_is_left_alone(run: Run) -> None:
    """The beat changed between the look and the queueing: the worker was only slow."""
    lost(run, attempts=3)
    asked: list[Run] = []
    (seen,) = lost_works(Run, timezone.now())
    Run.objects.filter(pk=run.pk).update(beat_at=timezone.now())
    from vivier_web.skills.actions import works

    works._found(seen, "run", asked.append)
    assert (asked, again(run).state) == ([], RunState.RUNNING)
    lost(run, attempts=3)
    (seen,) = lost_works(Run, timezone.now())
    works._found(seen, "run", asked.append)
    assert (asked, again(run).state, again(run).trouble) == ([], RunState.FAILED, INTERRUPTED)


def test_each_kind_is_found_apart_and_each_in_its_own_pole(run: Run) -> None:
    other = founded("plasturgie", first=1)
    with scope(pole=other.pole):
        theirs = queue_run(plan_study(collected(other.pole, members=0), "", {}, by=None), by=None)
        lost(theirs, attempts=2)
    lost(run)
    asked: list[tuple[str, int]] = []
    assert requeue_lost(RunPaper, "paper", lambda one: asked.append(("paper", one.pk))) == 0
    assert requeue_lost(Run, "run", lambda one: asked.append((one.pole.slug, one.pk))) == 2
    assert asked == [("mecatronique", run.pk), ("plasturgie", theirs.pk)]
    acts = Act.objects.filter(verb="requeue_run").order_by("pk")
    assert [(act.pole, detail_of(act)["attempts"]) for act in acts] == [("mecatronique", 1), ("plasturgie", 2)]
    assert (again(run).state, again(run).progress, again(run).step) == (RunState.QUEUED, 0, "")


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING, RunState.FAILED])
def test_only_a_run_with_a_result_has_a_pdf(run: Run, state: str) -> None:
    Run.objects.filter(pk=run.pk).update(state=state)
    with pytest.raises(InputError, match="pas encore de résultat"):
        ask_paper(again(run), by=None, enqueue=lambda _one: pytest.fail("asked for"))
    assert not RunPaper.objects.exists()


@pytest.mark.parametrize(
    ("state", "is_asked"),
    [(RunState.QUEUED, False), (RunState.RUNNING, False), (RunState.DONE, False), (RunState.FAILED, True)],
)
def test_a_pdf_is_asked_for_again_only_when_it_failed(run: Run, state: str, is_asked: bool) -> None:
    asked: list[int] = []
    whole = done_without_result(run)
    first = ask_paper(whole, by=None, enqueue=lambda one: asked.append(one.pk))
    RunPaper.objects.filter(pk=first.pk).update(state=state, attempts=2, progress=0.5, trouble="Une panne.")
    second = ask_paper(whole, by=None, enqueue=lambda one: asked.append(one.pk))
    assert asked == [first.pk] * (2 if is_asked else 1)
    fresh = (RunState.QUEUED, 0, 0, "")
    kept = (state, 2, 0.5, "Une panne.")
    assert (second.state, second.attempts, second.progress, second.trouble) == (fresh if is_asked else kept)
    assert Act.objects.filter(verb="queue_paper").count() == len(asked)


def test_a_pdf_of_a_run_whose_bytes_are_lost_is_a_failure_that_says_so(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    asked = ask_paper(done_without_result(run), by=None, enqueue=lambda _one: None)
    work_out_paper(asked.pk, lambda _told, _tell: pytest.fail("nothing to write"))
    found = again(asked)
    assert (found.state, found.content, found.trouble.endswith(".")) == (RunState.FAILED, None, True)
    work_out_paper(asked.pk + 1, lambda _told, _tell: b"")  # erased meanwhile
    assert RunPaper.objects.count() == 1
