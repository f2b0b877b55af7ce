"""What is erased by itself: cells whose time has come, sessions that ended, traces of work done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks_db.models import DBTaskResult

from vivier_web.procedures.actions.erasing import erase_old_dossiers
from vivier_web.projects.actions.documents import erase_old_documents
from vivier_web.skills.actions.introductions import erase_old, lapse_silent
from vivier_web.skills.actions.needs_asking import erase_old_returns
from vivier_web.skills.actions.waves import erase_wave
from vivier_web.skills.models import Wave

TASKS_KEPT = dt.timedelta(days=30)
NEVER_ENDED = dt.timedelta(days=1)  # no task of ours lasts a day: its worker died


@dataclass(frozen=True, slots=True)
class Erased:
    """Count what a round erased."""

    waves: int
    sessions: int
    tasks: int
    lapsed: int = 0  # introductions that nobody answered
    mobility: int = 0  # old offers and searches
    returns: int = 0  # calls whose old returns were erased
    documents: int = 0  # files of projects withdrawn, or past their time
    dossiers: int = 0  # closed dossiers whose words were erased


def erase_what_is_due(today: dt.date | None = None) -> Erased:
    """Erase cells, sessions, traces of tasks, mobility and documents whose time is past.

    Each is erased whatever becomes of the others: what failed is told once all were tried.
    """
    day = today or timezone.localdate()
    failed: list[Exception] = []
    found = Erased(**{name: _tried(erase, day, failed) for name, erase in ERASURES.items()})
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(ERASURES)} erasures failed", failed)
    return found


def _tried(erase: Callable[[dt.date], int], day: dt.date, failed: list[Exception]) -> int:
    try:
        return erase(day)
    except Exception as why:  # noqa: BLE001 - whatever it is, the others are erased on their day
        failed.append(why)
        return 0


def _erase_sessions(_: dt.date) -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def _erase_tasks(_: dt.date) -> int:
    now = timezone.now()
    done, _all = DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()
    lost, _all = DBTaskResult.objects.running().filter(started_at__lt=now - NEVER_ENDED).delete()
    return int(done + lost)


def _erase_waves(day: dt.date) -> int:
    with scopes_disabled():
        due = list(Wave.objects.filter(erase_on__lte=day, erased_at=None).select_related("pole"))
    for wave in due:
        with scope(pole=wave.pole):
            erase_wave(wave, by=None)
    return len(due)


ERASURES: dict[str, Callable[[dt.date], int]] = {
    "waves": _erase_waves,
    "sessions": _erase_sessions,
    "tasks": _erase_tasks,
    "lapsed": lapse_silent,
    "mobility": erase_old,
    "returns": erase_old_returns,
    "documents": erase_old_documents,
    "dossiers": erase_old_dossiers,
}
