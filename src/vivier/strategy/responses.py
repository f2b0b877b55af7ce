"""Generic answers by kind of finding, shipped with their source and certainty, that a human edits."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vivier.strategy.data import KINDS, check_text
from vivier.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Response:
    """Hold the generic answer to one kind of finding; « {sujets} » stands for the subjects of the axis.

    >>> shipped()["departure"].certainty
    '[V]'
    """

    risk: str
    decision: str
    action: str
    indicator: str
    source: str
    certainty: str

    def __post_init__(self) -> None:
        for field in ("risk", "decision", "action", "indicator", "source", "certainty"):
            check_text("Chaque partie d’une réponse type", getattr(self, field))

    @property
    def origin(self) -> str:
        """The source and how far to trust it, in one line."""
        return f"{self.source} {self.certainty}"


@cache
def shipped() -> Mapping[str, Response]:
    """Give the answers that ship with the library, by kind of finding."""
    found = tomllib.loads((files(__package__) / "responses.toml").read_text(encoding="utf-8"))
    return MappingProxyType({kind: Response(**found[kind]) for kind in KINDS})


def complete(responses: Mapping[str, Response] | None) -> Mapping[str, Response]:
    """Lay the answers of a pôle over those that ship."""
    unknown = sorted(set(responses or {}) - set(KINDS))
    if unknown:
        raise InputError(f"« {unknown[0]} » n’est pas une sorte de constat ; sortes connues : {', '.join(KINDS)}.")
    return {**shipped(), **(responses or {})}
