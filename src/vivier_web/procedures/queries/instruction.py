"""What the team may do of a dossier today: moves, decisions, what prevents them, what the rule proposes."""

import datetime as dt
from dataclasses import dataclass

from vivier_web.procedures.addressing import POLE, side_of
from vivier_web.procedures.definition.data import Grant, Stage
from vivier_web.procedures.definition.words import DECIDED
from vivier_web.procedures.lifecycle import Situation, situation
from vivier_web.procedures.lifecycle.facts import sheet_of
from vivier_web.procedures.marking import Proposal, propose
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.queries.shown import Reader, may_read
from vivier_web.procedures.queries.state import state_of

MOTIVATED = DECIDED | {"ineligible"}


@dataclass(frozen=True, slots=True)
class Instruction:
    """Hold what is to be done: `moves` need no motive, `decisions` do; `reasons` say what waits, and from whom."""

    stage: Stage | None
    body: str
    is_ours: bool
    moves: tuple[str, ...]
    decisions: tuple[str, ...]
    reasons: tuple[str, ...]
    situation: Situation
    proposed: Proposal | None
    grant: Grant | None
    quorum: int


def instruction_of(dossier: Dossier, reader: Reader, today: dt.date, *, seat: str = POLE) -> Instruction:
    """Say what one side may do where a dossier is; what opinions propose is told to those who may read them."""
    procedure, state = dossier.definition(), state_of(dossier)
    found = situation(procedure, state, today)
    if dossier.is_closed:
        return Instruction(None, "", False, (), (), (), found, None, None, 0)
    stage = procedure.stage(dossier.stage)
    body = procedure.body(stage.body)
    is_ours = side_of(procedure, stage) == seat
    outcomes = [each for each in stage.outcomes if each not in {"withdrawn", "lapsed"}]
    sits = frozenset({"quorum"})  # who sits is said in the form: it prevents nothing before
    waits = tuple(each.sentence for each in found.blocks if each.code not in sits)
    can_read = may_read(dossier, reader, "opinion")  # every stage that made opinions opens them
    proposed = None
    if stage.rule and can_read and "accepted" in outcomes:
        sheet = sheet_of(procedure, state, stage.rule.grid)
        proposed = propose(stage.rule, sheet) if sheet.opinions else None
    return Instruction(
        stage,
        body.title,
        is_ours,
        tuple(each for each in outcomes if each not in MOTIVATED) if is_ours else (),
        tuple(each for each in outcomes if each in MOTIVATED) if is_ours else (),
        waits,
        found,
        proposed,
        procedure.grant(stage.grants) if stage.grants else None,
        stage.rule.quorum if stage.rule else 0,
    )
