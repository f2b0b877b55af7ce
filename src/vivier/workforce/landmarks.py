"""What official statistics say of an occupation, and the bridge that leads from it to their families."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from vivier.reference import Statistic
from vivier.vocabulary import InputError, Interval

BANDS = ("15-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60+")
_EXACT = 1e-9
Shares = Mapping[str, Mapping[str, float]]  # occupation → family → share (0–1) of its people


@dataclass(frozen=True)
class Statistics:
    """Hold the statistics that a landscape reads; those that are not installed are None, and so is what they say."""

    outlook: Statistic | None = None  # dares-2030
    employment: Statistic | None = None  # dares-employment
    ages: Statistic | None = None  # dares-ages
    turnover: Statistic | None = None  # dares-turnover
    tension: Statistic | None = None  # dares-tension
    jobseekers: Statistic | None = None  # dares-jobseekers
    projects: Statistic | None = None  # bmo-2024


@dataclass(frozen=True)
class Bridge:
    """Hold, for each occupation of `target`, the share of its people in each family that statistics know.

    `fap2009` has families of FAP-2009 at level 87 (Dares), `fap2021` of FAP-2021 at level 228 (hiring projects).
    `ambiguous` is the share (0–1) of people whose code leads to several; `employment`, where it is known, the people
    of each occupation. `path` says by which official files, and how people are shared.

    >>> made = Bridge("fap2021:86", {"D1X": {"D4Z": 0.8, "D1Z": 0.2}}, ambiguous={"D1X": 0.2}, employment={"D1X": 50_000})
    >>> made.ambiguous_share
    0.2
    """  # noqa: E501 - one line an example

    target: str
    fap2009: Shares
    fap2021: Shares = field(default_factory=dict)
    ambiguous: Mapping[str, float] = field(default_factory=dict)
    employment: Mapping[str, float] = field(default_factory=dict)
    path: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for shares in (self.fap2009, self.fap2021):
            for occupation, found in shares.items():
                sums = math.fsum(found.values())
                if not (all(value >= 0 for value in found.values()) and sums <= 1 + _EXACT):
                    raise InputError(
                        f"Les parts des familles de « {occupation} » sont positives et ne dépassent pas 1 en tout : "
                        "corrigez ce passage."
                    )
        if not all(0 <= share <= 1 + _EXACT for share in self.ambiguous.values()):
            raise InputError("Une part ambiguë va de 0 à 1 : corrigez ce passage.")

    @property
    def occupations(self) -> tuple[str, ...]:
        """The occupations that some family is known of, in alphabetical order."""
        return tuple(sorted({*self.fap2009, *self.fap2021}))

    @property
    def ambiguous_share(self) -> float:
        """The share (0–1) of people whose code leads to several; without employment, each code counts as one."""
        weights = self.employment or dict.fromkeys(self.ambiguous, 1.0)
        whole = math.fsum(weights.values())
        unclear = math.fsum(weight * self.ambiguous.get(each, 0.0) for each, weight in weights.items())
        return min(1.0, unclear / whole) if whole else 0.0


@dataclass(frozen=True)
class Landmark:
    """Hold what official statistics say of an occupation; None where they say nothing.

    Rates are for one person and one year: `growth_rate` of employment, `career_end_rate` of definitive departures
    (Dares), `exit_rate` of other exits from permanent jobs. `ages` are the shares of the nine `BANDS`.
    `difficulty` is the share of hiring projects judged difficult, the middle of its bounds, which secrecy sets apart.
    `tension` is the composite of the Dares (0 is the mean of occupations). `sources` has one French line a figure.
    """

    occupation: str
    growth_rate: float | None = None
    career_end_rate: float | None = None
    exit_rate: float | None = None
    ages: Mapping[str, float] | None = None
    difficulty: float | None = None
    difficulty_bounds: Interval | None = None
    tension: float | None = None
    jobseekers_per_job: float | None = None
    ambiguous_share: float = 0.0
    sources: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bounds = {
            "growth_rate": (-1, 1), "career_end_rate": (0, 1), "exit_rate": (0, 1), "difficulty": (0, 1),
            "tension": (-100, 100), "jobseekers_per_job": (0, math.inf), "ambiguous_share": (0, 1 + _EXACT),
        }  # fmt: skip
        for name, (low, high) in bounds.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:  # also refuses NaN
                raise InputError(
                    f"Le repère « {name} » du métier « {self.occupation} » n’est pas un chiffre possible."
                )
        if self.ages is not None and not abs(math.fsum(self.ages.values()) - 1) <= _EXACT:
            raise InputError(f"Les âges du métier « {self.occupation} » doivent faire un tout.")
