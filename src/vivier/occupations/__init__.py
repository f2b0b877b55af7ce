"""Occupations: free job titles into codes with a doubt one can trust (`code`), and what codes lead to.

Each method has its own room, with its face and its method note: `vivier.occupations.coder` for titles.
"""

from vivier.occupations.coder.data import Codings
from vivier.occupations.coder.face import Hints, code

__all__ = ["Codings", "Hints", "code"]
