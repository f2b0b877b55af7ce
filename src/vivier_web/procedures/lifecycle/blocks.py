"""What prevents an outcome today, each with the sentence to say and who can lift it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vivier.french import counted
from vivier_web.procedures.definition.conditions import Subject
from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.forms import Condition
from vivier_web.procedures.definition.words import DECIDED, END, POSITIVE
from vivier_web.procedures.dossier import Dossier
from vivier_web.procedures.lifecycle.clock import silence_of
from vivier_web.procedures.lifecycle.facts import is_blank, look


@dataclass(frozen=True, slots=True)
class Block:
    """Hold one thing in the way: its code, the sentence, the body or the evaluators who can lift it."""

    code: str
    sentence: str
    body: str
    evaluators: tuple[str, ...] = ()


def blocks(procedure: Procedure, dossier: Dossier, outcome: str, today: dt.date) -> tuple[Block, ...]:
    """List what prevents the stage of a dossier from ending with this outcome today."""
    stage = procedure.stage(dossier.stage)
    if outcome == "lapsed":
        silence = silence_of(procedure, dossier, today)
        is_due = silence is not None and silence.effect == "lapse"
        return (
            () if is_due else (Block("in_time", "Le délai court encore : le dossier n’est pas caduc.", stage.body),)
        )
    found: list[Block] = []
    if outcome in POSITIVE:
        found += _calendar(stage, today)
        found += _missing(stage, dossier)
        found += _unmet(procedure, stage, dossier)
        found += _proofs(stage, dossier)
    if stage.rule and outcome in DECIDED | {"done"}:
        found += _opinions(stage, dossier)
    return tuple(found)


def _calendar(stage: Stage, today: dt.date) -> Iterator[Block]:
    if stage.opens_on and today < stage.opens_on:
        yield Block("not_open", f"L’étape ouvre le {stage.opens_on:%d/%m/%Y}.", stage.body)
    if stage.act == "form" and stage.closes_on and today > stage.closes_on:
        yield Block("closed", f"Le dépôt est clos depuis le {stage.closes_on:%d/%m/%Y}.", stage.body)


def _missing(stage: Stage, dossier: Dossier) -> Iterator[Block]:
    for each in stage.fields:
        if each.required and is_blank(dossier.values.get(each.key)):
            yield Block("missing", f"Il manque : {each.label}.", stage.body)


def _unmet(procedure: Procedure, stage: Stage, dossier: Dossier) -> Iterator[Block]:
    grid = stage.rule.grid if stage.rule else ""
    for each in stage.leave:
        if not is_met(procedure, dossier, each, grid=grid):
            yield Block("rule", each.say, stage.body)


def _proofs(stage: Stage, dossier: Dossier) -> Iterator[Block]:
    if stage.requires_proofs:
        for each in dossier.missing_proofs():
            yield Block("proof", f"Condition sans preuve : {each.text} (échéance {each.due_on:%d/%m/%Y}).", "")


def _opinions(stage: Stage, dossier: Dossier) -> Iterator[Block]:
    rule = stage.rule
    if rule is None:
        return
    given = dossier.opinions_on(rule.grid)
    missing = rule.opinions - len(given)
    if missing > 0:
        gave = {each.evaluator for each in given}
        waited = tuple(each for each in dossier.invited if each not in gave and each not in dossier.recused)
        yield Block("opinions", f"Il manque {counted(missing, 'avis', 'avis')}.", stage.body, waited)
    stale = tuple(each.evaluator for each in given if each.is_stale(dossier.content))
    if stale:
        many = counted(len(stale), "avis porte", "avis portent")
        yield Block("stale", f"{many} sur une version antérieure : à confirmer ou à refaire.", stage.body, stale)
    if stage.act in {"decision", "ranking"} and dossier.sitting() < rule.quorum:
        seen = f"{dossier.sitting()} sur {rule.quorum}"
        yield Block("quorum", f"Le quorum n’est pas atteint : {seen}, récusations déduites.", stage.body)


def is_met(procedure: Procedure, dossier: Dossier, condition: Condition, *, grid: str = "") -> bool:
    """Tell whether one of the tests of a rule holds."""
    looking: Callable[[Subject], object] = lambda subject: look(procedure, dossier, subject, grid=grid)  # noqa: E731
    return any(test.is_met(looking) for test in condition.tests)


def entry_reasons(procedure: Procedure, dossier: Dossier, target: str) -> tuple[str, ...]:
    """Say why a stage may not be entered; empty when it may."""
    if target == END:
        return ()
    return tuple(each.say for each in procedure.stage(target).enter if not is_met(procedure, dossier, each))
