"""What a forecast supposes is checked at birth and listed for the reader; nonsense is refused with a sentence."""

import math
from dataclasses import replace

import pytest

from factories.workforce import ON, stock, uncertain
from vivier.vocabulary import InputError
from vivier.workforce import Outlook, forecast
from vivier.workforce.assumptions import Belief, Move, Observed
from vivier.workforce.beliefs import Behaviour, Hires, Turnover, national_behaviour, national_turnover
from vivier.workforce.data import Cell
from vivier.workforce.outlook import Estimate

ONE = {"623f": {40: 1}}


@pytest.mark.parametrize(
    "ask",
    [
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=0),
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=51),
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=2.0),
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=5, draws=99),
        lambda: forecast(stock(ONE), assumptions=uncertain(), horizon=5, seed=-1),
        lambda: Cell("623f", 40, "H", -1),
        lambda: Cell("623f", 40, "H", math.nan),
        lambda: Cell("623f", math.nan, "H", 1),
        lambda: Cell("623f", 13, "H", 1),
        lambda: Cell("623f", "49_40", "H", 1),
        lambda: Cell("623f", "quadra", "H", 1),
        lambda: Cell("", 40, "H", 1),
        lambda: Cell("623f", 40, "H", 1, "CDX"),
        lambda: uncertain(exit_factors={"F": math.nan}),
        lambda: uncertain(exit_factors={"F": -1}),
        lambda: uncertain(exit_level=0),
        lambda: uncertain(career_shift=9),
        lambda: uncertain(moves=(Move("a", "b", 0.7), Move("a", "c", 0.4))),
        lambda: Move("a", "a", 0.1),
        lambda: Move("a", "b", -0.1),
        lambda: Belief(exit_factor=math.nan),
        lambda: Belief(growth_rate=2),
        lambda: Belief(ages=(1.0, 2.0)),
        lambda: Belief(ages=(math.nan,) * 62),
        lambda: Belief(ages=(0.0,) * 62),
        lambda: uncertain(moves=(Move("a", "b", 0.1), Move("a", "b", 0.1))),
        lambda: forecast(stock(ONE), assumptions=uncertain(beliefs={"ZZZ": Belief()}), horizon=5),
        lambda: forecast(stock(ONE), assumptions=uncertain(moves=(Move("623f", "ZZZ", 0.1),)), horizon=5),
        lambda: uncertain(growth_rate=math.nan),
        lambda: uncertain(growth_sd=-0.1),
        lambda: Observed("25_34", 1, math.nan),
        lambda: Observed("25_34", -1, 5),
        lambda: Observed("25_34", 61, 5),
        lambda: Observed("25_34", 1.5, 5),
        lambda: Observed("25_34", 1, 5, math.inf),
        lambda: Observed("jeunes", 1, 5),
        lambda: replace(national_turnover(), rates=(math.nan,) * 6),
        lambda: Turnover((0.1,), 0.1, 0.1, 0.1, 0.1, 0.1, 0.5, ""),
        lambda: Behaviour(0.5, 3, 0.1, 0.1, 0.1, 0.1, 0.4, 60, ""),
        lambda: replace(national_behaviour(), shift_sd=math.nan),
        lambda: replace(national_behaviour(), share_weight=0),
        lambda: replace(national_behaviour(), share_weight=math.inf),
        lambda: Hires((0.5, 0.1, 0.1, 0.1, 0.1, 0.0), 10, ""),
        lambda: Estimate("departures", "", 2027, "all", math.nan, 0, (0,) * 7, 1),
        lambda: Estimate("salaire", "", 2027, "all", 1, 0, (0,) * 7, 1),
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
    assert by_name["growth_rate"] == "0\u00a0%"


def test_hires_seen_are_weighed_with_what_was_believed():
    assumptions = uncertain(observed=(Observed("55_59", 0, 10, hires=20),))
    assert assumptions.hire_shares[4] == pytest.approx((0.05 * 20 + 20) / 40)
    assert sum(assumptions.hire_shares) == pytest.approx(1)
