"""Where a dossier may go next, what blocks it, what is late, who must act: pure functions of its procedure and today.

The face: `situation(procedure, dossier, today)` says all of it; `advance(procedure, dossier, outcome, on=…)` moves;
`fall_silent(procedure, dossier, today)` lets silence have its effect; `begin`, `file_ahead`, `grant_ends_on`,
`must_relabel` and `why_not_colabel` are the rest of the life of a dossier.
"""

from vivier_web.procedures.lifecycle.blocks import Block
from vivier_web.procedures.lifecycle.clock import Silence, last_day, silence_of
from vivier_web.procedures.lifecycle.granting import grant_ends_on, must_relabel, why_not_colabel
from vivier_web.procedures.lifecycle.moves import ForbiddenMove, advance, begin, fall_silent, file_ahead
from vivier_web.procedures.lifecycle.outlook import Duty, Move, Situation, situation

__all__ = [
    "Block",
    "Duty",
    "ForbiddenMove",
    "Move",
    "Silence",
    "Situation",
    "advance",
    "begin",
    "fall_silent",
    "file_ahead",
    "grant_ends_on",
    "last_day",
    "must_relabel",
    "silence_of",
    "situation",
    "why_not_colabel",
]
