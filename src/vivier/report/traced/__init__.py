"""A document whose every figure carries its proof: cited by a formula, recomputed by whoever doubts.

`compose` replaces the formulas of a text by their figures, `page` and `word` write it, `opened` reads it back as it
was sent (a person may have changed it since), `verdicts` recomputes each figure, `points` judges the whole.
"""

from vivier.report.traced.checking import verdicts
from vivier.report.traced.evidence import Evidence, evidence
from vivier.report.traced.grid import points
from vivier.report.traced.marks import Traced, compose

__all__ = ["Evidence", "Traced", "compose", "evidence", "points", "verdicts"]
