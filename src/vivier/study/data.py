"""A study: what a pôle puts on the table, every figure with its unit, its n and its interval."""

from dataclasses import dataclass, field
from math import isfinite

from vivier.vocabulary import InputError, Interval

ALL = "ensemble"  # every occupation together
TOTAL = "total"  # the whole horizon


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one figure and what makes it trustworthy.

    `value` is in `unit` (`personnes`, `postes`, `part` for a 0–1 share, `entreprises`, `fichiers`…); `n` is the
    number of people it rests on; the intervals are present on every projection and on nothing else.
    """

    value: float
    unit: str
    n: int
    interval_80: Interval | None = None
    interval_95: Interval | None = None

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise InputError("Un chiffre d’étude doit être un nombre : un calcul a produit une valeur indéfinie.")


@dataclass(frozen=True, slots=True)
class Row:
    """Hold the figure of one combination of the dimensions of its table; None where nobody declared it."""

    keys: tuple[str, ...]
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Table:
    """Hold one tidy table: a name, a definition, its dimensions, one figure a row.

    `name` is stable, ASCII, at most 31 characters (a sheet's name); `title` and `definition` are French.
    """

    name: str
    title: str
    definition: str
    dimensions: tuple[str, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if any(len(row.keys) != len(self.dimensions) for row in self.rows):
            raise InputError(f"Chaque ligne du tableau {self.name} doit avoir une clé par dimension.")


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold one headline of the study: a figure, the words after it, where it comes from (a table's name)."""

    name: str
    label: str
    figure: Figure
    table: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """Hold one hypothesis of the projection: what, how much, from where."""

    name: str
    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Study:
    """Hold a whole study; nothing in it depends on the clock, on a path, or on the order of the files."""

    on: str
    horizon: int
    seed: int
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[str, ...]
    inputs_sha256: str
    parameters_sha256: str
    version: str
    labels: dict[str, str] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """Give the table of that name."""
        for table in self.tables:
            if table.name == name:
                return table
        raise InputError(f"Cette étude n’a pas de tableau « {name} ».")
