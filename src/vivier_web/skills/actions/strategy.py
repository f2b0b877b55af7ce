"""Working out a proposal of strategy, once, in the worker: findings, axes, gaps between colleges, frozen together."""

import gzip
import hashlib
import json
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
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
from vivier_web.skills.models import NeedsCall, Run, StrategyProposal, StrategySheet
from vivier_web.skills.queries.strategy_reads import Gathered, gathered_for
from vivier_web.skills.strategy.findings import CRITERIA, carried, findings
from vivier_web.skills.strategy.opinions import gaps_between
from vivier_web.skills.strategy.sheet import as_json as sheet_json
from vivier_web.skills.strategy.starting import first_sheet

NOUN = "strategy"
MOST_SEED, MOST_WEIGHT = 2**31 - 1, 10
Json = dict[str, Any]


@task(priority=10)  # somebody waits for it: before the reports of a whole wave
def compute_strategy(pk: int) -> None:
    """Work a proposal out, in the worker."""
    work_out_strategy(pk)


def enqueue(proposal: StrategyProposal) -> None:
    """Ask the worker for a proposal, once what it reads is safely written."""
    transaction.on_commit(lambda: compute_strategy.enqueue(proposal.pk))


def requeue_lost_strategies() -> int:
    """Queue again the proposals lost with their worker; give how many were found."""
    return requeue_lost(StrategyProposal, NOUN, enqueue)


@transaction.atomic
def propose_strategy(
    run: Run, call: NeedsCall | None, *, by: User | None, seed: int = 1, weights: dict[str, float] | None = None
) -> StrategyProposal:
    """Ask for the axes that emerge from a run, with the returns of a call; weights given, or drawn from the scores.

    Raises:
        InputError: the run has no result, or a weight or the seed is out of bounds.
    """
    if run.state != RunState.DONE:
        raise InputError("Ce calcul n’a pas encore de résultat : attendez-le, ou choisissez-en un autre.")
    if type(seed) is not int or not 0 <= seed <= MOST_SEED:
        raise InputError("La graine est un nombre entier, zéro ou plus.")
    Pole.objects.select_for_update(of=("self",)).get(pk=run.pole_id)  # two clicks make two numbers
    last = StrategyProposal.objects.aggregate(last=Max("number"))["last"] or 0
    parameters = {"seed": seed, "weights": _checked(weights)}
    proposal = StrategyProposal.objects.create(
        pole=run.pole, run=run, call=call, number=last + 1, parameters=parameters
    )
    record("queue_strategy", by=by, subject=f"{NOUN}:{proposal.pk}", pole=run.pole.slug, run=run.pk, number=last + 1)
    enqueue(proposal)
    return proposal


def _checked(weights: dict[str, float] | None) -> dict[str, float] | None:
    if weights is None:
        return None
    if set(weights) - set(CRITERIA) or not all(0 <= one <= MOST_WEIGHT for one in weights.values()):
        raise InputError(f"Le poids d’un critère va de 0 à {MOST_WEIGHT}.")
    if not any(weights.values()):
        raise InputError("Donnez un poids à un critère au moins.")
    return {name: float(weights.get(name, 0)) for name in CRITERIA}


def work_out_strategy(pk: int) -> None:
    """Work out one proposal that waits; one that somebody else took, or that is done, is left as it is."""
    beside = ("run__study__wave__pole", "run__pole", "call__wave")
    proposal = take(StrategyProposal, pk, step="Lecture des retours et du calcul", beside=beside)
    worked(proposal, NOUN, lambda proposal: _worked_out(proposal, teller(proposal)))


def _worked_out(proposal: StrategyProposal, tell: Tell) -> None:
    from vivier.strategy import emerge

    gathered = gathered_for(proposal.run, proposal.call, today=timezone.localdate())
    tell("Recherche de ce qui touche les mêmes membres", 0.3)
    held = findings(gathered.reads)
    weights, links = _known(proposal.parameters["weights"], held), carried(gathered.links, held)
    axes = emerge(held, links=links, weights=weights, seed=proposal.parameters["seed"])
    tell("Écarts entre collèges", 0.9)
    labels = {each.key: each.label for each in held}
    result = {"axes": asdict(axes), "gaps": gaps_between(gathered.reads.board), "labels": labels}
    inputs = [[asdict(each) for each in held], links, proposal.parameters, proposal.run.result_sha256]
    print_ = hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    kept = {"version": version("vivier"), "inputs_sha256": print_, "result": _packed(result)}
    _finished(proposal, kept | {"sources": _sources(gathered)}, sheet_json(first_sheet(axes)))


def _known(weights: dict[str, float] | None, held: Any) -> dict[str, float] | None:
    """Keep the weights of criteria that some finding has; none left: they are drawn from the scores."""
    names = {name for each in held for name, _ in each.criteria} | {"shared"}
    known = {name: weight for name, weight in (weights or {}).items() if name in names}
    return known if any(known.values()) else None


def _packed(value: Any) -> bytes:
    """Compress plain values, always to the same bytes."""
    return gzip.compress(json.dumps(value, sort_keys=True, ensure_ascii=False).encode(), mtime=0)


def _sources(gathered: Gathered) -> bytes:
    return _packed(
        [{"name": one.name, "title": one.title, "content": one.content.decode()} for one in gathered.sources]
    )


def _finished(proposal: StrategyProposal, kept: Json, axes: list[Json]) -> None:
    with transaction.atomic():
        is_first = mine(proposal).update(
            state=RunState.DONE,
            step="",
            progress=1,
            finished_at=timezone.now(),
            result_sha256=hashlib.sha256(kept["result"]).hexdigest(),
            **kept,
        )
        if is_first:
            StrategySheet.objects.create(pole=proposal.pole, proposal=proposal, axes=axes)
            note("finish_strategy", proposal, NOUN, number=proposal.number, axes=len(axes))
