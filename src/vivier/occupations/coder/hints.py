"""What is known beside a title, and how far each code of a nomenclature is compatible with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from vivier.occupations.aggregation import links
from vivier.occupations.aggregation.families import qualifications
from vivier.occupations.coder.deciding import SURE
from vivier.occupations.coder.onward import Onward
from vivier.occupations.coder.proposals import ASKED, LEARNED, Proposals, best_first
from vivier.occupations.coder.titles import fold, plain, spelled
from vivier.reference import Nomenclature, Store
from vivier.vocabulary import InputError

# A code that a hint excludes keeps EPSILON / (1 + EPSILON) = one ninth of the weight of a code that it calls for: a
# title sure at .9 or more is then never overruled by one wrong hint, and an even doubt between two codes ends at .9.
EPSILON = 0.125
UNTOLD = 0.25  # compatibility of a code of which nothing is said: as far from yes as from no, in ratio
_NAF = re.compile(r"(?P<dotted>\d{1,2})(\.\d*)?[a-z]?|(?P<bare>\d\d)\d{1,2}[a-z]?")
_SHORT_NAF = re.compile(r"\d{3}[a-z]")  # « 220Z »: a spreadsheet ate the first zero of « 0220Z »
_QUALIFICATIONS = (  # folded words of a qualification → the figures of France Travail (1–2 unskilled … 9 managers)
    (("cadre",), "9"), (("ingenieur",), "9"), (("agent", "maitrise"), "8"), (("maitrise",), "8"),
    (("contremaitre",), "8"), (("technicien",), "7"), (("employe", "non", "qualifie"), "5"),
    (("employe", "qualifie"), "6"), (("employe",), "56"), (("manoeuvre",), "1"),
    (("ouvrier", "non", "qualifie"), "12"),
    (("ouvrier", "specialise"), "2"), (("ouvrier", "hautement", "qualifie"), "4"), (("ouvrier", "qualifie"), "34"),
    (("ouvrier",), "1234"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hints:
    """Hold what is known beside a title: PCS-ESE, NAF of the employer, qualification; empty when unknown.

    A PCS may be a group (« 63 »), a NAF any of its levels but the section; a qualification is a figure of France
    Travail (1–9; 0 says nothing) or words such as « ouvrier qualifié ».
    """

    pcs: str = ""
    naf: str = ""
    qualification: str = ""


def levels(hint: Hints) -> str:
    """Give the qualifications (figures 1–9) that a hint says, by itself or by its PCS; nothing when it says none.

    >>> levels(Hints(qualification="Ouvrière qualifiée")), levels(Hints(pcs="388a")), levels(Hints(pcs="211a"))
    ('34', '9', '')
    """
    said = hint.qualification.strip()
    if said.isdigit():
        return said if len(said) == 1 and said != "0" else ""
    found = {fold(word) for word in spelled(plain(said))}
    named = next((level for needed, level in _QUALIFICATIONS if set(needed) <= found), "")
    pcs = hint.pcs.strip().casefold()
    return named or (qualifications(pcs).strip("-") if len(pcs) > 1 else "")


def division(naf: str) -> str:
    """Give the division (two figures) of a NAF code of any level but the section; nothing when there is none.

    >>> [division(naf) for naf in ("02.20Z", "0220Z", "2.20Z", "220Z", "10", "A", "")]
    ['02', '02', '02', '02', '10', '', '']
    """
    bare = naf.strip().casefold()
    found = _NAF.fullmatch(f"0{bare}" if _SHORT_NAF.fullmatch(bare) else bare)
    return (found["dotted"] or found["bare"]).zfill(2) if found else ""


@dataclass(frozen=True, slots=True, eq=False)
class Compatibility:
    """Tell how far each code of a model is compatible with hints (0–1), from what a store publishes."""

    nomenclature: Nomenclature
    held: Store
    codes: tuple[str, ...]
    _made: dict[tuple[str, ...], np.ndarray | None] = field(default_factory=dict, init=False, repr=False)

    def narrowed(self, proposals: Proposals, hints: Sequence[Hints]) -> Proposals:
        """Weigh the candidates of each title by its hints; the total of a title is kept.

        What the nomenclature itself holds is left alone. A question is settled when its first code is compatible,
        and is the only one or becomes sure.
        """
        numbers = {hint: number for number, hint in enumerate(dict.fromkeys(hints))}
        fits = [self._fits(hint) for hint in numbers]
        asked = np.array([numbers[hint] for hint in hints], np.intp)
        told = np.array([bool(each) for each in fits], bool)[asked]
        rows = np.flatnonzero(told & np.isin(proposals.origins, (ASKED, LEARNED)))
        if not len(rows):
            return proposals
        weights = np.array([_weights(each, len(self.codes)) for each in fits], np.float32)
        left = np.array([_left(each, len(self.codes)) for each in fits])
        at = (asked[rows, None], proposals.places[rows])
        former = proposals.chances[rows]
        chances = former * weights[at]
        chances *= former.sum(axis=1, keepdims=True) / np.maximum(chances.sum(axis=1, keepdims=True), 1e-12)
        remaining = ((former > 0) & left[at]).sum(axis=1)
        is_narrowed = remaining < (former > 0).sum(axis=1)
        places, chances = best_first(proposals.places[rows], chances)
        whole, all_places, settled = proposals.chances.copy(), proposals.places.copy(), proposals.settled.copy()
        whole[rows], all_places[rows] = chances, places
        is_left = np.take_along_axis(left[asked[rows]], places[:, :1], 1)[:, 0]
        settled[rows] |= is_left & is_narrowed & ((remaining == 1) | (chances[:, 0] >= SURE))
        return replace(proposals, places=all_places, chances=whole, settled=settled)

    def _fits(self, hint: Hints) -> list[np.ndarray]:
        """List what each hint says; the qualification counts where no PCS does, which says it already."""
        by_pcs = self._once("pcs", hint.pcs.strip().casefold(), levels(hint))
        found = [by_pcs if by_pcs is not None else self._once("qualification", levels(hint))]
        found.append(self._once("naf", division(hint.naf)))
        return [each for each in found if each is not None]

    def _once(self, *asked: str) -> np.ndarray | None:
        if asked not in self._made:
            made = self._make(*asked) if asked[1] else None
            self._made[asked] = made if made is not None and made.max(initial=0) > 0 else None
        return self._made[asked]

    def _make(self, kind: str, hint: str, said: str = "") -> np.ndarray | None:
        if kind == "pcs":
            return self._by_pcs(hint, said)
        return self._by_naf(hint) if kind == "naf" else self._by_qualification(hint)

    def _by_pcs(self, pcs: str, said: str) -> np.ndarray | None:
        """Give the share of the people of each code who have this PCS, beside the code that has the most.

        At the qualifications that the PCS implies: a code that spreads over ten of them is not to lose for it.
        """
        if self._onward is None:
            return np.array([self._fact(code, "pcs").startswith(pcs) for code in self.codes], float)
        columns = [column for column, code in enumerate(self._onward.targets) if code.startswith(pcs)]
        shares = np.asarray(self._onward.matrix(said)[:, columns].sum(axis=1)).ravel()
        return shares / max(float(shares.max(initial=0)), 1e-12)

    def _by_qualification(self, said: str) -> np.ndarray | None:
        """Give the share of the PCS of each code that have this qualification."""
        if self._onward is None:
            return None
        columns = [
            column for column, code in enumerate(self._onward.targets) if set(qualifications(code)) & set(said)
        ]
        return np.asarray(self._onward.matrix(said)[:, columns].sum(axis=1)).ravel()

    def _by_naf(self, asked: str) -> np.ndarray | None:
        """Tell whether each code is met in a division of the NAF; a code of ROME 3, by those it is the parent of."""
        known = [self._divisions(code) for code in self.codes]
        if not any(asked in each for each in known):
            return None
        return np.array([float(asked in each) if each else UNTOLD for each in known])

    def _divisions(self, code: str) -> set[str]:
        own = self._fact(code, "naf")
        if own or self.nomenclature.id != "rome3" or "rome4" not in self.held.ids:
            return set(own.split())
        rome4 = self.held.nomenclature("rome4")
        found = (rome4.facts(each).get("naf", "") for each in (code, *rome4.children(code)) if rome4.holds(each))
        return set(" ".join(found).split())

    def _fact(self, code: str, name: str) -> str:
        return self.nomenclature.facts(code).get(name, "")

    @property
    def _onward(self) -> Onward | None:
        """What leads to PCS-ESE, where the tables are there."""
        return self.nomenclature.once("coder-pcs", lambda: _to_pcs(self.held, self.nomenclature, self.codes))


def _to_pcs(held: Store, nomenclature: Nomenclature, codes: tuple[str, ...]) -> Onward | None:
    try:
        return Onward(links(held, nomenclature.id, "pcs-ese"), codes)
    except InputError:  # a table is missing: the hint says nothing
        return None


def _weights(fits: Sequence[np.ndarray], codes: int) -> np.ndarray:
    weights = np.ones(codes)
    for each in fits:
        weights *= EPSILON + each
    return weights


def _left(fits: Sequence[np.ndarray], codes: int) -> np.ndarray:
    """Tell which codes no hint excludes."""
    left = np.ones(codes, bool)
    for each in fits:
        left &= each > 0
    return left
