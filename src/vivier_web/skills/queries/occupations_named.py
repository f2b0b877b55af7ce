"""Which occupation a title is, in PCS-ESE and, where it is installed, in ROME 4; how near two occupations are."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vivier.reference import Nomenclature, pcs_label, pcs_occupations, store
from vivier.vocabulary import InputError
from vivier_web.skills.mobility.kinship import ByPcs, ByRome, Kinship
from vivier_web.skills.queries.titles import MOST, Proposal, advice_on, reference_store

ROME = "rome4"


@dataclass(frozen=True, slots=True)
class Named:
    """Hold what a title may be: codes of PCS-ESE, codes of ROME (none without a store), what a reader must know."""

    pcs: tuple[Proposal, ...]
    rome: tuple[Proposal, ...] = ()
    question: str = ""
    caution: str = ""


def rome() -> Nomenclature | None:
    """Open ROME 4, once for all while the store holds the same; None where it is not installed."""
    held = reference_store()
    return _rome(held.folder, held.entries[ROME].file) if ROME in held.ids else None


def kinship() -> Kinship:
    """Give what says how near occupations are."""
    held = reference_store()
    return _by_rome(held.folder, held.entries[ROME].file) if ROME in held.ids else ByPcs()


@cache
def _rome(folder: Path, _file: str) -> Nomenclature:
    return store(folder).nomenclature(ROME)


@cache
def _by_rome(folder: Path, file: str) -> Kinship:
    return ByRome(_rome(folder, file))


def named(title: str) -> Named:
    """Propose occupations for a title; without a store those of PCS-ESE only, which is said."""
    if not title.strip():
        return Named(())
    advice = advice_on(title)
    return Named(advice.proposals, _rome_of(title), advice.question, advice.caution)


def _rome_of(title: str) -> tuple[Proposal, ...]:
    held = rome()
    if held is None:
        return ()
    from vivier.occupations import code  # learned models weigh: opened when first needed

    try:
        (found,) = code([title], nomenclature=held)
    except InputError:
        return ()
    codes = [each for each in (found.code, *found.alternatives) if each][:MOST]
    return tuple(Proposal(each, held.label(each)) for each in codes)


def is_pcs(code: str) -> bool:
    """Tell whether a code is an occupation of PCS-ESE."""
    return code in pcs_occupations()


def is_rome(code: str) -> bool:
    """Tell whether a code is an occupation of the ROME installed here."""
    held = rome()
    return held is not None and held.holds(code) and held.level(code) == held.entry.grain


def label_of(pcs: str, code: str = "") -> str:
    """Name an occupation: by its ROME where it has one and ROME is here, otherwise by its PCS."""
    held = rome() if code else None
    if held is not None and held.holds(code):
        return held.label(code)
    return pcs_label(pcs)
