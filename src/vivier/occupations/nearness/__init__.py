"""Which occupations lead to which: directed nearness, with what is already in hand and what is left to learn.

`near` is the verb; `gather` reads a nomenclature once for callers who ask about many codes.
"""

from vivier.occupations.nearness.data import DIRECTIONS, Nearby, WeighedSkill
from vivier.occupations.nearness.evidence import Evidence, gather
from vivier.occupations.nearness.finding import near

__all__ = ["DIRECTIONS", "Evidence", "Nearby", "WeighedSkill", "gather", "near"]
