"""The exposure matrix: who leaves for retirement × who leaves otherwise, occupation by occupation."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vivier.french import FIXED, shortened
from vivier.report.charts.marks import told
from vivier.report.charts.placement import Box, Dot, place
from vivier.report.charts.scales import ticks
from vivier.report.charts.theme import (
    MADDER,
    MUTE,
    SIZE,
    SLATE,
    Canvas,
    Margins,
    Mark,
    Spec,
    chart,
    dressed,
    text_width,
)

LINE = SIZE + 3


@dataclass(frozen=True, slots=True)
class Point:
    """Hold one occupation: the two shares (0–1), its headcount, whether it is exposed, and what is told of it."""

    label: str
    retirement: float
    rotation: float
    n: int
    is_exposed: bool
    lines: tuple[str, ...] = ()


def exposure(points: Sequence[Point], *, whole: tuple[float, float], axes: tuple[str, str], canvas: Canvas) -> Spec:
    """Draw the occupations, the exposed ones in madder; `whole` gives the two shares of the ensemble.

    `axes` are the words of the horizontal and vertical axes. Labels are written where there is room for them:
    the exposed occupations first, the largest first.
    """
    import altair as alt

    shown = sorted(points, key=lambda p: (not p.is_exposed, -p.n, p.label))
    ends = _ends(shown, whole)
    margins = Margins(34, 18, 48, 46)
    across, up = ((marks[0] / 100, marks[-1] / 100) for marks in ends)
    frame = _Frame(*canvas.plot(margins), across, up, whole, max(p.n for p in shown))
    scale_x, scale_y = (alt.Scale(domain=list(domain), nice=False, zero=False) for domain in (across, up))
    x_axis, y_axis = (alt.Axis(values=[m / 100 for m in marks], labelExpr=_percents()) for marks in ends)
    x_axis.title, x_axis.grid = axes[0], False
    base = chart(_dots(shown)).encode(
        x=alt.X("x:Q", scale=scale_x, axis=x_axis), y=alt.Y("y:Q", scale=scale_y, axis=y_axis)
    )
    one = chart([{"x": whole[0], "y": whole[1]}])
    layers = [
        one.mark_rule(color=SLATE, strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale_x)),
        one.mark_rule(color=SLATE, strokeDash=[3, 3]).encode(y=alt.Y("y:Q", scale=scale_y)),
        base.mark_circle(aria=True, opacity=0.9, stroke="#fff", strokeWidth=1).encode(
            size=alt.Size("aire:Q", scale=None, legend=None),
            color=alt.Color("ton:N", scale=None, legend=None),
            description="dit:N",
        ),
        one.mark_text(x=-38, y=-22, align="left", color=MUTE, text=axes[1]),
        *_names(shown, frame),
    ]
    return dressed(alt.layer(*layers).to_dict(), canvas, margins)


def _ends(points: Sequence[Point], whole: tuple[float, float]) -> tuple[list[int], list[int]]:
    """Give the ticks of both axes, in per cent: shares retiring start at zero, rotation where its values begin."""
    across = max([whole[0], *(p.retirement for p in points)]) * 100
    rotations = [100 * whole[1], *(100 * p.rotation for p in points)]
    low, high = min(rotations), max(rotations)
    room = max((high - low) * 0.15, 1)
    return ticks(0, max(across * 1.06, 1), 5), ticks(max(low - room, 0), high + room, 4)


def _area(n: int, largest: int) -> float:
    return max(45.0, 900.0 * n / largest)


def _dots(points: Sequence[Point]) -> list[dict[str, object]]:
    largest = max(point.n for point in points)
    return [
        {
            "x": p.retirement,
            "y": p.rotation,
            "aire": _area(p.n, largest),
            "ton": MADDER if p.is_exposed else SLATE,
            "dit": told(p.label, p.lines),
        }
        # Large circles first: small ones stay visible above them.
        for p in sorted(points, key=lambda point: (point.is_exposed, -point.n, point.label))
    ]


def _lines(label: str) -> list[str]:
    """Break a label into at most two lines.

    >>> _lines("Techniciens de maintenance")
    ['Techniciens', 'de maintenance']
    """
    words = shortened(label, 40).split(" ")
    if len(" ".join(words)) <= 20:
        return [" ".join(words)]
    cuts = [(" ".join(words[:rank]), " ".join(words[rank:])) for rank in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(map(len, cut)))) if cuts else words


def _names(points: Sequence[Point], frame: "_Frame") -> list[Mark]:
    import altair as alt

    lines = frame.lines(points)
    dots = [frame.dot(point, words) for point, words in zip(points, lines, strict=True)]
    across, up = frame.at(*frame.whole)
    rules = (Box(across - 1, 0, across + 1, frame.height), Box(0, up - 1, frame.width, up + 1))
    places = place(dots, frame=Box(2, -10, frame.width + 6, frame.height - 2), obstacles=rules)
    layers: list[Mark] = []
    for point, words, dot, box in zip(points, lines, dots, places, strict=True):
        if box is None:
            continue
        colour, one = MADDER if point.is_exposed else MUTE, chart()
        leader = dot.leader(box)
        if leader is not None:
            ends = {name: alt.value(px) for name, px in zip(("x", "y", "x2", "y2"), leader, strict=True)}
            layers.append(one.mark_rule(color=colour, strokeWidth=0.8, opacity=0.7).encode(**ends))
        for rank, line in enumerate(words):
            y = box.top + 2 + LINE * (rank + 0.5)
            layers.append(one.mark_text(x=(box.left + box.right) / 2, y=y, color=colour, text=line))
    return layers


@dataclass(frozen=True, slots=True)
class _Frame:
    """Hold how shares become px: the plotting area, the ends of both axes, the shares of the ensemble."""

    width: int
    height: int
    across: tuple[float, float]
    up: tuple[float, float]
    whole: tuple[float, float]
    largest: int

    def at(self, retirement: float, rotation: float) -> tuple[float, float]:
        (left, right), (bottom, top) = self.across, self.up
        x = (retirement - left) / (right - left) * self.width
        return x, self.height * (1 - (rotation - bottom) / (top - bottom))

    def dot(self, point: Point, words: Sequence[str]) -> Dot:
        x, y = self.at(point.retirement, point.rotation)
        radius = math.sqrt(_area(point.n, self.largest) / math.pi)
        width = max(map(text_width, words)) + 4 if words else 0
        return Dot(x, y, radius, width, LINE * len(words) + 4)

    def lines(self, points: Sequence[Point]) -> list[list[str]]:
        """Choose who is named: as many as the width can carry, the others are in the table."""
        hot, cold = (4, 1) if self.width < 350 else (8, 4)
        named = [p for p in points if p.is_exposed][:hot] + [p for p in points if not p.is_exposed][:cold]
        return [_lines(point.label) if point in named else [] for point in points]


def _percents() -> str:
    return f"format(datum.value * 100, 'd') + '{FIXED}%'"
