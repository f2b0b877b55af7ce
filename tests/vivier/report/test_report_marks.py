"""What marks say is what the card writes beside them, no more; and rankings draw their figures, whole."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.pages import card, page_of, parsed
from vivier.report import charts
from vivier.report.charts import Bar, Canvas
from vivier.report.charts.marks import told
from vivier.report.charts.ranking import OTHER, RETIREMENT, size
from vivier.report.charts.theme import MADDER, SLATE, text_width
from vivier.vocabulary import Interval

pytestmark = pytest.mark.xdist_group("report pages")
STUDIES = ("a pôle", "unknown ages", "three people", "one year ahead", "four hundred members")
CARDS = ("pyramide", "effectif_sans_embauche", "departs", "postes", "scenarios", "exposition")
PARTS = (RETIREMENT, OTHER)


def numbers(words):
    return set(re.findall(r"\d[\d\u202f]*", words))


def marks_of(svg):
    """Give what each mark says: every title but the picture's own."""
    return [title.text.split("\n") for title in svg.all("title")[1:]]


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("table", CARDS)
def test_no_mark_says_more_than_the_card_writes_beside_it(name, table):
    shown = card(page_of(name), table)
    words = [node for tag in ("th", "td", "p", "caption") for node in shown.all(tag)]
    written = set().union(*(numbers(node.text) for node in words))
    for svg in shown.all("svg", role="img"):
        assert marks_of(svg)
        for heading, *lines in marks_of(svg):
            # A year before the first of the table is the day of the study; nothing else is outside the card.
            assert numbers(" ".join(lines)) <= written, (heading, lines)


def test_a_figure_that_the_card_does_not_write_would_be_seen():
    shown = card(page_of("a pôle"), "departs")
    written = set().union(*(numbers(node.text) for tag in ("th", "td", "p") for node in shown.all(tag)))
    assert not numbers("Tous départs : 987 654") <= written


@pytest.mark.parametrize("table", [name for name in CARDS if name != "scenarios"])  # none in that study
def test_the_narrow_drawing_says_what_the_wide_one_says(table):
    wide, narrow = card(page_of("a pôle"), table).all("svg", role="img")[:2]
    assert marks_of(wide) == marks_of(narrow)


def test_words_of_a_file_never_become_a_command():
    assert told("=total", ["=serie 1"]) == "total\nserie 1"
    hostile = Bar('=bouton 0 <script> "x" > y', (1.0,), None, "1", ("=total",))
    svg = charts.picture(
        charts.ranking([hostile], canvas=Canvas(300, 58)), name="x", title="Titre", description="Description"
    )
    assert "<script>" not in svg
    assert "data-hides" not in svg
    (said,) = [node for node in parsed(svg).all("title") if "bouton" in node.text]
    assert said.text.startswith('bouton 0 <script> "x" > y')


AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 9000))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=12), st.booleans())
def test_a_ranking_holds_its_figures_and_stays_within_its_canvas(pairs, is_narrow):
    bars = [
        Bar(f"Métier {rank}", pair, Interval(0.8 * sum(pair), 1.3 * sum(pair)), "1\u202f234")
        for rank, pair in enumerate(pairs)
    ]
    canvas = size(len(bars), is_narrow=is_narrow, has_series=True)
    spec = charts.ranking(bars, canvas=canvas, parts=PARTS)
    rows = spec["layer"][0]["data"]["values"]
    assert [row["fin"] - row["debut"] for row in rows] == pytest.approx([value for pair in pairs for value in pair])
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    by_px = high / canvas.width
    assert low == 0
    assert max(bar.top for bar in bars) <= high - text_width("1\u202f234") * by_px + 1e-6
    svg = charts.picture(spec, name="x", title="Titre", description="Description")
    assert f'viewBox="0 0 {canvas.width} {canvas.height}"' in svg
    assert svg.count('class="switch"') == len(PARTS)
    assert svg.count('data-stack="x"') == 2 * len(bars)


def test_a_ranking_says_what_is_hot_in_another_colour_and_in_words():
    bars = [Bar("Soudeurs", (40.0,), None, "40 · tension 5", is_hot=True), Bar("Caristes", (30.0,), None, "30")]
    svg = charts.picture(
        charts.ranking(bars, canvas=size(2, is_narrow=False, has_series=False)),
        name="x",
        title="Titre",
        description="Description",
    )
    assert svg.count(f'fill="{MADDER}"') == svg.count(f'fill="{SLATE}"') == 1
    assert "40 · tension 5" in svg
