"""The real worker and the real server, killed outright in the middle of real work: once, or not at all."""

import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from factories import sent
from factories.cluster import SIRENS
from factories.machine import Machine, wait_for
from vivier_web.ops.preparing import write_secret
from vivier_web.ops.serving import commands_of

WORKER = [sys.executable, "-m", "vivier_web.ops", "worker"]
BUILT = """
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult
from vivier_web.ops.demo import build
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.models import Run, Wave
with scopes_disabled():
    build(members=6)
    DBTaskResult.objects.all().delete()  # the reports of its members: not what is looked at here
    study = plan_study(Wave.objects.get(name="Juillet 2025"), "Longue", {"horizon": 10, "draws": 2000}, by=None)
    print(queue_run(study, by=None).pk)
"""
AGAIN = """
import sys
from django_scopes import scopes_disabled
from vivier_web.skills.actions.studies import queue_run
from vivier_web.skills.models import Run
with scopes_disabled():
    print(queue_run(Run.objects.get(pk=sys.argv[1]).study, by=None).pk)
"""
KILLED_MIDWAY = """
import os, signal, sys, time
from django_scopes import scopes_disabled
from vivier_web.skills.models import Run
end = time.monotonic() + 60
with scopes_disabled():
    while time.monotonic() < end:
        run = Run.objects.defer("result").get(pk=sys.argv[1])
        if run.progress >= 0.2 or run.state == "done":
            os.kill(int(sys.argv[2]), signal.SIGKILL)
            print(run.state, run.attempts)
            break
        time.sleep(0.005)
"""
A_MINUTE_LATER = """
import datetime as dt, sys
from django.db.models import F
from django_scopes import scopes_disabled
from vivier_web.skills.models import Run
with scopes_disabled():
    run = Run.objects.filter(pk=sys.argv[1])
    run.update(beat_at=F("beat_at") - dt.timedelta(seconds=61))
    one = run.get()
    print(one.state, one.result)
"""
ENDED = """
import sys
from django_scopes import scopes_disabled
from vivier_web.accounts.models import Act
from vivier_web.accounts.queries import first_broken_act
from vivier_web.skills.models import Run
with scopes_disabled():
    one, other = (Run.objects.get(pk=pk) for pk in sys.argv[1:])
told = list(Act.objects.filter(subject=f"run:{other.pk}").order_by("number").values_list("verb", flat=True))
print(other.state, other.attempts, one.result_sha256 == other.result_sha256 != "", bytes(one.result) == bytes(other.result))
print(*told, first_broken_act())
"""


def test_a_real_worker_killed_in_the_middle_of_a_real_run_is_replaced_and_the_run_ends_once_with_the_same_bytes(
    another: Callable[[], Machine],
) -> None:
    there = another()
    there.more = {"VIVIER_DEMO": "1", "VIVIER_BEAT_S": "0.3", "OPENBLAS_NUM_THREADS": "1"}
    whole = there.python(BUILT).split()[-1]
    there.vivier("worker", "--batch")
    cut = there.python(AGAIN, whole).strip()
    with there.running(WORKER) as killed:
        assert there.python(KILLED_MIDWAY, cut, str(killed.pid)).split() == ["running", "1"]
        assert killed.wait(10) == -signal.SIGKILL
    assert there.python(A_MINUTE_LATER, cut).split() == ["running", "None"]
    there.vivier("worker", "--batch")
    state, told = there.python(ENDED, whole, cut).strip().splitlines()
    assert state == "done 2 True True"
    assert told == "queue_run requeue_run finish_run None"


# --- The server ---------------------------------------------------------------------------------------------------

OPENED = """
import datetime as dt
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_scopes import scopes_disabled
from factories import cluster, sent
from vivier_web.skills.actions.waves import open_wave
day, today = dt.timedelta(days=1), timezone.localdate()
with scopes_disabled():
    made = cluster.founded()
    open_wave(made.pole, "Janvier", on=sent.ON, opens_on=today - day, closes_on=today + day, by=None)
user = made.people["member"]
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session.save()
print(settings.SESSION_COOKIE_NAME, session.session_key)
"""
WHOLE = """
import json
from django_scopes import scopes_disabled
from vivier_web.accounts.models import Act
from vivier_web.accounts.queries import first_broken_act
from vivier_web.skills.models import Deposit
with scopes_disabled():
    kept = list(Deposit.objects.order_by("pk"))
    told = {act.subject: json.loads(act.detail) for act in Act.objects.filter(verb="deposit")}
    assert set(told) == {f"deposit:{one.pk}" for one in kept}
    for one in kept:
        said = told[f"deposit:{one.pk}"]
        assert said["people"] == one.people
        if one.replaced_at is None:
            assert (one.titles.count(), one.cells is None) == (said["titles"], False)
        else:
            assert (one.titles.count(), one.cells, one.report) == (0, None, None)
    assert sum(one.replaced_at is None for one in kept) <= 1
print(json.dumps([[one.people for one in kept], first_broken_act()]))
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def workers_of(pid: int) -> list[int]:
    """Give the processes that answer: the children of the one that listens."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Sender:
    """A member's browser, signed in, that sends its counts and may never hear the answer."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        token = "a" * 32
        self.headers = {
            "Cookie": f"{cookie}; csrftoken={token}", "X-CSRFToken": token, "Content-Type": "application/json",
        }  # fmt: skip

    def is_up(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with closing(asked), suppress(OSError, http.client.HTTPException):
            asked.request("GET", "/sante/")
            with asked.getresponse() as answer:
                return answer.status == 200
        return False

    def send(self, payload: dict[str, Any]) -> http.client.HTTPConnection:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        asked.request("POST", "/mon-entreprise/depot/envoyer/", json.dumps(payload), self.headers)
        return asked

    def heard(self, asked: http.client.HTTPConnection) -> int | None:
        """Give the status that was heard; None when the server died first."""
        with closing(asked), suppress(OSError, http.client.HTTPException), asked.getresponse() as answer:
            return answer.status
        return None


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes that answer in /proc")
def test_a_real_server_killed_at_any_moment_of_a_real_deposit_keeps_all_of_it_or_nothing(
    another: Callable[[], Machine], tmp_path: Path
) -> None:
    there = another()
    there.more = {
        "VIVIER_SERVED": "1",
        "PYTHONWARNINGS": "ignore",
    }  # as `vivier serve` starts it; no file is asked for
    (there.home / "static").mkdir(exist_ok=True)
    write_secret(there.home)
    cookie = "=".join(there.python(OPENED).split())
    port = free_port()
    sender = Sender(port, cookie)
    counts = range(8, 22)
    payloads = {count: sent.payload(tmp_path, SIRENS[0], count) for count in counts}
    server = commands_of("127.0.0.1", port, processes=1)[0]
    heard: dict[int, int | None] = {}

    def killed_after(seconds: float, count: int, victims: Callable[[], list[int]]) -> None:
        asked = sender.send(payloads[count])
        time.sleep(seconds)
        for pid in victims():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        heard[count] = sender.heard(asked)

    with there.running(server) as child:
        assert wait_for(sender.is_up, 300), (there.home / "log").read_text()
        begun = time.monotonic()
        heard[counts[0]] = sender.heard(sender.send(payloads[counts[0]]))
        lasts = time.monotonic() - begun
        for rank, count in enumerate(counts[1:-2]):
            killed_after(lasts * rank / 9, count, lambda: workers_of(child.pid))
            assert wait_for(sender.is_up, 300), (there.home / "log").read_text()
        killed_after(lasts / 2, counts[-2], lambda: [*workers_of(child.pid), child.pid])
        assert child.wait(10) == -signal.SIGKILL
    with there.running(server):
        assert wait_for(sender.is_up, 300), (there.home / "log").read_text()
        heard[counts[-1]] = sender.heard(sender.send(payloads[counts[-1]]))
    kept, broken = json.loads(there.python(WHOLE))
    assert broken is None
    assert heard[counts[0]] == heard[counts[-1]] == 200
    assert {count for count, status in heard.items() if status == 200} <= set(kept)
    assert len(kept) < len(heard), "some were killed before anything was written"
    assert "Journal entier" in there.vivier("verify-journal")
