"""The exact mean and covariance of a stock-flow whose rates are known: the judge of the simulation."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vivier.vocabulary import InputError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Hold the expected stock by class, shape (k,), and its covariance, shape (k, k), in people and people²."""

    mean: Floats
    covariance: Floats

    @property
    def sd(self) -> Floats:
        """The standard deviation of each class, shape (k,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def total(self) -> tuple[float, float]:
        """The mean and the standard deviation of all classes together."""
        return float(self.mean.sum()), float(np.sqrt(self.covariance.sum()))


def moments(stock: npt.ArrayLike, transitions: npt.ArrayLike, recruits: npt.ArrayLike, years: int) -> Moments:
    """Give the exact moments after so many years of people who move independently and of Poisson recruits.

    `stock` (k,) is known today; `transitions` (k, k) are yearly probabilities from row to column, what is missing to
    a sum of 1 leaves; `recruits` (k,) arrive each year. Bartholomew's recursion: m' = mP + r and
    C' = PᵀCP + Σ mᵢ(diag pᵢ − pᵢpᵢᵀ) + diag r.

    >>> after = moments([100, 60, 30], [[0.7, 0.15, 0], [0, 0.75, 0.1], [0, 0, 0.85]], [20, 5, 1], 5)
    >>> after.mean.round(6), after.sd.round(6)
    (array([72.269   , 66.923469, 41.535953]), array([8.333322, 7.696139, 5.710708]))
    """
    mean, moves, arrivals = _checked(stock, transitions, recruits, years)
    covariance = np.zeros_like(moves)
    for _ in range(years):
        scatter = np.diag(mean @ moves) - (moves.T * mean) @ moves
        covariance = moves.T @ covariance @ moves + scatter + np.diag(arrivals)
        mean = mean @ moves + arrivals
    return Moments(mean, covariance)


def _checked(
    stock: npt.ArrayLike, transitions: npt.ArrayLike, recruits: npt.ArrayLike, years: int
) -> tuple[Floats, Floats, Floats]:
    try:
        mean, moves, arrivals = (np.array(given, dtype=float) for given in (stock, transitions, recruits))
    except (TypeError, ValueError):  # words, or rows of unequal lengths
        raise InputError(
            "Stock, transitions et recrues sont des nombres, et les lignes des transitions sont de même longueur."
        ) from None
    if mean.ndim != 1 or moves.shape != (mean.size, mean.size) or arrivals.shape != mean.shape:
        raise InputError(
            "Le stock et les recrues ont une valeur par classe, les transitions une ligne et une colonne."
        )
    for given in (mean, moves, arrivals):
        if not np.isfinite(given).all() or (given < 0).any():
            raise InputError("Effectifs, taux et recrues doivent être des nombres positifs ou nuls.")
    if (moves.sum(axis=1) > 1 + 1e-12).any():
        raise InputError("Les taux de transition d’une ligne ne peuvent dépasser 1 ensemble.")
    if isinstance(years, bool) or not isinstance(years, int) or not 0 <= years <= 1000:
        raise InputError("Le nombre d’années doit être un entier entre 0 et 1000.")
    return mean, moves, arrivals
