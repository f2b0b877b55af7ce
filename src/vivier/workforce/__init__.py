"""Stock, departures and openings by occupation over the years, with honest intervals.

`forecast` is the verb; `spread_bands` prepares a stock whose ages come as bands; `moments` is the exact closed form
that proves the simulation. Everything else that a caller may need to build or read is in `vivier.workforce.data`
and `vivier.workforce.assumptions`.
"""

from vivier.workforce.assumptions import Assumptions
from vivier.workforce.closed_form import moments
from vivier.workforce.data import Stock
from vivier.workforce.outlook import Outlook
from vivier.workforce.projection import compare, forecast

__all__ = ["Assumptions", "Outlook", "Stock", "compare", "forecast", "moments"]
