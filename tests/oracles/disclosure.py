"""Statistical secrecy, slow and obvious: cells by dictionaries, intervals by plain linear programs, hiding by trial."""

from collections import defaultdict
from itertools import product

import numpy as np
from scipy.optimize import linprog

Rows = dict[str, list[str]]


def cells(rows: Rows, dims: list[list[str]], *, value: str, holding: str = "holding") -> dict[tuple[str, ...], dict]:
    """Sum rows into every cell of one table whose dimensions are lists of columns, from fine to coarse."""
    columns = [column for levels in dims for column in levels]
    found: dict[tuple[str, ...], dict] = defaultdict(lambda: {"units": set(), "heads": defaultdict(float)})
    for at in range(len(rows["unit"])):
        for cuts in product(*(range(len(levels) + 1) for levels in dims)):
            shown = [column for levels, cut in zip(dims, cuts, strict=True) for column in levels[cut:]]
            key = tuple(rows[column][at].replace("T", "T_") if column in shown else "T" for column in columns)
            found[key]["units"].add(rows["unit"][at])
            found[key]["heads"][rows[holding][at] or rows["unit"][at]] += float(rows[value][at]) if value else 1
    return found


def is_sensitive(heads: dict[str, float]) -> bool:
    """Tell whether the holdings of a cell are too few, or one too large."""
    total = sum(heads.values())
    return total > 0 and (len(heads) < 3 or max(heads.values()) > 0.85 * total)


def interval(values: np.ndarray, relations: np.ndarray, cell: int, hidden: np.ndarray) -> tuple[float, float]:
    """Give the least and greatest value of a cell for one who knows all that is not hidden."""
    bounds = [(0, None) if out else (value, value) for value, out in zip(values, hidden, strict=True)]
    aim = np.zeros(len(values))
    aim[cell] = 1
    ends = []
    for sign in (1, -1):
        found = linprog(sign * aim, A_eq=relations, b_eq=np.zeros(len(relations)), bounds=bounds)
        ends.append(np.inf if found.status == 3 else sign * found.fun)
    return ends[0], ends[1]


def hide(system, *, sensitive, cost, width, singles=None, **_) -> np.ndarray:
    """Hide the cheapest cells one by one until every sensitive one is wide enough, alone attackers included."""
    values, relations = system.values, system.relations.toarray()
    hidden = sensitive & (values > 0)
    alone = np.flatnonzero(hidden & (np.zeros(len(values), bool) if singles is None else singles))
    free = [at for at in np.argsort(cost, kind="stable") if np.isfinite(cost[at]) and values[at] > 0]
    for cell in np.flatnonzero(hidden):
        for known in (None, *(at for at in alone if at != cell)):
            need = max(width[cell], 1e-4 * values[cell]) if known is None else 1e-4 * values[cell]
            for more in (None, *free):
                if more is not None:
                    hidden[more] = True
                seen = hidden.copy()
                if known is not None:
                    seen[known] = False
                low, high = interval(values, relations, cell, seen)
                if high - low >= need:
                    break
    return hidden
