"""Matrix products whose last bits do not depend on how many rows are multiplied together."""

from typing import Any

import numpy as np
import numpy.typing as npt

Singles = npt.NDArray[np.float32]
_LARGE = 2**21  # multiplications: libraries of linear algebra have another order of sums for products far smaller


def product(rows: Singles, table: npt.NDArray[Any]) -> Singles:
    """Multiply rows (units, k) by a table (k, …) of two columns or more, in single precision: shape (units, …).

    Columns of zeros at either end are left out: they would only add zeros. Rows of zeros are added as long as the
    product is so small, or made of so few rows, that it would be worked out another way: a unit has the same bytes
    whatever the company it keeps.

    >>> product(np.ones((1, 3), np.float32), np.arange(6, dtype=np.float32).reshape(3, 2))
    array([[6., 9.]], dtype=float32)
    """
    held = np.flatnonzero(rows.any(axis=0))
    some = slice(held[0], held[-1] + 1) if held.size else slice(1)
    flat = table[some].reshape(len(table[some]), -1)
    padded = np.zeros((max(len(rows) + 1, _LARGE // flat.size + 1), len(flat)), np.float32)
    padded[: len(rows)] = rows[:, some]
    return np.asarray((padded @ flat)[: len(rows)].reshape(len(rows), *table.shape[1:]))
