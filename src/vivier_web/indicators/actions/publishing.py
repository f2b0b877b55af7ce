"""What is asked of the gate: a rehearsal, a publication, of one pôle or of several; what was published, withdrawn."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.indicators.actions.passing import NOUN, pass_gate
from vivier_web.indicators.gate.layout import COARSE, DETAILS, cube_of
from vivier_web.indicators.models import Publication, PublicationWork
from vivier_web.indicators.queries.circles import DAY, Circle, poles_published
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.members.models import Pole
from vivier_web.skills.actions.works import requeue_lost, take, worked
from vivier_web.skills.choices import RunState


@task(priority=10)  # somebody waits for it: before the reports of a whole wave
def compute(pk: int) -> None:
    """Pass the gate, in the worker."""
    work_out_publication(pk)


def enqueue(work: PublicationWork) -> None:
    """Ask the worker for a passage, once what it reads is safely written."""
    transaction.on_commit(lambda: compute.enqueue(work.pk))


def requeue_lost_publications() -> int:
    """Queue again the passages lost with their worker; give how many were found."""
    return requeue_lost(PublicationWork, NOUN, enqueue)


def prepare_publication(pole: Pole, asked: Asked, *, by: User | None) -> PublicationWork:
    """Ask what would be published and what would be hidden; nothing leaves.

    Raises:
        InputError: there is nothing to publish from there.
    """
    return _queued(pole, asked, by=by, is_final=False)


def publish(
    pole: Pole, asked: Asked, *, by: User | None, rehearsal: PublicationWork | None = None
) -> PublicationWork:
    """Publish: protect with all that was published before, audit, and only then freeze; or refuse, cells named.

    Cells that members agreed to show, of a `rehearsal`, are shown.

    Raises:
        InputError: there is nothing to publish from there.
    """
    return _queued(pole, asked, by=by, is_final=True, rehearsal=rehearsal)


@transaction.atomic
def _queued(
    pole: Pole, asked: Asked, *, by: User | None, is_final: bool, rehearsal: PublicationWork | None = None
) -> PublicationWork:
    if asked.detail not in DETAILS:
        raise InputError("Choisissez le détail dans la liste.")
    if asked.detail not in cube_of(asked.cube).tables:
        raise InputError(f"Le détail « {DETAILS[asked.detail]} » est celui des effectifs : choisissez-en un autre.")
    gathered(pole, asked)  # what cannot be read is said at once
    Pole.objects.select_for_update(of=("self",)).get(pk=pole.pk)  # numbers follow one another
    last = PublicationWork.objects.filter(pole=pole).aggregate(last=Max("number"))["last"] or 0
    work = PublicationWork.objects.create(
        pole=pole, number=last + 1, cube=asked.cube, source=asked.source, detail=asked.detail,
        perimeter=dict(asked.perimeter), is_final=is_final, rehearsal=rehearsal, by=by,
    )  # fmt: skip
    verb = "queue_publication" if is_final else "prepare_publication"
    record(verb, by=by, subject=f"{NOUN}:{work.pk}", pole=pole.slug, number=work.number)
    enqueue(work)
    return work


@transaction.atomic
def publish_together(
    circle: Circle, cube: str, on: dt.date, *, by: User | None, detail: str = COARSE
) -> PublicationWork:
    """Publish what the pôles of a circle published alone of one day, each enterprise once, the overlap told.

    Asked twice, it is done once.

    Raises:
        InputError: fewer than two pôles published it, or too many.
    """
    poles = poles_published(circle, cube, on)
    list(Pole.objects.select_for_update(of=("self",)).filter(pk__in=[pole.pk for pole in poles]).order_by("pk"))
    same = {"network": circle.network, "territory": circle.territory, "cube": cube, "source": f"{DAY}{on}"}
    with scopes_disabled():
        rows = PublicationWork.objects.filter(pole=None, **same)
        if waiting := rows.filter(state__in=(RunState.QUEUED, RunState.RUNNING), detail=detail).first():
            return waiting
        work = PublicationWork.objects.create(number=rows.count() + 1, detail=detail, is_final=True, by=by, **same)
    record("queue_publication", by=by, subject=f"{NOUN}:{work.pk}", number=work.number)
    enqueue(work)
    return work


def work_out_publication(pk: int) -> PublicationWork:
    """Pass the gate once; a passage that somebody else took, or that is done, is left as it is."""
    worked(take(PublicationWork, pk, step="Lecture des chiffres", beside=("by", "network")), NOUN, pass_gate)
    with scopes_disabled():
        return PublicationWork.objects.get(pk=pk)


@transaction.atomic
def withdraw_publication(publication: Publication, why: str, *, by: User | None) -> None:
    """Show a publication no more, and say why; it stays, and the audit of later ones remembers it.

    Raises:
        InputError: no reason is given.
    """
    if not why.strip():
        raise InputError("Dites pourquoi cette publication est retirée : ses lecteurs le liront.")
    same = Publication.objects.filter(pk=publication.pk, withdrawn_at=None)
    if same.update(withdrawn_at=timezone.now(), withdrawn_why=why.strip()[:300]):
        record("withdraw_publication", by=by, subject=f"publication:{publication.pk}", pole=_slug(publication))


@transaction.atomic
def restore_publication(publication: Publication, *, by: User | None) -> None:
    """Show again a publication that was withdrawn."""
    same = Publication.objects.filter(pk=publication.pk, withdrawn_at__isnull=False)
    if same.update(withdrawn_at=None, withdrawn_why=""):
        record("restore_publication", by=by, subject=f"publication:{publication.pk}", pole=_slug(publication))


def _slug(publication: Publication) -> str:
    return publication.pole.slug if publication.pole is not None else ""


def day_of(pole: Pole, cube: str, source: str) -> dt.date:
    """Give the day that what is asked is about."""
    return gathered(pole, Asked(cube_of(cube).key, source, "coarse", {})).on
