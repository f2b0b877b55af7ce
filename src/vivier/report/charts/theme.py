"""The look of the charts: colours, one type scale, margins that never depend on the fonts of the machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

INK, MUTE, GRID = "#16242e", "#5a6b75", "#dde4e6"
DUCK, BROOM, BROOM_TEXT = "#0b5a63", "#d99a00", "#7a5600"
MADDER, SLATE = "#a8322a", "#7c8f99"
FONT = "Source Sans 3, system-ui, sans-serif"
SIZE = 13  # px, the one size of chart text: still 12 px when a drawing is shown at 93 % of its width

TYPE_RATIO = 0.52  # mean advance of a character, in ems, for the labels we place ourselves

Spec = dict[str, Any]
Mark = Any  # an Altair chart or a part of one: its annotations refuse keywords that its schema accepts


@dataclass(frozen=True, slots=True)
class Margins:
    """Hold the room around the plotting area, in px."""

    top: int
    right: int
    bottom: int
    left: int


@dataclass(frozen=True, slots=True)
class Canvas:
    """Hold the size of a drawing, in px, margins included.

    >>> Canvas(300, 240).is_narrow, Canvas(538, 260).is_narrow
    (True, False)
    """

    width: int
    height: int

    @property
    def is_narrow(self) -> bool:
        """Tell whether the drawing is for a phone."""
        return self.width < 420

    def plot(self, margins: Margins) -> tuple[int, int]:
        """Give the width and height left to the plotting area."""
        return self.width - margins.left - margins.right, self.height - margins.top - margins.bottom


def text_width(text: str) -> float:
    """Estimate the width of a chart label, in px, without asking any font.

    >>> round(text_width("Soudeurs"))
    54
    """
    return len(text) * SIZE * TYPE_RATIO


def chart(rows: Sequence[Mapping[str, object]] = ({},)) -> Mark:
    """Begin an Altair chart on plain rows; without rows, on one empty mark."""
    import altair as alt

    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]


def dressed(spec: Spec, canvas: Canvas, margins: Margins) -> Spec:
    """Give a specification its size and theme; the layout is fixed, so that every machine draws the same."""
    width, height = canvas.plot(margins)
    padding = {"top": margins.top, "right": margins.right, "bottom": margins.bottom, "left": margins.left}
    return spec | {
        "width": width,
        "height": height,
        "padding": padding,
        "autosize": {"type": "none"},
        "config": CONFIG,
    }


CONFIG: Spec = {
    "aria": False,  # the picture carries one title and one description for all its marks
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": GRID,
        "labelColor": MUTE,
        "labelFontSize": SIZE,
        "labelLimit": 0,
        "labelOverlap": False,
        "labelFlush": False,
        "labelPadding": 8,
        "titleColor": MUTE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "title": None,
    },
    "axisX": {"grid": False},
    "text": {"fontSize": SIZE, "fill": INK},
}
