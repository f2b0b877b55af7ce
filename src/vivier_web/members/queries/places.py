"""Which communes an intercommunality gathers, which one a commune is of: by the official geography, if installed."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vivier.reference import store

GEOGRAPHY = "cog"
_GROUP = "EPCI-"


def epci_of(commune: str) -> str:
    """Give the SIREN of the intercommunality of a commune; nothing where the geography does not say it."""
    return _epci(settings.REFERENCE).get(commune, "")


def communes_of(epci: str) -> tuple[str, ...]:
    """Give the communes of an intercommunality, in their order."""
    return tuple(sorted(commune for commune, code in _epci(settings.REFERENCE).items() if code == epci))


@lru_cache(maxsize=2)
def _epci(folder: str) -> dict[str, str]:
    held = store(Path(folder)) if folder else store()
    if not held.has(GEOGRAPHY):
        return {}
    groups = held.nomenclature(GEOGRAPHY).table("groups")
    return {commune: code.removeprefix(_GROUP) for commune, code in groups if code.startswith(_GROUP)}
