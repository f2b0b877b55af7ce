"""Occupations: free job titles into codes with a doubt one can trust (`coder`), cells of codes into others.

Each method has its own room, with its face and its method note.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivier.occupations.aggregation import CodeCell, aggregate, links

__all__ = ["CodeCell", "aggregate", "links"]


def __getattr__(name: str) -> object:
    """Load aggregation when it is first asked for: coding does without it."""
    if name in __all__:
        from vivier.occupations import aggregation

        return getattr(aggregation, name)
    raise AttributeError(name)
