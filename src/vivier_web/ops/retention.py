"""What is erased by itself: cells whose time has come, sessions that ended, traces of work done."""

import datetime as dt
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
    """Erase cells, sessions, traces of tasks, mobility and documents whose time is past."""
    day = today or timezone.localdate()
    now = timezone.now()
    waves = _erase_waves(day)
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    tasks, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()
    lost, _ = DBTaskResult.objects.running().filter(started_at__lt=now - NEVER_ENDED).delete()
    mobility = lapse_silent(day), erase_old(day)
    return Erased(
        waves,
        sessions,
        tasks + lost,
        *mobility,
        erase_old_returns(day),
        erase_old_documents(day),
        erase_old_dossiers(day),
    )


def _erase_waves(day: dt.date) -> int:
    with scopes_disabled():
        due = list(Wave.objects.filter(erase_on__lte=day, erased_at=None).select_related("pole"))
    for wave in due:
        with scope(pole=wave.pole):
            erase_wave(wave, by=None)
    return len(due)
