"""How long a stage may last, and what silence does when it is over."""

import datetime as dt
from dataclasses import dataclass

from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.definition.words import SILENCES
from vivier_web.procedures.dossier import Dossier, Pause

_OUTCOMES = {"accept": ("accepted", "done"), "reject": ("refused",), "lapse": ("lapsed",)}


@dataclass(frozen=True, slots=True)
class Silence:
    """Hold what silence does today: the effect, the outcome it takes (or none), to whom it goes, and the sentence."""

    effect: str
    outcome: str
    body: str
    late_days: int
    sentence: str


def last_day(procedure: Procedure, dossier: Dossier) -> dt.date | None:
    """Give the last day of the stage, or None without a deadline or while the applicant corrects."""
    if dossier.is_closed:
        return None
    stage = procedure.stage(dossier.stage)
    pauses = [each for each in dossier.pauses if each.asked_on >= dossier.entered_on]
    if stage.deadline is None or any(each.answered_on is None for each in pauses):
        return None
    start = max(dossier.entered_on, stage.opens_on or dossier.entered_on)
    if stage.deadline.correction == "reset":
        return stage.deadline.ends_on(max([start, *(each.answered_on or start for each in pauses)]))
    return stage.deadline.ends_on(start, paused=_stopped(pauses, start))


def _stopped(pauses: list[Pause], start: dt.date) -> int:
    """Count the days when a clock that had started was stopped, those of two pauses at once only once."""
    days: set[int] = set()
    for each in pauses:
        if each.answered_on:
            days.update(range(max(start, each.asked_on).toordinal(), each.answered_on.toordinal()))
    return len(days)


def silence_of(procedure: Procedure, dossier: Dossier, today: dt.date) -> Silence | None:
    """Say what silence does today, or None while the stage is in time."""
    last = last_day(procedure, dossier)
    stage = None if dossier.is_closed else procedure.stage(dossier.stage)
    if last is None or stage is None or stage.deadline is None or today <= last:
        return None
    deadline = stage.deadline
    outcome = next((each for each in _OUTCOMES.get(deadline.silence, ()) if each in stage.outcomes), "")
    late = (today - last).days
    body = deadline.escalate_to or stage.body
    words = SILENCES[deadline.silence]
    if deadline.silence == "escalate":
        words += f" à : {procedure.body(body).title}"
    plural = "s" if late > 1 else ""
    return Silence(deadline.silence, outcome, body, late, f"En retard de {late} jour{plural} : {words}.")
