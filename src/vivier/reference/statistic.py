"""An official statistic: published figures by code, region and year, with what each of them measures."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from vivier.reference.manifest import Entry
from vivier.reference.nomenclature import Read
from vivier.reference.regions import FRANCE
from vivier.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Measure:
    """Say what a figure measures, in French, and in what unit."""

    id: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Observation:
    """Hold one published figure: of a code, in a region (Insee code; `FRANCE` for the country), in a year or period.

    `low` and `high` are its bounds, in the unit of its measure: equal where the figure is published, apart where
    statistical secrecy hides it or part of what it adds up.

    >>> Observation("A0X40", "84", "2024", "projects", 95, 95).value
    95
    >>> Observation("A0X40", "03", "2024", "projects", 1, 4).value is None
    True
    """

    code: str
    region: str
    year: str
    measure: str
    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:  # also refuses NaN
            raise InputError(f"Un chiffre de « {self.code} » a des bornes qui ne se rangent pas : refaites l’ajout.")

    @property
    def value(self) -> float | None:
        """The figure, when it is known exactly."""
        return self.low if self.low == self.high else None

    @property
    def middle(self) -> float:
        """The middle of the bounds: the figure itself when it is known."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Statistic:
    """Answer with the figures of one statistic; they are read from the disk the first time one is asked for.

    `entry.levels` name the nomenclatures, with their level, whose codes it uses: `fap2009:87` and so on.

    >>> made = Statistic(Entry("essai", "Essai"), lambda table: [("D4Z", "", "2019", "jobs", "95.7", "")] * (table == "figures"))
    >>> made.figure("D4Z", "jobs").value
    95.7
    >>> made.figure("D4Z", "jobs", "84") is None
    True
    """  # noqa: E501 - one line an example

    entry: Entry
    read: Read = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """The identifier: `dares-2030` and so on."""
        return self.entry.id

    @cached_property
    def rows(self) -> tuple[Observation, ...]:
        """Every figure, in the order of the official file."""
        return tuple(
            Observation(code, region, year, measure, float(low), float(high or low))
            for code, region, year, measure, low, high in self.read("figures")
        )

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """What is measured, by identifier."""
        return {row[0]: Measure(*row) for row in self.read("measures")}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes it has figures of, in the order of the official file."""
        return tuple(self._by_code)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions it has figures of, in the order of their Insee codes; `FRANCE` comes first."""
        return tuple(sorted({row.region for row in self.rows}))

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years and periods it has figures of, oldest first."""
        return tuple(sorted({row.year for row in self.rows}))

    def of(self, code: str) -> tuple[Observation, ...]:
        """Give every figure of a code; none when the statistic does not have it."""
        return tuple(self._by_code.get(code, ()))

    def figure(self, code: str, measure: str, region: str = FRANCE, *, year: str = "") -> Observation | None:
        """Give one figure, of the latest year unless one is said; None when it is not published."""
        found = self._by_key.get((code, measure, region), {})
        return found.get(year or max(found, default=""))

    @cached_property
    def _by_code(self) -> dict[str, list[Observation]]:
        found: dict[str, list[Observation]] = defaultdict(list)
        for row in self.rows:
            found[row.code].append(row)
        return dict(found)

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, str], dict[str, Observation]]:
        found: dict[tuple[str, str, str], dict[str, Observation]] = defaultdict(dict)
        for row in self.rows:
            found[row.code, row.measure, row.region][row.year] = row
        return dict(found)
