"""Stock, departures and openings by occupation over the years, with honest intervals.

`forecast` is the verb; `moments` is the exact closed form that proves the simulation; `trend` extends one yearly
series from its past only. Scenarios are compared by `vivier.workforce.projection.compare`. Everything else that a
caller may need to build or read is in `data`, `assumptions`, `scenarios`, `declared` and `outlook`.
"""

from vivier.workforce.assumptions import Assumptions
from vivier.workforce.closed_form import moments
from vivier.workforce.data import Stock
from vivier.workforce.outlook import Outlook
from vivier.workforce.projection import forecast
from vivier.workforce.trend import trend

__all__ = ["Assumptions", "Outlook", "Stock", "forecast", "moments", "trend"]
