"""Whether several sums, added and subtracted, give that of too few: all members, minus one college, minus another."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from vivier_web.skills.guard.threshold import THRESHOLD, Given, Threshold

Table = npt.NDArray[np.float64]
SMALL = np.finfo(np.float64).eps * 1e3


def betrays(sums: Sequence[Given], *, threshold: Threshold = THRESHOLD) -> bool:
    """Tell whether adding and subtracting these sums, each as often as one likes, gives a sum that may not be shown.

    Companies that are in the same sums form one group: nothing tells them apart. A group (or two) under the threshold
    is betrayed when it is a combination of the sums: when adding it as a row does not raise the rank of their table.

    >>> all_, first, second = {"a": 5, "b": 5, "c": 5, "d": 9, "e": 9, "f": 9, "g": 4}, "abc", "def"
    >>> colleges = [{name: all_[name] for name in letters} for letters in (first, second)]
    >>> betrays([all_, colleges[0]]), betrays([all_, *colleges])
    (False, True)
    """
    groups = _groups(sums)
    if not groups:
        return False
    table = np.array([[float(rank in signature) for signature in groups] for rank in range(len(sums))])
    basis = _basis(table)
    found = list(groups.values())
    ones = [(rank,) for rank in range(len(found))]
    for ranks in (*ones, *combinations(range(len(found)), 2)):
        together = {name: n for rank in ranks for name, n in found[rank].items()}
        if not threshold.is_met(together):
            row = np.zeros(len(found))
            row[list(ranks)] = 1.0
            if np.abs(row - basis.T @ (basis @ row)).max() < SMALL:
                return True
    return False


def _groups(sums: Sequence[Given]) -> dict[frozenset[int], dict[str, int]]:
    """Put together the companies that are in the same sums, by which those are."""
    signatures: dict[str, set[int]] = {}
    people: dict[str, int] = {}
    for rank, given in enumerate(sums):
        for name, n in given.items():
            signatures.setdefault(name, set()).add(rank)
            people[name] = n
    groups: dict[frozenset[int], dict[str, int]] = {}
    for name in sorted(signatures):
        groups.setdefault(frozenset(signatures[name]), {})[name] = people[name]
    return groups


def _basis(table: Table) -> Table:
    """Give orthonormal rows that span the rows of a table."""
    _, values, rows = np.linalg.svd(table, full_matrices=False)
    return np.asarray(rows[values > SMALL * max(table.shape) * values.max(initial=1.0)])
