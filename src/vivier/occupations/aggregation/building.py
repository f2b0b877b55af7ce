"""Which steps lead from a nomenclature to another, and the levels at each end."""

from collections.abc import Callable, Mapping
from functools import partial, reduce

from vivier.occupations.aggregation import families, versions
from vivier.occupations.aggregation.data import Key, Step, Weights
from vivier.occupations.aggregation.matrix import Links, linked
from vivier.reference import Nomenclature, Store
from vivier.vocabulary import InputError

Build = Callable[[Store], Links]
_FAP2021: Build = partial(families.rome3_to_family, family="fap2021")
_FAP2009: Build = partial(families.rome3_to_family, family="fap2009")
_ROME_ESE: Build = partial(families.rome3_to_pcs2003, is_ese=True)
_FAP_ESE: Build = partial(families.fap2009_to_pcs2003, is_ese=True)
_PARENT, _ESE, _PCS = versions.rome4_to_parent, versions.ese_to_pcs2003, versions.pcs2003_to_ese
_PASSAGES = {  # the official table that each step reads, as a person would look for it
    "rome3-fap2021": "la table ROME × qualification → FAP-2021 de la Dares (CSV aux colonnes ROME, Qualif, FAP341)",
    "rome3-fap2009": "la table ROME V3 → FAP-2009 de la Dares (texte SAS, de ROME à FAP9)",
    "fap2009-pcs2003": "la table FAP-2009, PCS-2003 et ROME de la Dares (classeur aux colonnes FAP, PCS, ROME)",
    "rome3-isco08": "la table ROME V3 → CITP-08 de France Travail",
    "esco-ogr": "la table ESCO → ROME de la Commission européenne",
}
_WAYS: Mapping[tuple[str, str], tuple[tuple[Build, ...], str]] = {
    ("rome3", "fap2021"): ((_FAP2021,), "rome3-fap2021"),
    ("rome3", "fap2009"): ((_FAP2009,), "rome3-fap2009"),
    ("rome3", "pcs2003"): ((families.rome3_to_pcs2003,), "rome3-fap2009 fap2009-pcs2003"),
    ("rome3", "pcs-ese"): ((_ROME_ESE, _PCS), "rome3-fap2009 fap2009-pcs2003"),
    ("rome3", "isco08"): ((versions.rome3_to_isco,), "rome3-isco08"),
    ("rome3", "esco"): ((partial(versions.rome_to_esco, source="rome3"),), "esco-ogr"),
    ("rome3", "rome4"): ((partial(versions.rome_to_rome, source="rome3", target="rome4"),), ""),
    ("rome4", "rome3"): ((partial(versions.rome_to_rome, source="rome4", target="rome3"),), ""),
    ("rome4", "fap2021"): ((_PARENT, _FAP2021), "rome3-fap2021"),
    ("rome4", "fap2009"): ((_PARENT, _FAP2009), "rome3-fap2009"),
    ("rome4", "pcs2003"): ((_PARENT, families.rome3_to_pcs2003), "rome3-fap2009 fap2009-pcs2003"),
    ("rome4", "pcs-ese"): ((_PARENT, _ROME_ESE, _PCS), "rome3-fap2009 fap2009-pcs2003"),
    ("rome4", "isco08"): ((_PARENT, versions.rome3_to_isco), "rome3-isco08"),
    ("rome4", "esco"): ((partial(versions.rome_to_esco, source="rome4"),), "esco-ogr"),
    ("pcs2003", "fap2009"): ((families.pcs2003_to_fap2009,), "fap2009-pcs2003"),
    ("pcs2003", "rome3"): ((families.pcs2003_to_rome3,), "fap2009-pcs2003 rome3-fap2009"),
    ("pcs2003", "fap2021"): ((families.pcs2003_to_rome3, _FAP2021), "fap2009-pcs2003 rome3-fap2009 rome3-fap2021"),
    ("pcs2003", "pcs-ese"): ((_PCS,), ""),
    ("pcs-ese", "pcs2003"): ((_ESE,), ""),
    ("pcs-ese", "fap2009"): ((_ESE, families.pcs2003_to_fap2009), "fap2009-pcs2003"),
    ("pcs-ese", "rome3"): ((_ESE, families.pcs2003_to_rome3), "fap2009-pcs2003 rome3-fap2009"),
    ("pcs-ese", "fap2021"): (
        (_ESE, families.pcs2003_to_rome3, _FAP2021),
        "fap2009-pcs2003 rome3-fap2009 rome3-fap2021",
    ),
    ("fap2009", "pcs2003"): ((families.fap2009_to_pcs2003,), "fap2009-pcs2003"),
    ("fap2009", "pcs-ese"): ((_FAP_ESE, _PCS), "fap2009-pcs2003"),
    ("fap2009", "rome3"): ((families.fap2009_to_rome3,), "rome3-fap2009"),
    ("fap2009", "fap2021"): ((families.fap2009_to_rome3, _FAP2021), "rome3-fap2009 rome3-fap2021"),
    ("esco", "rome3"): ((partial(versions.esco_to_rome, target="rome3"),), "esco-ogr"),
    ("esco", "rome4"): ((partial(versions.esco_to_rome, target="rome4"),), "esco-ogr"),
    ("esco", "fap2021"): ((partial(versions.esco_to_rome, target="rome3"), _FAP2021), "esco-ogr rome3-fap2021"),
}  # fmt: skip


def links(held: Store, source: str, target: str, *, weights: Weights | None = None) -> Links:
    """Build the links that lead from a nomenclature to another, from the official tables of a store.

    `source` and `target` are identifiers with an optional level: `rome3`, `fap2021`, `fap2021:86`. A level coarser
    than the usual grain is a start only towards a level above it. `weights` (by target code, at the level of the
    target) replace the default shares, which each step of the path says.

    Raises:
        InputError: a nomenclature, a level or a table is missing, or no way leads from one to the other.

    >>> from pathlib import Path
    >>> from vivier.reference import store
    >>> links(store(Path("nulle-part")), "pcs-ese", "pcs-ese:1").shares("632e")
    {'6': 1.0}
    """
    (start, low), (end, high) = ends(held, source), ends(held, target)
    made = _within(start, low, high) if start.id == end.id else _across(held, start, low, end, high)
    named = Links(source, target, made.sources, made.targets, made.matrix, made.path)
    if weights is None:
        return named
    if not any(key.code in weights.values for key in named.targets):
        raise InputError(
            f"Aucun des poids donnés n’est celui d’un code de {target} : vérifiez leur nomenclature et leur niveau."
        )
    return named.weighed(weights)


def ends(held: Store, spec: str) -> tuple[Nomenclature, str]:
    """Read « fap2021:86 »: the nomenclature and the level; its usual grain when none is said."""
    key, _, level = spec.partition(":")
    nomenclature = held.nomenclature(key)
    chosen = level or nomenclature.entry.grain
    nomenclature.codes(chosen)  # an unknown level is said here, with those that exist
    return nomenclature, chosen


def _across(held: Store, start: Nomenclature, low: str, end: Nomenclature, high: str) -> Links:
    way = _WAYS.get((start.id, end.id))
    if way is None:
        known = [target for source, target in _WAYS if source == start.id]
        said = f"depuis {start.id}, on va vers {', '.join(known)}" if known else f"aucun ne part de {start.id}"
        raise InputError(f"Il n’y a pas de passage connu de {start.id} vers {end.id} : {said}.")
    if low != start.entry.grain:
        raise InputError(
            f"Un passage part du niveau « {start.entry.grain} » de {start.id} : donnez des codes de ce niveau."
        )
    missing = [_PASSAGES[key] for key in way[1].split() if not held.has(key)]
    if missing:
        raise InputError(
            f"De {start.id} vers {end.id}, il manque {' et '.join(missing)} : téléchargez ce qui manque, sans le "
            "retoucher, puis « vivier reference add FICHIER »."
        )
    made = reduce(Links.then, [build(held) for build in way[0]]).merged()
    made = _completed(made, start)
    return made.then(_within(end, end.entry.grain, high)) if high != end.entry.grain else made


def _within(nomenclature: Nomenclature, low: str, high: str) -> Links:
    """Lead up the levels of one nomenclature, or stay at the same."""
    levels = nomenclature.entry.levels
    if levels.index(high) > levels.index(low):
        raise InputError(f"On ne descend pas du niveau « {low} » au niveau « {high} » : donnez des codes plus fins.")
    rows: dict[Key, dict[Key, float]] = {}
    for code in nomenclature.codes(low):
        above = code if high == low else nomenclature.ancestor(code, high)
        rows[Key(code)] = {Key(above): 1} if above else {}
    name = f"{nomenclature.entry.title} : « {low} » → « {high} »"
    path = () if low == high else (Step(name, nomenclature.entry.attribution),)
    return linked(rows, path=path)


def _completed(made: Links, start: Nomenclature) -> Links:
    """Add the codes of the source that no table leads from, so that they are orphans rather than unknown."""
    absent = [code for code in start.codes() if made.place(code) is None]
    if not absent:
        return made
    keys = sorted({*made.sources, *map(Key, absent)})
    rows = {key: {key: 1.0} if made.place(*key) is not None else {} for key in keys}
    completed = linked(rows).then(made)
    return Links("", "", completed.sources, made.targets, completed.matrix, made.path)
