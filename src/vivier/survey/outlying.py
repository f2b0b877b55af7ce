"""Answers that moved too much from one year to the next, large ones judged harder: Hidiroglou, Berthelot, 1986."""

from dataclasses import dataclass

import numpy as np

from vivier.survey.data import Column, column, kept, same_length
from vivier.vocabulary import InputError, Interval

VERDICTS = ("within", "low", "high", "both_zero", "appeared", "vanished", "missing")
WITHIN, LOW, HIGH, BOTH_ZERO, APPEARED, VANISHED, MISSING = range(len(VERDICTS))
_NOISE = 1e-12  # two ratios as near as this are the same one, written twice
_LEAST = 1e-9  # a smaller amount that is not zero would make ratios that are not figures


@dataclass(frozen=True)
class Outliers:
    """Hold how far each pair of answers is from the others.

    `effects` are E of the method, NaN for pairs that have no ratio; `verdicts` are ranks in `VERDICTS`; `bounds` is
    where effects are within, and `median_ratio` the growth of the middle pair (1 when no pair has a ratio).
    """

    effects: np.ndarray  # (n,) float
    verdicts: np.ndarray  # (n,) int8
    median_ratio: float
    bounds: Interval

    @property
    def flagged(self) -> np.ndarray:
        """Which pairs are outside the bounds, those that appeared or vanished left to be judged apart."""
        return np.asarray((self.verdicts == LOW) | (self.verdicts == HIGH))

    def count(self) -> dict[str, int]:
        """Count the pairs of each verdict."""
        found = np.bincount(self.verdicts, minlength=len(VERDICTS))
        return dict(zip(VERDICTS, found.tolist(), strict=True))


def outliers(
    previous: Column, current: Column, *, exponent: float = 0.5, floor: float = 0.05, width: float = 4.0
) -> Outliers:
    """Find the answers that moved too much, a given growth being odder for a large company than for a small one.

    Amounts are positive; NaN is a missing answer. A pair with a zero has no ratio: it is counted apart and does not
    weigh on the bounds. `exponent` (0 to 1) is how much size counts, `floor` keeps bounds apart when most pairs moved
    alike, `width` how many quartile distances are allowed.

    >>> found = outliers([100, 40, 9, 60, 250, 80, 0], [103, 41, 9, 63, 2500, 82, 5])
    >>> found.flagged.tolist(), found.count()["appeared"]
    ([False, False, False, False, True, False, False], 1)

    Raises:
        InputError: an amount is negative or not a figure, columns differ in length, a parameter is out of range.
    """
    _check_parameters(exponent, floor, width)
    before = column("L’année précédente", previous, may_lack=True)
    now = column("L’année en cours", current, may_lack=True)
    same_length(before, now)
    verdicts = _without_ratio(before, now)
    has_ratio = verdicts == WITHIN
    effects, middle = np.full(len(before), np.nan), 1.0
    if not has_ratio.any():
        return Outliers(kept(effects), kept(verdicts), middle, Interval(0.0, 0.0))
    first, last = before[has_ratio], now[has_ratio]
    if min(first.min(), last.min()) < _LEAST:
        raise InputError("Un montant est plus petit qu’un milliardième sans être nul : changez d’unité.")
    own, middle = _effects(first, last, exponent)
    low, high = _bounds(own, floor, width)
    effects[has_ratio] = own
    verdicts[has_ratio] = np.where(own < low, LOW, np.where(own > high, HIGH, WITHIN))
    return Outliers(kept(effects), kept(verdicts), middle, Interval(low, high))


def _check_parameters(exponent: float, floor: float, width: float) -> None:
    if not 0 <= exponent <= 1:
        raise InputError("L’exposant de la taille doit être un nombre de 0 à 1.")
    if not 0 <= floor <= 1:
        raise InputError("Le plancher des écarts doit être une part de 0 à 1.")
    if not 0 < width <= 1000:
        raise InputError("La largeur des bornes doit être un nombre de quartiles, plus grand que 0, mille au plus.")


def _without_ratio(before: np.ndarray, now: np.ndarray) -> np.ndarray:
    lacking = np.isnan(before) | np.isnan(now)
    cases = (lacking, (before == 0) & (now == 0), before == 0, now == 0)
    return np.select(cases, (MISSING, BOTH_ZERO, APPEARED, VANISHED), WITHIN).astype(np.int8)


def _effects(before: np.ndarray, now: np.ndarray, exponent: float) -> tuple[np.ndarray, float]:
    """Give E, the ratio made symmetric around its median, times the size; and that median."""
    ratio = now / before
    middle = float(np.median(ratio))
    moved = np.where(ratio < middle, 1 - middle / ratio, ratio / middle - 1)
    moved[np.abs(moved) < _NOISE] = 0.0
    return moved * np.maximum(before, now) ** exponent, middle


def _bounds(effects: np.ndarray, floor: float, width: float) -> tuple[float, float]:
    # Quartiles by linear interpolation, as R does when nothing is said (type 7).
    first, middle, third = np.quantile(effects, (0.25, 0.5, 0.75)).tolist()
    least = abs(floor * middle)
    return middle - width * max(middle - first, least), middle + width * max(third - middle, least)
