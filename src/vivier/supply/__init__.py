"""Training places to open, keep or close: openings by occupation → specialities and levels → beside declared supply.

`adapt` is the verb; `Opening`, `Portrait`, `Offer` and `Terms` are what it takes, `Adaptation` what it gives.
"""

from vivier.supply.adapting import adapt
from vivier.supply.data import Offer, Opening, Portrait, Terms
from vivier.supply.result import Adaptation

__all__ = ["Adaptation", "Offer", "Opening", "Portrait", "Terms", "adapt"]
