"""The zone d’emploi of a commune and the domain of an occupation, by the official files installed here, if any."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vivier.reference import store_folder
from vivier.reference.manifest import MANIFEST
from vivier_web.indicators.gate.layout import FAMILIES, ZONES
from vivier_web.skills.queries.titles import reference_store

UNKNOWN = "00"
Installed = tuple[str, int, int, int]
_FAP = "fap2009"
_ZONE = "ZE2020-"


def zone_of(commune: str) -> str:
    """Give the zone d’emploi 2020 of a commune (Insee code); `00` where it is not known."""
    return _zones(_installed()).get(commune, UNKNOWN)


def domain_of(pcs: str) -> str:
    """Give the domain of FAP-2009 (22 of them) that an occupation of PCS-ESE is in; `00` where it is not known.

    Two occupations of 429, of people who employ themselves, lead to several domains that no official figure weighs:
    theirs is not told, so that each person stays whole and tied to one company.
    """
    return _domains(_installed()).get(pcs, UNKNOWN)


def zone_words(code: str) -> str:
    """Give the name of a zone d’emploi; its code where the official file is not installed."""
    return "Zone inconnue" if code == UNKNOWN else _zone_names(_installed()).get(code, code)


def family_words(code: str) -> str:
    """Give the name of a domain of families; its code where the official file is not installed."""
    return "Domaine non précisé" if code == UNKNOWN else _family_names(_installed()).get(code, code)


def is_known(detail: str) -> bool:
    """Tell whether the official files that a detail is made from are installed: without them, all is unknown."""
    wanted = {ZONES: _zones, FAMILIES: _domains}.get(detail)
    return wanted is None or bool(wanted(_installed()))


def _installed() -> tuple[str, int, int, int]:
    """Tell one state of what is installed from another, without reading it: each person counted asks."""
    folder = Path(settings.REFERENCE) if settings.REFERENCE else store_folder()
    try:
        said = (folder / MANIFEST).stat()
    except OSError:
        return str(folder), 0, 0, 0
    return str(folder), said.st_ino, said.st_size, said.st_mtime_ns


@lru_cache(maxsize=2)
def _zone_names(_installed: Installed) -> dict[str, str]:
    """Read the name of every zone once, while what is installed stays the same."""
    held = reference_store()
    if not held.has("cog"):
        return {}
    rows = held.nomenclature("cog").table("codes")
    return {code.removeprefix(_ZONE): label for _, code, label, _ in rows if code.startswith(_ZONE)}


@lru_cache(maxsize=2)
def _family_names(_installed: Installed) -> dict[str, str]:
    """Read the name of every family and domain, once."""
    held = reference_store()
    if not held.has(_FAP):
        return {}
    families = held.nomenclature(_FAP)
    return {code: families.label(code) for level in families.entry.levels for code in families.codes(level)}


@lru_cache(maxsize=2)
def _zones(_installed: Installed) -> dict[str, str]:
    """Read the zone of every commune once, while what is installed stays the same."""
    held = reference_store()
    if not held.has("cog"):
        return {}
    rows = held.nomenclature("cog").table("groups")
    return {row[0]: row[1].removeprefix(_ZONE) for row in rows if row[1].startswith(_ZONE)}


@lru_cache(maxsize=2)
def _domains(_installed: Installed) -> dict[str, str]:
    """Read the domain of every occupation that leads to one, once."""
    from vivier.occupations.aggregation import UNMATCHED, links
    from vivier.reference import pcs_occupations

    held = reference_store()
    if not (held.has(_FAP) and held.has("fap2009-pcs2003")):
        return {}
    wide = links(held, "pcs-ese", f"{_FAP}:22")
    shares = {pcs: list(wide.shares(pcs)) for pcs in pcs_occupations()}
    return {pcs: found[0] for pcs, found in shares.items() if len(found) == 1 and UNMATCHED not in found}
