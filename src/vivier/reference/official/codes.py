"""NAF and PCS-2003, the Insee lists of codes."""

from collections import Counter

from vivier.reference.official.building import Built, Pieces, Rows, need
from vivier.reference.official.checks import odd_counts, orphans

_NAF2_COUNTS = {"section": 21, "division": 88, "groupe": 272, "classe": 615, "sous-classe": 732}
_NAF_LEVELS = tuple(_NAF2_COUNTS)
_NAF2_LETTERS = "ABCDEFZ"  # NAF 2025 ends its sub-classes by other letters, so that nobody confuses them
_PCS2003_COUNTS = {"1": 8, "2": 24, "3": 42, "4": 497}


def build_naf(pieces: Pieces) -> Built:
    """Build NAF rév. 2, or NAF 2025 if its sub-classes end by its letters."""
    need(pieces, "NAF", naf_5="la liste des sous-classes (niveau 5)", naf_tree="l’emboîtement des niveaux")
    tree = list(pieces.rows("naf.tree", "NIV1", "NIV2", "NIV3", "NIV4", "NIV5"))
    codes: Rows = []
    warnings: list[str] = []
    for rank, level in enumerate(_NAF_LEVELS):
        labels = pieces.mapping(f"naf.{rank + 1}", "code", "libelle")
        above = {row[rank]: row[rank - 1] if rank else "" for row in tree}
        codes += [(level, code, labels.get(code, code), parent) for code, parent in above.items()]
        if labels:
            warnings += orphans(f"niveau {rank + 1}", labels, above)
        else:
            warnings.append(f"sans la liste du niveau {rank + 1} : ces codes n’ont pas de libellé")
    is_second = sum(row[4][-1:] in _NAF2_LETTERS for row in tree) * 2 > len(tree)
    counts = Counter(level for level, *_ in codes)
    warnings += odd_counts(counts, _NAF2_COUNTS) if is_second else []
    return Built("naf2" if is_second else "naf2025", {"codes": codes}, warnings)


def build_pcs2003(pieces: Pieces) -> Built:
    """Build PCS-2003; some of its codes stand at two levels."""
    found = list(pieces.rows("pcs2003.codes", "niveau", "code", "libelle", "code_parent"))
    codes = [row for level in _PCS2003_COUNTS for row in found if row[0] == level]
    warnings = orphans("codes parents", (parent for *_, parent in codes if parent), {code for _, code, _, _ in codes})
    return Built(
        "pcs2003", {"codes": codes}, warnings + odd_counts(Counter(row[0] for row in codes), _PCS2003_COUNTS)
    )
