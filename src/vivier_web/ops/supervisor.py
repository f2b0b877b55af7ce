"""Two processes kept alive together: when one stops, or when we are asked to, all stop, and none is left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

GRACE_S = 15.0
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


class _Asked:
    """Remember that somebody asked us to stop."""

    def __init__(self) -> None:
        self.stop = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.stop = True


def keep(commands: Sequence[Sequence[str]], *, grace: float = GRACE_S) -> int:
    """Run these commands until one of them ends or SIGINT or SIGTERM comes, then stop them all.

    Each has its own session, so that Ctrl-C reaches us alone; each receives one SIGTERM, then SIGKILL for its whole
    group after `grace` seconds. Gives 0 when we were asked to stop, otherwise the status of whoever died first (1
    when it had none to give).
    """
    asked = _Asked()
    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.extend(_start(command) for command in commands)
        dead = None
        while not asked.stop and dead is None:
            time.sleep(0.1)
            dead = next((child for child in children if child.poll() is not None), None)
        return 0 if dead is None else (dead.returncode or 1)
    finally:
        _stop(children, grace)
        for number, old in before.items():
            signal.signal(number, old)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # preexec_fn is safe here: this process has one thread.
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509


def _die_with_parent() -> None:
    """Ask the kernel to end this process when its parent is killed outright (Linux only)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGTERM)


def _stop(children: Sequence["subprocess.Popen[bytes]"], grace: float) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    end = time.monotonic() + grace
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.05, end - time.monotonic()))
    for child in children:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
