"""Names that nobody bears, and the list of the fictional companies, read from `pole.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Names:
    """Hold the short lists names are drawn from."""

    surnames: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]

    def draw(self, sex: str, rng: Random) -> tuple[str, str]:
        """Draw a surname and a first name."""
        return rng.choice(self.surnames), rng.choice(self.women if sex == "F" else self.men)


@dataclass(frozen=True, slots=True)
class Card:
    """Hold what is written about one member before any draw; `size` is only its order of magnitude."""

    name: str
    sector: str
    size: int
    source: str
    sites: int = 1
    has_matrix: bool = False
    is_late: bool = False


@cache
def _pole() -> Mapping[str, Any]:
    return tomllib.loads((files("vivier.demo") / "pole.toml").read_text(encoding="utf-8"))


def names() -> Names:
    """Give the lists of names."""
    pole = _pole()
    return Names(tuple(pole["surnames"]), tuple(pole["women"]), tuple(pole["men"]))


def towns() -> tuple[tuple[str, str], ...]:
    """Give the imaginary towns with their postcodes."""
    return tuple((town, postcode) for town, postcode in _pole()["towns"])


def skills(sector: str) -> tuple[str, ...]:
    """Give the skills that a polyvalence matrix of that sector lists; none when the sector has no matrix."""
    return tuple(_pole()["skills"].get(sector, ()))


def cards() -> tuple[Card, ...]:
    """Give the members that are named one by one, in order.

    >>> cards()[0].name
    'Usinage du Val'
    """
    return tuple(
        Card(
            row["name"], row["sector"], row["size"], row["source"], row.get("sites", 1),
            row.get("matrix", False), row.get("late", False),
        )
        for row in _pole()["members"]
    )  # fmt: skip
