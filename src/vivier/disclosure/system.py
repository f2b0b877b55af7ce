"""The cells of all tables as one vector, and the sums that link them."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.grid import Grid
from vivier.vocabulary import InputError


@dataclass(frozen=True)
class System:
    """All the cells of all tables as one vector, and the sums that link them: relations @ values == 0.

    `values` is (n,) floats ≥ 0, in the unit of the table; `relations` is (m, n), +1 for a total and -1 for its parts;
    a cell that stands in several tables is one column. `grids`, where they are known, say where the cells of each
    table stand: circuits are then found far faster. Refused with a sentence: NaN, infinite or negative values, sums
    that do not hold.

    >>> row = System(np.array([60.0, 25, 35]), csr_array([[1.0, -1, -1]]))   # a total and its two parts, k€
    >>> row.size
    3
    """

    values: np.ndarray
    relations: csr_array
    grids: tuple[Grid, ...] = ()

    def __post_init__(self) -> None:
        """Refuse values that are not amounts, and sums that do not hold."""
        if self.relations.shape[1] != len(self.values):
            raise InputError(
                "Les relations et les valeurs ne décrivent pas les mêmes cases : donnez une colonne par case."
            )
        if not np.isfinite(self.values).all() or (self.values < 0).any():
            raise InputError(
                "Une case du tableau est vide, négative ou infinie : donnez des montants positifs ou nuls."
            )
        if self.size and self.relations.shape[0]:
            gap = np.abs(self.relations @ self.values)
            if (gap > 1e-9 * np.maximum(1.0, np.abs(self.relations) @ self.values)).any():
                raise InputError("Un total du tableau n’est pas la somme de ses parties : recalculez les marges.")

    @property
    def size(self) -> int:
        """The number of cells."""
        return len(self.values)
