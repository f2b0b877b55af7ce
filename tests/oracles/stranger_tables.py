"""Tables to be attacked by a stranger: who is in each cell counted by dictionaries, what must stay in doubt by hand."""

from collections import defaultdict
from itertools import product

import numpy as np

from oracles.stranger import TOTAL, bounds, sums
from vivier.disclosure import Spec, protect, tables_of
from vivier.disclosure.records import records_of

Codes = tuple[str, ...]


def heads_of(texts: dict[str, list[str]], spec: Spec) -> dict[Codes, dict[str, float]]:
    """Give what each holding brings to each cell of every table."""
    cells: dict[Codes, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for names in spec.tables:
        dims = [spec.dimension(name).levels for name in names]
        for cuts in product(*(range(len(levels) + 1) for levels in dims)):
            shown = {column for levels, cut in zip(dims, cuts, strict=True) for column in levels[cut:]}
            once: dict[Codes, dict[str, float]] = defaultdict(lambda: defaultdict(float))
            for at, amount in enumerate(texts["turnover"]):
                codes = tuple(
                    {TOTAL: "T_"}.get(texts[c][at], texts[c][at]) if c in shown else TOTAL for c in spec.columns
                )
                once[codes][texts["holding"][at] or texts["unit"][at]] += float(amount)
            cells |= once
    return cells


def attacked(texts: dict[str, list[str]], spec: Spec) -> dict[str, list[Codes]]:
    """Protect a table, then give the cells attacked, and those told exactly, too narrowly, or to one who is alone."""
    published = protect(tables_of(records_of(texts, spec), spec)).published
    columns = list(spec.columns)
    levels = [tuple(columns.index(each) for each in dimension.levels) for dimension in spec.dimensions]
    rows, heads = sums(published.codes, levels), heads_of(texts, spec)
    found: dict[str, list[Codes]] = {"attacked": [], "exact": [], "narrow": [], "alone": []}
    place = {codes: at for at, codes in enumerate(published.codes)}
    singles: dict[str, dict[int, float]] = defaultdict(dict)
    for codes, each in heads.items():
        paying = [head for head, amount in each.items() if amount > 0]  # the others bring nothing to be found
        if len(paying) == 1 and np.isnan(published.values[place[codes]]):
            singles[paying[0]][place[codes]] = sum(each.values())
    for codes, each in heads.items():
        total, largest = sum(each.values()), max(each.values())
        if total == 0 or not (len(each) < 3 or largest * 100 > 85 * total):
            continue
        width = 0.15 * total if len(each) < 3 else largest / 0.85 - total
        cell = place[codes]
        found["attacked"].append(codes)
        low, high = bounds(rows, published.values, cell, {})
        if high - low < 1e-6 * total:
            found["exact"].append(codes)
        elif high - low < width * (1 - 1e-6):
            found["narrow"].append(codes)
        for known in singles.values():
            if cell not in known:
                low, high = bounds(rows, published.values, cell, known)
                if high - low < 1e-6 * total:
                    found["alone"].append(codes)
    return found
