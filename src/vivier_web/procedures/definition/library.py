"""The procedures that come with the platform, one file each."""

from functools import cache
from importlib.resources import files

from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.definition.reading import read

_FOLDER = "vivier_web.procedures"


@cache
def shipped() -> tuple[Procedure, ...]:
    """Read the shipped procedures, in the order of their keys."""
    return tuple(read(shipped_text(key)) for key in _keys())


def shipped_text(key: str) -> str:
    """Give the text of a shipped file, to export or to adapt."""
    return (files(_FOLDER) / "shipped" / f"{key}.toml").read_text(encoding="utf-8")


def _keys() -> list[str]:
    names = [each.name for each in (files(_FOLDER) / "shipped").iterdir()]
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
