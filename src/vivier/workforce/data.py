"""What a forecast takes and gives: the people in post, and figures with their intervals."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from vivier.vocabulary import InputError, Interval
from vivier.workforce.ages import BANDS, FIRST_AGE, UNKNOWN

OLDEST = 110  # an age above it is a typing error, not a person
MEASURES = (
    "stock_without_hiring", "departures", "openings", "net_creations", "retirement_share", "other_exit_rate",
)  # fmt: skip
CAUSES = ("retirement", "other", "all", "")


@dataclass(frozen=True, slots=True)
class Cell:
    """Count the people of one occupation, age and sex.

    `age` is in completed years (an int), or one of `BANDS` or `inconnu`, which `spread_bands` turns into years;
    `sex` is `H`, `F` or `inconnu` and is only carried along.
    """

    occupation: str
    age: int | str
    sex: str
    n: int

    def __post_init__(self) -> None:
        if not self.occupation or not isinstance(self.occupation, str):
            raise InputError("Chaque case du stock doit nommer son métier.")
        if isinstance(self.n, bool) or not isinstance(self.n, int) or self.n < 0:
            raise InputError("Un effectif est un nombre entier de personnes, positif ou nul : corrigez cette case.")
        if isinstance(self.age, str):
            if self.age not in (*BANDS, UNKNOWN):
                raise InputError(
                    f"« {self.age} » n’est pas une tranche d’âge ; tranches connues : {', '.join(BANDS)}."
                )
        elif isinstance(self.age, bool) or not isinstance(self.age, int) or not FIRST_AGE <= self.age <= OLDEST:
            raise InputError(
                f"Un âge est un nombre entier d’années entre {FIRST_AGE} et {OLDEST} : corrigez cette case."
            )


@dataclass(frozen=True, slots=True)
class Stock:
    """Hold the people in permanent employment on the day `on`, by occupation × completed age × sex.

    Permanent means CDI, public and unknown contracts; fixed-term, temporary, apprenticeship and INSERTION posts are
    programmes, not turnover: the caller leaves them out. Row order is irrelevant, and so are repeated rows.

    >>> Stock(dt.date(2026, 1, 31), (Cell("623f", 57, "H", 3), Cell("623f", 34, "F", 2))).people
    5
    """

    on: dt.date
    cells: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        if any(isinstance(cell.age, str) for cell in self.cells):
            raise InputError(
                "Le stock se donne en âges simples : répartissez d’abord les tranches avec spread_bands."
            )

    @property
    def people(self) -> int:
        """The number of people, all occupations together."""
        return sum(cell.n for cell in self.cells)

    def by_occupation(self) -> dict[str, dict[int, int]]:
        """Give, for each occupation in alphabetical order, its people by completed age (ages in order).

        >>> Stock(dt.date(2026, 1, 31), (Cell("623f", 57, "H", 3), Cell("623f", 57, "F", 2))).by_occupation()
        {'623f': {57: 5}}
        """
        counts: dict[str, dict[int, int]] = {}
        for cell in sorted(self.cells, key=lambda cell: (cell.occupation, int(cell.age))):
            if cell.n:
                ages = counts.setdefault(cell.occupation, {})
                ages[int(cell.age)] = ages.get(int(cell.age), 0) + cell.n
        return counts


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hold one projected figure.

    `measure` is one of `MEASURES`; `occupation` is empty for all of them together; `year` is the calendar year in
    which the twelve-month step ends (`on.year + 1`…), 0 for the whole horizon; `cause` is `retirement`, `other`,
    `all`, or empty where causes have no meaning. `value` is the mean over draws, so that parts add up; the intervals
    are quantiles by path (10–90 % and 2.5–97.5 %). `n` is the number of people of that occupation in the stock.
    Units: people for the stock and departures, posts for openings and net creations, shares between 0 and 1 else.
    """

    measure: str
    occupation: str
    year: int
    cause: str
    value: float
    interval_80: Interval
    interval_95: Interval
    n: int

    def __post_init__(self) -> None:
        if self.measure not in MEASURES or self.cause not in CAUSES:
            raise InputError(
                f"« {self.measure} » par « {self.cause} » n’est pas un chiffre que la projection calcule."
            )
        if not self.value == self.value:  # NaN differs from itself
            raise InputError("Un chiffre projeté doit être un nombre : le calcul a produit une valeur indéfinie.")


@dataclass(frozen=True, slots=True)
class Outlook:
    """Hold all that one forecast gives, in a fixed order: occupation (all of them first), measure, cause, year."""

    on: dt.date
    horizon: int
    draws: int
    seed: int
    estimates: tuple[Estimate, ...] = ()

    def series(self, measure: str, occupation: str = "", cause: str = "") -> tuple[Estimate, ...]:
        """Give the years of one measure in order, without the row of the whole horizon."""
        return tuple(row for row in self._rows(measure, occupation, cause) if row.year)

    def whole(self, measure: str, occupation: str = "", cause: str = "") -> Estimate:
        """Give one measure over the whole horizon."""
        for row in self._rows(measure, occupation, cause):
            if not row.year:
                return row
        raise InputError(f"La projection n’a pas de chiffre « {measure} » sur tout l’horizon pour « {occupation} ».")

    def _rows(self, *key: str) -> Iterator[Estimate]:
        return (row for row in self.estimates if (row.measure, row.occupation, row.cause) == key)
