"""The few shapes of a page are well formed whatever words they hold, and drawings keep to their figures and room."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.pages import lines as bodies
from factories.pages import parsed
from factories.study import around, bare, count, nobody, study, tiny, with_rows
from vivier.report import charts, reading
from vivier.report.charts import Bar, Canvas, Departures, Fan
from vivier.report.charts.marks import AIM, SIGN, series, switch, told
from vivier.report.charts.ranking import OTHER, RETIREMENT, ROW, Series, size
from vivier.report.charts.scales import step, ticks
from vivier.report.charts.theme import DUCK, MADDER, SLATE, text_width
from vivier.report.page import elements
from vivier.report.page.elements import Card, Column, Words, cell, empty, fold, lines, ranked, section, table, text
from vivier.study import Figure
from vivier.study.data import Row
from vivier.vocabulary import Interval

HOSTILE = "<script>alert(1)</script> \"a\" 'b' & c"
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
HEADS = (Column("Métier"), Column("Effectif", is_number=True), Column("Écart", is_number=True))


def figure(value: float, n: int = 100, *, low: float | None = None, high: float | None = None) -> Figure:
    if low is None or high is None:
        return Figure(value, "personnes", n)
    return Figure(value, "personnes", n, Interval(low, high), Interval(low, high))


@given(WORDS, st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4), st.booleans())
def test_a_table_has_a_head_a_caption_and_its_rows_whatever_their_words(
    caption: str, rows: list[tuple], stacks: bool
) -> None:
    found = parsed(table(HEADS, [[*map(text, row)] for row in rows], caption=caption, stacks=stacks))
    assert len(bodies(found)) == len(rows)
    assert all(len(row) == len(HEADS) for row in bodies(found))
    assert [head.attrs["scope"] for head in found.all("th")] == ["col"] * 3 + ["row"] * len(rows)
    assert len(found.all("caption")) == 1
    assert {node.attrs.get("role") for node in found.all("td")} <= {"cell" if stacks else None}
    assert [node.attrs.get("data-t") for node in found.all("td")] == (
        ["Effectif", "Écart"] if stacks else [None] * 2
    ) * len(rows)


def test_a_row_longer_or_shorter_than_its_head_is_refused() -> None:
    for row in (["a", "b"], ["a", "b", "c", "d"]):
        with pytest.raises(ValueError, match="zip"):
            table(HEADS, [row], caption="x")


@pytest.mark.parametrize(
    ("value", "is_loose"),
    [("1\u202f234", False), ("x" * 12, False), ("x" * 13, True), ("&amp;" * 12, False), ("&amp;" * 13, True),
     ('9 <span class="iv">[1\u202f; 2]</span>', False), (f"<b>{'x' * 13}</b>", True)],
)  # fmt: skip
def test_only_a_number_too_long_for_a_phone_loosens_its_table(value: str, is_loose: bool) -> None:
    assert ("stacks loose" in table(HEADS, [["a", value, "1"]], caption="x", stacks=True)) is is_loose
    assert "stacks loose" not in table(HEADS, [[value, "1", "1"]], caption="x", stacks=True)  # a name may be long
    assert "loose" not in table(HEADS, [["a", value, "1"]], caption="x")


@pytest.mark.parametrize(
    "made",
    [
        empty(HOSTILE),
        fold(HOSTILE, "", sheet=HOSTILE),
        cell(None, absent=HOSTILE),
        table([Column(HOSTILE), Column(HOSTILE)], [[text(HOSTILE), text(HOSTILE)]], caption=HOSTILE, stacks=True),
        section("x", HOSTILE, [Card(HOSTILE, HOSTILE, "", ("a", "b"))], lead=HOSTILE),
        elements.drawing("", "", source=HOSTILE),
    ],
    ids=["empty", "fold", "cell", "table", "section", "drawing"],
)
def test_words_are_only_ever_words(made: str) -> None:
    found = parsed(made)
    assert "<script" not in made
    said = [found.text, *(value or "" for node in found.walk() for value in node.attrs.values())]
    assert any("alert(1)" in words for words in said)
    assert not {name for node in found.walk() for name in node.attrs if name.startswith("on")}


def test_a_card_is_where_each_of_its_tables_is_linked() -> None:
    found = parsed(
        section("ages", "Âges", [Card("A", "", "<p>1</p>", ("un", "deux", "trois")), Card("B", "sous", "")])
    )
    first, second = found.all("article")
    assert [node.attrs["id"] for node in first.walk() if "id" in node.attrs] == [
        "tableau-un",
        "tableau-deux",
        "tableau-trois",
    ]
    assert [node for node in second.walk() if "id" in node.attrs] == []
    assert [(node.text, node.classes) for node in found.all("p")] == [("1", []), ("sous", ["k"])]
    assert found.first("section").attrs["aria-labelledby"] == found.first("h2").attrs["id"] == "ages-titre"
    assert "whole" in parsed(elements.card(Card("A", "", "", is_wide=True))).first("article").classes


def test_a_figure_that_is_not_there_is_said_and_never_a_zero() -> None:
    assert cell(None) == '<span class="absent">non déclaré</span>'
    assert cell(figure(0)) == "0"
    assert cell(figure(12)) == "12"
    assert parsed(cell(figure(12, low=9, high=15))).text == "12 [9\u202f;\u00a015]"
    assert lines([("Départs", None), ("Postes", None)]) == ()
    assert lines([("Départs", figure(12, 40, low=9, high=15)), ("Postes", None), ("Effectif", figure(3, 70))]) == (
        "Départs : 12 [9\u202f;\u00a015]", "Effectif : 3", "n = 70",
    )  # fmt: skip


@given(st.lists(WORDS, max_size=4), WORDS)
def test_no_words_told_ever_begin_as_a_command(others: list[str], heading: str) -> None:
    assert not any(line.startswith(SIGN) for line in told(heading, others).split("\n")[:1])
    assert not told(SIGN * 3 + heading).startswith(SIGN)


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_a_button_is_large_enough_for_a_finger_over_its_words(rank: int) -> None:
    made = switch(rank, "Fins de carrière", (30, -18)).to_dict()
    ends = {name: made["encoding"][name]["value"] for name in ("x", "x2", "y", "y2")}
    assert ends["y2"] - ends["y"] == AIM >= 24
    assert (ends["x"], ends["x2"]) == (24, 36 + text_width("Fins de carrière"))
    assert made["data"]["values"] == [{"dit": f"=bouton {rank} Fins de carrière"}]
    assert (series(rank), series(rank, "x")) == (f"=serie {rank}", f"=serie {rank} x")


PARTS = st.lists(st.floats(0, 5000), min_size=1, max_size=3)


@settings(max_examples=25, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=8), st.booleans())
def test_parts_of_a_bar_follow_one_another_each_in_its_tone(values: list[list[float]], is_narrow: bool) -> None:
    named = [RETIREMENT, OTHER, Series("Créations", MADDER, MADDER)]
    bars = [Bar(f"Métier {rank}", tuple(parts), None, "1") for rank, parts in enumerate(values)]
    spec = charts.ranking(bars, canvas=size(len(bars), is_narrow=is_narrow, has_series=True), parts=named)
    drawn = spec["layer"][0]["data"]["values"]
    assert [row["ton"] for row in drawn] == [named[order].tone for parts in values for order in range(len(parts))]
    for rank, parts in enumerate(values):
        mine = [row for row in drawn if rank < row["haut"] < row["bas"] < rank + 1]
        assert mine[0]["debut"] == 0
        assert mine[-1]["fin"] == pytest.approx(sum(parts))
        assert all(two["debut"] == one["fin"] for one, two in itertools.pairwise(mine))
        assert [row["serie"] for row in mine] == [series(order, "x") for order in range(len(parts))]


@pytest.mark.parametrize(("is_hot", "tone"), [(True, MADDER), (False, SLATE)])
def test_a_bar_of_one_part_is_hot_or_not_and_an_interval_under_zero_starts_at_zero(is_hot: bool, tone: str) -> None:
    bar = Bar("Soudeurs", (4.0,), Interval(-3.0, 9.0), "4", is_hot=is_hot)
    spec = charts.ranking([bar], canvas=size(1, is_narrow=True, has_series=False))
    parts, around_, *_ = (layer["data"]["values"][0] for layer in spec["layer"])
    assert (parts["ton"], around_["bas_80"], around_["haut_80"], around_["bout"]) == (tone, 0, 9.0, 9.0)
    assert (bar.top, Bar("a", (4.0, 5.0), None, "9").top, Bar("a", (), None, "").top) == (9.0, 9.0, 0.0)
    assert spec["height"] == 58 - 8 - 4
    assert size(1, is_narrow=True, has_series=False) == Canvas(300, 12 + ROW)


def test_figures_that_are_all_nothing_are_drawn_all_the_same() -> None:
    bars = [Bar("Soudeurs", (0.0, 0.0), Interval(0, 0), "0")]
    words = Words("postes", "Postes", "Aucun poste", "Source : essai")
    shown = parsed(ranked(bars, words, "<p>le tableau</p>", parts=(RETIREMENT, OTHER)))
    wide, narrow = shown.all("svg", role="img")
    assert [one.attrs["viewbox"].split()[2] for one in (wide, narrow)] == ["538", "300"]
    assert wide.first("desc").text == "Aucun poste Soudeurs\u202f: 0."
    assert len({node.attrs["id"] for node in shown.walk() if "id" in node.attrs}) == 4
    assert shown.first("div").has_class("chart")[0].attrs["data-source"] == "Source\u202f: essai"
    assert shown.all("p")[-1].text == "le tableau"


@given(st.floats(0, 1e9), st.integers(1, 12))
def test_a_step_is_round_and_the_smallest_that_is_enough(span: float, most: int) -> None:
    found = step(span, most)
    assert re.fullmatch("[125]0*", str(found))
    assert found * most >= span * (1 - 1e-9)
    smaller = max((each for each in (10**p * f for p in range(10) for f in (1, 2, 5)) if each < found), default=0)
    assert smaller * most < span or found == 1


@given(st.floats(1, 1e6), st.floats(0, 0.33))
def test_an_axis_near_zero_starts_at_zero(high: float, share: float) -> None:
    assert ticks(high * share, high)[0] == 0


def test_a_fan_without_interval_is_its_line_and_says_no_interval() -> None:
    spec = charts.fan(Fan(2026, 40, [(2027, figure(30, 40)), (2028, figure(20, 40))]), canvas=Canvas(300, 260))
    points = spec["layer"][0]["data"]["values"]
    assert [(p["bas_95"], p["bas_80"], p["valeur"], p["haut_80"], p["haut_95"]) for p in points] == [
        (n,) * 5 for n in (40, 30, 20)
    ]
    said = [row["dit"] for row in spec["layer"][-1]["data"]["values"]]
    assert [words.split("\n")[0] for words in said] == ["2026", "2027", "2028"]
    assert "Intervalle" not in "".join(said)
    whole = charts.fan(Fan(2026, 40, [(2027, around(30, 40, "personnes"))]), canvas=Canvas(538, 260))
    assert whole["layer"][-1]["data"]["values"][1]["dit"].count("Intervalle à") == 2


def test_a_year_without_departure_has_no_bar_and_a_total_of_nothing() -> None:
    spec = charts.departures(
        [Departures(2027, 0, 0), Departures(2028, 3, 0, Interval(1, 6))], canvas=Canvas(538, 260)
    )
    bars, totals = (layer["data"]["values"] for layer in spec["layer"][:2])
    assert bars == [{"annee": "2028", "bas": 0.0, "haut": 3.0, "ton": DUCK, "serie": "=serie 0 y"}]
    assert [(row["annee"], row["bas"], row["haut"], row["sommet"]) for row in totals] == [
        ("2027", 0, 0, 0),
        ("2028", 1, 6, 6),
    ]


def test_a_study_without_tables_is_read_as_nothing() -> None:
    for made in (bare(), nobody()):
        assert (reading.people(made), reading.occupations(made), reading.years(made)) == (0, [], [])
        assert (reading.ages_by_occupation(made), [*reading.series(made, "departs", "toutes")]) == ({}, [])
    assert (reading.rows(bare(), "metiers"), reading.definition(bare(), "metiers")) == ((), "")
    assert reading.origin(bare(), "metiers") == "Source : étude au 31\u00a0janvier 2026"
    assert reading.origin(nobody(), "metiers") == "Source : metiers, étude au 31\u00a0janvier 2026"
    assert reading.unsaid(bare(), "pourquoi") == "pourquoi"


def test_a_row_without_figure_is_left_out_and_occupations_come_largest_first_then_by_code() -> None:
    made = with_rows(tiny(), "metiers", [Row(("628b",), count(4)), Row(("623f",), count(4)), Row(("477a",), None),
                                         Row(("625b",), count(9))])  # fmt: skip
    assert [code for code, _ in reading.occupations(made)] == ["625b", "623f", "628b"]
    assert reading.people(made) == 17  # no row of the whole: those of its occupations
    years = [year for year, _ in reading.series(study(), "departs", "toutes")]
    assert years == [int(year) for year in reading.years(study())]


@given(st.integers(0, 120))
def test_every_age_is_in_the_band_that_holds_it(age: int) -> None:
    floors = [floor for floor, band in reading.FLOORS if band == reading.age_band(str(age))]
    assert floors == [max(floor for floor, _ in reading.FLOORS if floor <= age)]
