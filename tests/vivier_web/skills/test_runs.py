"""A run is worked out once, found again when its worker dies, never edited, and says the same when asked again."""

import datetime as dt

import pytest
from django.utils import timezone

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions.runs import requeue_lost_runs, work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.waves import erase_wave
from vivier_web.skills.actions.works import BROKEN, INTERRUPTED
from vivier_web.skills.choices import RunState
from vivier_web.skills.guard.folding import TOO_FEW
from vivier_web.skills.kept import packed, unpacked
from vivier_web.skills.models import Run, Study, Wave

FAST = {"horizon": 3, "draws": 100}


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    return collected(pole.pole)


@pytest.fixture
def study(wave: Wave) -> Study:
    return plan_study(wave, "Étude 2026", FAST, by=None)


def done(study: Study) -> Run:
    """Ask for a run and work it out, as the worker does."""
    return work_out(queue_run(study, by=None).pk)


def lost(study: Study, *, attempts: int = 1, seconds: int = 61) -> Run:
    """Leave a run as a worker killed in the middle of it does."""
    run = queue_run(study, by=None)
    beat = timezone.now() - dt.timedelta(seconds=seconds)
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING, attempts=attempts, beat_at=beat)
    return run


def test_a_run_is_worked_out_and_says_what_it_stands_on(study: Study) -> None:
    run = done(study)
    assert (run.state, run.trouble, run.progress, run.number) == (RunState.DONE, "", 1, 1)
    found = unpacked(run.result)
    assert found.version == run.version
    assert found.inputs_sha256 == run.inputs_sha256
    assert len(run.counted) == 5
    assert found.table("metiers").rows[0].figure.value == 300


def test_the_queue_calls_the_worker_once_what_it_reads_is_written(
    study: Study, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = queue_run(study, by=None)
        assert Run.objects.get(pk=run.pk).state == RunState.QUEUED
    assert Run.objects.get(pk=run.pk).state == RunState.DONE


def test_running_again_gives_the_same_bytes(study: Study) -> None:
    one, other = done(study), done(study)
    assert bytes(one.result) == bytes(other.result)
    assert one.result_sha256 == other.result_sha256
    assert (one.number, other.number) == (1, 2)
    assert packed(unpacked(one.result)) == bytes(one.result)


def test_another_seed_gives_other_bytes(wave: Wave) -> None:
    one, other = (done(plan_study(wave, "", {**FAST, "seed": seed}, by=None)) for seed in (1, 2))
    assert one.result_sha256 != other.result_sha256
    assert one.inputs_sha256 == other.inputs_sha256


def test_a_run_that_is_done_is_never_edited(study: Study) -> None:
    run = done(study)
    run.trouble = "retouché"
    with pytest.raises(InputError, match="ne se modifie pas"):
        run.save()
    assert Run.objects.get(pk=run.pk).trouble == ""


def test_working_out_twice_computes_once(study: Study) -> None:
    run = done(study)
    again = work_out(run.pk)
    assert again.attempts == 1
    assert again.finished_at == run.finished_at


def test_a_run_lost_with_its_worker_is_found_and_finished_once(
    study: Study, django_capture_on_commit_callbacks: object
) -> None:
    run = lost(study)
    with django_capture_on_commit_callbacks(execute=True):
        assert requeue_lost_runs() == 1
    found = Run.objects.get(pk=run.pk)
    assert (found.state, found.attempts) == (RunState.DONE, 2)
    assert requeue_lost_runs() == 0
    assert Act.objects.filter(verb="finish_run", subject=f"run:{run.pk}").count() == 1


def test_a_run_that_still_beats_is_left_alone(study: Study) -> None:
    lost(study, seconds=59)
    assert requeue_lost_runs() == 0


def test_a_run_forgotten_in_the_queue_is_asked_for_again(
    study: Study, django_capture_on_commit_callbacks: object
) -> None:
    run = queue_run(study, by=None)
    assert requeue_lost_runs() == 0
    Run.objects.filter(pk=run.pk).update(queued_at=timezone.now() - dt.timedelta(minutes=6))
    with django_capture_on_commit_callbacks(execute=True):
        assert requeue_lost_runs() == 1
    assert Run.objects.get(pk=run.pk).state == RunState.DONE


def test_after_three_attempts_a_run_is_given_up_with_a_sentence(study: Study) -> None:
    run = lost(study, attempts=3)
    assert requeue_lost_runs() == 1
    found = Run.objects.get(pk=run.pk)
    assert (found.state, found.trouble) == (RunState.FAILED, INTERRUPTED)


def test_a_worker_that_wakes_up_late_writes_nothing(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another attempt takes the run while this one is computing: only the other's result is kept."""
    from vivier_web.skills.actions import runs

    run, real = queue_run(study, by=None), runs.packed

    def overtaken(result: object) -> bytes:
        Run.objects.filter(pk=run.pk).update(attempts=2)
        return real(result)

    monkeypatch.setattr(runs, "packed", overtaken)
    found = work_out(run.pk)
    assert (found.state, found.result) == (RunState.RUNNING, None)
    assert not Act.objects.filter(verb="finish_run").exists()


def test_an_unforeseen_error_is_told_gently_and_kept_for_the_operator(
    study: Study, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from vivier_web.skills.actions import runs

    def broken(_: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(runs, "packed", broken)
    run = done(study)
    assert (run.state, run.trouble) == (RunState.FAILED, BROKEN)
    assert "RuntimeError" in caplog.text


def test_too_few_members_make_no_study(pole: Cluster) -> None:
    run = done(plan_study(collected(pole.pole, members=2), "", FAST, by=None))
    assert (run.state, run.trouble) == (RunState.FAILED, TOO_FEW)


def test_an_erased_wave_is_not_studied_any_more(study: Study) -> None:
    before = done(study)
    erase_wave(study.wave, by=None)
    assert "effacées" in done(Study.objects.get(pk=study.pk)).trouble
    assert unpacked(Run.objects.get(pk=before.pk).result).facts  # its studies, which betray nobody, stay


def test_one_member_more_is_not_found_by_comparing_two_runs(study: Study, pole: Cluster) -> None:
    done(study)
    late = member(pole.pole, 50)
    deposit(study.wave, late, company(late.siren, ("623e", "35_44", "H", "CDI", 9)))
    refused = done(study)
    assert refused.state == RunState.FAILED
    assert "calcul n° 1" in refused.trouble
    for number in (51, 52):
        other = member(pole.pole, number)
        deposit(study.wave, other, company(other.siren, ("623e", "35_44", "H", "CDI", 9)))
    assert done(study).state == RunState.DONE


def test_a_perimeter_of_all_but_one_is_refused_beside_all(study: Study, pole: Cluster) -> None:
    apart = member(pole.pole, 60)
    apart.memberships.update(college="Recherche")
    deposit(study.wave, apart, company(apart.siren, ("623e", "35_44", "H", "CDI", 9)))
    assert done(study).state == RunState.DONE
    others = plan_study(study.wave, "", {**FAST, "perimeter": "college", "value": "Entreprises"}, by=None)
    assert "différence" in done(others).trouble


def test_a_member_that_corrects_its_deposit_does_not_stop_studies(study: Study) -> None:
    done(study)
    old = study.wave.deposits.order_by("organisation_id").first()
    old.replaced_at = timezone.now()
    old.save()
    deposit(study.wave, old.organisation, company(old.cells["siren"], ("623e", "35_44", "H", "CDI", 50)))
    assert done(study).state == RunState.DONE
