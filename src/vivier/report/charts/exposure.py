"""The exposure matrix: who leaves for retirement × who leaves otherwise, occupation by occupation."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vivier.report.charts.placement import Box, Dot, place
from vivier.report.charts.scales import ticks
from vivier.report.charts.theme import MADDER, MUTE, SIZE, SLATE, Canvas, Margins, Spec, dressed, text_width
from vivier.report.french import FIXED, shortened

LINE = SIZE + 3


@dataclass(frozen=True, slots=True)
class Point:
    """Hold one occupation: the two shares (0–1), its headcount, and whether it is exposed."""

    label: str
    retirement: float
    rotation: float
    n: int
    is_exposed: bool


def exposure(points: Sequence[Point], *, whole: tuple[float, float], axes: tuple[str, str], canvas: Canvas) -> Spec:
    """Draw the occupations, the exposed ones in madder; `whole` gives the two shares of the ensemble.

    `axes` are the words of the horizontal and vertical axes. Labels are written where there is room for them:
    the exposed occupations first, the largest first.
    """
    import altair as alt

    shown = sorted(points, key=lambda p: (not p.is_exposed, -p.n, p.label))
    ends = _ends(shown, whole)
    margins = Margins(34, 10, 48, 46)
    grid = {"gridDash": [1, 0]}
    scale_x, scale_y = (alt.Scale(domain=[0, marks[-1] / 100], nice=False) for marks in ends)
    x_axis, y_axis = (alt.Axis(values=[m / 100 for m in marks], labelExpr=_percents(), **grid) for marks in ends)
    x_axis.title, x_axis.grid = axes[0], False
    base = alt.Chart(alt.Data(values=_dots(shown))).encode(
        x=alt.X("x:Q", scale=scale_x, axis=x_axis), y=alt.Y("y:Q", scale=scale_y, axis=y_axis)
    )
    one = alt.Chart(alt.Data(values=[{"x": whole[0], "y": whole[1]}]))
    layers = [
        one.mark_rule(color=SLATE, strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale_x)),
        one.mark_rule(color=SLATE, strokeDash=[3, 3]).encode(y=alt.Y("y:Q", scale=scale_y)),
        base.mark_circle(opacity=0.9, stroke="#fff", strokeWidth=1).encode(
            size=alt.Size("aire:Q", scale=None, legend=None), color=alt.Color("ton:N", scale=None, legend=None)
        ),
        one.mark_text(x=-38, y=-22, align="left", color=MUTE, text=axes[1]),
        *_names(shown, ends, canvas, margins),
    ]
    return dressed(alt.layer(*layers).to_dict(), canvas, margins)


def _ends(points: Sequence[Point], whole: tuple[float, float]) -> tuple[list[int], list[int]]:
    across = max([whole[0], *(p.retirement for p in points)]) * 100
    up = max([whole[1], *(p.rotation for p in points)]) * 100
    return ticks(0, max(across * 1.06, 1), 5), ticks(0, max(up * 1.06, 1), 4)


def _area(n: int, largest: int) -> float:
    return max(45.0, 900.0 * n / largest)


def _dots(points: Sequence[Point]) -> list[dict[str, object]]:
    largest = max(point.n for point in points)
    return [
        {"x": p.retirement, "y": p.rotation, "aire": _area(p.n, largest), "ton": MADDER if p.is_exposed else SLATE}
        # Large circles first: small ones stay visible above them.
        for p in sorted(points, key=lambda point: (point.is_exposed, -point.n, point.label))
    ]


def _lines(label: str) -> list[str]:
    """Break a label into at most two lines.

    >>> _lines("Techniciens de maintenance")
    ['Techniciens de', 'maintenance']
    """
    words = shortened(label, 40).split(" ")
    if len(" ".join(words)) <= 20:
        return [" ".join(words)]
    cuts = [(" ".join(words[:rank]), " ".join(words[rank:])) for rank in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(map(len, cut)))) if cuts else words


def _names(points: Sequence[Point], ends: tuple[list[int], list[int]], canvas: Canvas, margins: Margins) -> list[object]:
    import altair as alt

    width, height = canvas.plot(margins)
    largest = max(point.n for point in points)
    right, top = ends[0][-1] / 100, ends[1][-1] / 100
    lines = [_lines(point.label) for point in points]
    dots = [
        Dot(
            x=point.retirement / right * width,
            y=height - point.rotation / top * height,
            radius=math.sqrt(_area(point.n, largest) / math.pi),
            width=max(map(text_width, words)) + 4,
            height=LINE * len(words),
        )
        for point, words in zip(points, lines, strict=True)
    ]
    places = place(dots, frame=Box(2, -10, width + 6, height - 2))
    layers: list[object] = []
    for point, words, box in zip(points, lines, places, strict=True):
        if box is None:
            continue
        for rank, line in enumerate(words):
            y = box.top + LINE * (rank + 0.5)
            mark = {"x": (box.left + box.right) / 2, "y": y, "color": MADDER if point.is_exposed else MUTE}
            layers.append(alt.Chart(alt.Data(values=[{}])).mark_text(**mark, text=line))
    return layers


def _percents() -> str:
    return f"format(datum.value * 100, 'd') + '{FIXED}%'"
