"""The drawings hold exactly the study: bars, bands and points; nothing leaves the canvas; no word hides another."""

import itertools
import json
import math
import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factories.pages import card, page_of, parsed, study_of
from vivier.report import charts
from vivier.report.charts import Canvas, Departures, Fan, Point, theme
from vivier.report.charts.placement import Box, Dot, place
from vivier.report.charts.scales import ticks
from vivier.report.charts.theme import text_width
from vivier.study import Figure
from vivier.vocabulary import Interval

WIDE, NARROW = Canvas(538, 450), Canvas(300, 380)
CANVASES = pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])
BANDS = ("moins de 25", "25–34", "35–44", "45–54", "55–59", "60 et plus")
TOKENS = {theme.INK, theme.MUTE, theme.GRID, theme.DUCK, theme.BROOM, theme.BROOM_TEXT, theme.MADDER, theme.SLATE}
AXES = ("Part en fin de carrière d’ici 2036", "Autres départs par an")


def pyramid(canvas, counts=((3, 0), (120, 45), (1204, 7), (0, 0), (80, 81), (1, 2))):
    return charts.pyramid(dict(zip(BANDS, counts, strict=True)), canvas=canvas)


def projected(value, gap, n=4000):
    inner, outer = (Interval(max(0, value - g), value + g) for g in (gap, 2 * gap))
    return Figure(value, "personnes", n, inner, outer)


def fan(canvas, values=(3600, 3300, 2900), headcount=3739, start=2026):
    figures = [(start + 1 + rank, projected(value, 10 + rank * 20)) for rank, value in enumerate(values)]
    return charts.fan(Fan(start, headcount, figures), canvas=canvas)


def departures(canvas, pairs=((40, 70), (38.2, 66), (0, 12), (0.2, 0))):
    shown = [
        Departures(2027 + rank, old, other, Interval(0.8 * (old + other), 1.2 * (old + other) + 1))
        for rank, (old, other) in enumerate(pairs)
    ]
    return charts.departures(shown, canvas=canvas)


POINTS = (
    Point("Régleurs", 0.43, 0.031, 275, is_exposed=True),
    Point("Soudeurs manuels", 0.12, 0.009, 20, is_exposed=False),
    Point("Techniciens de maintenance des équipements", 0.29, 0.05, 640, is_exposed=True),
    Point("Agents d’entretien", 0.29, 0.05, 36, is_exposed=False),
)


def exposure(canvas, points=POINTS, whole=(0.2, 0.03)):
    return charts.exposure(points, whole=whole, axes=AXES, canvas=canvas)


EVERY = {"pyramid": pyramid, "fan": fan, "departures": departures, "exposure": exposure}
DRAWINGS = pytest.mark.parametrize("draw", EVERY.values(), ids=EVERY)


def marks(spec, kind):
    """Give the layers of one kind of mark, nested layers included, with the rows they draw."""
    for layer in spec["layer"]:
        if "layer" in layer:
            yield from marks(layer | {"datasets": spec.get("datasets", {})}, kind)
        elif layer["mark"]["type"] == kind:
            data = layer.get("data") or spec["data"]
            yield layer, data["values"] if "values" in data else spec["datasets"][data["name"]]


def domain(layer, axis):
    return layer["encoding"][axis]["scale"]["domain"]


def svg_of(spec):
    return parsed(charts.picture(spec, name="essai", title="Titre 1", description="Description 2")).first("svg")


def moved(text):
    x, y = re.fullmatch(r"translate\((-?[\d.]+),\s*(-?[\d.]+)\)", text).groups()
    return float(x), float(y)


def texts(node, at=(0.0, 0.0)):
    """Give each text of a drawing with the box it takes, by the width that the charts reckon with."""
    if "transform" in node.attrs:
        dx, dy = moved(node.attrs["transform"].split(" rotate")[0])
        at = (at[0] + dx, at[1] + dy)
    if node.tag == "text" and node.text.strip():
        x, y, width = at[0], at[1], text_width(node.text)
        shift = {"start": 0, "middle": width / 2, "end": width}[node.attrs.get("text-anchor", "start")]
        yield node.text, Box(x - shift, y - 10, x - shift + width, y + 3)
    for child in node.children:
        if not isinstance(child, str):
            yield from texts(child, at)


@DRAWINGS
@CANVASES
def test_colours_are_those_of_the_house(draw, canvas):
    svg = charts.picture(draw(canvas), name="x", title="t", description="d")
    used = {colour.lower() for colour in re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{3,6})"', svg)}
    assert used
    assert used <= TOKENS | {"#fff", "#ffffff", "#000", "#000000"}
    assert not re.search(r'fill="(?!none|transparent|#|url)[a-z]', svg)


@DRAWINGS
@CANVASES
def test_words_are_large_enough_french_and_inside_the_canvas(draw, canvas):
    drawing = svg_of(draw(canvas))
    sizes = [float(text.attrs["font-size"].removesuffix("px")) for text in drawing.all("text")]
    assert sizes
    assert min(sizes) >= 12
    for words, box in texts(drawing):
        assert not re.search(r"\d[,.]\d| [:;%]|[A-Za-z]{3} \d{2}, |2,0\d\d", words), words
        assert box.left >= -1, (words, box)
        assert box.right <= canvas.width + 12, (words, box)  # reckoned wide: a browser measures them, see journeys
        assert box.top >= 0, (words, box)
        assert box.bottom <= canvas.height, (words, box)


@DRAWINGS
@CANVASES
def test_the_same_rows_give_the_same_drawing_of_the_very_size_of_the_canvas(draw, canvas):
    one, two = (charts.picture(draw(canvas), name="x", title="t", description="d") for _ in range(2))
    assert one == two
    assert parsed(one).first("svg").attrs["viewbox"] == f"0 0 {canvas.width} {canvas.height}"


COUNTS = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=6, max_size=6)


@settings(max_examples=15, deadline=None)
@given(COUNTS, st.sampled_from([WIDE, NARROW, Canvas(262, 178)]))
def test_the_bars_of_a_pyramid_are_the_people_no_more_no_less(counts, canvas):
    ((bars, rows),) = marks(pyramid(canvas, counts), "bar")
    assert [-row["x"] for row in rows if row["sexe"] == "H"] == [men for men, _ in counts]
    assert [row["x"] for row in rows if row["sexe"] == "F"] == [women for _, women in counts]
    assert bars["encoding"]["y"]["sort"] == list(BANDS[::-1])  # the oldest above
    assert [int(row["texte"].replace("\u202f", "")) for row in rows] == [n for pair in counts for n in pair]
    low, high = domain(bars, "x")
    assert low < 0 < high
    # One scale for both sides, and room for the count beside the longest bar.
    by_px = (high - low) / (canvas.width - 14 - round(max(map(text_width, BANDS))) - 4)
    assert (high - max(women for _, women in counts)) / by_px >= 8
    assert (-low - max(men for men, _ in counts)) / by_px >= 8


@settings(max_examples=10, deadline=None)
@given(COUNTS)
def test_the_counts_of_a_pyramid_are_written_inside_it(counts):
    for words, box in texts(svg_of(pyramid(Canvas(262, 178), counts))):
        assert box.left >= -1, words
        assert box.right <= 263, words


VALUES = st.lists(st.floats(0, 60_000), min_size=1, max_size=30)


@settings(max_examples=12, deadline=None)
@given(VALUES, st.floats(1, 60_000), st.sampled_from([Canvas(538, 270), Canvas(300, 270)]))
def test_the_fan_goes_through_every_figure_of_the_study(values, headcount, canvas):
    spec = fan(canvas, values, headcount)
    (line, rows), (need, _) = marks(spec, "line")
    assert [row["annee"] for row in rows] == [2026 + rank for rank in range(len(values) + 1)]
    assert [row["valeur"] for row in rows] == [headcount, *values]
    assert {row["besoin"] for row in rows} == {headcount}
    for rank, row in enumerate(rows[1:]):
        figure = projected(values[rank], 10 + rank * 20)
        assert (row["bas_80"], row["haut_80"]) == (figure.interval_80.low, figure.interval_80.high)
        assert (row["bas_95"], row["haut_95"]) == (figure.interval_95.low, figure.interval_95.high)
    bands = [(layer["encoding"]["y"]["field"], layer["encoding"]["y2"]["field"]) for layer, _ in marks(spec, "area")]
    assert bands == [("bas_95", "haut_95"), ("bas_80", "haut_80")]
    assert line["encoding"]["y"]["field"] == "valeur"
    assert need["mark"]["strokeDash"]  # told apart without colour
    assert domain(line, "x") == [2026, 2026 + len(values)]


@settings(max_examples=12, deadline=None)
@given(
    st.integers(1, 60_000),
    st.floats(0, 1),
    st.sampled_from([1, 2, 7, 10, 29, 30]),
    st.sampled_from([Canvas(538, 270), Canvas(300, 270)]),
)
@example(headcount=1, kept=0.0, horizon=2, canvas=Canvas(538, 270))
def test_no_label_of_the_fan_leaves_the_canvas_or_hides_another(headcount, kept, horizon, canvas):
    values = [headcount * (1 - (1 - kept) * (rank + 1) / horizon) for rank in range(horizon)]
    drawn = list(texts(svg_of(fan(canvas, values, headcount))))
    for words, box in drawn:
        assert box.top >= -0.5, (words, box)
        assert box.bottom <= canvas.height, (words, box)
    labels = [(words, box) for words, box in drawn if not re.fullmatch(r"[\d\u202f]+", words)]
    for (one, a), (two, b) in itertools.combinations(labels, 2):
        assert a.bottom <= b.top + 4 or b.bottom <= a.top + 4 or not a.meets(b), (one, two)


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 60), st.integers(1, 30))
def test_years_named_under_the_fan_are_evenly_spaced_and_both_ends_are(start, span):
    for canvas in (Canvas(538, 270), Canvas(300, 270)):
        spec = fan(canvas, [100] * span, 120, 2000 + start)
        layer, _ = next(iter(marks(spec, "area")))
        years = layer["encoding"]["x"]["axis"]["values"]
        assert (years[0], years[-1]) == (2000 + start, 2000 + start + span)
        assert len({b - a for a, b in itertools.pairwise(years)}) == 1
        assert len(years) <= 7


AMOUNTS = st.one_of(st.just(0), st.floats(0.01, 2), st.floats(2, 9000))


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=30),
    st.sampled_from([Canvas(538, 270), Canvas(300, 270)]),
)
def test_the_stacks_are_the_departures_and_nothing_else(pairs, canvas):
    spec = departures(canvas, pairs)
    ((bars, rows),) = marks(spec, "bar")
    held = Counter()
    for row in rows:
        held[row["annee"], row["ton"]] += row["haut"] - row["bas"]
        assert row["bas"] in (0, pairs[int(row["annee"]) - 2027][0])
    for rank, (old, other) in enumerate(pairs):
        assert held[str(2027 + rank), theme.DUCK] == pytest.approx(old)
        assert held[str(2027 + rank), theme.SLATE] == pytest.approx(other)
    ((_, lines),) = marks(spec, "rule")
    assert [(row["bas"], row["haut"]) for row in lines] == [
        (0.8 * (old + other), 1.2 * (old + other) + 1) for old, other in pairs
    ]
    assert domain(bars, "y")[0] == 0
    assert all(row["haut"] <= domain(bars, "y")[1] for row in (*rows, *lines))


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=30),
    st.sampled_from([Canvas(538, 270), Canvas(300, 270)]),
)
def test_neither_years_nor_totals_of_the_departures_run_into_one_another(pairs, canvas):
    drawn = [(words, box) for words, box in texts(svg_of(departures(canvas, pairs)))]
    years = sorted((box for words, box in drawn if re.fullmatch(r"20\d\d", words)), key=lambda box: box.left)
    assert years
    assert all(b.left - a.right >= 2 for a, b in itertools.pairwise(years))
    for words, box in drawn:
        assert box.top >= -1, (words, box)
        assert box.bottom <= canvas.height, (words, box)


@CANVASES
def test_a_year_without_departure_has_no_bar_but_keeps_its_place(canvas):
    spec = departures(canvas, [(0, 0), (3, 4)])
    ((_, bars),) = marks(spec, "bar")
    ((_, totals),) = marks(spec, "rule")
    assert {row["annee"] for row in bars} == {"2028"}
    assert {row["annee"] for row in totals} == {"2027", "2028"}


SHARES = st.floats(0, 1)
CLOUD = st.lists(
    st.builds(
        Point,
        st.sampled_from(["Régleurs", "Soudeurs", "Techniciens de maintenance des équipements", "x" * 60, "d’"]),
        SHARES,
        st.floats(0, 0.3),
        st.integers(20, 900),
        st.booleans(),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=12, deadline=None)
@given(CLOUD, st.tuples(SHARES, st.floats(0, 0.3)), st.sampled_from([WIDE, NARROW]))
def test_the_matrix_holds_every_occupation_once_at_its_place_and_size(points, whole, canvas):
    spec = exposure(canvas, points, whole)
    ((dots, rows),) = marks(spec, "circle")
    assert Counter((row["x"], row["y"], row["ton"]) for row in rows) == Counter(
        (p.retirement, p.rotation, theme.MADDER if p.is_exposed else theme.SLATE) for p in points
    )
    largest = max(point.n for point in points)
    areas = sorted(row["aire"] for row in rows)
    assert areas == sorted(max(45.0, 900 * p.n / largest) for p in points)
    for axis, value in (("x", whole[0]), ("y", whole[1])):
        low, high = domain(dots, axis)
        assert low <= min([value, *(row[axis] for row in rows)])
        assert high >= max([value, *(row[axis] for row in rows)])


@settings(max_examples=12, deadline=None)
@given(CLOUD, st.sampled_from([WIDE, NARROW]))
def test_names_and_leaders_of_the_matrix_stay_inside_and_apart(points, canvas):
    spec = exposure(canvas, points)
    width, height = spec["width"], spec["height"]
    leaders = [
        {name: layer["encoding"][name]["value"] for name in ("x", "y", "x2", "y2")}
        for layer, _ in marks(spec, "rule")
        if "x2" in layer["encoding"]
    ]
    for line in leaders:
        assert -2 <= min(line["x"], line["x2"]) <= max(line["x"], line["x2"]) <= width + 8
        assert -12 <= min(line["y"], line["y2"]) <= max(line["y"], line["y2"]) <= height + 2
        assert math.hypot(line["x2"] - line["x"], line["y2"] - line["y"]) < 130
    names = [
        Box(m["x"] - text_width(m["text"]) / 2, m["y"] - 6, m["x"] + text_width(m["text"]) / 2, m["y"] + 6)
        for m in (layer["mark"] for layer, _ in marks(spec, "text"))
        if m["text"] != AXES[1]
    ]
    assert not any(one.meets(two) for one, two in itertools.combinations(names, 2))
    assert all(Box(0, -10, width + 6, height).holds(name) for name in names)


def test_an_exposed_occupation_is_named_before_a_larger_one_that_is_not():
    crowd = [Point(f"Autres {rank}", 0.1 + rank / 100, 0.02, 800, is_exposed=False) for rank in range(12)]
    spec = exposure(NARROW, [*crowd, Point("Régleurs", 0.45, 0.02, 21, is_exposed=True)])
    written = [layer["mark"]["text"] for layer, _ in marks(spec, "text")]
    assert "Régleurs" in written
    assert sum(words.startswith("Autres ") and words != AXES[1] for words in written) <= 1


DOTS = st.lists(
    st.builds(
        Dot, st.floats(0, 440), st.floats(0, 360), st.floats(2, 17), st.sampled_from([0, 40, 150]), st.just(36)
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(DOTS)
def test_leaders_cross_no_label(dots):
    placed = place(dots, frame=Box(0, -10, 450, 370))
    for dot, box in zip(dots, placed, strict=True):
        line = dot.leader(box) if box else None
        if line is None:
            continue
        for other in (found for found in placed if found is not None and found is not box):
            for rank in range(1, 10):
                x = line[0] + (line[2] - line[0]) * rank / 10
                y = line[1] + (line[3] - line[1]) * rank / 10
                assert not (other.left < x < other.right and other.top < y < other.bottom)


def test_a_label_alone_stands_beside_its_point():
    assert place([Dot(100, 100, 5, 40, 14)], frame=Box(0, 0, 300, 200)) == [Box(109, 93, 149, 107)]


def test_a_label_too_wide_for_the_frame_is_left_to_the_table():
    assert place([Dot(50, 50, 5, 400, 14)], frame=Box(0, 0, 300, 200)) == [None]


@pytest.mark.parametrize(
    ("low", "high", "marks_"),
    [
        (0, 0, [0, 1]),
        (0, 1, [0, 1]),
        (0, 1e6, [0, 500_000, 1_000_000]),
        (7, 7, [6, 7, 8]),
        (0.2, 0.9, [0, 1]),
        (95, 105, [95, 100, 105]),
    ],
)
def test_axes_are_marked_at_whole_round_numbers(low, high, marks_):
    assert ticks(low, high) == marks_


def test_a_specification_is_plain_json_without_address():
    for draw in EVERY.values():
        spec = draw(WIDE)
        assert json.loads(json.dumps(spec, allow_nan=False)) == spec
        assert spec["autosize"] == {"type": "none"}
        assert "url" not in json.dumps(spec)


@pytest.mark.xdist_group("report pages")
def test_the_pyramid_of_the_page_draws_everybody_whose_age_is_known():
    figures = {row.keys: row.figure.value for row in study_of("a pôle").table("pyramide").rows}
    known = sum(n for (code, age, _), n in figures.items() if code == "ensemble" and age != "inconnu")
    for picture in card(page_of("a pôle"), "pyramide").all("svg", role="img"):
        written = [text.text for text in picture.all("text")]
        assert sum(int(n.replace("\u202f", "")) for n in written if re.fullmatch(r"[\d\u202f]+", n)) == known
        assert {"Hommes", "Femmes", *BANDS} <= set(written)


@pytest.mark.xdist_group("report pages")
@pytest.mark.parametrize("name", ["a pôle", "one year ahead", "thirty years ahead", "four hundred members"])
def test_every_word_of_every_drawing_of_the_page_is_within_its_canvas(name):
    for picture in page_of(name).all("svg", role="img"):
        _, _, width, height = map(int, picture.attrs["viewbox"].split())
        for words, box in texts(picture):
            assert box.top >= -1, (picture.first("title").text, words)
            assert box.bottom <= height, (picture.first("title").text, words)
            assert box.left >= -8, (picture.first("title").text, words)
            assert box.right <= width + 8, (picture.first("title").text, words)
