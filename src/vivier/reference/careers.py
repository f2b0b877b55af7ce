"""National orders of magnitude on careers (retirement, turnover, hires, ages), each with its source and its doubt."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vivier.vocabulary import InputError

_HYPOTHESES, _SCENARIOS = "hypotheses_2026.toml", "scenarios_2026.toml"


@dataclass(frozen=True, slots=True)
class CareerTable:
    """Hold one table of hypotheses: its values by key, its French title, source and certainty mark ([S], [M])."""

    name: str
    title: str
    source: str
    certainty: str
    values: Mapping[str, float]

    @property
    def origin(self) -> str:
        """The source and how far to trust it, in one line."""
        return f"{self.source} — {self.certainty}"


@cache
def _tables(file: str) -> dict[str, CareerTable]:
    path = files("vivier.reference") / "data" / "careers" / file
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: CareerTable(
            name, table["title"], table["source"], table["certainty"], MappingProxyType(table["values"])
        )
        for name, table in tables.items()
    }


def career_tables() -> tuple[str, ...]:
    """Give the names of the tables.

    >>> career_tables()
    ('retirement', 'turnover', 'hires', 'ages')
    """
    return tuple(_tables(_HYPOTHESES))


def career_table(name: str) -> CareerTable:
    """Give one table of hypotheses by its name.

    >>> career_table("turnover").values["25_34"]
    0.17
    """
    try:
        return _tables(_HYPOTHESES)[name]
    except KeyError:
        known = ", ".join(career_tables())
        raise InputError(f"Aucune table d’hypothèses « {name} » ; tables connues : {known}.") from None


def scenario_tables() -> tuple[CareerTable, ...]:
    """Give the scenarios that ship, the reference first.

    >>> [scenario.name for scenario in scenario_tables()]
    ['référence', 'sobre', 'tension']
    """
    return tuple(_tables(_SCENARIOS).values())
