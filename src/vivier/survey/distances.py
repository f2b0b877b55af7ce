"""How far a weight may move, and at what cost: four distances of Deville and Särndal, as functions of the price.

Each has a primitive Φ, its derivative F (the ratio of new to old weight, F(0) = 1) and F′, of u = traits · λ.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vivier.vocabulary import InputError

METHODS = ("raking", "linear", "truncated", "logit")
BOUNDED = ("truncated", "logit")
WIDEST = 1e6  # the largest ratio that a method without bounds may give
_FAR = 700.0  # exp of more is not a number
Array = np.ndarray
Curve = Callable[[Array], Array]


@dataclass(frozen=True)
class Distance:
    """Hold the primitive, the ratio and its slope; and between which ratios a solution is sought."""

    primitive: Curve
    ratio: Curve
    slope: Curve
    low: float
    high: float


def distance(method: str, bounds: tuple[float, float] | None) -> Distance:
    """Give the distance of a method, with its bounds.

    Raises:
        InputError: the method is unknown, or bounds are given to one that has none, or not around 1.
    """
    if method not in METHODS:
        raise InputError(f"« {method} » n’est pas une méthode de calage ; méthodes : {', '.join(METHODS)}.")
    if (bounds is None) == (method in BOUNDED):
        raise InputError("Les méthodes « truncated » et « logit » veulent des bornes, les autres n’en ont pas.")
    if bounds is None:
        return _linear() if method == "linear" else _raking()
    low, high = bounds
    if not 0 <= low < 1 < high < WIDEST:
        raise InputError("Les bornes du calage sont deux rapports de part et d’autre de 1, par exemple 0,5 et 2.")
    return _truncated(low, high) if method == "truncated" else _logit(low, high)


def _linear() -> Distance:
    return Distance(lambda u: u + u * u / 2, lambda u: 1 + u, np.ones_like, -np.inf, np.inf)


def _raking() -> Distance:
    def grown(u: Array) -> Array:
        return np.asarray(np.exp(np.minimum(u, _FAR)))

    # Ratios are all positive: a solution that needs a weight next to nothing, or huge, is none.
    return Distance(grown, grown, grown, 1 / WIDEST, WIDEST)


def _truncated(low: float, high: float) -> Distance:
    def primitive(u: Array) -> Array:
        inside = np.clip(u, low - 1, high - 1)
        return np.asarray(inside + inside**2 / 2 + (1 + inside) * (u - inside))

    def slope(u: Array) -> Array:
        return np.asarray((u > low - 1) & (u < high - 1), dtype=float)

    return Distance(primitive, lambda u: np.clip(1 + u, low, high), slope, low, high)


def _logit(low: float, high: float) -> Distance:
    steep = (high - low) / ((1 - low) * (high - 1))

    def part(u: Array) -> Array:
        """Give where a ratio is between its bounds, from 0 to 1."""
        grown = np.exp(np.clip(steep * u, -_FAR, _FAR))
        return np.asarray((1 - low) * grown / ((high - 1) + (1 - low) * grown))

    def primitive(u: Array) -> Array:
        return np.asarray(
            low * u + (high - low) / steep * np.logaddexp(np.log(high - 1), np.log(1 - low) + steep * u)
        )

    def slope(u: Array) -> Array:
        own = part(u)
        return np.asarray((high - low) * steep * own * (1 - own))

    # A bound is never reached.
    edge = 1e-6 * (high - low)
    return Distance(primitive, lambda u: low + (high - low) * part(u), slope, low + edge, high - edge)
