"""The steps between versions of a nomenclature, and those that follow appellations: ROME, PCS, ESCO, ISCO-08."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from vivier.occupations.aggregation.data import QUALIFICATIONS, Key, Step
from vivier.occupations.aggregation.matrix import Links, linked
from vivier.reference import Nomenclature, Store
from vivier.reference.nomenclature import Pair

_RELATIONS = ("exactMatch", "closeMatch", "narrowMatch", "broadMatch")
_SHARED = "part des appellations communes (même identifiant OGR)"
Rows = dict[Key, dict[Key, float]]


def rome_to_rome(held: Store, source: str, target: str) -> Links:
    """Lead from a version of ROME to the other by the appellations they share, else by the parent code."""
    before, after = held.nomenclature(source), held.nomenclature(target)
    homes = _homes(after)
    rows: Rows = {}
    for code in before.codes():
        found: dict[Key, float] = defaultdict(float)
        for title in before.titles(code):
            for home in homes.get(title.id, ()):
                found[Key(home)] += 1
        rows[Key(code)] = dict(found) or _kin(before, after, code)
    name = f"{before.entry.title} → {after.entry.title}"
    share = f"{_SHARED} ; à défaut, code parent"
    return linked(rows, path=(Step(name, _origin(before, after), share),))


def rome4_to_parent(held: Store) -> Links:
    """Lead from each code of ROME 4 to its parent code, which is a code of ROME 3; qualifications are kept."""
    rome4 = held.nomenclature("rome4")
    rows: Rows = {}
    for code in rome4.codes():
        parent = rome4.ancestor(code, "parent")
        for qualification in ("", *QUALIFICATIONS):
            rows[Key(code, qualification)] = {Key(parent, qualification): 1} if parent else {}
    return linked(rows, path=(Step("ROME 4 → code parent (ROME 3)", rome4.entry.attribution),))


def ese_to_pcs2003(held: Store) -> Links:
    """Lead from PCS-ESE to PCS-2003: the same code, else the one that PCS-ESE divides; PCS-2003 codes are kept.

    PCS-ESE divides « 541a » into « 541b » and « 541c »: the code divided is the one just before, in the same group.
    Its three codes in x (employers paid by their own firm) stand for the whole groups 1, 21 and 22.
    """
    ese, pcs = held.nomenclature("pcs-ese"), held.nomenclature("pcs2003")
    known = sorted(pcs.codes())
    rows: Rows = {Key(code): {Key(code): 1} for code in known}
    for code in ese.codes():
        if Key(code) not in rows:
            rows[Key(code)] = dict.fromkeys(map(Key, _divided(code, known)), 1.0)
    share = "même code, sinon le code que la PCS-ESE divise ; parts égales pour 100x, 210x et 220x"
    return linked(rows, path=(Step("PCS-ESE → PCS-2003", _origin(ese, pcs), share),))


def pcs2003_to_ese(held: Store) -> Links:
    """Lead from PCS-2003 to PCS-ESE: the same code, else in equal shares the codes that divide it."""
    ese, pcs = held.nomenclature("pcs-ese"), held.nomenclature("pcs2003")
    known, kept = sorted(pcs.codes()), set(ese.codes())
    rows: Rows = {Key(code): {Key(code): 1} if code in kept else {} for code in known}
    for code in ese.codes():
        for divided in _divided(code, known):
            if divided not in kept:
                rows[Key(divided)][Key(code)] = 1
    share = "même code, sinon parts égales entre les codes qui le divisent"
    return linked(rows, path=(Step("PCS-2003 → PCS-ESE", _origin(ese, pcs), share),))


def rome3_to_isco(held: Store) -> Links:
    """Lead from ROME 3 to ISCO-08 as France Travail publishes it."""
    passage = held.passage("rome3", "isco08")
    rows: Rows = defaultdict(dict)
    for pair in passage.pairs:
        rows[Key(pair.source)][Key(pair.target)] = 1
    name = passage.entry.title.removeprefix("passage ")
    return linked(rows, path=(Step(name, passage.entry.attribution, "parts égales"),))


def esco_to_rome(held: Store, target: str) -> Links:
    """Lead from ESCO to ROME by the appellations of the best relation that each ESCO occupation has."""
    passage, homes = held.passage("esco", "ogr"), _homes(held.nomenclature(target))
    rows: Rows = {}
    for source in dict.fromkeys(pair.source for pair in passage.pairs):
        pairs = [pair for pair in passage.targets(source) if pair.target in homes]
        found: dict[Key, float] = defaultdict(float)
        for pair in _best(pairs):
            for home in homes[pair.target]:
                found[Key(home)] += 1
        rows[Key(source)] = dict(found)
    share = "part des appellations de la meilleure relation (exacte, proche, plus précise, plus large)"
    name = f"ESCO → appellations → {held.entries[target].title}"
    return linked(rows, path=(Step(name, passage.entry.attribution, share),))


def rome_to_esco(held: Store, source: str) -> Links:
    """Lead from ROME to ESCO by its appellations: each goes to its best relations, in equal shares."""
    passage, rome = held.passage("esco", "ogr"), held.nomenclature(source)
    rows: Rows = {}
    for code in rome.codes():
        found: dict[Key, float] = defaultdict(float)
        for title in rome.titles(code):
            best = _best(passage.sources(title.id))
            for pair in best:
                found[Key(pair.source)] += 1 / len(best)
        rows[Key(code)] = dict(found)
    share = "part des appellations ; pour chacune, parts égales entre ses meilleures relations"
    name = f"{rome.entry.title} → appellations → ESCO"
    return linked(rows, path=(Step(name, passage.entry.attribution, share),))


def _homes(rome: Nomenclature) -> dict[str, list[str]]:
    """List the codes under which a version of ROME puts each appellation."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in rome.codes():
        for title in rome.titles(code):
            found[title.id].append(code)
    return found


def _kin(before: Nomenclature, after: Nomenclature, code: str) -> dict[Key, float]:
    """Give the code of the other version that is the parent of this one, else has it for parent."""
    known = set(after.codes())
    parent = before.ancestor(code, "parent") if "parent" in before.entry.levels else code
    if parent in known:
        return {Key(str(parent)): 1}
    return {Key(child): 1 for child in after.children(code) if child in known}


def _divided(code: str, known: list[str]) -> list[str]:
    """Give the codes of PCS-2003 that a code of PCS-ESE comes from."""
    if code.endswith("x"):
        return [each for each in known if each.startswith(code.rstrip("0x"))]
    before = known[bisect_right(known, code) - 1] if known and known[0] <= code else ""
    return [before] if before[:3] == code[:3] else []


def _best(pairs: Sequence[Pair]) -> list[Pair]:
    """Keep the pairs of the closest relation there is."""
    ranks = [_RELATIONS.index(each.relation) if each.relation in _RELATIONS else len(_RELATIONS) for each in pairs]
    return [pair for pair, rank in zip(pairs, ranks, strict=True) if rank == min(ranks)]


def _origin(*held: Nomenclature) -> str:
    return " ; ".join(dict.fromkeys(each.entry.attribution for each in held))
