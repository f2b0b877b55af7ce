"""The zone d’emploi of a commune and the domain of an occupation, by the official files installed here, if any."""

from functools import lru_cache

from vivier.reference import Store
from vivier_web.skills.queries.titles import reference_store

UNKNOWN = "00"
FAMILIES = "fap2009"
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
    held = reference_store()
    if not held.has("cog") or code == UNKNOWN:
        return "Zone inconnue" if code == UNKNOWN else code
    places = held.nomenclature("cog")
    return places.label(_ZONE + code) if places.holds(_ZONE + code) else code


def family_words(code: str) -> str:
    """Give the name of a domain of families."""
    held = reference_store()
    if not held.has(FAMILIES) or code == UNKNOWN:
        return "Domaine non précisé" if code == UNKNOWN else code
    families = held.nomenclature(FAMILIES)
    return families.label(code) if families.holds(code) else code


def _installed() -> tuple[str, ...]:
    return tuple(sorted(entry.file for entry in reference_store().entries.values()))


@lru_cache(maxsize=2)
def _zones(_files: tuple[str, ...]) -> dict[str, str]:
    """Read the zone of every commune once, while what is installed stays the same."""
    held: Store = reference_store()
    if not held.has("cog"):
        return {}
    rows = held.nomenclature("cog").table("groups")
    return {row[0]: row[1].removeprefix(_ZONE) for row in rows if row[1].startswith(_ZONE)}


@lru_cache(maxsize=2)
def _domains(_files: tuple[str, ...]) -> dict[str, str]:
    """Read the domain of every occupation that leads to one, once."""
    from vivier.occupations.aggregation import UNMATCHED, links
    from vivier.reference import pcs_occupations

    held: Store = reference_store()
    if not (held.has(FAMILIES) and held.has("fap2009-pcs2003")):
        return {}
    wide = links(held, "pcs-ese", f"{FAMILIES}:22")
    shares = {pcs: list(wide.shares(pcs)) for pcs in pcs_occupations()}
    return {pcs: found[0] for pcs, found in shares.items() if len(found) == 1 and UNMATCHED not in found}
