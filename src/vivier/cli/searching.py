"""A search on the processors of this machine, that Ctrl-C ends with the best plan so far."""

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType

from vivier.cli.plan_files import Asked
from vivier.cli.progress import shown
from vivier.training import Plan, plan
from vivier.training.data import Effort


def searched(asked: Asked, options: Mapping[str, object]) -> Plan:
    """Search a plan for the time asked, showing progress; threads are enough, for HiGHS leaves Python free."""
    seconds = float(str(options["seconds"]))
    workers = min(os.cpu_count() or 1, 8)
    with interruptible() as stopped, shown("recherche") as tell, ThreadPoolExecutor(workers) as executor:
        effort = Effort(seconds=seconds, executor=executor, stop=stopped.is_set, tell=tell)
        return plan(
            asked.needs, asked.courses, places=asked.places, budget=asked.budget, terms=asked.terms, effort=effort
        )


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into a wish to stop; a second one stops at once."""
    stopped = threading.Event()

    def wish(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            signal.default_int_handler(number, frame)
        stopped.set()

    is_main = threading.current_thread() is threading.main_thread()
    former = signal.signal(signal.SIGINT, wish) if is_main else None
    try:
        yield stopped
    finally:
        if is_main:
            signal.signal(signal.SIGINT, former)
