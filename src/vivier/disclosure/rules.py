"""The primary rules, with their source: they may be made harder, never weaker."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from vivier.french import percent
from vivier.vocabulary import InputError

_OPTIONAL = ("n", "k", "p", "min_people")


@cache
def _law() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files(__package__) / "rules.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold the primary rules; each may be made harder than the law of 7 July 1960, never weaker.

    `n` and `k`: the n largest contributors may not exceed the share k (n is 2 or 3); `p`: the second must not know
    the first within this share; `min_people`: people a cell must count; 0 switches these three off. `narrowest`: the
    share of a cell that the interval around it must keep.

    >>> Rules(min_units=5, max_share=0.8).min_units
    5
    """

    min_units: int = 3
    max_share: float = 0.85
    n: int = 0
    k: float = 0.0
    p: float = 0.0
    min_people: int = 0
    narrowest: float = 0.15

    def __post_init__(self) -> None:
        _check_whole("min_units", self.min_units, 3)
        _check_share("max_share", self.max_share, 0.01, 0.85)
        _check_share("narrowest", self.narrowest, 0.15, 1.0)
        _check_share("p", self.p, 0.0, 1.0)
        if (self.n, self.k) != (0, 0):
            if self.n not in (2, 3):
                raise InputError("La règle (n, k) regarde les 2 ou 3 plus grandes unités : donnez n = 2 ou n = 3.")
            _check_share("k", self.k, 0.01, 1.0)
        if self.min_people != 0:
            _check_whole("min_people", self.min_people, 5)


def _check_whole(name: str, value: object, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 1_000_000:
        raise InputError(f"La règle « {name} » ne peut être que durcie : donnez un entier d’au moins {least}.")


def _check_share(name: str, value: object, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InputError(f"La règle « {name} » ne peut être que durcie : donnez une part de {low:g} à {high:g}.")


def rules_of(found: Mapping[str, Any], *, with_people: bool = False) -> Rules:
    """Read the rules of a specification; those it leaves out are the law's.

    Raises:
        InputError: a rule is unknown, or weaker than the law.
    """
    law = {name: _law()[name]["value"] for name in ("min_units", "max_share", "narrowest")}
    if with_people:
        law["min_people"] = _law()["min_people"]["value"]
    if unknown := set(found) - set(law) - set(_OPTIONAL):
        raise InputError(f"La règle « {min(unknown)} » n’est pas connue : ôtez-la ou corrigez son nom.")
    if with_people and found.get("min_people", 5) == 0:
        raise InputError("La règle « min_people » ne peut être que durcie : donnez un entier d’au moins 5.")
    return Rules(**(law | dict(found)))


def sources() -> tuple[tuple[str, str], ...]:
    """Give each rule of the law in words, with its source.

    >>> sources()[0][0]
    'moins de 3 unités'
    """
    return tuple(
        (each["label"].format(value=each["value"], percent=percent(min(each["value"], 1))), each["source"])
        for each in _law().values()
    )
