"""How a dossier moves: begun, advanced by an outcome, moved by silence, filed ahead."""

import datetime as dt
from contextlib import suppress
from dataclasses import replace

from vivier.vocabulary import InputError
from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.definition.words import END, OUTCOMES
from vivier_web.procedures.dossier import Dossier, Passed
from vivier_web.procedures.lifecycle.blocks import blocks, entry_reasons
from vivier_web.procedures.lifecycle.clock import silence_of


class ForbiddenMove(InputError):  # noqa: N818 - what is wrong, not an error of the program
    """Say why a dossier may not take this outcome; `reasons` are the sentences, one by one."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def begin(procedure: Procedure, *, on: dt.date) -> Dossier:
    """Open a dossier at the first stage of a procedure that is valid on that day."""
    if not procedure.is_valid(on):
        raise ForbiddenMove("Cette procédure n’est pas ouverte à cette date : choisissez-en la version en cours.")
    return Dossier(procedure.first.key, on)


def advance(procedure: Procedure, dossier: Dossier, outcome: str, *, on: dt.date, to: str = "") -> Dossier:
    """Give the dossier after this outcome, or say why it may not be; `to` chooses among several next stages.

    A stage that was filed ahead and lacks nothing is left at once.
    """
    _check(procedure, dossier, outcome, on)
    prevented = blocks(procedure, dossier, outcome, on)
    if prevented:
        raise ForbiddenMove(*(each.sentence for each in prevented))
    moved = _moved(procedure, dossier, outcome, on, to)
    is_ahead = not moved.is_closed and moved.stage in dossier.ahead
    if is_ahead and not blocks(procedure, moved, "done", on):
        rest = tuple(each for each in moved.ahead if each != moved.stage)
        with suppress(ForbiddenMove):  # it stays where the next stage may not be entered yet
            return advance(procedure, replace(moved, ahead=rest), "done", on=on)
    return moved


def _check(procedure: Procedure, dossier: Dossier, outcome: str, on: dt.date) -> None:
    if dossier.is_closed:
        raise ForbiddenMove("Ce dossier est fermé.")
    stage = procedure.stage(dossier.stage)
    if outcome not in stage.outcomes:
        raise ForbiddenMove(f"« {OUTCOMES.get(outcome, outcome)} » n’est pas une issue de l’étape « {stage.title} ».")
    if on < dossier.entered_on:
        raise ForbiddenMove("Une étape ne se quitte pas avant d’y être entré : vérifiez la date.")


def _moved(procedure: Procedure, dossier: Dossier, outcome: str, on: dt.date, to: str) -> Dossier:
    target = _target(procedure, dossier, outcome, on, to)
    left = Passed(dossier.stage, dossier.entered_on, on, outcome)
    forgets = outcome == "resubmit" and procedure.relabel == "always"
    return replace(
        dossier,
        stage=target,
        entered_on=on,
        outcome=outcome if target == END else "",
        passed=(*dossier.passed, left),
        opinions=() if forgets else dossier.opinions,
        present=(),
        ahead=()
        if outcome == "resubmit"
        else dossier.ahead,  # what is presented again is filed again, stage by stage
    )


def _target(procedure: Procedure, dossier: Dossier, outcome: str, on: dt.date, to: str) -> str:
    targets = procedure.stage(dossier.stage).targets(outcome)
    if to and to not in targets:
        raise ForbiddenMove("Cette issue ne mène pas à cette étape.")
    here = Passed(dossier.stage, dossier.entered_on, on, outcome)
    after = replace(dossier, passed=(*dossier.passed, here))  # « passed » counts the stage that is being left
    why: list[str] = []
    for target in (to,) if to else targets:
        reasons = entry_reasons(procedure, after, target)
        if not reasons:
            return target
        why += reasons
    raise ForbiddenMove(*why)


def fall_silent(procedure: Procedure, dossier: Dossier, today: dt.date) -> Dossier:
    """Give the dossier after silence had its effect: unchanged when it is in time, reminded or escalated."""
    silence = silence_of(procedure, dossier, today)
    if silence is None or not silence.outcome:
        return dossier
    return _moved(procedure, dossier, silence.outcome, today, "")


def file_ahead(procedure: Procedure, dossier: Dossier, stage: str) -> Dossier:
    """Note that the form of a later stage is filed together with this one, where the procedure allows it."""
    if dossier.is_closed or procedure.stage(dossier.stage).merge_with != stage:
        raise ForbiddenMove("Cette procédure ne prévoit pas de déposer ces deux étapes ensemble.")
    return replace(dossier, ahead=tuple(dict.fromkeys((*dossier.ahead, stage))))
