"""New posts declared by companies and projects, as an assumption: the yearly growth that leads to them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vivier.french import number
from vivier.study.data import Assumption
from vivier.vocabulary import InputError
from vivier.workforce import Assumptions, Stock

_MOST = 0.5  # a year: past it, a declaration is a typing error or another company
_MOST_OF_ALL = 0.3  # of every occupation together: a scenario may add 0.2 to it, and 0.5 is the most a forecast takes


@dataclass(frozen=True, slots=True)
class Creation:
    """Hold new posts declared in one occupation (empty: spread over all of them), between two years, by whom."""

    occupation: str
    people: int
    first_year: int
    last_year: int
    source: str

    def __post_init__(self) -> None:
        if not isinstance(self.people, int) or self.people < 0 or self.first_year > self.last_year:
            raise InputError("Des postes nouveaux sont un nombre positif, entre deux années dans l’ordre.")


def with_creations(
    assumptions: Assumptions, stock: Stock, creations: Sequence[Creation], *, horizon: int
) -> Assumptions:
    """Give the same assumptions, each occupation growing steadily to what is declared by the end of the horizon.

    What is declared for an occupation that nobody holds today is spread over all of them. A constant growth gives the
    declared number of posts over the whole horizon, not in the very year that was declared.
    """
    if not creations or not stock.people:
        return assumptions
    held: Counter[str] = Counter()
    for cell in stock.cells:
        if cell.is_permanent:
            held[cell.occupation] += cell.n
    wanted: Counter[str] = Counter()
    for one in creations:
        wanted[one.occupation if held[one.occupation] else ""] += one.people
    general = assumptions.growth_rate + growth_to(stock.people, wanted.pop("", 0), horizon)
    beliefs = dict(assumptions.beliefs)
    for name, people in sorted(wanted.items()):
        before = assumptions.belief(name)
        grown = min(_MOST, before.growth_rate + growth_to(held[name], people, horizon))
        beliefs[name] = replace(before, growth_rate=grown)
    return replace(assumptions, growth_rate=min(_MOST_OF_ALL, general), beliefs=beliefs)


def growth_to(held: int, people: int, horizon: int) -> float:
    """Give the yearly growth that adds so many people over the horizon.

    >>> round(growth_to(100, 10, 10), 5)
    0.00958
    """
    return min(_MOST, float((1 + people / held) ** (1 / horizon) - 1))


def creation_lines(creations: Iterable[Creation]) -> Iterator[Assumption]:
    """Say what was declared, by whom: one line a source."""
    by_source: dict[str, list[Creation]] = {}
    for one in creations:
        by_source.setdefault(one.source, []).append(one)
    for source, found in sorted(by_source.items()):
        people = sum(one.people for one in found)
        first, last = min(one.first_year for one in found), max(one.last_year for one in found)
        years = str(first) if first == last else f"{first}-{last}"
        posts = "postes nouveaux" if people > 1 else "poste nouveau"
        spread = "étalés" if people > 1 else "étalé"
        value = f"{number(people)} {posts}, {years}, {spread} sur l’horizon"
        yield Assumption(f"creations.{source}", "Postes nouveaux déclarés", value, source)
