"""Columns of figures, checked once, and weights as every verb gives them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vivier.vocabulary import InputError

Column = Sequence[float] | np.ndarray
MOST = 1e15  # an amount beyond is a mistake, and its square would not be exact


def column(what: str, values: Column, *, is_signed: bool = False, may_lack: bool = False) -> np.ndarray:
    """Give a column of figures as an array of its own; NaN is a missing answer where one may lack.

    Raises:
        InputError: something in it is not a figure, is negative, infinite, or missing where it may not be.
    """
    try:
        found = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"{what} : donnez une colonne de nombres.") from None
    if found.ndim != 1:
        raise InputError(f"{what} : donnez une seule colonne de nombres.")
    lacking = np.isnan(found)
    if lacking.any() and not may_lack:
        line = int(lacking.argmax()) + 1
        raise InputError(f"{what} : la ligne {line} n’a pas de valeur ; donnez-la ou retirez-la.")
    wrong = ~lacking & ((np.abs(found) > MOST) | ((found < 0) & (not is_signed)))
    if wrong.any():
        kind = "" if is_signed else "positif ou nul, "
        line = int(wrong.argmax()) + 1
        raise InputError(f"{what} : la ligne {line} n’est pas un nombre {kind}d’au plus un million de milliards.")
    return found


def same_length(*columns: Sequence[object] | np.ndarray) -> None:
    """Refuse columns that do not have a line for each unit."""
    if len({len(each) for each in columns}) > 1:
        raise InputError("Les colonnes données n’ont pas toutes le même nombre de lignes : une ligne par unité.")


def kept(values: np.ndarray) -> np.ndarray:
    """Give an array that nobody can change any more."""
    values.setflags(write=False)
    return values


@dataclass(frozen=True)
class Weights:
    """Hold a weight a unit, in the order given.

    `ratios` are the new weights over the old ones (1 where the old one was nothing); `residual` is the largest
    relative gap that remains to a total asked for; `method` says how they were made, `groups` the group of each
    unit, if any.
    """

    values: np.ndarray  # (n,) float
    ratios: np.ndarray  # (n,) float
    method: str
    residual: float = 0.0
    groups: tuple[str, ...] = ()

    @property
    def design_effect(self) -> float:
        """How much weights that differ widen variances: n Σw² / (Σw)², over weights that are not zero (Kish)."""
        used = self.values[self.values > 0]
        return float(len(used) * np.sum(used**2) / np.sum(used) ** 2) if len(used) else 1.0
