"""The age pyramid: men on the left, women on the right, every bar with its count."""

from collections.abc import Mapping

from vivier.french import number
from vivier.report.charts.theme import (
    BROOM,
    BROOM_TEXT,
    DUCK,
    INK,
    SIZE,
    Canvas,
    Margins,
    Spec,
    chart,
    dressed,
    text_width,
)


def pyramid(counts: Mapping[str, tuple[int, int]], *, canvas: Canvas) -> Spec:
    """Draw men and women by age band; `counts` gives (men, women) by band label, the youngest first.

    >>> spec = pyramid({"25–34": (12, 7), "35–44": (3, 9)}, canvas=Canvas(300, 200))
    >>> spec["width"], len(spec["layer"])
    (248, 4)
    """
    import altair as alt

    bands = list(counts)[::-1]
    side = 12 + max((text_width(number(n)) for pair in counts.values() for n in pair), default=0)
    margins = Margins(26, 4, 2, 14 + round(max((text_width(band) for band in bands), default=0)))
    base = chart(_bars(counts)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=_domain(counts, canvas.plot(margins)[0], side), nice=False)),
        y=alt.Y("tranche:N", sort=bands, axis=alt.Axis(labelColor=INK), scale=alt.Scale(paddingInner=0.28)),
    )
    bars = base.mark_bar().encode(
        color=alt.Color("sexe:N", legend=None, scale=alt.Scale(domain=["H", "F"], range=[DUCK, BROOM]))
    )
    men = base.transform_filter("datum.sexe == 'H'").mark_text(align="right", dx=-5).encode(text="texte:N")
    women = base.transform_filter("datum.sexe == 'F'").mark_text(align="left", dx=5).encode(text="texte:N")
    heads = chart([{"x": 0}])
    left = heads.mark_text(align="right", dx=-8, y=-13, fontWeight=600, fontSize=SIZE, color=DUCK, text="Hommes")
    right = heads.mark_text(align="left", dx=8, y=-13, fontWeight=600, fontSize=SIZE, color=BROOM_TEXT, text="Femmes")
    both = alt.layer(left.encode(x="x:Q"), right.encode(x="x:Q"))
    return dressed(alt.layer(bars, men, women, both).to_dict(), canvas, margins)


def _bars(counts: Mapping[str, tuple[int, int]]) -> list[dict[str, object]]:
    return [
        {"tranche": band, "sexe": sex, "x": sign * n, "texte": number(n)}
        for band, pair in counts.items()
        for sex, sign, n in zip("HF", (-1, 1), pair, strict=True)
    ]


def _domain(counts: Mapping[str, tuple[int, int]], width: int, side: float) -> list[float]:
    """Leave room for the count beside the longest bar of each side, at one scale for both."""
    men = max((pair[0] for pair in counts.values()), default=0)
    women = max((pair[1] for pair in counts.values()), default=0)
    by_px = max(men + women, 1) / max(width - 2 * side, 1)  # people by px
    # At least 58 px on each side: « Hommes » must fit even where there is no man.
    return [-max(men + side * by_px, 58 * by_px), max(women + side * by_px, 58 * by_px)]
