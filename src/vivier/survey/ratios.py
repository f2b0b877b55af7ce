"""Missing answers imputed by the growth of those like them, flagged, and a margin that owns up to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from vivier.survey.data import Column, column, kept, same_length
from vivier.survey.grouping import Group, grouped
from vivier.vocabulary import InputError, Interval

REPORTED, IMPUTED = "A", "I"  # SDMX, CL_OBS_STATUS
ANSWER, RATIO, MEAN = "réponse", "ratio", "moyenne"
_LEVEL = 0.95


@dataclass(frozen=True)
class Imputed:
    """Hold a figure for every unit, said to be answered or imputed, and the total they give with its margin.

    `flags` are A (answered) or I (imputed); `ways` say how: réponse, ratio, moyenne. `error` is the standard error of
    the total; `naive_error` what it would seem to be if imputed figures were taken for answers.
    """

    values: np.ndarray  # (n,) float
    flags: tuple[str, ...]
    ways: tuple[str, ...]
    groups: tuple[str, ...]
    total: float
    error: float
    interval: Interval
    naive_error: float


def impute(
    values: Column, known: Column, strata: Sequence[Group], weights: Column | None = None, *, fewest: int = 5
) -> Imputed:
    """Give each missing answer (NaN) its known amount times the growth of its stratum.

    `known` is an amount one has for nearly all, such as last year's; where it is missing too, or all zeros among
    those who answered, the mean of the stratum is taken. Without `weights` everybody was asked. A stratum of fewer
    than `fewest` answers is put with its nearest relatives.

    >>> found = impute([110, 220, float("nan"), 44], [100, 200, 50, 40], ["C"] * 4, fewest=2)
    >>> found.values.round(6).tolist(), found.flags, round(found.total)
    ([110.0, 220.0, 55.0, 44.0], ('A', 'A', 'I', 'A'), 429)

    Raises:
        InputError: nobody answered, columns differ in length, or a figure is wrong.
    """
    given = column("Les réponses", values, is_signed=True, may_lack=True)
    before = column("Les montants connus", known, may_lack=True)
    weight = np.ones(len(given)) if weights is None else column("Les poids", weights)
    same_length(given, before, weight, strata)
    has_answered = ~np.isnan(given)
    found = grouped(strata, has_answered & (weight > 0), fewest)
    if len(given) and (has_answered & (weight > 0)).sum() < 2:
        raise InputError("Une seule unité a répondu : rien ne peut être imputé d’après elle.")
    filled, ways = given.copy(), np.full(len(given), ANSWER, dtype=object)
    sampling = naive = imputing = 0.0
    freedom = 0
    for rank in range(len(found.names)):
        own = np.flatnonzero(found.ranks == rank)
        own = own[np.lexsort((given[own], before[own], weight[own]))]
        stratum = _Stratum(given[own], before[own], weight[own])
        filled[own], ways[own] = stratum.filled, stratum.ways
        sampling, naive = sampling + stratum.sampling_variance(), naive + stratum.naive_variance()
        imputing += stratum.imputing_variance()
        freedom += int(stratum.answered.sum()) - 1
    total = float(np.sum(np.sort(weight * filled)))
    error = float(np.sqrt(sampling + imputing))
    margin = float(student.ppf((1 + _LEVEL) / 2, freedom)) * error if freedom else 0.0
    return Imputed(
        kept(filled), tuple(np.where(has_answered, REPORTED, IMPUTED).tolist()), tuple(ways.tolist()),
        tuple(found.names[rank] for rank in found.ranks.tolist()),
        total, error, Interval(total - margin, total + margin), float(np.sqrt(naive)),
    )  # fmt: skip


class _Stratum:
    """Work out one stratum: the growth or the mean of its answers, what they fill, how sure that is."""

    def __init__(self, given: np.ndarray, before: np.ndarray, weight: np.ndarray) -> None:
        self.weight = weight
        self.answered = ~np.isnan(given) & (weight > 0)
        lacking = np.isnan(given)
        has_past = self.answered & ~np.isnan(before)
        by_ratio = float(weight[has_past] @ before[has_past]) > 0 and has_past.sum() >= 2
        past = np.nan_to_num(before)
        cells = (
            (RATIO, past, has_past, lacking & ~np.isnan(before) & by_ratio),
            (MEAN, np.ones_like(past), self.answered, lacking & (np.isnan(before) | (not by_ratio))),
        )
        self.filled, self.ways = given.copy(), np.full(len(given), ANSWER, dtype=object)
        self._influence, self._left = np.zeros(len(given)), np.zeros(len(given))
        for way, size, learned, missing in cells:
            if missing.any():
                self._fill(way, size, learned, missing)

    def _fill(self, way: str, size: np.ndarray, learned: np.ndarray, missing: np.ndarray) -> None:
        weighed = self.weight * size
        level = float(self.weight[learned] @ self.filled[learned]) / float(weighed[learned].sum())
        self.filled[missing], self.ways[missing] = level * size[missing], way
        residual = np.where(learned, self.filled - level * size, 0.0)
        n = int(learned.sum())
        # What one answer more or less would change of the sum of all that is imputed.
        self._influence += weighed[missing].sum() / weighed[learned].sum() * self.weight * residual
        # Around the line, answers vary as their size does (the model under which the ratio is the best).
        spread = float(np.sum(residual**2)) / float(size[learned].sum()) * n / (n - 1)
        self._left[missing] = spread * size[missing]

    def imputing_variance(self) -> float:
        """Give the variance that comes of imputing: of the level learned, and of each unit around it."""
        n = int(self.answered.sum())
        learned = float(np.sum(self._influence**2)) * n / (n - 1)
        return learned + float(np.sum(self.weight**2 * self._left))

    def sampling_variance(self) -> float:
        """Give the variance that comes of not asking everybody, imputed units as scattered as the others."""
        n = int(np.count_nonzero(self.weight))
        return self.naive_variance() + self._not_asked() * float(np.sum(self.weight**2 * self._left)) * (n - 1) / n

    def naive_variance(self) -> float:
        """Give that variance if imputed figures were answers."""
        spent = (self.weight * self.filled)[self.weight > 0]
        return self._not_asked() * float(np.sum((spent - spent.mean()) ** 2))

    def _not_asked(self) -> float:
        """Give n/(n − 1) times the share of the stratum that was not asked."""
        n = int(np.count_nonzero(self.weight))
        return max(0.0, 1 - n / float(self.weight.sum())) * n / (n - 1)
