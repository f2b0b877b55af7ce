"""FAP-2021 and FAP-2009, the professional families of the Dares, and the passages that lead to them."""

from vivier.reference.official.building import Built, Pieces, Rows, distinct
from vivier.reference.official.checks import odd_counts
from vivier.vocabulary import InputError

_LEVELS = ("22", "86", "228", "341")
_COUNTS_2021 = {"22": 22, "86": 86, "228": 228, "341": 341}
_COUNTS_2009 = {"22": 22, "87": 87, "225": 225}


def build_fap2021(pieces: Pieces) -> Built:
    """Build FAP-2021 from the table that nests its four levels; a family that is not divided keeps its code."""
    columns = [name for level in reversed(_LEVELS) for name in (f"Code_FAP{level}", f"Intitulé_FAP{level}")]
    nested = distinct(pieces.rows("fap2021.codes", *columns))
    found: dict[str, dict[str, tuple[str, str]]] = {level: {} for level in _LEVELS}
    for row in nested:
        steps = [*zip(row[::2], row[1::2], strict=True), ("", "")]
        for level, (code, label), (parent, _) in zip(reversed(_LEVELS), steps, steps[1:], strict=False):
            if found[level].setdefault(code, (label, parent)) != (label, parent):
                raise InputError(
                    f"La famille {code} (FAP-2021) est décrite de deux façons : ces fichiers sont de versions "
                    "différentes."
                )
    codes: Rows = [(level, code, *found[level][code]) for level in _LEVELS for code in found[level]]
    counts = {level: len(found[level]) for level in _LEVELS}
    return Built("fap2021", {"codes": codes}, odd_counts(counts, _COUNTS_2021))


def build_fap2009(pieces: Pieces) -> Built:
    """Build FAP-2009 from the formats written for SAS; labels come after their code (« A0Z40 : … »)."""
    labels = {
        code: label.partition(":")[2].strip()
        for code, label in pieces.rows("fap2009.codes", "valeur sas", "libellé sas")
    }
    level = {1: "22", 3: "87", 5: "225"}
    parents = {1: 0, 3: 1, 5: 3}
    codes: Rows = []
    for size, name in level.items():
        codes += [(name, code, label, code[: parents[size]]) for code, label in labels.items() if len(code) == size]
    counts = {name: sum(row[0] == name for row in codes) for name in level.values()}
    return Built("fap2009", {"codes": codes}, odd_counts(counts, _COUNTS_2009))


def build_rome_fap2021(pieces: Pieces) -> Built:
    """Build the passage from ROME 3 codes and a qualification (0–9) to FAP-2021."""
    found = pieces.rows("fap2021.rome", "ROME", "FAP341", "Qualif")
    return Built("rome3-fap2021", {"pairs": [(*row, "") for row in found]})


def build_rome_fap2009(pieces: Pieces) -> Built:
    """Build the passage from ROME 3 codes, with a qualification where one is needed, to FAP-2009."""
    found = pieces.rows("fap2009.rome", "valeur sas", "libellé sas")
    return Built("rome3-fap2009", {"pairs": [(rome[:5], fap, rome[5:], "") for rome, fap in found]})


def build_fap2009_pcs(pieces: Pieces) -> Built:
    """Build the passage from FAP-2009 to PCS-2003: blocks of rows, an empty cell goes on with the family above."""
    return Built("fap2009-pcs2003", {"pairs": [(fap, pcs, "", "") for fap, pcs, _ in _blocks(pieces) if pcs]})


def build_fap2009_rome(pieces: Pieces) -> Built:
    """Build, from the same blocks, the passage from FAP-2009 to ROME 3."""
    return Built(
        "fap2009-rome3", {"pairs": distinct((fap, rome, "", "") for fap, _, rome in _blocks(pieces) if rome)}
    )


def _blocks(pieces: Pieces) -> Rows:
    found: Rows = []
    family = ""
    for first, pcs, rome in pieces.rows("fap2009.pcs", "fap", "pcs", "rome"):
        if first:  # a heading or a note between two blocks belongs to no family
            family = first if len(first) == 5 and first[1].isdigit() else ""
        if family:
            found.append((family, pcs, rome))
    return found
