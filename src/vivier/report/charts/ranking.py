"""A ranking: one line an occupation, family or scenario, its figure a bar with its interval, written at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from vivier.french import shortened
from vivier.report.charts.marks import TOTAL, series, switch, told, unseen
from vivier.report.charts.theme import (
    DUCK,
    INK,
    MADDER,
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

ROW, THICK = 46, 15  # px a line, its name above; px of a bar
ABOVE, MIDDLE = 0.26, 0.68  # where a name and its bar stand in their line, from the top


@dataclass(frozen=True, slots=True)
class Series:
    """Hold one part of the bars: its words, its tone, the ink of its words."""

    words: str
    tone: str
    ink: str


RETIREMENT, OTHER = Series("Fins de carrière", DUCK, DUCK), Series("Autres départs", SLATE, MUTE)


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one line: its name, its parts in the order of the series, its interval, its last words, what is told."""

    label: str
    parts: tuple[float, ...]
    around: Interval | None
    end: str
    lines: tuple[str, ...] = ()
    is_hot: bool = False

    @property
    def top(self) -> float:
        """The furthest the line goes."""
        return max(sum(self.parts), self.around.high if self.around else 0.0)


def size(count: int, *, is_narrow: bool, has_series: bool) -> Canvas:
    """Give the canvas that so many lines need.

    >>> size(3, is_narrow=False, has_series=False), size(3, is_narrow=True, has_series=True)
    (Canvas(width=538, height=150), Canvas(width=300, height=176))
    """
    return Canvas(300 if is_narrow else 538, (38 if has_series else 12) + ROW * count)


def ranking(bars: Sequence[Bar], *, canvas: Canvas, parts: Sequence[Series] = ()) -> Spec:
    """Draw the lines in the order given; `parts` names what the bars are made of, when it is more than one thing."""
    import altair as alt

    margins = Margins(34 if parts else 8, 0, 4, 0)
    width = canvas.plot(margins)[0]
    ends = 10 + max(text_width(bar.end) for bar in bars)
    by_px = max(1e-9, *(bar.top for bar in bars)) / (width - ends)
    x = alt.Scale(domain=[0, width * by_px], nice=False)
    y = alt.Scale(domain=[len(bars), 0], nice=False)
    one = chart(_lines(bars)).encode(y=alt.Y("milieu:Q", axis=None, scale=y))
    whole = one.encode(description=alt.value(TOTAL))
    edge = alt.X("bout:Q", scale=x)
    layers = [
        chart(_parts(bars, parts))
        .mark_rect(aria=True, stroke="#fff", strokeWidth=1)
        .encode(
            x=alt.X("debut:Q", axis=None, scale=x), x2="fin:Q", y=alt.Y("haut:Q", axis=None, scale=y), y2="bas:Q",
            color=alt.Color("ton:N", scale=None, legend=None), description="serie:N",
        ),
        whole.mark_rule(aria=True, color=INK, strokeWidth=1.2).encode(x=alt.X("bas_80:Q", scale=x), x2="haut_80:Q"),
        whole.mark_text(aria=True, align="left", dx=7, fontWeight=600, color=INK).encode(x=edge, text="texte:N"),
        _names(bars, width).encode(x=alt.value(0), y=alt.Y("milieu:Q", scale=y)),
        *_switches(parts),
        _pointed(bars).encode(y=alt.Y("haut:Q", scale=y), y2="bas:Q", x=alt.value(0), x2=alt.value(width)),
    ]  # fmt: skip
    return dressed(alt.layer(*layers).to_dict(), canvas, margins)


def _lines(bars: Sequence[Bar]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for rank, bar in enumerate(bars):
        around = bar.around or Interval(sum(bar.parts), sum(bar.parts))
        place = {
            "milieu": rank + MIDDLE,
            "bas_80": max(around.low, 0),
            "haut_80": max(around.high, 0),
            "bout": bar.top,
        }
        found.append({**place, "texte": bar.end})
    return found


def _parts(bars: Sequence[Bar], parts: Sequence[Series]) -> list[dict[str, object]]:
    half = THICK / 2 / ROW
    found: list[dict[str, object]] = []
    for rank, bar in enumerate(bars):
        start, middle = 0.0, rank + MIDDLE
        for order, value in enumerate(bar.parts):
            tone = parts[order].tone if parts else MADDER if bar.is_hot else SLATE
            place = {"debut": start, "fin": start + value, "haut": middle - half, "bas": middle + half}
            found.append({**place, "ton": tone, "serie": series(order, "x")})
            start += value
    return found


def _names(bars: Sequence[Bar], width: int) -> Mark:
    """Write each name above its bar, as long as the drawing is wide."""
    fitting = int(width / text_width("n"))
    rows = [{"nom": shortened(bar.label, fitting), "milieu": rank + ABOVE} for rank, bar in enumerate(bars)]
    return chart(rows).mark_text(align="left").encode(text="nom:N")


def _switches(parts: Sequence[Series]) -> list[Mark]:
    """Name the series above the drawing, each name a button."""
    layers: list[Mark] = []
    at = 0.0
    for rank, part in enumerate(parts):
        layers.append(chart().mark_square(x=at + 6, y=-18, size=70, color=part.tone, opacity=1))
        layers.append(
            chart().mark_text(x=at + 15, y=-18, align="left", color=part.ink, fontWeight=600, text=part.words)
        )
        layers.append(switch(rank, part.words, (at + 6, -18)))
        at += 26 + text_width(part.words)
    return layers


def _pointed(bars: Sequence[Bar]) -> Mark:
    """Lay one whole line a bar, name included, where all its figures are told."""
    return unseen(
        [{"haut": rank, "bas": rank + 1, "dit": told(bar.label, bar.lines)} for rank, bar in enumerate(bars)]
    )
