"""Stocks and assumptions for the tests of the forecast."""

import datetime as dt
from dataclasses import replace

import numpy as np

from vivier.reference import retirement_law
from vivier.workforce import Assumptions, Stock
from vivier.workforce.beliefs import national_behaviour, national_turnover
from vivier.workforce.chance import Flows
from vivier.workforce.data import Cell
from vivier.workforce.pooling import draw_pool
from vivier.workforce.shocks import draw_world
from vivier.workforce.stock_flow import simulate
from vivier.workforce.units import units_of

ON = dt.date(2026, 1, 31)


CERTAIN = {"pole_cv": 0.0, "company_cv": 0.0, "occupation_cv": 0.0, "band_cv": 0.0, "year_cv": 0.0}


def stock(occupations):
    """Build a stock from {occupation: {age: n}}."""
    return Stock(ON, tuple(Cell(name, age, "F", n) for name, ages in occupations.items() for age, n in ages.items()))


def fixed(law="2025-1403", rates=None, behaviour=None, **given):
    """Assumptions with nothing uncertain but chance itself: rates, behaviour and occupations exactly as told."""
    turnover = national_turnover()
    turnover = replace(turnover, rates=rates or turnover.rates, **CERTAIN)
    behaviour = replace(behaviour or national_behaviour(), shift_sd=0.0, share_weight=1e12)
    return Assumptions(retirement_law(law), behaviour=behaviour, turnover=turnover, **given)


def uncertain(law="2025-1403", **given):
    return Assumptions(retirement_law(law), **given)


def drawn(ages, assumptions, horizon, draws, seed):
    """Draw the flows of one occupation: every array (horizon, draws), the headcount one row more."""
    return drawn_of(stock({"623f": ages}), assumptions, horizon, draws, seed)


def drawn_of(people, assumptions, horizon, draws, seed, *, companies=None):
    """Draw the flows of a stock of one occupation, with the factors of other exits of its companies where given."""
    pool = draw_pool(assumptions, draws, seed)
    pool._drawn.update({name: np.full(draws, float(factor)) for name, factor in (companies or {}).items()})
    world = draw_world(assumptions, pool, ON, horizon)
    ((_, draw),) = simulate(units_of(people, assumptions), world, pool)
    flows = draw()
    return Flows(*(getattr(flows, name)[0] for name in Flows.__slots__))
