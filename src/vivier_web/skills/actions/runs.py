"""Working out a run, once, whatever happens to the worker; and finding those that were lost with theirs."""

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks import task

from vivier.vocabulary import InputError
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
from vivier_web.skills.guard.folding import folded
from vivier_web.skills.guard.tables import guarded
from vivier_web.skills.kept import packed
from vivier_web.skills.models import Run, Wave
from vivier_web.skills.needs.creations import MEMBERS, PROJECT, PROJECTS, Line, onto
from vivier_web.skills.queries.runs import betrayed_beside, betrayed_by_crossing
from vivier_web.skills.queries.studies import Asked, asked_by
from vivier_web.skills.queries.titles import reference_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vivier.intake import Headcount
    from vivier.study import Study
    from vivier.study.creations import Creation

NOUN = "run"


@task(priority=10)  # somebody waits for it: before the reports of a whole wave
def compute(run_pk: int) -> None:
    """Work a run out, in the worker."""
    work_out(run_pk)


def enqueue(run: Run) -> None:
    """Ask the worker for a run, once what it reads is safely written."""
    transaction.on_commit(lambda: compute.enqueue(run.pk))


def work_out(run_pk: int) -> Run:
    """Compute one run that waits; one that somebody else took, or that is done, is left as it is."""
    worked(take(Run, run_pk, step="Lecture des dépôts", beside=("study__wave__pole",)), NOUN, _worked_out)
    with scopes_disabled():
        return Run.objects.get(pk=run_pk)


def requeue_lost_runs() -> int:
    """Queue again the runs lost with their worker, at most three times each; give how many were found."""
    return requeue_lost(Run, NOUN, enqueue)


def _worked_out(run: Run) -> None:
    """Compute, then write the result if this attempt still holds the run."""
    tell = teller(run)
    asked = asked_by(run.study, run.parameters)
    _refuse_to_betray(run, asked)
    study = _studied(run, asked, tell)
    tell("Écriture du résultat", 0.95)
    _finished(run, asked, study, packed(study))


def _refuse_to_betray(run: Run, asked: Asked) -> None:
    other = betrayed_beside(run, asked.deposits)
    if other is not None:
        raise InputError(
            f"Comparé au calcul n° {other.number} de « {other.study.name} », celui-ci donnerait par différence les "
            "chiffres de moins de trois membres : attendez d’autres dépôts, ou reprenez le même périmètre."
        )
    if betrayed_by_crossing(run, asked.deposits):
        raise InputError(
            "Recoupé avec les autres calculs de cette vague, celui-ci donnerait les chiffres de moins de trois "
            "membres : attendez d’autres dépôts, ou reprenez un périmètre déjà calculé."
        )


def _studied(run: Run, asked: Asked, tell: Tell) -> "Study":
    """Fold what is rare, project, and keep what may be shown."""
    from vivier.study import Parameters  # NumPy and SciPy weigh: opened in the worker only
    from vivier.study import run as study_of
    from vivier.study.official import families_in, rome_in

    chosen = run.parameters
    tell("Regroupement des métiers trop rares", 0.1)
    safe = folded(asked.headcount)
    families = families_in(chosen["region"], reference_store()) if chosen.get("region") is not None else None
    rome = rome_in(reference_store()) if families is not None else None
    tell(f"Projection sur {chosen['horizon']} ans", 0.2)
    parameters = Parameters(
        horizon=chosen["horizon"], draws=chosen["draws"], seed=chosen["seed"],
        creations=_creations(chosen.get("creations", ()), safe.headcount), rome=rome,
    )  # fmt: skip
    made = study_of(safe.headcount, parameters=parameters, families=families)
    tell("Secret statistique", 0.9)
    return replace(guarded(made, safe, families, rome), inputs_sha256=asked.sha256)


SOURCES = {
    MEMBERS: "Retours des membres de la vague, additionnés (au moins 3 membres et 5 postes par métier, sinon étalés)",
    PROJECTS: "Besoins des projets, déclarés par l’équipe du pôle",
}


def source_of(source: str) -> str:
    """Say where new posts come from, as a study shows it.

    >>> source_of("projet : Joints frittés")
    'Besoins du projet « Joints frittés », déclarés par l’équipe du pôle'
    """
    title = source.removeprefix(PROJECT)
    return SOURCES.get(source, f"Besoins du projet « {title} », déclarés par l’équipe du pôle")


def _creations(lines: "Sequence[Line]", headcount: "Headcount") -> "tuple[Creation, ...]":
    """Give the new posts a run was asked with, each in the group that holds its occupation."""
    from vivier.study.creations import Creation

    held = {cell.pcs for company in headcount.companies for cell in company.count.cells}
    return tuple(
        Creation(onto(str(pcs), held), int(people), int(first), int(last), source_of(str(source)))
        for pcs, people, first, last, source in lines
    )


def _finished(run: Run, asked: Asked, study: "Study", kept: bytes) -> None:
    with transaction.atomic():
        # Look again, the wave locked: another run of it may have ended while this one was computing.
        Wave.objects.select_for_update(of=("self",)).get(pk=run.study.wave_id)
        _refuse_to_betray(run, asked)
        is_first = mine(run).update(
            state=RunState.DONE,
            step="",
            progress=1,
            finished_at=timezone.now(),
            version=study.version,
            counted=sorted(one.pk for one in asked.deposits),
            inputs_sha256=study.inputs_sha256,
            result=kept,
            result_sha256=hashlib.sha256(kept).hexdigest(),
        )
        if is_first:
            note("finish_run", run, NOUN, number=run.number)
