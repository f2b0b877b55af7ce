"""The map of a plan and its bars: points and lengths worked out by the server, the table says the same."""

from dataclasses import dataclass

from vivier_web.pages.shared.france import outlines
from vivier_web.skills.queries.training_plans import PlanTold

# From degrees (less 46.5 N, 2.5 E) to the units of the map: least squares over the 94 préfectures of the mainland,
# half of them within 6 units (about 10 km) of the middle of their département.
_X = (322.902, 0.246, 41.903, -0.649, 0.007, -0.142)
_Y = (286.801, -59.885, -0.311, -0.281, 0.445, -0.102)
_WHOLE = (613.0, 585.0)
_LEAST = 90.0  # units: never closer than about 170 km across


@dataclass(frozen=True, slots=True)
class Dot:
    """Hold a place of the map: where it is drawn, how big, its name."""

    x: float
    y: float
    size: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """Hold people who travel: from where to where, how thick."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Map:
    """Hold a drawn map: what part of France, its outlines, its trips and its places."""

    box: str
    unit: float  # one hundredth of its width, for marks that keep their size
    outlines: tuple[str, ...]
    lines: tuple[Line, ...]
    starts: tuple[Dot, ...]
    places: tuple[Dot, ...]


def point(spot: tuple[float, float]) -> tuple[float, float]:
    """Give where a spot (degrees) is on the map.

    >>> [round(each) for each in point((45.90, 6.13))]
    [473, 319]
    """
    u, v = spot[0] - 46.5, spot[1] - 2.5
    terms = (1.0, u, v, u * u, u * v, v * v)
    x, y = (sum(a * b for a, b in zip(by, terms, strict=True)) for by in (_X, _Y))
    return x, y


def drawn(told: PlanTold) -> Map | None:
    """Draw who travels where; None when nobody does, or when what is drawn is off the map."""
    held: dict[str, int] = {}
    for session in told.sessions:
        held[session.place] = held.get(session.place, 0) + session.seats
    ends = {place: point(told.places[place]) for place in held}
    starts = {trip.start: point(trip.start) for trip in told.trips}
    every = [*ends.values(), *starts.values()]
    if not every or not all(0 <= x <= _WHOLE[0] and 0 <= y <= _WHOLE[1] for x, y in every):
        return None
    left, top, size = _framed(every)
    unit = size / 100
    most = max(trip.people for trip in told.trips)
    lines = tuple(
        Line(*starts[trip.start], *ends[trip.place], round(unit * (0.35 + 1.1 * trip.people / most), 2))
        for trip in told.trips
    )
    full = max(held.values())
    places = tuple(
        Dot(*ends[name], round(unit * (1.4 + 2.2 * (seats / full) ** 0.5), 2), f"{name} : {seats} places")
        for name, seats in sorted(held.items(), key=lambda one: -one[1])
    )
    dots = tuple(Dot(x, y, round(unit * 0.8, 2), "") for x, y in starts.values())
    box = f"{left:.1f} {top:.1f} {size:.1f} {size * 0.72:.1f}"
    return Map(box, round(unit, 3), tuple(outlines().values()), lines, dots, places)


def _framed(every: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Give the left, the top and the width of what holds every point, with room around."""
    xs, ys = [x for x, _ in every], [y for _, y in every]
    size = max(_LEAST, 1.25 * (max(xs) - min(xs)), 1.25 * (max(ys) - min(ys)) / 0.72)
    return (min(xs) + max(xs) - size) / 2, (min(ys) + max(ys) - 0.72 * size) / 2, size


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar: its words, its value, its length in hundredths of the longest."""

    words: str
    value: float
    length: float
    sessions: int = 0


def bars(rows: list[tuple[str, float, int]]) -> list[Bar]:
    """Give bars as long as their values say.

    >>> [each.length for each in bars([("T1", 10, 1), ("T2", 5, 1)])]
    [100.0, 50.0]
    """
    most = max((value for _, value, _ in rows), default=0) or 1
    return [Bar(words, value, round(100 * value / most, 1), sessions) for words, value, sessions in rows]
