"""Reads about works: those that were lost with their worker."""

import datetime as dt
from typing import TypeVar

from django.db.models import Q

from vivier_web.skills.choices import RunState
from vivier_web.skills.models.works import Work

W = TypeVar("W", bound=Work)
LOST_AFTER = dt.timedelta(seconds=60)
FORGOTTEN_AFTER = dt.timedelta(minutes=5)  # queued, and its task died before it began


def lost_works(kind: type[W], now: dt.datetime) -> list[W]:
    """Give the works of a kind whose worker died: running without a beat, or queued for too long."""
    running = Q(state=RunState.RUNNING, beat_at__lt=now - LOST_AFTER)
    queued = Q(state=RunState.QUEUED) & (
        Q(beat_at__lt=now - FORGOTTEN_AFTER) | Q(beat_at=None, queued_at__lt=now - FORGOTTEN_AFTER)
    )
    return list(kind.objects.filter(running | queued).select_related("pole").defer(*kind.HEAVY).order_by("pk"))
