"""Occupations: free job titles into codes with a doubt one can trust, cells into other codes, which lead to which.

Each method has its own room, with its face and its method note: `coder`, `aggregation`, `nearness`. A room is loaded
when one of its names is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivier.occupations.aggregation import aggregate, links
    from vivier.occupations.coder.data import Codings
    from vivier.occupations.coder.face import code
    from vivier.occupations.coder.hints import Hints
    from vivier.occupations.nearness import near

__all__ = ["Codings", "Hints", "aggregate", "code", "links", "near"]
_ROOMS = {
    "Codings": "coder.data", "Hints": "coder.hints", "code": "coder.face",
    "aggregate": "aggregation", "links": "aggregation", "near": "nearness",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Load the room of a name when it is first asked for."""
    if name not in _ROOMS:
        raise AttributeError(name)
    return getattr(import_module(f"vivier.occupations.{_ROOMS[name]}"), name)
