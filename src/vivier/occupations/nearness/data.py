"""What nearness gives: occupations near another, why, and what is left to learn."""

import math
from dataclasses import dataclass

from vivier.vocabulary import InputError

DIRECTIONS = ("to", "from")


@dataclass(frozen=True, slots=True)
class WeighedSkill:
    """Hold one skill or knowledge, and its weight: ln(occupations / occupations that call for it), in nats."""

    label: str
    kind: str
    weight: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight >= 0):
            raise InputError("Le poids d’une compétence est un nombre positif ou nul.")


@dataclass(frozen=True, slots=True)
class Nearby:
    """Hold one occupation near another, for people who go from a source to a target.

    `code` and `label` are those of the other occupation. `score` (0–1) ranks; `resemblance` (0–1) is the probability,
    learned on codes held out, that the nomenclature itself publishes this move, its own list left out; `is_official`
    tells whether it does. `shared` are the skills that both call for; `to_learn` those of the target that the source
    does not have; both heaviest first. `shared_share` (0–1) is the weight of `shared` in all that the target needs.

    >>> Nearby("DEMO-C02", "Assemblage soudé à la main", 0.7, 0.4, is_official=True).learning_share
    0.0
    """

    code: str
    label: str
    score: float
    resemblance: float
    is_official: bool = False
    shared: tuple[WeighedSkill, ...] = ()
    to_learn: tuple[WeighedSkill, ...] = ()
    shared_share: float = 0.0

    def __post_init__(self) -> None:
        for share in (self.score, self.resemblance, self.shared_share):
            if not (math.isfinite(share) and 0 <= share <= 1):
                raise InputError("Une proximité et une part sont des nombres entre 0 et 1.")

    @property
    def learning_share(self) -> float:
        """The weight of what is left to learn in all that the target calls for (0 when it calls for nothing)."""
        return 1 - self.shared_share if self.to_learn else 0.0
