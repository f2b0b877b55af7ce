"""What marks say when pointed at, and which series they belong to: put in a specification, written by `picture`."""

from collections.abc import Sequence

from vivier.french import printable, typeset
from vivier.report.charts.theme import INK, Mark, chart, text_width

SIGN = "="  # begins what is a command to `picture`, and never what a reader is told
TOTAL = f"{SIGN}total"  # what no longer holds once a series is hidden
AIM = 24  # px, the least side of what a finger aims at (WCAG 2.2, 2.5.8)


def told(heading: str, lines: Sequence[str] = ()) -> str:
    r"""Write what a mark says: its heading, then a line for each figure.

    >>> told("2031", ["Fin de carrière : 40"])
    '2031\nFin de carrière\u202f: 40'
    """
    return "\n".join(typeset(printable(line)).lstrip(SIGN) for line in (heading, *lines))


def series(rank: int, stacked: str = "") -> str:
    """Name the series a bar belongs to; `stacked` is the axis along which it stands on the one before.

    >>> series(1, "y")
    '=serie 1 y'
    """
    return f"{SIGN}serie {rank} {stacked}".rstrip()


def switch(rank: int, words: str, at: tuple[float, float]) -> Mark:
    """Lay the unseen button that hides or shows a series, over the words that name it (`at`: their left, middle)."""
    left, middle = at
    ends = {"x": left - 6, "x2": left + text_width(words) + 6, "y": middle - AIM / 2, "y2": middle + AIM / 2}
    return unseen([{"dit": f"{SIGN}bouton {rank} {words}"}]).encode(**_placed(ends))


def unseen(rows: Sequence[dict[str, object]]) -> Mark:
    """Begin the layer of what is pointed at: shapes that are not seen, each with what it says under `dit`."""
    import altair as alt

    laid = chart(rows).mark_rect(aria=True, fill=INK, fillOpacity=0, stroke=None)
    return laid.encode(description=alt.Description("dit:N"))


def _placed(ends: dict[str, float]) -> dict[str, Mark]:
    import altair as alt

    return {name: alt.value(px) for name, px in ends.items()}
