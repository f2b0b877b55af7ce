"""Which communes an intercommunality gathers, which one a commune is of: by the official geography, if installed."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vivier.reference import store
from vivier_web.members.territory import DEPARTMENTS

GEOGRAPHY = "cog"
_GROUP = "EPCI-"


def epci_of(commune: str) -> str:
    """Give the SIREN of the intercommunality of a commune; nothing where the geography does not say it."""
    return _epci(settings.REFERENCE).get(commune, "")


def communes_of(epci: str) -> tuple[str, ...]:
    """Give the communes of an intercommunality, in their order."""
    return tuple(sorted(commune for commune, code in _epci(settings.REFERENCE).items() if code == epci))


def local_name(code: str) -> str:
    """Name a local authority, by the code of a département or the SIREN of an EPCI."""
    if code in DEPARTMENTS:
        return f"Département : {DEPARTMENTS[code]}"
    return _names(settings.REFERENCE).get(code, f"EPCI {code}")


@lru_cache(maxsize=2)
def _names(folder: str) -> dict[str, str]:
    held = store(Path(folder)) if folder else store()
    codes = set(_epci(folder).values())
    if not codes:
        return {}
    geography = held.nomenclature(GEOGRAPHY)
    return {code: geography.label(_GROUP + code) for code in codes}


@lru_cache(maxsize=2)
def _epci(folder: str) -> dict[str, str]:
    held = store(Path(folder)) if folder else store()
    if not held.has(GEOGRAPHY):
        return {}
    groups = held.nomenclature(GEOGRAPHY).table("groups")
    return {commune: code.removeprefix(_GROUP) for commune, code in groups if code.startswith(_GROUP)}
