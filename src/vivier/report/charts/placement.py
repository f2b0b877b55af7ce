"""Where to write the labels of a scatter so that none hides another, a point or the edge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
        """Give the places of its label, the best first: right, left, above, below, then the corners."""
        side, rise = self.radius + 4 + self.width / 2, self.radius + 3 + self.height / 2
        slant = self.radius * 0.7 + 3
        corner_x, corner_y = slant + self.width / 2, slant + self.height / 2
        for dx, dy in (
            (side, 0.0), (-side, 0.0), (0.0, -rise), (0.0, rise),
            (corner_x, -corner_y), (-corner_x, -corner_y), (corner_x, corner_y), (-corner_x, corner_y),
        ):  # fmt: skip
            x, y = self.x + dx, self.y + dy
            yield Box(x - self.width / 2, y - self.height / 2, x + self.width / 2, y + self.height / 2)


def place(dots: Sequence[Dot], *, frame: Box, obstacles: Sequence[Box] = ()) -> list[Box | None]:
    """Place each label in turn, the most important first; None where there is no room left for it.

    Every dot is an obstacle, labelled or not. Same dots, same places.

    >>> frame = Box(0, 0, 200, 100)
    >>> place([Dot(20, 50, 5, 60, 14), Dot(24, 50, 5, 60, 14)], frame=frame)[0]
    Box(left=20.0, top=28.0, right=80.0, bottom=42.0)
    """
    taken = [*obstacles, *(dot.box for dot in dots)]
    placed: list[Box | None] = []
    for dot in dots:
        fits = (
            box
            for box in dot.candidates()
            if frame.holds(box) and not any(box.meets(other) for other in taken)
        )
        best = next(fits, None)
        placed.append(best)
        if best is not None:
            taken.append(best)
    return placed
