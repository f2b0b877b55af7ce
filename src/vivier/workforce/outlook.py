"""What a forecast gives: figures with their intervals, by measure, occupation, year and cause."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vivier.vocabulary import InputError, Interval

Figures = npt.NDArray[np.float64]
MEASURES = (
    "stock_without_hiring", "headcount", "departures", "openings", "net_creations", "moves", "imbalance",
    "retirement_share", "other_exit_rate",
)  # fmt: skip
COUNTED = ("stock_without_hiring", "headcount", "departures", "openings", "retirement_share", "other_exit_rate")
CAUSES = ("retirement", "other", "all", "dares", "in", "out", "balance", "")
QUANTILES = (0.025, 0.05, 0.10, 0.50, 0.90, 0.95, 0.975)
Key = tuple[str, str, int]  # measure, cause, year (0: the whole horizon)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hold one projected figure.

    `measure` is one of `MEASURES`; `occupation` is empty for all of them together; `year` is the calendar year in
    which the twelve-month step ends (`on.year + 1`…), 0 for the whole horizon; `cause` is empty where causes have no
    meaning. `value` is the mean over draws, so that parts add up, and `sd` the standard deviation; `quantiles` are
    those of `QUANTILES`, by path. `n` is the number of people of that occupation in the stock. Units: people for
    headcounts and departures, posts for openings and net creations, shares between 0 and 1 else.
    """

    measure: str
    occupation: str
    year: int
    cause: str
    value: float
    sd: float
    quantiles: tuple[float, ...]
    n: int

    def __post_init__(self) -> None:
        if self.measure not in MEASURES or self.cause not in CAUSES:
            raise InputError(
                f"« {self.measure} » par « {self.cause} » n’est pas un chiffre que la projection calcule."
            )
        if not self.value == self.value:  # NaN differs from itself
            raise InputError("Un chiffre projeté doit être un nombre : le calcul a produit une valeur indéfinie.")

    @property
    def median(self) -> float:
        """The value that half of the paths do not exceed."""
        return self.quantiles[3]

    @property
    def interval_80(self) -> Interval:
        """From the 10 % to the 90 % quantile."""
        return Interval(self.quantiles[2], self.quantiles[4])

    @property
    def interval_90(self) -> Interval:
        """From the 5 % to the 95 % quantile."""
        return Interval(self.quantiles[1], self.quantiles[5])

    @property
    def interval_95(self) -> Interval:
        """From the 2.5 % to the 97.5 % quantile."""
        return Interval(self.quantiles[0], self.quantiles[6])


@dataclass(frozen=True, eq=False)
class Outlook:
    """Hold all that one forecast gives, in a fixed order: occupation (all of them first, under ""), then `keys`.

    `figures` has shape (occupations, keys, 9): mean, standard deviation, then `QUANTILES`; `people` (occupations,).
    What is not known (the imbalance of an occupation whose starters nobody counts) is NaN there, and not listed.
    """

    on: dt.date
    horizon: int
    draws: int
    seed: int
    occupations: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    keys: tuple[Key, ...] = ()
    figures: Figures = field(default_factory=lambda: np.zeros((0, 0, 2 + len(QUANTILES))))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Outlook) and self._told() == other._told()

    __hash__ = None  # type: ignore[assignment]

    def _told(self) -> tuple[object, ...]:
        given = (self.on, self.horizon, self.draws, self.seed, self.occupations, self.people, self.keys)
        return (*given, self.figures.shape, self.figures.tobytes())

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """Every figure in order."""
        rows, columns = range(len(self.occupations)), range(len(self.keys))
        return tuple(self._estimate(row, column) for row in rows for column in columns if self._knows(row, column))

    def series(self, measure: str, occupation: str = "", cause: str = "") -> tuple[Estimate, ...]:
        """Give the years of one measure in order, without the row of the whole horizon."""
        row = self._rows.get(occupation)
        if row is None:
            return ()
        columns = (self._columns.get((measure, cause, self.on.year + step)) for step in range(1, self.horizon + 1))
        return tuple(
            self._estimate(row, column) for column in columns if column is not None and self._knows(row, column)
        )

    def whole(self, measure: str, occupation: str = "", cause: str = "") -> Estimate:
        """Give one measure over the whole horizon."""
        row, column = self._rows.get(occupation), self._columns.get((measure, cause, 0))
        if row is None or column is None or not self._knows(row, column):
            raise InputError(
                f"La projection n’a pas de chiffre « {measure} » sur tout l’horizon pour « {occupation} »."
            )
        return self._estimate(row, column)

    def _knows(self, row: int, column: int) -> bool:
        return not np.isnan(self.figures[row, column, 0])

    def _estimate(self, row: int, column: int) -> Estimate:
        measure, cause, year = self.keys[column]
        value, sd, *quantiles = self.figures[row, column].tolist()
        return Estimate(measure, self.occupations[row], year, cause, value, sd, tuple(quantiles), self.people[row])

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {occupation: row for row, occupation in enumerate(self.occupations)}

    @cached_property
    def _columns(self) -> dict[Key, int]:
        return {key: column for column, key in enumerate(self.keys)}
