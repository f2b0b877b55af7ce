"""Reading a set of indicators, and the sets that come with the platform, one file each."""

from functools import cache, lru_cache
from importlib.resources import files
from typing import cast

from vivier.vocabulary import InputError
from vivier_web.indicators.definition.data import IndicatorSet
from vivier_web.procedures.definition.reading import read_as

_FOLDER = "vivier_web.indicators"


@lru_cache(maxsize=64)
def read(text: str) -> IndicatorSet:
    """Read the text of a file, or refuse it with its line and one sentence (`UnreadableProcedure`)."""
    return cast("IndicatorSet", read_as(IndicatorSet, text, "un jeu d’indicateurs"))


@cache
def shipped() -> tuple[IndicatorSet, ...]:
    """Read the shipped sets, in the order of their keys."""
    names = [each.name for each in (files(_FOLDER) / "shipped").iterdir()]
    keys = sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return tuple(read(shipped_text(key)) for key in keys)


def shipped_set(key: str) -> IndicatorSet:
    """Give one shipped set.

    Raises:
        InputError: there is none of this key.
    """
    found = next((one for one in shipped() if one.key == key), None)
    if found is None:
        raise InputError("Ce jeu d’indicateurs n’existe pas : choisissez-en un dans la liste.")
    return found


def shipped_text(key: str) -> str:
    """Give the text of a shipped file."""
    return (files(_FOLDER) / "shipped" / f"{key}.toml").read_text(encoding="utf-8")
