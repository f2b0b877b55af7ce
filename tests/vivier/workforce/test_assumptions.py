"""What a forecast supposes is checked at birth and listed for the reader; nonsense is refused with a sentence."""

import math
from dataclasses import replace

import pytest

from factories.workforce import ON, stock, uncertain
from vivier.vocabulary import InputError, Interval
from vivier.workforce import Outlook, Stock, forecast
from vivier.workforce.assumptions import Behaviour, Hires, Observed, Turnover, national_behaviour, national_turnover
from vivier.workforce.data import Cell, Estimate

ONE = {"623f": {40: 1}}


@pytest.mark.parametrize(
    "ask",
    [
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=0),
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=31),
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=2.0),
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=5, draws=99),
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=5, seed=-1),
        lambda: Cell("623f", 40, "H", -1),
        lambda: Cell("623f", 40, "H", math.nan),
        lambda: Cell("623f", math.nan, "H", 1),
        lambda: Cell("623f", 13, "H", 1),
        lambda: Cell("623f", "40_49", "H", 1),
        lambda: Cell("", 40, "H", 1),
        lambda: Stock(ON, (Cell("623f", "25_34", "H", 1),)),
        lambda: uncertain(growth_rate=math.nan),
        lambda: uncertain(growth_sd=-0.1),
        lambda: Observed("25_34", 1, math.nan),
        lambda: Observed("25_34", -1, 5),
        lambda: Observed("25_34", 61, 5),
        lambda: Observed("jeunes", 1, 5),
        lambda: replace(national_turnover(), rates=(math.nan,) * 6),
        lambda: Turnover((0.1,), 10, 0.1, 0.3, ""),
        lambda: Behaviour(0.5, 3, 0.1, 0.1, 0.1, 0.1, 0.4, ""),
        lambda: replace(national_behaviour(), shift_sd=math.nan),
        lambda: Hires((0.5, 0.1, 0.1, 0.1, 0.1, 0.0), 10, ""),
        lambda: Estimate("departures", "", 2027, "all", math.nan, Interval(0, 1), Interval(0, 1), 1),
        lambda: Estimate("salaire", "", 2027, "all", 1, Interval(0, 1), Interval(0, 1), 1),
        lambda: Outlook(ON, 5, 100, 1).whole("departures"),
    ],
)
def test_nonsense_is_refused_in_one_french_sentence(ask):
    with pytest.raises(InputError, match=r"(?s)^[A-ZÀÉL«].*\.$"):
        ask()


def test_every_assumption_is_listed_with_its_label_and_its_source():
    seen = (Observed("25_34", 12, 80.5, 9), Observed("25_34", 3, 19.5))
    lines = uncertain(observed=seen).listed()
    names = [name for name, *_ in lines]
    assert len(set(names)) == len(names)
    assert all(label and value and source for _, label, value, source in lines)
    by_name = {name: value for name, _, value, _ in lines}
    assert by_name["law.version"] == "loi 2025-1403"
    assert by_name["law.1965-04-01"] == "63 ans, 171 trimestres"
    assert by_name["turnover.25_34"] == "17\u00a0%"
    assert by_name["observed.exits.25_34"] == "15 départs pour 100\u00a0années-personnes"
    assert by_name["observed.weight.25_34"] == "71,43\u00a0%"
    assert by_name["growth_rate"] == "0\u00a0%"


def test_hires_seen_are_weighed_with_what_was_believed():
    assumptions = uncertain(observed=(Observed("55_59", 0, 10, hires=20),))
    assert assumptions.hire_shares[4] == pytest.approx((0.05 * 20 + 20) / 40)
    assert sum(assumptions.hire_shares) == pytest.approx(1)
