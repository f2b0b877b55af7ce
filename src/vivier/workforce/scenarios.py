"""Scenarios: named departures from the reference, that ship or that the pôle gives itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vivier.reference import hypotheses
from vivier.vocabulary import InputError
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.beliefs import check_number

REFERENCE = "référence"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Hold one scenario: growth added a year, factor of other exits, years added to the age at the end of careers."""

    name: str
    title: str = ""
    growth_rate: float = 0.0
    exit_level: float = 1.0
    career_shift: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        if not self.name or "−" in self.name:
            raise InputError("Un scénario porte un nom, sans le signe « − » qui sert aux différences.")
        check_number(self.growth_rate, f"Croissance du scénario {self.name}", -0.2, 0.2)
        check_number(self.exit_level, f"Niveau des départs du scénario {self.name}", 0.2, 5)
        check_number(self.career_shift, f"Décalage de fin de carrière du scénario {self.name}", -2, 2)


def shipped_scenarios() -> tuple[Scenario, ...]:
    """Give the three scenarios that ship, the reference first.

    >>> [scenario.exit_level for scenario in shipped_scenarios()]
    [1.0, 0.9, 1.2]
    """
    tables = hypotheses("scenarios").values()
    return tuple(Scenario(each.name, each.title, **each.values, source=each.origin) for each in tables)


def under(assumptions: Assumptions, scenarios: Iterable[Scenario]) -> dict[str, Assumptions]:
    """Give the assumptions of each scenario by name, in order.

    >>> from vivier.reference import retirement_law
    >>> [*under(Assumptions(retirement_law("2025-1403")), shipped_scenarios())]
    ['référence', 'sobre', 'tension']
    """
    found: dict[str, Assumptions] = {}
    for each in scenarios:
        if each.name in found:
            raise InputError(f"Deux scénarios portent le nom « {each.name} » : renommez l’un des deux.")
        found[each.name] = replace(
            assumptions,
            growth_rate=assumptions.growth_rate + each.growth_rate,
            exit_level=assumptions.exit_level * each.exit_level,
            career_shift=assumptions.career_shift + each.career_shift,
        )
    return found
