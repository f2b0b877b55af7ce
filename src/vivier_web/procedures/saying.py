"""What people say of a dossier, as plain values that actions write: an opinion on a grid, a decision and why."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RECOMMENDATIONS = {
    "": "Sans recommandation",
    "accepted": "Accepter",
    "accepted_with_conditions": "Accepter sous conditions",
    "resubmit": "Faire représenter",
    "refused": "Refuser",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what an expert says of a dossier: marks by criterion, and what each reader may read."""

    marks: Mapping[str, int | None]
    recommendation: str = ""
    for_applicant: str = ""
    for_panel: str = ""
    for_public: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Hold what was decided: outcome, why, conditions (text, day), who sat, how many months, what the stage asks."""

    outcome: str
    motives: str
    conditions: tuple[tuple[str, dt.date], ...] = ()
    sitting: int = 0
    months: int = 0
    starts_on: dt.date | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


GESTURES = {
    "suspendre": "Suspendu : le bénéficiaire en lit le motif. La suspension se lève quand vous voulez.",
    "rendre": "Suspension levée.",
    "renouveler": "Renouvelé : la suite commence au lendemain du terme.",
    "retirer": "Retiré : le bénéficiaire en lit le motif.",
}


@dataclass(frozen=True, slots=True)
class Change:
    """Hold what is asked of what was granted: a gesture of `GESTURES`, its reason, or for how many months."""

    gesture: str
    why: str = ""
    months: int = 0
