"""The small worlds that a yearly series may come from, and what each of them says of the years ahead.

A world is a Gaussian process: a level that wanders, a slope that lasts, a cycle that comes back, the noise of a
survey, and perhaps an average over three years. All is linear, so what depends on lengths alone is computed once.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LASTING, FADING = 0.97, 0.8  # correlation of a slope from one year to the next
CYCLE_MEMORY, RHYTHM_MEMORY = 0.7, 0.9
FADING_CHANCE, RHYTHM_CHANCE = 0.15, 0.3  # beside those of a lasting slope and of a cycle without rhythm: 1


class World(NamedTuple):
    """Say what moves, as variances relative to that of the level's own yearly step.

    `averaged`: whether each figure is the mean of its year, the one before and the one after; `memory`: of the slope;
    `period`: of the cycle, in years, 0 where it has no rhythm.
    """

    noise: float
    cycle: float
    slope: float
    averaged: bool
    memory: float = LASTING
    period: float = 0.0

    @property
    def chance(self) -> float:
        """What this world is worth before any figure is seen, beside the others."""
        return (FADING_CHANCE if self.memory == FADING else 1.0) * (RHYTHM_CHANCE if self.period else 1.0)


NOISES = (0.0, 2.0, 20.0)
CYCLES = ((0.0, 0.0), (4.0, 0.0), (6.0, 9.0))  # variance and period: business cycles last 7 to 11 years
SLOPES = (0.04, 0.36, 4.0)
WORLDS = tuple(
    World(noise, cycle, slope, averaged, memory, period)
    for noise, (cycle, period), slope, averaged, memory in product(
        NOISES, CYCLES, SLOPES, (False, True), (LASTING, FADING)
    )
)
ANY_LEVEL = 1e4  # variance of the level before any figure is seen: a hundred yearly moves each way
TYPICAL_MOVE, MOVE_WEIGHT = 0.03, 3.0  # an occupation moves by some 3 % a year; worth three observed years
FAR = 4.0  # a figure further from its neighbours than so many usual gaps is an accident


@dataclass(frozen=True, slots=True, eq=False)
class Lens:
    """Hold how each of G worlds sees T years past and H years ahead; a yearly move has variance 1 in all of them.

    `precision` (G, T, T) is the inverse of the covariance of the past; `gains` (G, H, T) turn the past into the
    expected years ahead; `variances` (G, H) are theirs; `log_credit` (G,) completes the likelihood, by what each
    world is worth before any figure is seen and by the volume of its covariance.
    """

    precision: Floats
    gains: Floats
    variances: Floats
    log_credit: Floats


def covariance(length: int, world: World) -> Floats:
    """Give the covariance (length, length) of a world's years, scaled so that a yearly move has variance 1.

    >>> covariance(3, World(noise=0.0, cycle=0.0, slope=0.0, averaged=False))
    array([[1., 1., 1.],
           [1., 2., 2.],
           [1., 2., 3.]])
    """
    years = np.arange(length + 2)
    apart = np.abs(years[:, None] - years)
    slopes = world.memory**apart
    slopes[0] = slopes[:, 0] = 0.0  # the first year is reached without any slope
    whole = (
        np.minimum(years[:, None], years)
        + world.slope * slopes.cumsum(axis=0).cumsum(axis=1)
        + world.cycle * _swings(apart, world.period)
        + world.noise * np.eye(length + 2)
    )
    shown = _three_years(length) if world.averaged else np.eye(length, length + 2, k=1)
    seen = shown @ whole @ shown.T
    # The move is the same every year; the second and third figures show it.
    return np.asarray(seen / (seen[1, 1] + seen[2, 2] - 2 * seen[1, 2]))


def _swings(apart: npt.NDArray[np.int64], period: float) -> Floats:
    if not period:
        return np.asarray(CYCLE_MEMORY**apart)
    return np.asarray(RHYTHM_MEMORY**apart * np.cos(2 * np.pi * apart / period))


def _three_years(length: int) -> Floats:
    return np.asarray(sum(np.eye(length, length + 2, k=k) for k in range(3)) / 3)


@lru_cache(maxsize=64)
def lens(length: int, horizon: int) -> Lens:
    """Prepare the worlds for series of this length: it depends on nothing else, so it is kept.

    >>> lens(20, 10).gains.shape
    (108, 10, 20)
    """
    whole = np.stack([covariance(length + horizon, world) for world in WORLDS]) + ANY_LEVEL
    root = np.linalg.cholesky(whole[:, :length, :length])
    whitening = np.linalg.inv(root)
    reach = whole[:, length:, :length] @ whitening.transpose(0, 2, 1)
    ahead = np.diagonal(whole, axis1=1, axis2=2)[:, length:]
    return Lens(
        whitening.transpose(0, 2, 1) @ whitening,
        reach @ whitening,
        ahead - (reach * reach).sum(axis=2),
        np.log([world.chance for world in WORLDS]) - np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1),
    )


def look_ahead(past: Floats, horizon: int) -> tuple[Floats, Floats, float]:
    """Give the mean and the standard deviation of the years ahead, (horizon,) each, and the degrees of freedom.

    `past` (T,) is on a scale where 0.03 is a move of 3 %. Every world speaks in proportion to how well it explains
    the past; the size of the yearly move is learned too, from `TYPICAL_MOVE` on. The spread is that within worlds
    and that between them.

    >>> mean, deviation, freedom = look_ahead(np.array([4.0, 4.01, 4.03, 4.02, 4.05]), 3)
    >>> mean.round(2), deviation.round(2), freedom
    (array([4.05, 4.06, 4.06]), array([0.02, 0.04, 0.05]), 7.0)
    """
    seen = lens(past.size, horizon)
    past = _without_accidents(past, seen)
    gap = past - past[-1]
    weights, sizes, freedom = _heard(gap, seen)
    means = seen.gains @ gap
    mean = weights @ means
    variance = weights @ (seen.variances * sizes[:, None] + (means - mean) ** 2)
    return past[-1] + mean, np.asarray(np.sqrt(variance)), freedom


def _heard(gap: Floats, seen: Lens) -> tuple[Floats, Floats, float]:
    """Give the weight of each world, its squared yearly move, and the degrees of freedom of a Student's t."""
    misfit = seen.precision @ gap @ gap + MOVE_WEIGHT * TYPICAL_MOVE**2
    freedom = gap.size - 1 + MOVE_WEIGHT
    credit = seen.log_credit - freedom / 2 * np.log(misfit)
    weights = np.exp(credit - credit.max())
    return weights / weights.sum(), misfit / freedom, freedom


def _without_accidents(past: Floats, seen: Lens) -> Floats:
    """Bring back to `FAR` usual gaps what lies further from what its neighbours, before and after, foretell.

    The last two years are left as they are: nothing yet tells an accident from a new level.
    """
    gap = past - past[-1]
    weights, sizes, _ = _heard(gap, seen)
    certainty = np.diagonal(seen.precision, axis1=1, axis2=2)
    surprise = weights @ (seen.precision @ gap / certainty)  # each year against all the others
    gauge = weights @ np.sqrt(sizes[:, None] / certainty)
    # The median gap, which an accident does not swell; never under a third of what the worlds expect.
    usual = gauge * max(float(np.median(np.abs(surprise / gauge))) / 0.6745, 1 / 3)
    excess = surprise - np.clip(surprise, -FAR * usual, FAR * usual)
    excess[-2:] = 0.0
    return np.asarray(past - excess)
