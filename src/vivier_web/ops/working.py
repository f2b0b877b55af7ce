"""The background worker: what was queued, what another left behind, what is due to be erased."""

import logging
import os
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker

from vivier_web.indicators.actions.agreement_letters import remind_agreements_when_due
from vivier_web.indicators.actions.reminding import remind_when_due
from vivier_web.ops.retention import erase_what_is_due
from vivier_web.procedures.actions.judging import remind_experts
from vivier_web.procedures.actions.silence import apply_silences
from vivier_web.projects.actions.awards import watch_awards
from vivier_web.projects.actions.filing import follow_all

EVERY_S = 20.0
ROUND_S = 3600.0
log = logging.getLogger("vivier.worker")


def work(*, batch: bool = False, interval: float = 1.0) -> None:
    """Work until told to stop; with `batch`, until nothing is queued."""
    worker = Worker(
        queue_names=["*"],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    stop = threading.Event()
    every = float(os.environ.get("VIVIER_BEAT_S") or EVERY_S)
    beating = threading.Thread(target=look_after, args=(stop, every), name="look-after", daemon=True)
    if batch:
        queue_lost_work_again()
    else:
        beating.start()
    try:
        worker.run()
    finally:
        stop.set()


def look_after(stop: threading.Event, every: float = EVERY_S) -> None:
    """Look for lost work again and again, and once an hour for what must be erased."""
    rounded_at = -ROUND_S
    while not stop.is_set():
        _try(queue_lost_work_again)
        if time.monotonic() - rounded_at >= ROUND_S:
            _try(erase_what_is_due)
            _try(apply_silences)
            _try(remind_when_due)
            _try(remind_agreements_when_due)
            _try(follow_all)
            _try(watch_awards)
            _try(remind_experts)
            rounded_at = time.monotonic()
        close_old_connections()
        stop.wait(every)
    connection.close()


def queue_lost_work_again() -> int:
    """Ask each app to queue again what was lost with its worker; gives how many."""
    found = 0
    for path in settings.LOST_WORK:
        try:
            requeue: Callable[[], int] = import_string(path)
        except ImportError:
            log.warning("lost_work_unknown")
            continue
        found += requeue()
    if found:
        log.warning("lost_work_queued_again")
    return found


def _try(act: Callable[[], object]) -> None:
    """Keep going whatever happens: a database that restarts must not end the rounds."""
    try:
        act()
    except Exception:
        log.exception("round_failed")
