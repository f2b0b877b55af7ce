"""The fan: the headcount if nobody were hired, its intervals, and what a stable headcount needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from vivier.french import bounds, expected, number
from vivier.report.charts.marks import told, unseen
from vivier.report.charts.scales import spread, ticks
from vivier.report.charts.theme import DUCK, MADDER, SIZE, Canvas, Margins, Mark, Spec, chart, dressed, text_width
from vivier.study import Figure

LINE = SIZE + 4


@dataclass(frozen=True, slots=True)
class Fan:
    """Hold what the fan shows: the year and headcount it starts from, then one projected figure a year."""

    start: int
    headcount: float
    figures: Sequence[tuple[int, Figure]]


def fan(shown: Fan, *, canvas: Canvas) -> Spec:
    """Draw the projected headcount with its 80 % and 95 % intervals, and the stable headcount as a dashed line."""
    import altair as alt

    points = _points(shown)
    low, high = min(p["bas_95"] for p in points), max(p["haut_95"] for p in points)
    # On a phone the label stands under the fan: leave it a line.
    marks = ticks(max(0.0, low - 0.12 * (high - low)) if canvas.is_narrow else low, high, 4)
    margins = _margins(shown, canvas, (marks[0], marks[-1]))
    last = int(points[-1]["annee"])
    x = alt.X("annee:Q", axis=_years_axis(shown.start, last, canvas), scale=_fixed([shown.start, last]))
    y_scale = _fixed([marks[0], marks[-1]])
    axis = alt.Axis(values=marks, labelExpr=_french_labels(marks))
    base = chart(points).encode(x=x)
    layers = [
        base.mark_area(color=DUCK, opacity=0.16).encode(
            y=alt.Y("bas_95:Q", scale=y_scale, axis=axis), y2="haut_95:Q"
        ),
        base.mark_area(color=DUCK, opacity=0.26).encode(y=alt.Y("bas_80:Q", scale=y_scale), y2="haut_80:Q"),
        base.mark_line(color=DUCK, strokeWidth=2.5).encode(y=alt.Y("valeur:Q", scale=y_scale)),
        base.mark_line(color=MADDER, strokeWidth=2, strokeDash=[5, 3]).encode(y=alt.Y("besoin:Q", scale=y_scale)),
        *_labels(shown, canvas, margins, (marks[0], marks[-1])),
        _pointed(shown, canvas.plot(margins)[1]).encode(
            x=alt.X("debut:Q", scale=_fixed([shown.start, last])), x2="fin:Q"
        ),
    ]
    return dressed(alt.layer(*layers).to_dict(), canvas, margins)


def _points(shown: Fan) -> list[dict[str, float]]:
    first = dict.fromkeys(("valeur", "bas_80", "haut_80", "bas_95", "haut_95", "besoin"), shown.headcount)
    points = [{"annee": float(shown.start)} | first]
    for year, figure in shown.figures:
        inner, outer = figure.interval_80, figure.interval_95 or figure.interval_80
        point = {"annee": float(year), "valeur": figure.value, "besoin": shown.headcount}
        point |= {"bas_80": inner.low if inner else figure.value, "haut_80": inner.high if inner else figure.value}
        point |= {"bas_95": outer.low if outer else figure.value, "haut_95": outer.high if outer else figure.value}
        points.append(point)
    return points


def _pointed(shown: Fan, height: int) -> Mark:
    """Lay one column a year, half a year on both sides of it, where all its figures are told."""
    import altair as alt

    last = shown.figures[-1][0]
    first = (shown.start, told(str(shown.start), (f"Effectif : {number(shown.headcount)}",)))
    others = ((year, told(str(year), _said(shown, figure))) for year, figure in shown.figures)
    rows: list[dict[str, object]] = [
        {"debut": max(year - 0.5, shown.start), "fin": min(year + 0.5, last), "dit": words}
        for year, words in (first, *others)
    ]
    return unseen(rows).encode(y=alt.value(0), y2=alt.value(height))


def _said(shown: Fan, figure: Figure) -> list[str]:
    around = ((80, figure.interval_80), (95, figure.interval_95))
    return [
        f"Effectif sans embauche : {expected(figure.value)}",
        *(f"Intervalle à {level} % : {bounds(interval)}" for level, interval in around if interval),
        f"Effectif stable : {number(shown.headcount)}",
        f"n = {number(figure.n)}",
    ]


def _margins(shown: Fan, canvas: Canvas, ends: tuple[int, int]) -> Margins:
    """Leave room at the right for the labels; on a phone, a line more at the top when there is none under the fan."""
    if not canvas.is_narrow:
        return Margins(16, max(152, 10 + round(max(map(text_width, _words(shown))))), 26, 52)
    figure, (low, high) = shown.figures[-1][1], ends
    floor = figure.interval_95.low if figure.interval_95 else figure.value
    has_room = (floor - low) / (high - low) * (canvas.height - 50) >= 20
    return Margins(24 if has_room else 46, 16, 26, 46)


def _words(shown: Fan) -> tuple[str, str]:
    """Give the words of the stable headcount, and the last figure with its interval."""
    figure = shown.figures[-1][1]
    around = f" {bounds(figure.interval_80)}" if figure.interval_80 else ""
    return f"Effectif stable : {number(shown.headcount)}", expected(figure.value) + around


def _labels(shown: Fan, canvas: Canvas, margins: Margins, ends: tuple[int, int]) -> list[Mark]:
    """Write the two direct labels: at the right end, or inside the drawing on a phone."""
    year, figure = shown.figures[-1]
    low, high = ends
    height = canvas.plot(margins)[1]

    def at(value: float) -> float:
        return (high - value) / (high - low) * height

    need, ending = _words(shown)
    if canvas.is_narrow:
        floor = figure.interval_95.low if figure.interval_95 else figure.value
        above, under = _text(year, at(shown.headcount) - 11, need, MADDER, align="right"), at(floor) + 14
        if under <= height - 6:
            return [above, _text(year, under, f"Sans embauche : {ending}", DUCK, align="right")]
        # No room under the end of the fan: the margin above the drawing was made taller for that.
        return [above, _text(year, 14 - margins.top, f"Sans embauche : {ending}", DUCK, align="right")]
    needed, middle = spread([at(shown.headcount), at(figure.value)], LINE * 1.6)
    # A tiny headcount that runs out pushes both under the drawing: they go up together.
    over = max(0, middle + LINE - (height + margins.bottom))
    needed, middle = needed - over, middle - over
    texts = [
        (needed, need, MADDER),
        (middle - LINE / 2, "Sans embauche :", DUCK),
        (middle + LINE / 2, ending, DUCK),
    ]
    return [_text(year, y, text, colour, align="left") for y, text, colour in texts]


def _text(year: int, y: float, text: str, colour: str, *, align: str) -> Mark:

    mark = {"align": align, "dx": 8 if align == "left" else 0, "color": colour, "fontWeight": 600, "y": y}
    text = text.replace(" :", "\u202f:")
    return chart([{"annee": year}]).mark_text(**mark, text=text).encode(x="annee:Q")


def _fixed(domain: list[int]) -> Mark:
    import altair as alt

    return alt.Scale(domain=domain, nice=False, zero=False)


def _years_axis(start: int, last: int, canvas: Canvas) -> Mark:
    import altair as alt

    span, most = last - start, 3 if canvas.is_narrow else 6
    # The finest even spacing that names both ends.
    every = next(every for every in range(1, span + 1) if span % every == 0 and span // every <= most)
    return alt.Axis(values=list(range(start, last + 1, every)), format="d")


def _french_labels(marks: Sequence[int]) -> str:
    texts = {str(mark): number(mark) for mark in marks}
    return f"{texts!r}[datum.value]"
