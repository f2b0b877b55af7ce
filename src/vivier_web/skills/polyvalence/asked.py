"""What the occupations of a study (PCS-ESE) ask in the ROME, and what its skills are called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from vivier.vocabulary import InputError

if TYPE_CHECKING:
    from vivier.gaps import Required
    from vivier.reference import Nomenclature, Store

ROME, PASSAGE = "rome4", "rome3"  # the skills of the one; the codes that official tables lead to
NOT_INSTALLED = (
    "Le ROME officiel n’est pas installé sur cette plateforme (« vivier reference add ») : les compétences restent "
    "telles qu’écrites, et rien ne dit combien de postes en demandent. Ne sont montrés que les besoins déclarés."
)
_RARE = 0.05  # a skill that fewer posts of an occupation ask is not asked of it


def has_rome(held: "Store") -> bool:
    """Tell whether the skills of the ROME, and the tables that lead to it from the PCS, are installed."""
    return all(held.has(one) for one in (ROME, PASSAGE, "fap2009", "fap2009-pcs2003", "rome3-fap2009"))


def romes_of(codes: Iterable[str], held: "Store") -> dict[str, dict[str, float]]:
    """Give the occupations of the ROME that each code of the PCS-ESE leads to, with its share; none for a group."""
    from vivier.occupations.aggregation import links

    nomenclature, ways = held.nomenclature(ROME), links(held, "pcs-ese", PASSAGE)
    found = {}
    for code in sorted(set(codes)):
        place = ways.place(code, "") if len(code) == 4 else None
        if place is None:
            continue
        led = {key: share for key, share in ways.row(place).items() if nomenclature.holds(key)}
        whole = sum(led.values())
        if whole:
            found[code] = {key: share / whole for key, share in led.items()}
    return found


def labels_in(held: "Store") -> Mapping[str, str]:
    """Give the label of each skill and knowledge of the ROME; nothing where it is not installed."""
    if not has_rome(held):
        return {}
    nomenclature = held.nomenclature(ROME)
    return nomenclature.once("labels of skills", lambda: _labels(nomenclature))


def _labels(nomenclature: "Nomenclature") -> dict[str, str]:
    return {key: label for key, label, kind in nomenclature.table("skills") if kind != "context"}


def asked_of(codes: Iterable[str], held: "Store") -> tuple["Required", ...]:
    """Give the skills that occupations of the PCS-ESE ask: those of their occupations of the ROME, by their shares.

    Raises:
        InputError: the ROME is not installed.
    """
    from vivier.gaps import Required
    from vivier.gaps.rome import required_in

    if not has_rome(held):
        raise InputError(NOT_INSTALLED)
    led = romes_of(codes, held)
    rows: dict[str, list[Required]] = defaultdict(list)
    for row in required_in(held.nomenclature(ROME), {key for shares in led.values() for key in shares}):
        rows[row.occupation].append(row)
    found = []
    for code, shares in led.items():
        posts: dict[str, float] = defaultdict(float)
        heaviest: dict[str, Required] = {}
        for rome, share in shares.items():
            for row in rows[rome]:
                posts[row.skill] += share * row.share
                before = heaviest.get(row.skill)
                heaviest[row.skill] = row if before is None or row.level > before.level else before
        found += [
            Required(code, skill, row.level, min(1.0, posts[skill]), row.hours, row.weight, row.core)
            for skill, row in sorted(heaviest.items())
            if posts[skill] >= _RARE
        ]
    return tuple(found)
