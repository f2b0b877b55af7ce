"""The worker: what it was doing when killed is done again, once; it erases what is due."""

import sys
from collections.abc import Callable

import pytest
from django.test import override_settings

from factories.machine import Machine, wait_for
from vivier_web.ops.working import queue_lost_work_again

WORKER = [sys.executable, "-m", "vivier_web.ops", "worker"]
ENQUEUE = "import sys; from factories.slow_work import count_slowly; count_slowly.enqueue(sys.argv[1])"
STATES = "from django_tasks_db.models import DBTaskResult as T; print(*T.objects.values_list('status', flat=True))"


def test_a_worker_killed_during_its_work_loses_nothing_and_the_work_is_done_once(
    another: Callable[[], Machine],
) -> None:
    there = another()
    there.more = {"DJANGO_SETTINGS_MODULE": "factories.slow_settings", "VIVIER_BEAT_S": "0.3"}
    begun, ended = there.home / "begun", there.home / "ended"
    there.python(ENQUEUE, str(there.home))
    with there.running(WORKER) as killed:
        assert wait_for(begun.exists), (there.home / "log").read_text()
        killed.kill()
        killed.wait(10)
    assert there.python(STATES).split() == ["RUNNING"]
    assert not ended.exists()
    with there.running(WORKER) as second:
        assert wait_for(ended.exists), (there.home / "log").read_text()
        assert wait_for(lambda: there.python(STATES).split() == ["SUCCESSFUL"])
        second.terminate()
        assert second.wait(10) == 0
    assert ended.read_text() == "ended\n"


def test_a_room_that_is_not_built_yet_does_not_stop_the_others(db: None) -> None:
    with override_settings(LOST_WORK=["vivier_web.nowhere.requeue", "factories.slow_work.requeue"]):
        assert queue_lost_work_again() == 0


@pytest.mark.parametrize("word", ["--batch"])
def test_a_batch_ends_when_nothing_waits(machine: Machine, word: str) -> None:
    assert "Traceback" not in machine.vivier("worker", word)
