"""Links between two nomenclatures as a sparse matrix whose rows add up to one: composed, weighed, applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from vivier.occupations.aggregation.data import UNMATCHED, Key, Step, Weights
from vivier.vocabulary import InputError

Rows = Mapping[Key, Mapping[Key, float]]  # what each key leads to, and how much; need not add up to one
Floats = NDArray[np.float64]
_EXACT = 1e-9


@dataclass(frozen=True, eq=False)
class Links:
    """Hold the share of each source that goes to each target.

    `matrix` has one row a source and one column a target; its rows add up to 1. The last target is `UNMATCHED`, so
    that people without a target are still somewhere. `path` says which official files the shares come from.

    >>> whole = linked({Key("F1610"): {Key("B1X34a"): 3, Key("B1X34b"): 7}})
    >>> whole.shares("F1610")
    {'B1X34a': 0.3, 'B1X34b': 0.7}
    >>> whole.shares("Z9999")
    {'inconnu': 1.0}
    """

    source: str
    target: str
    sources: tuple[Key, ...]
    targets: tuple[Key, ...]
    matrix: csr_array = field(repr=False)
    path: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if self.matrix.shape != (len(self.sources), len(self.targets)) or self.targets[-1:] != (Key(UNMATCHED),):
            raise InputError("Un passage a une ligne par code de départ et une colonne par code d’arrivée.")
        sums = np.asarray(self.matrix.sum(axis=1)).ravel()
        if not (np.all(self.matrix.data >= 0) and np.all(np.abs(sums - 1) <= _EXACT)):
            raise InputError("Les parts d’un code doivent être positives et faire un tout.")
        for array in (self.matrix.data, self.matrix.indices, self.matrix.indptr):
            array.setflags(write=False)

    @cached_property
    def _places(self) -> dict[Key, int]:
        return {key: place for place, key in enumerate(self.sources)}

    @cached_property
    def _written(self) -> dict[str, str]:
        """The codes by the way people type them; those that two codes share are left out."""
        found: dict[str, str] = {}
        for code in dict.fromkeys(key.code for key in self.sources):
            found[_bare(code)] = "" if _bare(code) in found else code
        return found

    @property
    def uses_qualification(self) -> bool:
        """Whether the qualification of people changes where they go."""
        return any(key.qualification for key in self.sources)

    def place(self, code: str, qualification: str = "") -> int | None:
        """Give the row of a code as people type it, that of its qualification when there is one; None if unknown."""
        known = code if Key(code) in self._places else self._written.get(_bare(code), "")
        return self._places.get(Key(known, qualification), self._places.get(Key(known)))

    def row(self, place: int) -> dict[str, float]:
        """Give the targets of a row with their shares (0–1), in the order of the targets."""
        start, end = self.matrix.indptr[place : place + 2]
        columns, shares = self.matrix.indices[start:end], self.matrix.data[start:end]
        return {self.targets[column].code: float(share) for column, share in zip(columns, shares, strict=True)}

    def shares(self, code: str, qualification: str = "") -> dict[str, float]:
        """Give the targets of a code with their shares (0–1)."""
        place = self.place(code, qualification)
        return {UNMATCHED: 1.0} if place is None else self.row(place)

    def spread(self, weights: Floats) -> Floats:
        """Carry weights, probabilities or people over: (…, sources) → (…, targets); every total is kept.

        >>> linked({Key("A"): {Key("X"): 1, Key("Y"): 1}, Key("B"): {Key("Y"): 1}}).spread(np.array([0.4, 0.6]))
        array([0.2, 0.8, 0. ])
        """
        if weights.shape[-1:] != (len(self.sources),):
            raise InputError(f"Il faut une valeur pour chacun des {len(self.sources)} codes de départ.")
        if not np.all(np.isfinite(weights) & (weights >= 0)):
            raise InputError("Les valeurs à répartir doivent être des nombres positifs ou nuls.")
        flat = weights.reshape(-1, len(self.sources))
        return np.asarray((self.matrix.T @ flat.T).T).reshape(*weights.shape[:-1], len(self.targets))

    def then(self, other: "Links") -> "Links":
        """Go on with other links, from the targets of these; what they do not know is unmatched."""
        columns = [other.place(*key) for key in self.targets]
        known = [(row, column) for row, column in enumerate(columns) if column is not None]
        last = len(other.targets) - 1
        lost = [row for row, column in enumerate(columns) if column is None]
        onward = _sparse([(*each, 1.0) for each in known], (len(columns), len(other.sources))) @ other.matrix
        onward = onward + _sparse([(row, last, 1.0) for row in lost], (len(columns), last + 1))
        made = _whole(csr_array(self.matrix @ onward))
        return Links(self.source, other.target, self.sources, other.targets, made, (*self.path, *other.path))

    def weighed(self, weights: Weights) -> "Links":
        """Share the people of each source between its targets as these weigh.

        A target whose weight is not known keeps its share; so do all of them when none weighs anything.
        """
        known = np.array([key.code in weights.values for key in self.targets])
        heavy = np.array([weights.values.get(key.code, 0.0) for key in self.targets])
        rows = np.repeat(np.arange(len(self.sources)), np.diff(self.matrix.indptr))
        columns, shares = self.matrix.indices, self.matrix.data.copy()
        is_known = known[columns]
        scale = heavy.max(initial=0.0) or 1.0
        mass = np.bincount(rows, shares * is_known, len(self.sources))
        weight = np.bincount(rows, heavy[columns] / scale * is_known, len(self.sources))
        moved = is_known & (weight[rows] > 0)
        shares[moved] = (mass[rows] * (heavy[columns] / scale) / np.where(weight[rows] > 0, weight[rows], 1))[moved]
        made = csr_array((shares, columns.copy(), self.matrix.indptr.copy()), shape=self.matrix.shape)
        step = Step("pondération", weights.source, "parts proportionnelles au poids de chaque code d’arrivée")
        return Links(self.source, self.target, self.sources, self.targets, _whole(made), (*self.path, step))

    def merged(self) -> "Links":
        """Forget the qualification of the targets: one column a code, in alphabetical order."""
        codes = sorted({key.code for key in self.targets} - {UNMATCHED})
        kept = (*map(Key, codes), Key(UNMATCHED))
        column = {key.code: place for place, key in enumerate(kept)}
        pairs = [(place, column[key.code], 1.0) for place, key in enumerate(self.targets)]
        made = _whole(csr_array(self.matrix @ _sparse(pairs, (len(self.targets), len(kept)))))
        return Links(self.source, self.target, self.sources, kept, made, self.path)


def linked(rows: Rows, *, ends: tuple[str, str] = ("", ""), path: Sequence[Step] = ()) -> Links:
    """Make links from what each key leads to; a key that leads nowhere leads to `UNMATCHED`."""
    targets = sorted({target for each in rows.values() for target in each} - {Key(UNMATCHED)})
    kept = (*targets, Key(UNMATCHED))
    column = {key: place for place, key in enumerate(kept)}
    sources = tuple(sorted(rows))
    found: list[tuple[int, int, float]] = []
    for place, source in enumerate(sources):
        reached = {target: amount for target, amount in rows[source].items() if amount > 0}
        found += [(place, column[target], amount) for target, amount in (reached or {Key(UNMATCHED): 1.0}).items()]
    return Links(*ends, sources, kept, _whole(_sparse(found, (len(sources), len(kept)))), tuple(path))


def _sparse(entries: Sequence[tuple[int, int, float]], shape: tuple[int, int]) -> csr_array:
    rows, columns, amounts = zip(*entries, strict=True) if entries else ((), (), ())
    places = (np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))
    return csr_array((np.array(amounts, dtype=np.float64), places), shape=shape)


def _whole(matrix: csr_array) -> csr_array:
    """Make every row add up to one, columns in order, nothing empty kept: the same links are the same bytes."""
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    matrix.data /= np.repeat(sums, np.diff(matrix.indptr))
    return matrix


def _bare(code: str) -> str:
    return "".join(each for each in code.casefold() if each.isalnum())
