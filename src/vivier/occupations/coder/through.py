"""Which nomenclature titles are coded in, and the way from there to the one that was asked for."""

from dataclasses import dataclass

from vivier.occupations.aggregation import Links, links
from vivier.occupations.coder.lexicons import lexicon_of
from vivier.reference import Nomenclature, Store, store
from vivier.vocabulary import InputError

TAUGHT = ("rome4", "rome3")  # what titles are coded in when another nomenclature is asked for, best first
_NOT_TAUGHT = ("esco", "esco12")  # they have titles, but no model is learned from them


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Hold where titles are coded, and the links from there; none when what was asked for is where they are coded."""

    held: Store
    source: Nomenclature
    links: Links | None = None


def way_to(nomenclature: Nomenclature) -> Way:
    """Find the way to a nomenclature: itself when it teaches how to code, else ROME 4 or 3 and the official passages.

    Raises:
        InputError: neither version of ROME is in its store, or a passage is missing.

    >>> from vivier.reference import store
    >>> way_to(store().nomenclature("demo")).source.id
    'demo'
    """
    return nomenclature.once("coder-way", lambda: _way(nomenclature))


def _way(nomenclature: Nomenclature) -> Way:
    held = store(nomenclature.folder)
    key, _, level = nomenclature.id.partition(":")
    if not level and _teaches(nomenclature):
        return Way(held, nomenclature)
    known = [each for each in (key, *TAUGHT) if each in held.ids and _teaches(held.nomenclature(each))]
    if not known:
        lexicon_of(nomenclature)  # which says so
        raise InputError(
            f"Pour coder en {nomenclature.entry.title}, il faut le ROME : ajoutez ses fichiers officiels avec "
            "« vivier reference add »."
        )
    source = held.nomenclature(known[0])
    return Way(held, source, links(held, source.id, nomenclature.id))


def _teaches(nomenclature: Nomenclature) -> bool:
    entry = nomenclature.entry
    titles = entry.rows.get("titles") if entry.file else len(nomenclature.table("titles"))
    return bool(titles) and entry.id not in _NOT_TAUGHT
