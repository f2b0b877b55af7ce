"""What a forecast of transmissions takes and gives: owners with their plans, and figures with their intervals."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from vivier.vocabulary import InputError, Interval

YOUNGEST, OLDEST = 16, 105
# From the most advanced to the least: what one partner has prepared counts for the whole business, and the silence of
# another changes nothing.
PLANS = ("successor", "sought", "none", "closing", "unknown")
MEASURES = ("businesses", "jobs")
OUTCOMES = ("all", "successor", "open", "closing")


@dataclass(frozen=True, slots=True)
class Owner:
    """Hold what one owner declares of one business: completed age, employees, plan, and the year meant to stop.

    `company` is only a key (a SIRET, a number), never the name of a person. `employees` leaves the owners out.
    `plan` is `successor` (a successor is known), `sought` (one is looked for), `closing` (the business will close),
    `none` (nothing is planned) or `unknown` (no answer). `occupation` may be empty.

    >>> Owner("00010011500013", 61, employees=3, plan="sought", year=2029).plan
    'sought'
    """

    company: str
    age: int
    employees: int = 0
    occupation: str = ""
    plan: str = "none"
    year: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.company, str) or not self.company.strip():
            raise InputError("Chaque dirigeant doit porter la clé de son entreprise, un SIRET ou un numéro.")
        if not isinstance(self.occupation, str):
            raise InputError("Le métier d’un dirigeant est un code ou un intitulé, ou rien.")
        _check_whole("L’âge d’un dirigeant", self.age, YOUNGEST, OLDEST)
        _check_whole("Le nombre de salariés", self.employees, 0, 1_000_000)
        if self.plan not in PLANS:
            raise InputError(
                f"« {self.plan} » n’est pas un projet de transmission ; projets connus : {', '.join(PLANS)}."
            )
        if self.year is not None:
            _check_whole("L’année d’arrêt déclarée", self.year, 1990, 2150)


def _check_whole(what: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{what} doit être un nombre entier entre {low} et {high}.")


@dataclass(frozen=True, slots=True)
class Business:
    """Hold one business with all its owners: it changes hands (or closes) when the last of them stops."""

    company: str
    owners: tuple[Owner, ...]

    def __post_init__(self) -> None:
        if len({owner.employees for owner in self.owners}) > 1:
            raise InputError(
                f"Les associés de l’entreprise {self.company} doivent déclarer le même nombre de salariés."
            )

    @property
    def plan(self) -> str:
        """The most advanced plan of the owners who answered; unknown when none did."""
        return min((owner.plan for owner in self.owners), key=PLANS.index)

    @property
    def jobs(self) -> int:
        """The jobs concerned when it changes hands: its employees and its last owner."""
        return self.owners[0].employees + 1

    @property
    def is_employer(self) -> bool:
        """Whether it has employees."""
        return self.owners[0].employees > 0

    @property
    def occupation(self) -> str:
        """The occupation its owners share, empty when they name none or several."""
        named = {owner.occupation for owner in self.owners}
        return named.pop() if len(named) == 1 else ""


def businesses(owners: Sequence[Owner]) -> tuple[Business, ...]:
    """Gather owners by business, whatever the order of rows; two equal rows are two partners of the same age.

    >>> [len(each.owners) for each in businesses([Owner("b", 60), Owner("a", 50), Owner("b", 60)])]
    [1, 2]
    """
    ordered = sorted(owners, key=lambda each: (each.company, each.age, each.plan, each.year or 0, each.occupation))
    return tuple(Business(company, tuple(rows)) for company, rows in groupby(ordered, key=lambda each: each.company))


@dataclass(frozen=True, slots=True)
class Transmission:
    """Hold one forecast figure.

    `measure` is `businesses` (those whose last owner stops) or `jobs` (their employees and that owner); `outcome` is
    `successor` (to hand over, successor known today), `open` (to hand over, successor to be found), `closing`
    (likely to close) or `all`; `occupation` is empty for all businesses together; `year` is a calendar year, of which
    `months` are inside the horizon, or 0 for the whole horizon. `value` is the exact mean, so that parts add up;
    the intervals are quantiles by path (10–90 % and 2.5–97.5 %). `n` is the number of businesses concerned.
    """

    measure: str
    outcome: str
    occupation: str
    year: int
    months: int
    value: float
    interval_80: Interval
    interval_95: Interval
    n: int

    def __post_init__(self) -> None:
        if self.measure not in MEASURES or self.outcome not in OUTCOMES:
            raise InputError(f"« {self.measure} » par « {self.outcome} » n’est pas un chiffre de transmission.")
        if not self.value >= 0:  # also refuses NaN
            raise InputError("Un chiffre de transmission doit être un nombre positif ou nul.")


@dataclass(frozen=True, slots=True)
class Transmissions:
    """Hold all that one forecast gives, in a fixed order: occupation (all first), measure, outcome, year.

    `businesses` and `owners` are the numbers of each that were given; `jobs` those of all businesses together.
    """

    on: dt.date
    horizon: int
    draws: int
    seed: int
    businesses: int = 0
    owners: int = 0
    jobs: int = 0
    rows: tuple[Transmission, ...] = ()

    def series(self, measure: str, outcome: str = "all", occupation: str = "") -> tuple[Transmission, ...]:
        """Give the calendar years of one measure in order, without the row of the whole horizon."""
        return tuple(row for row in self._rows(measure, outcome, occupation) if row.year)

    def whole(self, measure: str, outcome: str = "all", occupation: str = "") -> Transmission:
        """Give one measure over the whole horizon."""
        for row in self._rows(measure, outcome, occupation):
            if not row.year:
                return row
        raise InputError(
            f"La prévision n’a pas de transmissions « {outcome} » pour « {occupation} » : vérifiez la clé."
        )

    def _rows(self, *key: str) -> Iterator[Transmission]:
        return (row for row in self.rows if (row.measure, row.outcome, row.occupation) == key)
