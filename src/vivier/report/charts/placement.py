"""Where to write the labels of a scatter so that none hides another, a point or the edge."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DISTANCES = (14, 28, 42, 56, 70)  # px between a point and its label when there is no room beside it, tried in order
TURNS = tuple(
    math.pi * rank / 12
    for rank in (0, 23, 1, 22, 2, 21, 3, 20, 4, 12, 11, 13, 10, 14, 9, 15, 8, 16, 5, 19, 6, 18, 7, 17)
)
NEAR = 8  # px under which a label needs no line to its point


@dataclass(frozen=True, slots=True)
class Box:
    """Hold a rectangle, in px, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether the other rectangle lies inside this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """Hold a point to label: its centre and radius, and the size of its label; all in px."""

    x: float
    y: float
    radius: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        """The square around the point."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)

    def candidates(self) -> Iterable[Box]:
        """Give the places of its label, the best first: beside it, above, below, the corners, then further out."""
        slant = self.radius * 0.7 + 3
        side, rise = self.radius + 4 + self.width / 2, self.radius + 3 + self.height / 2
        corner_x, corner_y = slant + self.width / 2, slant + self.height / 2
        offsets = [
            (side, 0.0), (-side, 0.0), (0.0, -rise), (0.0, rise),
            (corner_x, -corner_y), (-corner_x, -corner_y), (corner_x, corner_y), (-corner_x, corner_y),
        ]  # fmt: skip
        for away in DISTANCES:
            offsets += [((side + away) * math.cos(turn), (rise + away) * math.sin(turn)) for turn in TURNS]
        for dx, dy in offsets:
            x, y = self.x + dx, self.y + dy
            yield Box(x - self.width / 2, y - self.height / 2, x + self.width / 2, y + self.height / 2)

    def leader(self, label: Box) -> tuple[float, float, float, float] | None:
        """Give the line from the edge of the point to its label, None when they nearly touch.

        >>> Dot(10, 10, 5, 20, 10).leader(Box(40, 5, 60, 15))
        (15.0, 10.0, 38.0, 10.0)
        """
        x = min(max(self.x, label.left), label.right)
        y = min(max(self.y, label.top), label.bottom)
        length = math.hypot(x - self.x, y - self.y)
        if length - self.radius < NEAR:
            return None
        across, down = (x - self.x) / length, (y - self.y) / length
        start, end = self.radius, length - 2
        return (self.x + across * start, self.y + down * start, self.x + across * end, self.y + down * end)


def place(dots: Sequence[Dot], *, frame: Box, obstacles: Sequence[Box] = ()) -> list[Box | None]:
    """Place each label in turn, the most important first; None where there is no room left for it.

    Every dot is an obstacle; a dot of no width wants no label. Same dots, same places.

    >>> frame = Box(0, 0, 200, 100)
    >>> place([Dot(20, 50, 5, 60, 14), Dot(24, 90, 5, 60, 14)], frame=frame)[0]
    Box(left=29.0, top=43.0, right=89.0, bottom=57.0)
    """
    taken = [*obstacles, *(dot.box for dot in dots)]
    placed: list[Box | None] = []
    for dot in dots:
        if dot.width == 0:
            placed.append(None)
            continue
        labels = [box for box in placed if box is not None]
        fits = (
            box
            for box in dot.candidates()
            if frame.holds(box)
            and not any(box.meets(other) for other in taken)
            and not any(step.meets(label) for step in _steps(dot, box) for label in labels)
        )
        best = next(fits, None)
        placed.append(best)
        if best is not None:
            taken += [best, *_steps(dot, best)]
    return placed


def _steps(dot: Dot, label: Box) -> list[Box]:
    """Cover the line from a point to its label with small squares."""
    line = dot.leader(label)
    if line is None:
        return []
    x1, y1, x2, y2 = line
    count = max(2, round(math.hypot(x2 - x1, y2 - y1) / 3))
    centres = [(x1 + (x2 - x1) * rank / count, y1 + (y2 - y1) * rank / count) for rank in range(count + 1)]
    return [Box(x - 1.5, y - 1.5, x + 1.5, y + 1.5) for x, y in centres]
