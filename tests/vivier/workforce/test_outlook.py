"""Figures of a forecast as a reader asks for them: by measure, occupation, cause and year."""

from dataclasses import replace

import numpy as np
import pytest

from factories.workforce import ON, stock, uncertain
from vivier.vocabulary import InputError, Interval
from vivier.workforce import Outlook, Stock, forecast
from vivier.workforce.assumptions import Belief
from vivier.workforce.data import Cell
from vivier.workforce.outlook import CAUSES, MEASURES, QUANTILES, Estimate

TWO = {"623f": {30: 8, 61: 4}, "485a": {45: 6}}


def outlook(**given):
    return forecast(stock(TWO), assumptions=uncertain(**given), horizon=3, draws=200, seed=4)


def by_hand():
    """Two occupations, two keys; what the second says of the second occupation is not known."""
    figures = np.arange(36, dtype=float).reshape(2, 2, 9)
    figures[1, 1] = np.nan
    keys = (("departures", "all", 2027), ("imbalance", "", 0))
    return Outlook(ON, 1, 100, 1, ("", "623f"), (9, 4), keys, figures)


def test_by_hand_figures_are_read_in_order_and_what_is_not_known_is_not_listed():
    rows = by_hand().estimates
    assert [(row.occupation, row.measure, row.cause, row.year, row.n) for row in rows] == [
        ("", "departures", "all", 2027, 9),
        ("", "imbalance", "", 0, 9),
        ("623f", "departures", "all", 2027, 4),
    ]
    assert (rows[1].value, rows[1].sd, rows[1].quantiles) == (9, 10, (11, 12, 13, 14, 15, 16, 17))


def test_an_estimate_gives_its_median_and_its_three_intervals():
    row = Estimate("departures", "623f", 2027, "all", 3.4, 1.2, (1, 1, 2, 3, 5, 5, 6), 12)
    assert row.median == 3
    assert row.interval_80 == Interval(2, 5)
    assert row.interval_90 == Interval(1, 5)
    assert row.interval_95 == Interval(1, 6)
    assert QUANTILES == (0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975)


def test_series_hold_each_year_and_whole_the_horizon():
    found = outlook()
    rows = found.series("openings", "623f", "dares")
    assert [row.year for row in rows] == [2027, 2028, 2029]
    assert found.whole("openings", "623f", "dares").year == 0
    assert found.whole("openings", "623f", "dares").value == pytest.approx(sum(row.value for row in rows))


def test_what_an_outlook_does_not_hold_is_empty_in_series_and_refused_as_a_whole():
    found = outlook()
    assert found.series("openings", "boulanger", "dares") == ()
    assert found.series("salaire") == found.series("openings", "623f", "autre") == ()
    assert found.series("imbalance") == ()
    for asked in (("openings", "boulanger", "dares"), ("imbalance", "", ""), ("headcount", "", "")):
        with pytest.raises(InputError, match=r"n’a pas de chiffre « \w+ » sur tout l’horizon pour « .*»\.$"):
            found.whole(*asked)
    with pytest.raises(InputError):
        by_hand().whole("imbalance", "623f")


def test_occupations_come_in_order_all_of_them_together_first():
    found = outlook()
    assert found.occupations == ("", "485a", "623f")
    assert found.people == (18, 6, 12)
    assert {row.n for row in found.estimates if row.occupation == "623f"} == {12}


def test_every_key_is_a_measure_a_cause_and_a_year_told_once():
    found = outlook(beliefs={name: Belief(starters=1.0) for name in TWO})
    assert len(set(found.keys)) == len(found.keys) == found.figures.shape[1]
    assert {measure for measure, *_ in found.keys} == set(MEASURES)
    assert {cause for _, cause, _ in found.keys} == set(CAUSES)
    assert {year for *_, year in found.keys} == {0, 2027, 2028, 2029}
    assert len(found.estimates) == found.figures.shape[0] * found.figures.shape[1]


def test_outlooks_are_equal_when_all_they_say_is():
    one, same = outlook(), outlook()
    assert one == same
    assert one != replace(one, seed=5)
    assert one != replace(one, figures=one.figures + 1)
    assert one != "projection"
    with pytest.raises(TypeError):
        hash(one)


def test_of_nobody_an_outlook_says_nothing():
    nobody = forecast(Stock(ON, (Cell("623f", 30, "F", 5, "CDD"),)), assumptions=uncertain(), horizon=3)
    assert (nobody.estimates, nobody.occupations, nobody.keys) == ((), (), ())
    assert nobody.series("openings") == ()
    with pytest.raises(InputError):
        nobody.whole("openings", cause="dares")


@pytest.mark.parametrize("given", [("salaire", "all"), ("departures", "maladie")])
def test_a_figure_that_no_projection_computes_is_refused(given):
    measure, cause = given
    with pytest.raises(InputError, match="n’est pas un chiffre que la projection calcule"):
        Estimate(measure, "", 2027, cause, 1.0, 0.0, (0.0,) * 7, 1)


def test_the_mean_lies_within_the_paths_and_a_certain_figure_has_no_spread():
    certain = forecast(stock({"a": {80: 3}}), assumptions=uncertain(), horizon=1, draws=100)
    row = certain.whole("departures", "a", "retirement")
    assert (row.value, row.sd, row.quantiles) == (3, 0, (3,) * 7)
    for row in outlook().estimates:
        low, high = row.interval_95.low, row.interval_95.high
        assert low - 4 * row.sd <= row.value <= high + 4 * row.sd
        assert row.sd >= 0
