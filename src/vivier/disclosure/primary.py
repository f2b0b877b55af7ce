"""Which cells may not be shown because of who is in them, and how wide a doubt must stay around each."""

from dataclasses import dataclass

import numpy as np

from vivier.disclosure.cells import Tables
from vivier.disclosure.rules import Rules

_ROUNDING = 1e-12  # 0.85 is no exact double: a company at exactly 85 % may be shown


@dataclass(frozen=True)
class Flags:
    """Hold, for each cell, whether it is sensitive and how wide the interval around it must stay."""

    sensitive: np.ndarray  # (n,) bool
    width: np.ndarray  # (n,) float, in the unit of the value; 0 where a cell is not sensitive


def flag(tables: Tables, rules: Rules) -> Flags:
    """Tell which cells would betray a holding, and how wide the doubt around each must stay, wherever it lies.

    A cell of value 0 is never hidden. Where it has too few units or people: `narrowest` of the cell. Where it is
    dominated: what it lacks for the rule to be met (largest / 0.85 − total…). Where both hold, few units decide.
    """
    values, top = tables.values, tables.largest
    few = tables.holdings < rules.min_units
    if rules.min_people:
        few |= tables.people < rules.min_people
    lacks = [top[:, 0] / rules.max_share - values]
    if rules.n:
        lacks.append(top[:, : rules.n].sum(axis=1) / rules.k - values)
    if rules.p:
        lacks.append(rules.p * top[:, 0] - (values - top[:, 0] - top[:, 1]))
    lack = np.maximum.reduce(lacks)
    few &= values > 0
    over = (lack > _ROUNDING * values) & (values > 0)
    return Flags(few | over, np.where(few, rules.narrowest * values, np.where(over, lack, 0.0)))
