"""What is kept has an end."""

import datetime as dt

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from factories.cluster import Cluster
from vivier_web.accounts.models import Act
from vivier_web.ops.retention import ERASURES, Erased, erase_what_is_due
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import Deposit, ReleasedTitle, Wave

DAY = dt.date(2026, 1, 31)


def frozen(pole: Cluster, name: str) -> Wave:
    wave = open_wave(pole.pole, name, on=DAY, opens_on=DAY, closes_on=DAY, by=pole.people["team"])
    deposit = Deposit.objects.create(
        pole=pole.pole, wave=wave, organisation=pole.members[0], people=3, cells={"623f": 3}, sha256="0" * 64
    )
    ReleasedTitle.objects.create(pole=pole.pole, deposit=deposit, title="Fraiseur", pcs="623f", count=3)
    return freeze_wave(wave, by=pole.people["team"])


def test_cells_are_erased_on_their_day_and_not_before(pole: Cluster) -> None:
    wave = frozen(pole, "Janvier")
    assert erase_what_is_due(wave.erase_on - dt.timedelta(days=1)).waves == 0
    assert Deposit.objects.get().cells == {"623f": 3}
    assert erase_what_is_due(wave.erase_on) == Erased(1, 0, 0)
    assert Deposit.objects.get().cells is None
    assert ReleasedTitle.objects.count() == 0
    assert erase_what_is_due(wave.erase_on).waves == 0
    assert list(Act.objects.filter(verb="erase_wave").values_list("actor_id", "subject")) == [
        (None, f"wave:{wave.pk}")
    ]


def test_a_wave_still_open_is_never_erased(pole: Cluster) -> None:
    open_wave(pole.pole, "Printemps", on=DAY, opens_on=DAY, closes_on=DAY, by=None)
    assert erase_what_is_due(dt.date(2099, 1, 1)).waves == 0


def test_ended_sessions_go_and_live_ones_stay(pole: Cluster) -> None:
    for seconds in (-10, 3600):
        store = SessionStore()
        store["pole"] = 1
        store.set_expiry(seconds)
        store.save()
    assert erase_what_is_due().sessions == 1
    assert Session.objects.count() == 1


def test_traces_of_old_tasks_go_and_those_that_wait_stay(pole: Cluster) -> None:
    now = timezone.now()
    long_ago = now - dt.timedelta(days=40)
    for status, started, finished in (
        (TaskResultStatus.SUCCESSFUL, long_ago, long_ago),
        (TaskResultStatus.FAILED, now, now),
        (TaskResultStatus.RUNNING, long_ago, None),
        (TaskResultStatus.READY, None, None),
    ):
        DBTaskResult.objects.create(
            status=status, started_at=started, finished_at=finished, args_kwargs={"args": [], "kwargs": {}},
            task_path="factories.slow_work.count_slowly", backend_name="default", run_after=now,
            exception_class_path="", traceback="",
        )  # fmt: skip
    assert erase_what_is_due().tasks == 2
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"FAILED", "READY"}


def test_an_erasure_that_fails_keeps_no_other_from_its_day(monkeypatch: pytest.MonkeyPatch, pole: Cluster) -> None:
    done: list[str] = []

    def failing(_: dt.date) -> int:
        raise OSError("a disk that is full")

    for name in ERASURES:
        monkeypatch.setitem(ERASURES, name, lambda _, name=name: done.append(name) or 1)
    first = next(iter(ERASURES))
    monkeypatch.setitem(ERASURES, first, failing)
    with pytest.raises(ExceptionGroup) as told:
        erase_what_is_due(DAY)
    assert done == [name for name in ERASURES if name != first]
    assert [str(each) for each in told.value.exceptions] == ["a disk that is full"]
