"""The beat of a work that is being done: without it for a minute, its worker is taken for dead."""

from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import connection
from django.db.utils import DatabaseError
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier_web.skills.choices import RunState
from vivier_web.skills.models.works import Work

EVERY = 5.0  # seconds


class Pulse:
    """Renew the beat of a work from a thread of its own, while a `with` lasts."""

    def __init__(self, work: Work) -> None:
        self.work, self.ended = work, Event()
        self.thread = Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        """Begin; the first beat comes after some seconds, for the work has just been taken."""
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        """End, and wait for the thread to close its connection."""
        self.ended.set()
        self.thread.join()

    def _beat(self) -> None:
        try:
            while not self.ended.wait(EVERY):
                with (
                    suppress(DatabaseError),
                    scopes_disabled(),
                ):  # a base that is busy now will not be in five seconds
                    kind, same = type(self.work), {"pk": self.work.pk, "attempts": self.work.attempts}
                    mine = kind.objects.filter(state=RunState.RUNNING, **same)
                    mine.update(beat_at=timezone.now())
        finally:
            connection.close()
