"""A stranger who has only the published rows: sums rewritten from the codes, plain SciPy programs, nothing of ours."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog

Codes = tuple[str, ...]
Levels = Sequence[tuple[int, ...]]  # of each dimension: its columns, from fine to coarse
TOTAL = "T"


def sums(codes: Sequence[Codes], levels: Levels) -> np.ndarray:
    """Write each total as its parts: the same codes, with the finest level shown of one dimension summed over."""
    place = {each: at for at, each in enumerate(codes)}
    parts: dict[tuple[Codes, int], list[int]] = defaultdict(list)
    for at, each in enumerate(codes):
        for columns in levels:
            shown = [column for column in columns if each[column] != TOTAL]
            if shown:
                above = tuple(TOTAL if column == shown[0] else code for column, code in enumerate(each))
                if above in place:
                    parts[above, shown[0]].append(at)
    rows = np.zeros((len(parts), len(codes)))
    for row, ((above, _), cells) in enumerate(parts.items()):
        rows[row, place[above]] = 1.0
        rows[row, cells] = -1.0
    return rows


def bounds(rows: np.ndarray, values: np.ndarray, cell: int, known: dict[int, float]) -> tuple[float, float]:
    """Give the least and the most a hidden cell (NaN in `values`) may be, for who knows some cells besides."""
    free = [(0, None) if np.isnan(value) else (value, value) for value in values]
    for at, value in known.items():
        free[at] = (value, value)
    aim = np.zeros(len(values))
    aim[cell] = 1.0
    ends = [linprog(sign * aim, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=free) for sign in (1.0, -1.0)]
    return tuple(
        sign * end.fun if end.status == 0 else -sign * np.inf for sign, end in zip((1, -1), ends, strict=True)
    )
