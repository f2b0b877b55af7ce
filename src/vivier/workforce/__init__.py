"""Stock, departures and openings by occupation over the years, with honest intervals.

`forecast` is the verb; `spread_bands` prepares a stock whose ages come as bands; `moments` is the exact closed form
that proves the simulation; `trend` extends one yearly series from its past only. Everything else that a caller may
need to build or read is in `vivier.workforce.data` and `vivier.workforce.assumptions`.
"""

from vivier.workforce.assumptions import Assumptions
from vivier.workforce.closed_form import moments
from vivier.workforce.data import Outlook, Stock
from vivier.workforce.projection import forecast
from vivier.workforce.spread import spread_bands
from vivier.workforce.trend import trend

__all__ = ["Assumptions", "Outlook", "Stock", "forecast", "moments", "spread_bands", "trend"]
