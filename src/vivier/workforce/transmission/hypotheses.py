"""What a forecast of transmissions supposes: when owners stop, what a declared year is worth, what then closes."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vivier.reference import RetirementLaw
from vivier.reference.hypotheses import hypotheses, hypothesis
from vivier.vocabulary import InputError
from vivier.workforce.transmission.data import PLANS

Line = tuple[str, str, str, str]
Bounds = Mapping[str, tuple[float, float]]
DELAYS = {"early": -1, "same": 0, "late_1": 1, "late_2": 2, "late_3": 3, "late_4": 4}
SHARES = ("early_share", "legal_share", "later_share", "full_rate_share", "beyond_share")
CAREER_BOUNDS: Bounds = {
    **dict.fromkeys(SHARES, (0, 1)),
    "early_years": (0.25, 10),
    "beyond_years": (0.25, 20),
    "other_rate": (0, 0.5),
    "pace_sd": (0, 1),
}
DECLARED_BOUNDS: Bounds = {
    **dict.fromkeys(DELAYS, (0, 1)),
    "believed_near": (0, 1),
    "believed_far": (0, 1),
    "near_years": (0, 50),
}


def _values(topic: str) -> Mapping[str, float]:
    return hypothesis("owners", topic).values


@dataclass(frozen=True, slots=True)
class OwnerAssumptions:
    """Hold everything a forecast of transmissions supposes; what is not given comes from the national tables.

    `career`: how owners stop around the legal age of `law` (shares of sum 1), `other_rate` a year for other reasons,
    `pace_sd` the uncertainty shared by all. `declared`: how far a declared year is believed, and the shares (sum 1)
    of the years around it. `pace`: what a plan does to the pace of exits. `closing_alone`, `closing_employer`: the
    share that closes by plan, worth `weight` owners. A value given replaces only its own line.

    >>> from vivier.reference import retirement_law
    >>> OwnerAssumptions(retirement_law("2025-1403"), pace={"none": 1.0}).pace["sought"]
    1.3
    """

    law: RetirementLaw
    career: Mapping[str, float] = field(default_factory=dict)
    declared: Mapping[str, float] = field(default_factory=dict)
    pace: Mapping[str, float] = field(default_factory=dict)
    closing_alone: Mapping[str, float] = field(default_factory=dict)
    closing_employer: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plans: Bounds = dict.fromkeys(PLANS, (0, 1))
        bounds: dict[str, Bounds] = {
            "career": CAREER_BOUNDS,
            "declared": DECLARED_BOUNDS,
            "pace": dict.fromkeys(PLANS, (0.1, 10)),
            "closing_alone": {**plans, "weight": (1, 1e9)},
            "closing_employer": {**plans, "weight": (1, 1e9)},
        }
        for table, expected in bounds.items():
            given = {**_values(table), **getattr(self, table)}
            _check(table, given, expected)
            object.__setattr__(self, table, given)
        _check_whole_share("Les parts des départs par âge", [self.career[name] for name in SHARES])
        _check_whole_share("Les parts des années autour de l’année déclarée", [self.declared[d] for d in DELAYS])
        if not self.career["beyond_share"]:
            raise InputError(
                "Il faut une part de départs après le taux plein : certains dirigeants ont plus de 68 ans."
            )

    def closing(self, plan: str, *, is_employer: bool) -> tuple[float, float]:
        """Give the share that closes, and what it is worth in owners, for one plan and kind of business."""
        table = self.closing_employer if is_employer else self.closing_alone
        return table[plan], table["weight"]

    def listed(self) -> tuple[Line, ...]:
        """Give every hypothesis as (name, French title, French value, source), for the sheet of assumptions."""
        law = ("owners.law", "Âges légaux de la retraite", f"loi {self.law.version}", self.law.source)
        return (law, *(line for table in hypotheses("owners") for line in self._listed(table)))

    def _listed(self, table: str) -> Iterator[Line]:
        official = hypothesis("owners", table)
        for name, value in getattr(self, table).items():
            is_ours = value == official.values[name]
            source = official.origin if is_ours else "Réglage de l’étude"
            yield f"owners.{table}.{name}", f"{official.title} : {name}", f"{value:.4g}".replace(".", ","), source


def _check(table: str, given: Mapping[str, float], bounds: Bounds) -> None:
    for name, value in given.items():
        if name not in bounds:
            raise InputError(
                f"« {name} » n’est pas une hypothèse de « {table} » ; noms connus : {', '.join(bounds)}."
            )
        low, high = bounds[name]
        if not low <= value <= high:  # also refuses NaN
            raise InputError(f"L’hypothèse « {table}.{name} » doit être un nombre entre {low:g} et {high:g}.")


def _check_whole_share(what: str, shares: list[float]) -> None:
    if not math.isclose(math.fsum(shares), 1, abs_tol=1e-9):
        raise InputError(f"{what} doivent faire 1 ensemble.")
