"""All that is said of a dossier today: moves, what blocks them, what is late, who must act."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.words import POSITIVE
from vivier_web.procedures.dossier import Dossier, HeldCondition, Passed
from vivier_web.procedures.lifecycle.blocks import Block, blocks, entry_reasons
from vivier_web.procedures.lifecycle.clock import Silence, last_day, silence_of


@dataclass(frozen=True, slots=True)
class Move:
    """Hold one way out of the stage: the outcome, where it leads, and the reasons why not today."""

    outcome: str
    to: str
    reasons: tuple[str, ...]

    @property
    def is_allowed(self) -> bool:
        """Tell whether it may be taken today."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Duty:
    """Hold who must act next (a body, and evaluators when they are known) and for what."""

    body: str
    evaluators: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Situation:
    """Hold where a dossier stands today."""

    stage: str
    moves: tuple[Move, ...]
    blocks: tuple[Block, ...]
    duties: tuple[Duty, ...]
    last_day: dt.date | None
    silence: Silence | None
    overdue: tuple[HeldCondition, ...]

    @property
    def is_late(self) -> bool:
        """Tell whether the deadline of the stage is over."""
        return self.silence is not None


def situation(procedure: Procedure, dossier: Dossier, today: dt.date) -> Situation:
    """Say where a dossier stands today; `blocks` are what prevents its best outcome."""
    if dossier.is_closed:
        return Situation(dossier.stage, (), (), (), None, None, _overdue(dossier, today))
    stage = procedure.stage(dossier.stage)
    moves = tuple(_moves(procedure, dossier, stage, today))
    best = next((each for each in stage.outcomes if each in POSITIVE), stage.outcomes[0])
    prevented = blocks(procedure, dossier, best, today)
    return Situation(
        stage.key,
        moves,
        prevented,
        tuple(_duties(procedure, stage, dossier, prevented)),
        last_day(procedure, dossier),
        silence_of(procedure, dossier, today),
        _overdue(dossier, today),
    )


def _moves(procedure: Procedure, dossier: Dossier, stage: Stage, today: dt.date) -> Iterator[Move]:
    for outcome in stage.outcomes:
        prevented = tuple(each.sentence for each in blocks(procedure, dossier, outcome, today))
        here = Passed(stage.key, dossier.entered_on, today, outcome)
        after = replace(dossier, passed=(*dossier.passed, here))
        for target in stage.targets(outcome):
            yield Move(outcome, target, (*prevented, *entry_reasons(procedure, after, target)))


def _duties(procedure: Procedure, stage: Stage, dossier: Dossier, prevented: tuple[Block, ...]) -> Iterator[Duty]:
    """Say who must act: those who lift what blocks; when nothing blocks, who is responsible for the stage."""
    paused = any(each.answered_on is None and each.asked_on >= dossier.entered_on for each in dossier.pauses)
    if paused:
        yield Duty(procedure.first.body, (), "Répondre à la demande de corrections.")
    for each in prevented:
        if each.code not in {"not_open", "closed"}:
            yield Duty(each.body or procedure.first.body, each.evaluators, each.sentence)
    if not prevented and not paused:
        yield Duty(stage.body, (), f"{stage.title} : choisir l’issue de l’étape.")


def _overdue(dossier: Dossier, today: dt.date) -> tuple[HeldCondition, ...]:
    return tuple(each for each in dossier.missing_proofs() if each.due_on < today)
