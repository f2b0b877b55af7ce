"""Occupations: free job titles into codes with a doubt one can trust (`coder`), and which lead to which (`near`).

Each method has its own room, with its face and its method note.
"""

from vivier.occupations.nearness import near

__all__ = ["near"]
