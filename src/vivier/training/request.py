"""A request made whole: inputs checked against one another, put in one order, laid out as the engine needs them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from vivier.training.data import Course, Need, Place, Terms, check_amount
from vivier.training.geography import kilometres
from vivier.vocabulary import InputError


@dataclass(frozen=True)
class Request:
    """Hold a checked request; needs by course then company, courses and places by name, periods in order.

    `km` is the distance of each need to each place; `reach` whether it may go there.
    """

    needs: tuple[Need, ...]
    courses: tuple[Course, ...]
    places: tuple[Place, ...]
    periods: tuple[str, ...]
    budget_eur: float | None
    terms: Terms
    km: np.ndarray
    reach: np.ndarray

    @property
    def people(self) -> int:
        """The people asked for."""
        return sum(need.people for need in self.needs)

    def needs_of(self, course: str) -> list[int]:
        """Give the ranks of the needs of one course."""
        return [rank for rank, need in enumerate(self.needs) if need.course == course]


def request_of(
    needs: Iterable[Need], courses: Iterable[Course], places: Iterable[Place], budget: float | None, terms: Terms
) -> Request:
    """Check and order a request; the order of the rows given changes nothing.

    Raises:
        InputError: a need names an unknown course, a row is given twice, a name is unknown, an amount makes no sense.
    """
    ordered = tuple(sorted(needs, key=lambda each: (each.course, each.company)))
    offered = tuple(sorted(courses, key=lambda each: each.course))
    open_at = tuple(sorted(places, key=lambda each: each.place))
    if budget is not None:
        check_amount("Le budget", budget)
    _refuse_twice("Le besoin", [f"{each.company} » pour « {each.course}" for each in ordered])
    _refuse_twice("La formation", [each.course for each in offered])
    _refuse_twice("Le lieu", [each.place for each in open_at])
    _refuse_unknown("La formation", {each.course for each in ordered}, {each.course for each in offered})
    _refuse_unknown("L’entreprise", {name for name, _ in terms.releases}, {each.company for each in ordered})
    _refuse_unknown("Le financeur", {f for each in offered for f in each.funders}, {n for n, _ in terms.funders})
    spots = [(each.lat, each.lon) for each in open_at]
    km = kilometres([(each.lat, each.lon) for each in ordered], spots)
    periods = _periods(ordered, offered, open_at)
    return Request(ordered, offered, open_at, periods, budget, terms, km, _reach(ordered, km, terms.nearest))


def _refuse_twice(what: str, names: Sequence[str]) -> None:
    name, times = next(iter(Counter(names).most_common(1)), ("", 0))
    if times > 1:
        raise InputError(f"{what} « {name} » est donné {times} fois : gardez une seule ligne.")


def _refuse_unknown(what: str, named: set[str], known: set[str]) -> None:
    missing = sorted(named - known)
    if missing:
        raise InputError(
            f"{what} « {missing[0]} » n’est pas dans les tables données : corrigez ce nom ou ajoutez-le."
        )


def _periods(needs: Sequence[Need], courses: Sequence[Course], places: Sequence[Place]) -> tuple[str, ...]:
    """Give every period named, or one without a name when nobody names any."""
    named = set(chain.from_iterable(each.periods for table in (needs, courses, places) for each in table))
    return tuple(sorted(named)) or ("",)


def _reach(needs: Sequence[Need], km: np.ndarray, nearest: int) -> np.ndarray:
    """Tell where each need may go: its nearest places (the first by name when two are as near), not too far."""
    rank = np.argsort(np.argsort(km, axis=1, kind="stable"), axis=1, kind="stable")
    limit = np.array([np.inf if need.max_km is None else need.max_km for need in needs])
    return np.asarray((rank < nearest) & (km <= limit[:, None]))
