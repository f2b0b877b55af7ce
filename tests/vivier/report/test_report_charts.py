"""The charts cover their data, survive grey and colour blindness, and no label hides another."""

import itertools
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.report import charts
from vivier.report.charts import Canvas, Departures, Fan, Point
from vivier.report.charts.placement import Box, Dot, place
from vivier.report.charts.scales import spread, ticks
from vivier.report.charts.theme import BROOM, BROOM_TEXT, DUCK, INK, MADDER, MUTE, SLATE
from vivier.study import Figure
from vivier.vocabulary import Interval

CANVASES = [Canvas(538, 260), Canvas(300, 260)]
SERIES_BOUND = 2.2  # contrast between two series that touch, in grey
COUNTS = st.integers(0, 5000)


def drawn(spec):
    return charts.picture(spec, name="essai", title="Titre", description="Description")


def numbers(spec, axis):
    """Every explicit domain of an axis, with every value drawn on it."""
    text = json.dumps(spec)
    domains = [
        layer["encoding"][axis]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer.get("encoding", {}).get(axis, {})
    ]
    return domains, text


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=6, max_size=6))
def test_the_pyramid_covers_both_sides_and_leaves_room_for_its_numbers(pairs):
    bands = ("moins de 25", "25–34", "35–44", "45–54", "55–59", "60 et plus")
    spec = charts.pyramid(dict(zip(bands, pairs, strict=True)), canvas=CANVASES[0])
    (low, high), *_ = numbers(spec, "x")[0]
    assert low < -max(men for men, _ in pairs)
    assert high > max(women for _, women in pairs)


def figure(value, spread_80=10.0, spread_95=20.0):
    low = [max(0.0, value - gap) for gap in (spread_80, spread_95)]
    return Figure(value, "personnes", 100, Interval(low[0], value + spread_80), Interval(low[1], value + spread_95))


@settings(max_examples=8, deadline=None)
@given(st.floats(1, 9000), st.lists(st.floats(0, 9000), min_size=1, max_size=12))
def test_the_fan_covers_its_widest_interval_and_the_need(headcount, values):
    shown = Fan(2026, headcount, [(2027 + rank, figure(value)) for rank, value in enumerate(values)])
    for canvas in CANVASES:
        (low, high), *_ = numbers(charts.fan(shown, canvas=canvas), "y")[0]
        assert low <= min([headcount, *(f.interval_95.low for _, f in shown.figures)])
        assert high >= max([headcount, *(f.interval_95.high for _, f in shown.figures)])


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 900)), min_size=1, max_size=12))
def test_the_stacks_fit_under_the_top_of_the_axis(pairs):
    shown = [
        Departures(2027 + rank, old, other, Interval(0, (old + other) * 1.2))
        for rank, (old, other) in enumerate(pairs)
    ]
    for canvas in CANVASES:
        spec = charts.departures(shown, canvas=canvas)
        (low, high), *_ = numbers(spec, "y")[0]
        assert low == 0
        assert high >= max(year.top for year in shown)


POINTS = st.lists(
    st.builds(
        Point,
        st.sampled_from(["Régleurs", "Soudeurs", "Techniciens de maintenance des équipements"]),
        st.floats(0, 1),
        st.floats(0, 1),
        st.integers(20, 900),
        st.booleans(),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=8, deadline=None)
@given(POINTS)
def test_the_matrix_covers_every_point(points):
    for canvas in CANVASES:
        spec = charts.exposure(points, whole=(0.2, 0.03), axes=("Fins de carrière", "Rotation"), canvas=canvas)
        assert max(numbers(spec, "x")[0])[1] >= max(point.retirement for point in points)
        assert max(numbers(spec, "y")[0])[1] >= max(point.rotation for point in points)


DOTS = st.lists(
    st.builds(
        Dot,
        st.floats(0, 440),
        st.floats(0, 360),
        st.floats(2, 16),
        st.sampled_from([0, 40, 90, 150]),
        st.sampled_from([16, 36]),
    ),
    max_size=30,
)


@given(DOTS)
def test_no_label_hides_another_a_point_or_the_edge(dots):
    frame, rule = Box(0, -10, 450, 370), Box(200, 0, 202, 370)
    boxes = [box for box in place(dots, frame=frame, obstacles=[rule]) if box is not None]
    assert not any(one.meets(two) for one, two in itertools.combinations(boxes, 2))
    assert not any(box.meets(dot.box) for box in boxes for dot in dots)
    assert all(frame.holds(box) and not box.meets(rule) for box in boxes)
    assert place(dots, frame=frame, obstacles=[rule]) == place(dots, frame=frame, obstacles=[rule])


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_ticks_enclose_their_range(one, two):
    low, high = sorted((one, two))
    marks = ticks(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high
    assert 2 <= len(marks) <= 7
    assert len({b - a for a, b in itertools.pairwise(marks)}) == 1


@given(st.lists(st.floats(0, 500), max_size=8), st.floats(1, 40))
def test_spread_labels_never_touch_and_keep_their_order(wanted, gap):
    placed = spread(wanted, gap)
    assert all(b - a >= gap - 1e-6 for a, b in itertools.pairwise(sorted(placed)))
    assert [r for _, r in sorted(zip(placed, range(len(placed)), strict=True))] == [
        r for _, r in sorted(zip(wanted, range(len(wanted)), strict=True))
    ]


def linear(colour):
    channels = [int(colour[rank : rank + 2], 16) / 255 for rank in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(rgb):
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one, two):
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


@pytest.mark.parametrize(
    ("one", "two"), [(DUCK, BROOM), (DUCK, SLATE)], ids=["men and women", "retirement and other"]
)
def test_two_series_that_touch_survive_grey_and_colour_blindness(one, two):
    assert contrast(linear(one), linear(two)) >= SERIES_BOUND
    for matrix in BLINDNESS.values():
        seen = [
            [min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear(colour), strict=True)))) for row in matrix]
            for colour in (one, two)
        ]
        assert contrast(*seen) >= SERIES_BOUND


@pytest.mark.parametrize("colour", [INK, MUTE, DUCK, BROOM_TEXT, MADDER])
def test_every_colour_of_text_passes_aa_on_a_card(colour):
    assert contrast(linear(colour), [1, 1, 1]) >= 4.5


@pytest.mark.parametrize("canvas", CANVASES, ids=["wide", "narrow"])
def test_a_picture_stands_alone_and_is_told_to_those_who_do_not_see_it(canvas):
    svg = drawn(charts.pyramid({"25–34": (1204, 7), "35–44": (3, 9)}, canvas=canvas))
    assert svg.startswith('<svg role="img" aria-labelledby="essai-t essai-d"')
    assert f'viewBox="0 0 {canvas.width} {canvas.height}"' in svg
    assert "http" not in svg
    assert 'id="' not in svg.replace('id="essai-t"', "").replace('id="essai-d"', "")
    assert "1\u202f204" in svg
    assert all(float(size) >= 12 for size in re.findall(r'font-size="([\d.]+)px"', svg))


def test_axes_are_written_in_french():
    svg = drawn(charts.fan(Fan(2026, 3739, [(2027, figure(3700)), (2028, figure(2400))]), canvas=CANVASES[0]))
    assert ">3\u202f000<" in svg
    assert "3,000" not in svg
    assert "Sans embauche\u202f:" in svg


def test_a_picture_escapes_what_it_is_told():
    svg = charts.picture(
        charts.pyramid({"a": (1, 1)}, canvas=CANVASES[0]), name="x", title="<b>", description="a & b"
    )
    assert "&lt;b&gt;" in svg
    assert "a &amp; b" in svg
