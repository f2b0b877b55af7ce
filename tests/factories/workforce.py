"""Stocks and assumptions for the tests of the forecast."""

import datetime as dt
from dataclasses import replace

from vivier.reference import retirement_law
from vivier.workforce import Assumptions, Stock
from vivier.workforce.assumptions import national_behaviour, national_turnover
from vivier.workforce.data import Cell

ON = dt.date(2026, 1, 31)


def stock(occupations):
    """Build a stock from {occupation: {age: n}}."""
    return Stock(ON, tuple(Cell(name, age, "F", n) for name, ages in occupations.items() for age, n in ages.items()))


def fixed(law="2025-1403", rates=None, behaviour=None, **given):
    """Assumptions with nothing uncertain but chance itself: rates, behaviour and occupations exactly as told."""
    turnover = national_turnover()
    turnover = replace(turnover, rates=rates or turnover.rates, weight=1e12, period_cv=0.0, occupation_cv=0.0)
    behaviour = replace(behaviour or national_behaviour(), shift_sd=0.0)
    return Assumptions(retirement_law(law), behaviour=behaviour, turnover=turnover, **given)


def uncertain(law="2025-1403", **given):
    return Assumptions(retirement_law(law), **given)
