"""The steps between ROME 3 with its qualifications, the families FAP and PCS-2003, from the tables of the Dares."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from vivier.occupations.aggregation.data import QUALIFICATIONS, UNMATCHED, Key, Step
from vivier.occupations.aggregation.matrix import Links, linked
from vivier.occupations.aggregation.versions import pcs2003_to_ese
from vivier.reference import Passage, Store

# The qualifications of France Travail (1–2 labourers and unskilled workers, 3–4 skilled workers, 5–6 clerks, 7
# technicians, 8 foremen, 9 managers; 0 is not said) that the people of a PCS may have, by its first characters.
# The self-employed (1, 2) have none: they come last when a ROME is looked for, and take the whole of their family.
_CATEGORIES = {
    "1": "-",
    "2": "-",
    "3": "9",
    "47": "7",
    "48": "8",
    "4": "78",
    "5": "56",
    "67": "12",
    "68": "12",
    "69": "12",
    "6": "34",
}
_TEN = "sans qualification, part des dix qualifications (0–9) qui mènent à chaque code"
_CELLS = (
    "parts égales entre les couples ROME × qualification de la famille ; une famille sans ROME prend ceux de son "
    "groupe (niveau 87)"
)
_FITTING = "à la qualification que dit la catégorie de la PCS, s’il en est dans la famille"
Families = Mapping[str, Mapping[str, tuple[str, ...]]]  # ROME → qualification → families


def qualifications(pcs: str) -> str:
    """Give the qualifications that the people of a PCS code may have; none (-) for the self-employed.

    >>> qualifications("632e"), qualifications("681a"), qualifications("388a"), qualifications("211a")
    ('34', '12', '9', '-')
    """
    return _CATEGORIES.get(pcs[:2]) or _CATEGORIES.get(pcs[:1], "-")


def rome3_to_family(held: Store, family: str) -> Links:
    """Lead from ROME 3, with or without qualification, to the families of FAP-2021 or FAP-2009."""
    passage = held.passage("rome3", family)
    rows: dict[Key, dict[Key, float]] = {}
    for rome, by_qualification in _families(passage).items():
        counts: Counter[Key] = Counter()
        for qualification, found in by_qualification.items():
            shares = {Key(each): 1 / len(found) for each in found}
            rows[Key(rome, qualification)] = dict(shares)
            counts.update(shares)
        rows[Key(rome)] = dict(counts)
    return linked(rows, path=(Step(_title(passage), passage.entry.attribution, _TEN),))


def pcs2003_to_fap2009(held: Store) -> Links:
    """Lead from PCS-2003 to the one family of FAP-2009 that the Dares puts each code in."""
    passage = held.passage("fap2009", "pcs2003")
    rows: dict[Key, dict[Key, float]] = defaultdict(dict)
    for pair in passage.pairs:
        rows[Key(pair.target)][Key(pair.source)] = 1
    return linked(rows, path=(_backwards(passage, "PCS-2003 → FAP-2009", ""),))


def fap2009_to_pcs2003(held: Store, *, is_ese: bool = False) -> Links:
    """Lead from FAP-2009 to the PCS-2003 codes that make each family; for PCS-ESE, to those of employees only."""
    passage = held.passage("fap2009", "pcs2003")
    codes = _codes(held, passage, is_ese=is_ese)
    rows = {Key(family): dict.fromkeys(map(Key, found), 1.0) for family, found in codes.items()}
    step = Step(_title(passage), passage.entry.attribution, "parts égales entre les PCS de la famille")
    return linked(rows, path=(step,))


def fap2009_to_rome3(held: Store) -> Links:
    """Lead from FAP-2009 back to the ROME 3 × qualification couples that lead to each family."""
    passage = held.passage("rome3", "fap2009")
    rows = {Key(family): dict.fromkeys(couples, 1.0) for family, couples in _couples(held, passage).items()}
    return linked(rows, path=(_backwards(passage, "FAP-2009 → ROME 3 × qualification", _CELLS),))


def pcs2003_to_rome3(held: Store) -> Links:
    """Lead from PCS-2003 through its FAP-2009 to ROME 3 × qualification, at the qualifications that the PCS says."""
    families, passage = held.passage("fap2009", "pcs2003"), held.passage("rome3", "fap2009")
    couples = _couples(held, passage)
    rows: dict[Key, dict[Key, float]] = defaultdict(dict)
    for pair in families.pairs:
        reached = couples.get(pair.source, ())
        fitting = [key for key in reached if key.qualification in qualifications(pair.target)]
        rows[Key(pair.target)] |= dict.fromkeys(fitting or reached, 1.0)
    back = _backwards(passage, "FAP-2009 → ROME 3 × qualification", f"{_CELLS}, {_FITTING}")
    return linked(rows, path=(_backwards(families, "PCS-2003 → FAP-2009", ""), back))


def rome3_to_pcs2003(held: Store, *, is_ese: bool = False) -> Links:
    """Lead from ROME 3 through its FAP-2009 to the PCS-2003 of that family that fit the qualification.

    For PCS-ESE, only the codes of employees are kept: it has none for doctors in private practice.
    """
    passage, families = held.passage("rome3", "fap2009"), held.passage("fap2009", "pcs2003")
    codes = _codes(held, families, is_ese=is_ese)
    rows: dict[Key, dict[Key, float]] = {}
    for rome, by_qualification in _families(passage).items():
        counts: Counter[Key] = Counter()
        for qualification, found in by_qualification.items():
            shares = _fitting([code for family in found for code in codes.get(family, ())], qualification)
            rows[Key(rome, qualification)] = dict(shares)
            counts.update(shares)
        rows[Key(rome)] = dict(counts)
    share = "parts égales entre les PCS de la famille qui ont cette qualification, à défaut entre toutes"
    origin = families.entry.attribution
    first = Step(_title(passage), passage.entry.attribution, _TEN)
    return linked(rows, path=(first, Step(_title(families), origin, share)))


def _fitting(codes: Iterable[str], qualification: str) -> dict[Key, float]:
    every = list(dict.fromkeys(codes))
    employees = [code for code in every if qualifications(code) != "-"] or every
    kept = [code for code in employees if qualification in qualifications(code)] or employees
    return {Key(code): 1 / len(kept) for code in kept}


def _codes(held: Store, passage: Passage, *, is_ese: bool) -> dict[str, list[str]]:
    """List the PCS-2003 codes of each family; for PCS-ESE, those that it keeps or divides."""
    onward = pcs2003_to_ese(held) if is_ese else None
    found: dict[str, list[str]] = defaultdict(list)
    for pair in passage.pairs:
        if onward is None or UNMATCHED not in onward.shares(pair.target):
            found[pair.source].append(pair.target)
    return found


def _families(passage: Passage) -> Families:
    """List the families of each ROME by qualification; what is published for all ten is repeated for each."""
    sources = dict.fromkeys(pair.source for pair in passage.pairs)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for rome in sources:
        reached = {each: passage.targets(rome, each) for each in QUALIFICATIONS}
        found[rome] = {
            each: tuple(dict.fromkeys(pair.target for pair in pairs)) for each, pairs in reached.items() if pairs
        }
    return found


def _couples(held: Store, passage: Passage) -> dict[str, tuple[Key, ...]]:
    """List the ROME × qualification couples that lead to each family, else to the families of its group."""
    found: dict[str, list[Key]] = defaultdict(list)
    groups: dict[str | None, list[Key]] = defaultdict(list)
    fap2009 = held.nomenclature("fap2009")
    group = {family: fap2009.ancestor(family, "87") for family in fap2009.codes()}
    for rome, by_qualification in _families(passage).items():
        for qualification, families in by_qualification.items():
            for family in families:
                found[family].append(Key(rome, qualification))
                groups[group.get(family)].append(Key(rome, qualification))
    return {family: tuple(found.get(family) or dict.fromkeys(groups[group[family]])) for family in group}


def _title(passage: Passage) -> str:
    return passage.entry.title.removeprefix("passage ")


def _backwards(passage: Passage, name: str, sharing: str) -> Step:
    return Step(name, f"{passage.entry.attribution}, lu à l’envers", sharing)
