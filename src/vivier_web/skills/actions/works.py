"""Any long work, done once whatever happens to its worker: taken, failed, found again when its worker died.

A kind of work is a table (see `models.works`) and a noun, which names its acts in the journal: `finish_run`…
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.skills.choices import RunState
from vivier_web.skills.models.works import Work
from vivier_web.skills.pulse import Pulse
from vivier_web.skills.queries.works import lost_works

W = TypeVar("W", bound=Work)
logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
INTERRUPTED = "Le calcul s’est interrompu trois fois : prévenez l’exploitant de la plateforme, puis relancez-le."
BROKEN = "Le calcul a rencontré une erreur imprévue, notée dans le journal technique : prévenez l’exploitant."
NO_PAPER = BROKEN.replace("Le calcul", "Le PDF")
Tell = Callable[[str, float], None]


def take(kind: type[W], pk: int, *, step: str, beside: Sequence[str] = ()) -> W | None:
    """Take one work that waits; None when somebody else took it, or it is done. `beside`: what is read with it."""
    with scopes_disabled():
        now = timezone.now()
        taken = kind.objects.filter(pk=pk, state=RunState.QUEUED).update(
            state=RunState.RUNNING, attempts=F("attempts") + 1, started_at=now, beat_at=now, step=step
        )
        return kind.objects.select_related("pole", *beside).defer(*kind.HEAVY).get(pk=pk) if taken else None


def worked(work: W | None, noun: str, make: Callable[[W], object], *, broken: str = BROKEN) -> None:
    """Do a work once it was taken, in its pôle and with its beat; what goes wrong leaves it undone, and is said."""
    if work is None:  # somebody else has it, or it is done
        return
    with _whose(work), Pulse(work):
        try:
            make(work)
        except InputError as why:
            fail(work, noun, str(why))
        except Exception:
            logger.exception("%s %s failed", noun, work.pk)
            fail(work, noun, broken)


def _whose(work: Work) -> AbstractContextManager[object]:
    """Enter the pôle of a work; one of several pôles reads all of them."""
    opened: AbstractContextManager[object] = scope(pole=work.pole) if work.pole_id else scopes_disabled()
    return opened


def mine(work: W) -> QuerySet[W]:
    """Give the work as this attempt took it; nothing, once another attempt has it."""
    held: QuerySet[W] = type(work).objects.filter(pk=work.pk, state=RunState.RUNNING, attempts=work.attempts)
    return held


def teller(work: Work) -> Tell:
    """Give what says how far a work is: a step in words, and a share (0–1)."""

    def tell(step: str, progress: float) -> None:
        mine(work).update(step=step, progress=progress, beat_at=timezone.now())

    return tell


def fail(work: Work, noun: str, why: str) -> None:
    """Leave a work undone, and say why, if this attempt still holds it."""
    with transaction.atomic():
        now = timezone.now()
        if mine(work).update(state=RunState.FAILED, trouble=why[:400], finished_at=now, step=""):
            note(f"fail_{noun}", work, noun)


def note(verb: str, work: Work, noun: str, **more: int) -> None:
    """Write in the journal what the worker did with a work."""
    record(verb, by=None, subject=f"{noun}:{work.pk}", pole=work.pole.slug if work.pole_id else "", **more)


def try_again(work: Work) -> bool:
    """Put a work that failed back in the queue, as new; tells whether it had failed."""
    failed = type(work).objects.filter(pk=work.pk, state=RunState.FAILED)
    return bool(failed.update(state=RunState.QUEUED, trouble="", attempts=0, progress=0, beat_at=timezone.now()))


def keep_bytes(work: Work, noun: str, content: bytes, **more: int) -> None:
    """Keep the file that a work made, whose table has `content`, `size` and `sha256`; only its own attempt may."""
    made: dict[str, object] = {
        "content": content,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    with transaction.atomic():
        is_first = mine(work).update(state=RunState.DONE, step="", progress=1, finished_at=timezone.now(), **made)
        if is_first:
            note(f"finish_{noun}", work, noun, **more)


def requeue_lost(kind: type[W], noun: str, enqueue: Callable[[W], None]) -> int:
    """Queue again the works lost with their worker, at most three times each; give how many were found."""
    with scopes_disabled():
        lost = lost_works(kind, timezone.now())
    for work in lost:
        with _whose(work):
            _found(work, noun, enqueue)
    return len(lost)


def _found(work: W, noun: str, enqueue: Callable[[W], None]) -> None:
    """Queue a lost work again, unless it was tried enough or came back to life meanwhile."""
    same = type(work).objects.filter(pk=work.pk, state=work.state, beat_at=work.beat_at)
    now = timezone.now()
    with transaction.atomic():
        if work.attempts >= MOST_ATTEMPTS:
            if same.update(state=RunState.FAILED, trouble=INTERRUPTED, finished_at=now, step=""):
                note(f"fail_{noun}", work, noun)
        elif same.update(state=RunState.QUEUED, beat_at=now, progress=0, step=""):
            note(f"requeue_{noun}", work, noun, attempts=work.attempts)
            enqueue(work)
