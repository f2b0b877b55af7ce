"""French formats hold for any number and any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier import french
from vivier.report import figures
from vivier.study import Figure
from vivier.vocabulary import InputError, Interval

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


@given(NUMBERS)
def test_a_number_is_written_whole_and_reads_back(value):
    written = french.number(value)
    assert re.fullmatch(r"−?\d{1,3}(\u202f\d{3})*", written)
    assert int(written.replace("\u202f", "").replace("−", "-")) == french.whole(value)
    assert abs(french.whole(value) - value) <= 0.5


@given(st.floats(0, 1), st.integers(0, 10_000))
def test_a_share_is_a_percentage_only_on_twenty_people_or_more(value, n):
    assert ("%" in french.share(value, n)) == (n >= 20)


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_a_share_that_is_neither_nothing_nor_all_is_never_written_so(value):
    assert french.percent(value) not in ("0\u00a0%", "100\u00a0%")


@given(st.text())
def test_typography_changes_only_apostrophes_ellipses_and_spaces(text):
    def bare(words):
        return re.sub(r"['’ \u00a0\u202f]", "", words.replace("...", "…"))

    assert bare(french.typeset(text)) == bare(text)
    assert len(french.typeset(text)) == len(text.replace("...", "…"))
    assert french.typeset(french.typeset(text)) == french.typeset(text)


@given(st.text(min_size=1), st.integers(8, 60))
def test_a_shortened_label_fits(label, limit):
    short = french.shortened(label, limit)
    assert len(short) <= limit
    assert short == label or short.endswith("…")


def test_an_interval_never_breaks_over_two_lines():
    assert " " not in french.bounds(Interval(1090, 1330))


def test_small_shares_keep_their_interval_in_people():
    figure = Figure(3 / 7, "part", 7, Interval(1 / 7, 5 / 7))
    assert (figures.figure(figure), figures.figure_bounds(figure)) == ("3 sur 7", "[1\u202f;\u00a05]")


@pytest.mark.parametrize("wrong", ["31/01/2026", "2026-13-01", ""])
def test_a_date_that_is_not_one_is_refused_with_a_sentence(wrong):
    with pytest.raises(InputError, match="année-mois-jour"):
        french.long_date(wrong)
