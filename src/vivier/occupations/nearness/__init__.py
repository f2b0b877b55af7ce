"""Which occupations lead to which: directed nearness, with what is already in hand and what is left to learn."""

from vivier.occupations.nearness.data import DIRECTIONS, Nearby, WeighedSkill
from vivier.occupations.nearness.face import near

__all__ = ["DIRECTIONS", "Nearby", "WeighedSkill", "near"]
