"""Preparing a study, and asking for its runs."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.skills.actions.runs import enqueue
from vivier_web.skills.models import Run, Study, Wave
from vivier_web.skills.queries.needs import creations_of
from vivier_web.skills.queries.studies import ALL, COLLEGE, DEPARTMENT

DEFAULTS: dict[str, Any] = {
    "perimeter": ALL, "value": "", "horizon": 10, "draws": 1000, "seed": 1, "region": None, "needs": False,
}  # fmt: skip
BOUNDS = {"horizon": (1, 30), "draws": (100, 10_000), "seed": (0, 2**31 - 1)}
FRENCH = {"horizon": "L’horizon (années)", "draws": "Le nombre de tirages", "seed": "La graine"}


@transaction.atomic
def plan_study(wave: Wave, name: str, parameters: dict[str, Any], *, by: User | None) -> Study:
    """Prepare a study of a wave; `parameters`: perimeter, value, horizon, draws, seed, region (None: none), needs.

    Raises:
        InputError: a parameter is out of bounds, or the wave has been erased.
    """
    if wave.erased_at is not None:
        raise InputError("Les cases de cette vague ont été effacées à leur échéance : choisissez-en une autre.")
    study = Study.objects.create(
        pole=wave.pole, wave=wave, name=name.strip() or f"Étude {wave.name}", parameters=checked(parameters), by=by
    )
    record("plan_study", by=by, subject=f"study:{study.pk}", pole=wave.pole.slug, wave=wave.pk)
    return study


@transaction.atomic
def queue_run(study: Study, *, by: User | None) -> Run:
    """Ask for a calculation of a study; the worker does it. The needs it counts are those of this moment."""
    Study.objects.select_for_update(of=("self",)).get(pk=study.pk)  # two clicks make two numbers
    last = Run.objects.filter(study=study).aggregate(last=Max("number"))["last"] or 0
    frozen = dict(study.parameters)
    if frozen.get("needs"):
        frozen["creations"] = creations_of(study.wave, frozen["horizon"])
    run = Run.objects.create(pole=study.pole, study=study, number=last + 1, parameters=frozen)
    record("queue_run", by=by, subject=f"run:{run.pk}", pole=study.pole.slug, study=study.pk, number=run.number)
    enqueue(run)
    return run


def checked(parameters: dict[str, Any]) -> dict[str, Any]:
    """Give the parameters, complete and within bounds.

    Raises:
        InputError: one is unknown or out of bounds.
    """
    if unknown := set(parameters) - set(DEFAULTS):
        raise InputError(f"Réglage inconnu d’une étude : {min(unknown)}.")
    whole = DEFAULTS | parameters
    for name, (low, high) in BOUNDS.items():
        if type(whole[name]) is not int or not low <= whole[name] <= high:
            raise InputError(f"{FRENCH[name]} va de {low} à {high}.")
    if type(whole["needs"]) is not bool:
        raise InputError("Les besoins déclarés sont comptés ou ne le sont pas : cochez la case, ou non.")
    if whole["perimeter"] not in (ALL, COLLEGE, DEPARTMENT):
        raise InputError("Le périmètre d’une étude est l’ensemble des membres, un collège ou un département.")
    return whole
