"""Two processes live and stop together."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from factories.machine import Machine, wait_for
from vivier_web.ops.supervisor import keep

WAITS = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
)


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/cmdline").exists() and bool(Path(f"/proc/{pid}/cmdline").read_bytes())


def test_the_death_of_one_stops_the_other_and_gives_its_status(tmp_path: Path) -> None:
    tells = f"import os, pathlib; pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid())); {WAITS}"
    dies = f"import pathlib, time\nwhile not pathlib.Path({str(tmp_path / 'pid')!r}).exists(): time.sleep(.02)\nraise SystemExit(3)"
    begun = time.monotonic()
    assert keep([python(tells), python(dies)], grace=5) == 3
    assert time.monotonic() - begun < 5
    assert not is_alive(int((tmp_path / "pid").read_text()))


def test_a_process_that_ends_well_still_stops_all_and_is_told() -> None:
    assert keep([python("pass"), python(WAITS)], grace=5) == 1


def test_being_asked_to_stop_gives_zero() -> None:
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    assert keep([python(WAITS), python(WAITS)], grace=5) == 0


def test_whoever_ignores_the_request_is_killed_after_the_grace() -> None:
    begun = time.monotonic()
    threading.Timer(0.8, os.kill, (os.getpid(), signal.SIGINT)).start()
    assert keep([python(STUBBORN)], grace=0.5) == 0
    assert time.monotonic() - begun < 5


def test_the_signals_found_are_given_back() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    keep([python("pass")], grace=1)
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


def test_no_process_is_left_when_the_supervisor_itself_is_killed(machine: Machine) -> None:
    kept = machine.home / "pid"
    tells = f"import os, pathlib, time; pathlib.Path({str(kept)!r}).write_text(str(os.getpid())); time.sleep(60)"
    program = f"import sys; from vivier_web.ops.supervisor import keep; keep([[sys.executable, '-c', {tells!r}]])"
    with machine.running(python(program)) as child:
        assert wait_for(lambda: kept.exists() and kept.read_text() != "")
        child.kill()
        child.wait(5)
        assert wait_for(lambda: not is_alive(int(kept.read_text())), 5)
