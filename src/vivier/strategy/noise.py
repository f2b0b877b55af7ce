"""How much structure chance alone would show: the signs of what is seen are drawn again, its sizes are kept."""

from dataclasses import dataclass

import numpy as np

from vivier.strategy.data import Rules
from vivier.strategy.profiles import Array, Profiles, centred, likeness

MOST = 6  # directions looked at: four axes, and what sets them apart


@dataclass(frozen=True)
class Signal:
    """Hold what stands out of noise: first eigenvalue, what chance reaches, p-value, directions above chance."""

    strength: float
    chance: float
    p_value: float
    dimensions: int


def signal(found: Profiles, rules: Rules, rng: np.random.Generator) -> Signal:
    """Compare eigenvalues with those of the same profiles whose signs are drawn at random.

    Flipping signs keeps how much each member and each subject varies, and destroys what holds subjects together: it
    stays true when members are of very unequal sizes, where permuting members finds structure in noise (Hong, Sheng,
    Dobriban, « Selecting the number of components in PCA via random signflips », 2020).
    """
    if min(found.centred.shape) < 3:
        return Signal(0.0, 0.0, 1.0, 0)
    seen = eigenvalues(found.centred, found.known)
    drawn = np.stack([_flipped(found, rng) for _ in range(rules.flips)])
    p_value = float((1 + (drawn[:, 0] >= seen[0]).sum()) / (rules.flips + 1))
    chance = float(np.quantile(drawn[:, 0], 1 - rules.risk))
    if p_value > rules.risk:
        return Signal(float(seen[0]), chance, p_value, 0)
    above = seen > np.quantile(drawn, 0.95, axis=0)
    return Signal(float(seen[0]), chance, p_value, int(np.argmin([*above, False])) or 1)


def eigenvalues(values: Array, known: Array) -> Array:
    """Give the largest eigenvalues of the likeness of subjects, the largest first."""
    return np.asarray(np.linalg.eigvalsh(likeness(values, known))[::-1][:MOST])


def _flipped(found: Profiles, rng: np.random.Generator) -> Array:
    signs = 1.0 - 2.0 * rng.integers(0, 2, found.centred.shape)
    return eigenvalues(centred(found.centred * signs, found.known, 2), found.known)
