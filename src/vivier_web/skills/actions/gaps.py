"""The board of gaps: asked for, worked out in the background from a study and the matrices of a wave, kept."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.skills.actions.works import (
    Tell,
    mine,
    note,
    requeue_lost,
    take,
    teller,
    worked,
)
from vivier_web.skills.choices import RunState
from vivier_web.skills.kept import packed, unpacked
from vivier_web.skills.models import GapRun, Run, Wave
from vivier_web.skills.polyvalence.held import is_betrayed
from vivier_web.skills.polyvalence.measured import Given, measured
from vivier_web.skills.polyvalence.told import Stamp, as_study
from vivier_web.skills.queries.gaps import Matrices, declared_in, marks_of, matrices_of, shown_before
from vivier_web.skills.queries.titles import reference_store

NOUN = "gaps"
TERMS: dict[str, Any] = {"fewest": 3, "risk": 0.2, "newcomers": 0, "draws": 400, "seed": 1}


@task(priority=10)  # somebody waits for it: before the reports of a whole wave
def compute_gaps(pk: int) -> None:
    """Work a board of gaps out, in the worker."""
    work_out_gaps(pk)


def enqueue(waiting: GapRun) -> None:
    """Ask the worker for a board, once what it reads is safely written."""
    transaction.on_commit(lambda: compute_gaps.enqueue(waiting.pk))


@transaction.atomic
def ask_gaps(run: Run, wave: Wave, *, by: User | None) -> GapRun:
    """Ask for the gaps of what a run foresees, with the matrices of a wave; one that is on its way stands.

    Raises:
        InputError: the run has no result, or the wave was erased.
    """
    if run.state != RunState.DONE:
        raise InputError("Ce calcul n’a pas encore de résultat : les écarts se mesurent une fois l’étude terminée.")
    if wave.erased_at is not None:
        raise InputError("Les matrices de cette collecte ont été effacées à leur échéance : choisissez-en une autre.")
    Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)  # two clicks make one board
    waiting = GapRun.objects.filter(run=run, wave=wave, state__in=(RunState.QUEUED, RunState.RUNNING)).first()
    if waiting is not None:
        return waiting
    made = GapRun.objects.create(pole=run.pole, run=run, wave=wave, parameters=dict(TERMS))
    record("queue_gaps", by=by, subject=f"{NOUN}:{made.pk}", pole=run.pole.slug, run=run.pk, wave=wave.pk)
    enqueue(made)
    return made


def requeue_lost_gaps() -> int:
    """Queue again the boards lost with their worker, at most three times each; give how many were found."""
    return requeue_lost(GapRun, NOUN, enqueue)


def work_out_gaps(pk: int) -> None:
    """Compute one board that waits; one that somebody else took, or that is done, is left as it is."""
    work = take(GapRun, pk, step="Lecture de l’étude et des matrices", beside=("run__study", "wave__pole"))
    worked(work, NOUN, lambda work: _finished(work, teller(work)))


def _finished(work: GapRun, tell: Tell) -> None:
    """Measure, then write the result, the wave locked while it is seen that nobody is given by difference."""
    matrices = matrices_of(work.wave)
    marks = marks_of(matrices)
    given = Given(
        unpacked(bytes(work.run.result or b"")), matrices.by_skill, len(matrices.deposits), marks,
        declared_in(work.pole), shown_before(work.wave, work.pk), work.parameters,
    )  # fmt: skip
    tell("Mesure des écarts", 0.3)
    found = measured(given, reference_store())
    tell("Écriture du tableau", 0.9)
    made = as_study(found.found, _stamp(work, given, matrices))
    _kept(
        work,
        packed(made),
        made.inputs_sha256,
        {skill: marks[skill] for skill in found.shown},
    )


def _stamp(work: GapRun, given: Given, matrices: Matrices) -> Stamp:
    """Date and sign a board: the study and the matrices it stands on, its terms."""
    inputs = [
        work.run.result_sha256,
        [[one.sha256, sorted(one.matches.items())] for one in matrices.deposits],
        [[one.skill, one.gain, one.pass_on] for one in given.declared],
        sorted(entry.file for entry in reference_store().entries.values()),
    ]
    return Stamp(
        given.study.on, given.study.horizon, work.parameters["seed"], given.study.version, _print(inputs),
        _print(work.parameters),
    )  # fmt: skip


def _print(said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _kept(work: GapRun, result: bytes, inputs_sha256: str, counted: dict[str, list[str]]) -> None:
    with transaction.atomic():
        # Look again, the waves locked: another board may have ended while this one was computing.
        list(Wave.objects.select_for_update(of=("self",)).filter(pole_id=work.pole_id).order_by("pk"))
        before = shown_before(work.wave, work.pk)
        if any(is_betrayed(found, before.get(skill, ())) for skill, found in counted.items()):
            raise InputError("Un autre tableau s’est terminé entre-temps : relancez celui-ci.")
        is_first = mine(work).update(
            state=RunState.DONE, step="", progress=1, finished_at=timezone.now(), version=work.run.version,
            counted=counted, inputs_sha256=inputs_sha256, result=result,
            result_sha256=hashlib.sha256(result).hexdigest(),
        )  # fmt: skip
        if is_first:
            note("finish_gaps", work, NOUN, skills=len(counted))
