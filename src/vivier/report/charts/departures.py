"""Departures year by year, stacked by cause: end of career below, other departures above."""

from collections.abc import Sequence
from dataclasses import dataclass

from vivier.french import expected, number
from vivier.report.charts.marks import TOTAL, series, switch, told, unseen
from vivier.report.charts.scales import spread, ticks
from vivier.report.charts.theme import (
    DUCK,
    GRID,
    INK,
    MUTE,
    SLATE,
    Canvas,
    Margins,
    Mark,
    Spec,
    chart,
    dressed,
    text_width,
)
from vivier.vocabulary import Interval

CAUSES = (("Fin de carrière", DUCK, DUCK), ("Autres départs", SLATE, MUTE))  # words, tone of the bar, of the words


@dataclass(frozen=True, slots=True)
class Departures:
    """Hold the departures of one year by cause, the 80 % interval of their total if any, and what is told of them."""

    year: int
    retirement: float
    other: float
    total_80: Interval | None = None
    lines: tuple[str, ...] = ()

    @property
    def top(self) -> float:
        """The highest point the year needs on the drawing."""
        return max(self.retirement + self.other, self.total_80.high if self.total_80 else 0.0)


def departures(shown: Sequence[Departures], *, canvas: Canvas) -> Spec:
    """Draw one stacked bar a year, with the total above it and its 80 % interval as a thin line."""
    import altair as alt

    marks = ticks(0, max(year.top for year in shown) * 1.06 or 1, 5)
    edge = 4 if len(shown) <= 12 else 12  # a thin last bar leaves half of its year beyond it
    margins = Margins(40, edge, 26, 40) if canvas.is_narrow else Margins(22, 118, 26, 46)
    labelled = _labelled_years(shown, canvas)
    axis = alt.Axis(labelAngle=0, labelExpr=f"indexof({labelled}, datum.value) < 0 ? '' : datum.value")
    scale = alt.Scale(domain=[0, marks[-1]], nice=False)
    y_axis = alt.Axis(values=marks, labelExpr=f"{ {str(m): number(m) for m in marks}!r}[datum.value]")
    x = alt.X("annee:O", axis=axis, scale=alt.Scale(paddingInner=0.26, paddingOuter=0.1))
    bars = chart(_bars(shown)).mark_bar(aria=True, stroke="#fff", strokeWidth=1.5)
    totals = chart(_totals(shown, canvas)).encode(x=x, description=alt.value(TOTAL))
    layers = [
        bars.encode(
            x=x,
            y=alt.Y("bas:Q", scale=scale, axis=y_axis),
            y2="haut:Q",
            color=alt.Color("ton:N", scale=None, legend=None),
            description="serie:N",
        ),
        totals.mark_rule(aria=True, color=INK, strokeWidth=1.2).encode(y=alt.Y("bas:Q", scale=scale), y2="haut:Q"),
        totals.mark_text(aria=True, dy=-9, fontWeight=600, color=INK).encode(
            y=alt.Y("sommet:Q", scale=scale), text="texte:N"
        ),
        *_words(shown, canvas, margins, marks[-1]),
        _pointed(shown, canvas.plot(margins)[1]).encode(x=x),
    ]
    return dressed(alt.layer(*layers).to_dict(), canvas, margins)


def _bars(shown: Sequence[Departures]) -> list[dict[str, object]]:
    return [
        {"annee": str(year.year), "bas": low, "haut": low + value, "ton": tone, "serie": series(rank, "y")}
        for year in shown
        for rank, (low, value, tone) in enumerate(
            ((0.0, year.retirement, DUCK), (year.retirement, year.other, SLATE))
        )
        if value > 0
    ]


def _pointed(shown: Sequence[Departures], height: int) -> Mark:
    """Lay one column a year, where all its figures are told."""
    import altair as alt

    rows: list[dict[str, object]] = [
        {"annee": str(year.year), "dit": told(str(year.year), year.lines)} for year in shown
    ]
    return unseen(rows).encode(y=alt.value(0), y2=alt.value(height))


def _totals(shown: Sequence[Departures], canvas: Canvas) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    room = (canvas.width - 44 if canvas.is_narrow else canvas.width - 164) / len(shown)
    every = max(1, -(-max(round(text_width(expected(y.retirement + y.other))) for y in shown) // round(room)))
    for rank, year in enumerate(shown):
        total = year.retirement + year.other
        around = year.total_80 or Interval(total, total)
        is_written = (len(shown) - 1 - rank) % every == 0
        text = expected(total) if is_written else ""
        rows.append(
            {"annee": str(year.year), "bas": around.low, "haut": around.high, "sommet": year.top, "texte": text}
        )
    return rows


def _labelled_years(shown: Sequence[Departures], canvas: Canvas) -> list[str]:
    most = 6 if canvas.is_narrow else 12  # labels that fit side by side
    every = 1 if len(shown) <= most else max(3, -(-len(shown) // most))
    return [str(year.year) for rank, year in enumerate(shown) if (len(shown) - 1 - rank) % every == 0]


def _words(shown: Sequence[Departures], canvas: Canvas, margins: Margins, top: float) -> list[Mark]:
    """Name the two causes: beside the last bar, or above the drawing on a phone."""
    width, height = canvas.plot(margins)
    last = shown[-1]
    middles = (last.retirement / 2, last.retirement + last.other / 2)
    heights = spread([height * (1 - middle / top) for middle in middles], 18)
    if canvas.is_narrow:
        places = [(-26.0, -28.0), (-26.0 + text_width(CAUSES[0][0]) + 30, -28.0)]
    else:
        places = [(width + 18.0, y) for y in heights]
    one = chart()
    layers: list[Mark] = []
    for rank, ((words, tone, ink), (x, y)) in enumerate(zip(CAUSES, places, strict=True)):
        layers.append(one.mark_square(x=x - 6, y=y, size=70, color=tone, opacity=1, stroke=GRID, strokeWidth=0))
        layers.append(one.mark_text(x=x + 3, y=y, align="left", color=ink, fontWeight=600, text=words))
        layers.append(switch(rank, words, (x - 6, y)))
    return layers
