"""Weights of those who answered, for those like them who did not: groups of homogeneous response."""

from collections.abc import Sequence

import numpy as np

from vivier.survey.data import Column, Weights, column, kept, same_length
from vivier.survey.grouping import Group, grouped
from vivier.vocabulary import InputError


def reweigh(weights: Column, answered: Sequence[bool], groups: Sequence[Group], *, fewest: int = 5) -> Weights:
    """Give those who answered the weight of those of their group who did not; these get none.

    A group is a code or codes from the widest to the finest; one with fewer than `fewest` answers is put with its
    nearest relatives. The weight of each group as it ends up is unchanged.

    >>> groups = [("84", "C"), ("84", "C"), ("84", "C"), ("84", "M"), ("84", "M"), ("84", "M")]
    >>> found = reweigh([1, 1, 1, 2, 2, 2], [True, True, False, True, True, True], groups, fewest=2)
    >>> found.values.tolist(), found.groups[0]
    ([1.5, 1.5, 0.0, 2.0, 2.0, 2.0], '84 › C')

    Raises:
        InputError: nobody answered, columns differ in length, or a weight is wrong.
    """
    old = column("Les poids", weights)
    if not all(isinstance(each, bool | np.bool_) for each in answered):
        raise InputError("Dites de chaque unité si elle a répondu : vrai ou faux.")
    has_answered = np.array(answered, dtype=bool)
    same_length(old, has_answered, groups)
    found = grouped(groups, has_answered & (old > 0), fewest)
    everybody, present = found.sums(old), found.sums(np.where(has_answered, old, 0.0))
    # A group has no weight at all only when all of its units have none.
    ratios = np.divide(everybody, present, out=np.ones(len(present)), where=present > 0)[found.ranks]
    values = np.where(has_answered, old * ratios, 0.0)
    names = tuple(found.names[rank] for rank in found.ranks.tolist())
    return Weights(kept(values), kept(np.where(has_answered, ratios, 0.0)), "reponse", groups=names)
