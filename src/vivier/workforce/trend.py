"""The years ahead of one yearly series of employment, from its past only, with honest intervals."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from vivier.vocabulary import InputError
from vivier.workforce.local_trend import Floats, look_ahead

FEWEST, FURTHEST = 2, 50
LONGEST = 60  # older years say nothing more of the years ahead
LARGEST = 1e15  # beyond any workforce in any unit, and safe to compute with
ROOT = 4  # the fourth root: between the square root that suits a count and the logarithm that suits a growth
DAMPED_SHARE, DAMPED_YEARS, DAMPING = 0.25, 10, 0.9
CAUTION, YEARLY_CAUTION = 1.0, 0.012  # real series break more often than any of the worlds


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """Hold the years ahead of one series: a median, and any quantile, in the unit of the series.

    `centre` and `spread` (horizon,) are those of a Student's t with `freedom` degrees, for four times the fourth
    root of the series over `level`, its mean.
    """

    centre: Floats
    spread: Floats
    freedom: float
    level: float

    def __post_init__(self) -> None:
        if self.centre.ndim != 1 or self.centre.shape != self.spread.shape:
            raise InputError("Une tendance a une valeur centrale et une dispersion par année à venir.")
        figures = (*self.centre, *self.spread, self.freedom, self.level)
        if not np.isfinite(figures).all() or min(*self.spread, self.freedom, self.level) < 0:
            raise InputError("Le calcul d’une tendance a produit une valeur indéfinie ou négative.")

    @property
    def median(self) -> Floats:
        """The value that each year ahead has one chance in two to exceed, shape (horizon,)."""
        return self._in_unit(self.centre)

    def quantile(self, p: float) -> Floats:
        """Give the value that each year ahead stays below with probability `p`, shape (horizon,), never negative.

        The distance to the median never shrinks with the years, except against zero.

        >>> carers = trend([380, 391, 402, 410, 423, 431, 440, 452], horizon=3)
        >>> carers.quantile(0.1).round(), carers.quantile(0.9).round()
        (array([456., 459., 459.]), array([473., 493., 513.]))
        """
        if isinstance(p, bool) or not isinstance(p, float | int | np.floating) or not 0 < p < 1:
            raise InputError("Un quantile se demande pour une probabilité entre 0 et 1, bornes exclues : 0,1 ou 0,9.")
        median = self.median
        distance = self._in_unit(self.centre + stdtrit(self.freedom, p) * self.spread) - median
        widest = np.maximum.accumulate(np.abs(distance))
        return np.asarray(np.maximum(median + np.copysign(widest, p - 0.5), 0.0))

    def _in_unit(self, roots: Floats) -> Floats:
        return np.asarray(self.level * (np.maximum(roots, 0.0) / ROOT) ** ROOT)


def trend(series: npt.ArrayLike, *, horizon: int) -> Trend:
    """Extend a yearly series of employment by so many years, from its past only.

    `series` (T,) is one positive or zero figure per year, oldest first, in any unit; at least two years, of which
    the last sixty are used. `horizon` is 1 to 50 years. Three quarters of the forecast are that of the worlds of
    `local_trend`, one quarter a damped trend of the last ten years, on the fourth root of the series; the
    median never runs faster than the largest yearly step seen. An `InputError` says what is wrong with the rest.

    >>> carers = trend([380, 391, 402, 410, 423, 431, 440, 452], horizon=3)  # thousands of people
    >>> carers.median.round()
    array([464., 476., 485.])
    """
    past, years = _checked(series, horizon)
    level = float(past.mean())
    roots = _roots(past, level)
    mean, deviation, freedom = look_ahead(roots, horizon)
    centre = (1 - DAMPED_SHARE) * mean + DAMPED_SHARE * _damped(roots, years)
    # A fourth root near zero makes a first recruit an explosion: no faster than the largest step ever seen.
    furthest = np.abs(np.diff(past)).max() * years
    centre = np.clip(centre, _roots(np.maximum(past[-1] - furthest, 0.0), level), _roots(past[-1] + furthest, level))
    spread = deviation * (CAUTION + YEARLY_CAUTION * years)
    return Trend(centre, np.maximum.accumulate(spread), freedom, level)


def _roots(people: Floats, level: float) -> Floats:
    return np.asarray(ROOT * (people / (level or 1.0)) ** (1 / ROOT))


def _damped(roots: Floats, years: Floats) -> Floats:
    recent = roots[-1 - DAMPED_YEARS :]
    slope = (recent[-1] - recent[0]) / (recent.size - 1)
    return np.asarray(recent[-1] + slope * np.cumsum(DAMPING**years))


def _checked(series: npt.ArrayLike, horizon: int) -> tuple[Floats, Floats]:
    """Give the years that count, and 1 … horizon."""
    try:
        past = np.array(series, dtype=float)
    except (TypeError, ValueError):
        raise InputError("Une série annuelle est une liste de nombres, un par année : corrigez-la.") from None
    if past.ndim != 1 or past.size < FEWEST:
        raise InputError(
            f"Une série annuelle est une liste d’au moins {FEWEST} nombres, du plus ancien au plus récent."
        )
    if not np.isfinite(past).all() or past.min() < 0 or past.max() > LARGEST:
        raise InputError(
            "Chaque année doit porter un nombre positif ou nul : complétez ou retirez les années vides, négatives "
            "ou démesurées."
        )
    whole = isinstance(horizon, int | np.integer) and not isinstance(horizon, bool)
    if not whole or not 1 <= horizon <= FURTHEST:
        raise InputError(f"L’horizon est un nombre entier d’années, de 1 à {FURTHEST}.")
    return past[-LONGEST:], np.arange(1.0, int(horizon) + 1)
