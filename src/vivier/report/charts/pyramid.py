"""The age pyramid: men on the left, women on the right, every bar with its count."""

from collections.abc import Mapping, Sequence

from vivier.french import counted, number
from vivier.report.charts.marks import series, switch, told, unseen
from vivier.report.charts.theme import (
    BROOM,
    BROOM_TEXT,
    DUCK,
    INK,
    SIZE,
    Canvas,
    Margins,
    Mark,
    Spec,
    chart,
    dressed,
    text_width,
)

SEXES = ("Hommes", "Femmes")


def pyramid(counts: Mapping[str, tuple[int, int]], *, canvas: Canvas, n: int | None = None) -> Spec:
    """Draw men and women by age band; `counts` gives (men, women) by band label, the youngest first.

    `n` is how many people the whole pyramid rests on, told with each bar.

    >>> spec = pyramid({"25–34": (12, 7), "35–44": (3, 9)}, canvas=Canvas(300, 200))
    >>> spec["width"], len(spec["layer"])
    (248, 7)
    """
    import altair as alt

    bands = list(counts)[::-1]
    side = 12 + max((text_width(number(n)) for pair in counts.values() for n in pair), default=0)
    margins = Margins(26, 4, 2, 14 + round(max((text_width(band) for band in bands), default=0)))
    width, ends = canvas.plot(margins)[0], _domain(counts, canvas.plot(margins)[0], side)
    scale = alt.Scale(domain=ends, nice=False)
    base = chart(_bars(counts)).encode(
        x=alt.X("x:Q", axis=None, scale=scale),
        y=alt.Y("tranche:N", sort=bands, axis=alt.Axis(labelColor=INK), scale=alt.Scale(paddingInner=0.28)),
    )
    bars = base.mark_bar(aria=True).encode(
        color=alt.Color("sexe:N", legend=None, scale=alt.Scale(domain=["H", "F"], range=[DUCK, BROOM])),
        description="serie:N",
    )
    written = base.encode(text="texte:N", description="serie:N")
    men = written.transform_filter("datum.sexe == 'H'").mark_text(aria=True, align="right", dx=-5)
    women = written.transform_filter("datum.sexe == 'F'").mark_text(aria=True, align="left", dx=5)
    heads = chart([{"x": 0}])
    left = heads.mark_text(align="right", dx=-8, y=-13, fontWeight=600, fontSize=SIZE, color=DUCK, text=SEXES[0])
    right = heads.mark_text(align="left", dx=8, y=-13, fontWeight=600, fontSize=SIZE, color=BROOM_TEXT, text=SEXES[1])
    both = alt.layer(left.encode(x="x:Q"), right.encode(x="x:Q"))
    zero = -ends[0] / (ends[1] - ends[0]) * width
    switches = (switch(0, SEXES[0], (zero - 8 - text_width(SEXES[0]), -13)), switch(1, SEXES[1], (zero + 8, -13)))
    pointed = _pointed(counts, n, ends).encode(x=alt.X("debut:Q", scale=scale), y=alt.Y("tranche:N", sort=bands))
    return dressed(alt.layer(bars, men, women, both, *switches, pointed).to_dict(), canvas, margins)


def _bars(counts: Mapping[str, tuple[int, int]]) -> list[dict[str, object]]:
    return [
        {"tranche": band, "sexe": sex, "x": sign * n, "texte": number(n), "serie": series(rank)}
        for band, pair in counts.items()
        for rank, (sex, sign, n) in enumerate(zip("HF", (-1, 1), pair, strict=True))
    ]


def _pointed(counts: Mapping[str, tuple[int, int]], n: int | None, ends: Sequence[float]) -> Mark:
    """Lay one half-row by age and sex, from the middle to the edge, where its people are told."""
    more = (f"n = {number(n)}",) if n is not None else ()
    rows: list[dict[str, object]] = [
        {
            "tranche": band,
            "debut": left,
            "fin": right,
            "dit": told(f"{sex}, {band}", (counted(people, "personne"), *more)),
        }
        for band, pair in counts.items()
        for sex, people, left, right in zip(SEXES, pair, (ends[0], 0), (0, ends[1]), strict=True)
    ]
    return unseen(rows).encode(x2="fin:Q")


def _domain(counts: Mapping[str, tuple[int, int]], width: int, side: float) -> list[float]:
    """Leave room for the count beside the longest bar of each side, at one scale for both."""
    men = max((pair[0] for pair in counts.values()), default=0)
    women = max((pair[1] for pair in counts.values()), default=0)
    by_px = max(men + women, 1) / max(width - 2 * side, 1)  # people by px
    # At least 58 px on each side: « Hommes » must fit even where there is no man.
    return [-max(men + side * by_px, 58 * by_px), max(women + side * by_px, 58 * by_px)]
