"""New posts declared by companies and projects, as an assumption: the yearly growth that leads to them."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace

from vivier.french import number
from vivier.reference import pcs_label
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
    declared number of posts over the whole horizon, not in the very year that was declared; what is planned after the
    horizon is left out of it.
    """
    if not creations or not stock.people:
        return assumptions
    growth = _growth(assumptions, stock, creations, horizon)
    beliefs = {
        name: replace(assumptions.belief(name), growth_rate=min(_MOST, rate)) for name, rate in growth.items() if name
    }
    general = min(_MOST_OF_ALL, growth.get("", assumptions.growth_rate))
    return replace(assumptions, growth_rate=general, beliefs=dict(assumptions.beliefs) | beliefs)


def _growth(assumptions: Assumptions, stock: Stock, creations: Iterable[Creation], horizon: int) -> dict[str, float]:
    """Give the growth that each occupation would take, that of all of them under an empty name."""
    held: Counter[str] = Counter()
    for cell in stock.cells:
        if cell.is_permanent:
            held[cell.occupation] += cell.n
    wanted: defaultdict[str, float] = defaultdict(float)
    end = end_of(stock.on, horizon)
    for one in sorted(creations, key=astuple):  # added up in one order, whatever that of the declarations
        wanted[one.occupation if held[one.occupation] else ""] += one.people * part_before(one, end)
    return {
        name: assumptions.belief(name).growth_rate + growth_to(held[name], people, horizon) if name
        else assumptions.growth_rate + growth_to(stock.people, people, horizon)
        for name, people in sorted(wanted.items())
    }  # fmt: skip


def end_of(on: dt.date, horizon: int) -> dt.date:
    """Give the last day of the horizon.

    >>> end_of(dt.date(2024, 2, 29), 3)
    datetime.date(2027, 2, 28)
    """
    return on.replace(year=on.year + horizon, day=28 if (on.month, on.day) == (2, 29) else on.day)


def part_before(one: Creation, end: dt.date) -> float:
    """Give the part of what is declared that comes before the end of the horizon, its years being alike.

    >>> part_before(Creation("", 6, 2027, 2028, "x"), dt.date(2027, 12, 31))
    0.5
    """
    years = range(one.first_year, one.last_year + 1)
    days = (dt.date(end.year + 1, 1, 1) - dt.date(end.year, 1, 1)).days
    last = ((end - dt.date(end.year, 1, 1)).days + 1) / days
    return sum(1.0 if year < end.year else last if year == end.year else 0.0 for year in years) / len(years)


def growth_to(held: int, people: float, horizon: int) -> float:
    """Give the yearly growth that adds so many people over the horizon.

    >>> round(growth_to(100, 10, 10), 5)
    0.00958
    """
    return min(_MOST, float((1 + people / held) ** (1 / horizon) - 1))


def creation_lines(creations: Iterable[Creation], *, end: dt.date) -> Iterator[Assumption]:
    """Say what was declared, by whom, and what comes too late to count: one line a source."""
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
        late = sum(one.people * (1 - part_before(one, end)) for one in found)
        if round(late):
            value += (
                f" ; dont {number(round(late))} après l’horizon, non {'comptés' if round(late) > 1 else 'compté'}"
            )
        yield Assumption(f"creations.{source}", "Postes nouveaux déclarés", value, source)


def bounded_lines(
    assumptions: Assumptions, stock: Stock, creations: Sequence[Creation], *, horizon: int
) -> Iterator[Assumption]:
    """Say where what is declared passes the growth that a study takes: the projection then shows less than it."""
    if not creations or not stock.people:
        return
    growth = _growth(assumptions, stock, creations, horizon)
    told = [f"{_MOST:.0%} par an : {pcs_label(name)}" for name, rate in growth.items() if name and rate >= _MOST]
    if growth.get("", 0.0) >= _MOST_OF_ALL:
        told.append(f"{_MOST_OF_ALL:.0%} par an : l’ensemble des métiers")
    if told:
        value = " ; ".join(told).replace("%", "\u202f%")
        source = "Plus de postes sont déclarés que cette croissance n’en donne : vérifiez les nombres déclarés"
        yield Assumption("creations.plafond", "Croissance plafonnée", value, source)
