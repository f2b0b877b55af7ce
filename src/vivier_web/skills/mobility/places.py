"""Where somebody is, told no finer than three companies of one sector; distances between what is told, never more."""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENOUGH = 3  # companies of one sector in an area before it may be named
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Area:
    """Hold where one side is, as the other may know it: a département, else a region, else only the pôle."""

    department: str = ""
    region: str = ""


@cache
def _departments() -> dict[str, tuple[str, float, float]]:
    text = (files("vivier_web.skills.mobility") / "places.toml").read_text(encoding="utf-8")
    return {code: tuple(row) for code, row in tomllib.loads(text)["departments"].items()}


def region_of(department: str) -> str:
    """Give the region of a département (INSEE codes); nothing when it is unknown.

    >>> region_of("74"), region_of("2A"), region_of("")
    ('84', '94', '')
    """
    found = _departments().get(department)
    return found[0] if found else ""


def spot_of(department: str) -> tuple[float, float] | None:
    """Give where a département is reckoned to be, its préfecture (degrees); None when it is unknown.

    >>> spot_of("74"), spot_of("")
    ((45.9, 6.13), None)
    """
    found = _departments().get(department)
    return (found[1], found[2]) if found else None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Hold how many companies of each sector (NAF division) there are in each département and region."""

    departments: Counter[tuple[str, str]]
    regions: Counter[tuple[str, str]]

    def area(self, naf: str, department: str) -> Area:
        """Give the finest area that holds at least three companies of this sector; none when it is not known.

        >>> found = counted([("25.62B", "74", 3), ("25.50A", "01", 1)])
        >>> found.area("25.62B", "74"), found.area("25.62B", "01"), found.area("10.71C", "74")
        (Area(department='74', region='84'), Area(department='', region='84'), Area(department='', region=''))
        """
        division, region = naf[:2], region_of(department)
        if not region or not division:  # abroad, unknown or fictional; an activity that is not known is no sector
            return Area()
        if self.departments[(division, department)] >= ENOUGH:
            return Area(department, region)
        return Area("", region) if self.regions[(division, region)] >= ENOUGH else Area()


def counted(companies: Iterable[tuple[str, str, int]]) -> Neighbourhood:
    """Count companies by sector and place, from rows of activity (NAF), département and how many."""
    departments: Counter[tuple[str, str]] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    for naf, department, count in companies:
        departments[(naf[:2], department)] += count
        if region := region_of(department):
            regions[(naf[:2], region)] += count
    return Neighbourhood(departments, regions)


def km_between(one: Area, other: Area) -> int | None:
    """Give how far two areas are, from préfecture to préfecture, by fives; None when either is not told so finely.

    The distance stands on the areas that are shown, never on the sites: otherwise somebody who moved a search about
    could find out where the other side is.

    >>> km_between(Area("74", "84"), Area("73", "84")), km_between(Area("74", "84"), Area("", "84"))
    (40, None)
    """
    if not one.department or not other.department:
        return None
    _, *a = _departments()[one.department]
    _, *b = _departments()[other.department]
    return 5 * round(great_circle((a[0], a[1]), (b[0], b[1])) / 5)


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the kilometres between two points (degrees), as the crow flies.

    >>> round(great_circle((48.86, 2.35), (45.76, 4.84)))
    392
    """
    (phi, lam), (psi, mu) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((phi - psi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin((lam - mu) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
