"""What aggregation takes and gives: cells by code, weights, values by target with their doubt."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vivier.vocabulary import InputError

UNMATCHED = "inconnu"  # the target of what has no other: people are moved there, never dropped
QUALIFICATIONS = tuple("0123456789")
MOST = 1e15  # no country has so many people; sums stay exact to 1e-9 far beyond
REASONS = ("unknown", "orphan")


class Key(NamedTuple):
    """Name what leads somewhere: a code, and the qualification (0–9) of its people; empty when it is not said."""

    code: str
    qualification: str = ""


@dataclass(frozen=True, slots=True)
class CodeCell:
    """Count the people (or full-time equivalents) of one code, with their qualification (0–9) when it is known.

    >>> CodeCell("F1610", 12, "3").value
    12
    """

    code: str
    value: float
    qualification: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.value) and 0 <= self.value <= MOST):
            raise InputError(f"L’effectif du code « {self.code} » doit être un nombre positif ou nul, comme 12.")
        if self.qualification and self.qualification not in QUALIFICATIONS:
            raise InputError(
                f"« {self.qualification} » n’est pas une qualification : écrivez un chiffre de 0 à 9, ou rien."
            )


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold how heavy each target is (employment, say), and the sentence that says where it comes from.

    >>> Weights({"B1X34a": 14_000, "B1X34b": 41_000}, "Dares, emploi moyen 2017-2019").source
    'Dares, emploi moyen 2017-2019'
    """

    values: Mapping[str, float]
    source: str

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise InputError("Des poids sans origine ne se publient pas : dites en une phrase d’où ils viennent.")
        wrong = next((code for code, each in self.values.items() if not (math.isfinite(each) and each >= 0)), None)
        if wrong is not None:
            raise InputError(f"Le poids du code « {wrong} » doit être un nombre positif ou nul.")


@dataclass(frozen=True, slots=True)
class Step:
    """Say one step of a path: from what to what, after which official file, and how people are shared."""

    name: str
    origin: str
    sharing: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Hold a code that leads to several targets: its people, and the share (0–1) that goes to each, largest first."""

    code: str
    qualification: str
    value: float
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Hold a code whose people, all or part, found no target.

    `reason` is `unknown` (the source nomenclature does not have the code) or `orphan` (no published way leads on).
    """

    code: str
    qualification: str
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Aggregated:
    """Hold the people by target code, and what to know before trusting them.

    The values add up to `total` (1e-9, relative): what has no target is under the code `UNMATCHED`. `ambiguous` is
    the share (0–1) of people whose code leads to several targets; `doubts` and `unmatched` come most people first.
    """

    source: str
    target: str
    values: Mapping[str, float] = field(default_factory=dict)
    total: float = 0.0
    ambiguous: float = 0.0
    doubts: tuple[Doubt, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    path: tuple[Step, ...] = ()

    @property
    def lost(self) -> float:
        """The people who have no target, in the unit of the cells.

        >>> Aggregated("rome3", "fap2021", {"B1X34b": 9.0, "inconnu": 1.0}, 10.0).lost
        1.0
        """
        return self.values.get(UNMATCHED, 0.0)
