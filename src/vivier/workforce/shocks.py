"""What is uncertain for everybody at once: behaviour, turnover and growth, drawn once per path."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import BANDS, FIRST_AGE, LAST_AGE, ages_of, band_of
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.retirement import hazards
from vivier.workforce.spread import age_profile

Floats = npt.NDArray[np.float64]
SHARED = "\0shared"  # no occupation can be named so: its stream is nobody else's


def stream(seed: int, unit: str) -> np.random.Generator:
    """Give the random stream of one unit: it depends on the seed and on its name, on nothing else.

    >>> stream(1, "623f").random() == stream(1, "623f").random() != stream(1, "622a").random()
    True
    """
    digest = hashlib.sha256(unit.encode()).digest()
    words = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 32, 4)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Hold the shocks that all occupations share, path by path, and what every path has in common.

    `retire` (cohorts, horizon, draws): yearly probability of retiring; `log_stay` (bands, draws): logarithm of the
    yearly probability of not leaving otherwise; `growth` (draws,): yearly growth; `hire_ages` (ages,): cumulated
    shares of hires by single age; `bands` (cohorts, horizon): rank of the age band in which each cohort begins each
    step; `occupation_cv`: dispersion of occupations around the pôle.
    """

    retire: Floats
    log_stay: Floats
    growth: Floats
    hire_ages: Floats
    bands: npt.NDArray[np.intp]
    occupation_cv: float

    @property
    def horizon(self) -> int:
        """The number of yearly steps."""
        return int(self.retire.shape[1])

    @property
    def draws(self) -> int:
        """The number of paths."""
        return self.growth.size

    def row(self, age: int) -> int:
        """Give the row of `retire` of the people who have this completed age today (the oldest together)."""
        return min(age, LAST_AGE) - FIRST_AGE + self.horizon

    def blocks(self, size: int) -> Iterator["World"]:
        """Cut the paths into blocks of that size, so that memory does not follow the number of people."""
        for low in range(0, self.draws, size):
            cut = slice(low, low + size)
            yield replace(
                self, retire=self.retire[:, :, cut], log_stay=self.log_stay[:, cut], growth=self.growth[cut]
            )


def around_one(variation: float, draws: int, rng: np.random.Generator) -> Floats:
    """Draw factors of mean 1 and of that coefficient of variation, shape (draws,): a Gamma, never negative."""
    if not variation:
        return np.ones(draws)
    return rng.gamma(variation**-2, variation**2, draws)


def draw_world(assumptions: Assumptions, on: dt.date, horizon: int, draws: int, seed: int) -> World:
    """Draw the shocks of all paths from a stream of their own, so that totals are coherent path by path."""
    rng = stream(seed, SHARED)
    shifts = assumptions.behaviour.shift_sd * rng.standard_normal(draws)
    growth = assumptions.growth_rate + assumptions.growth_sd * rng.standard_normal(draws)
    monthly = np.array([rng.beta(a, b, draws) for a, b in assumptions.exit_beta])
    period = around_one(assumptions.turnover.period_cv, draws, rng)
    return World(
        hazards(assumptions, on, horizon, shifts),
        12 * period * np.log1p(-np.minimum(monthly, 1 - 1e-12)),
        np.clip(growth, -0.9, 1),
        _hire_ages(assumptions.hire_shares),
        _bands(horizon),
        assumptions.turnover.occupation_cv,
    )


def _bands(horizon: int) -> npt.NDArray[np.intp]:
    first = FIRST_AGE - horizon
    return np.array([[band_of(cohort + step) for step in range(horizon)] for cohort in range(first, LAST_AGE + 1)])


def _hire_ages(shares: tuple[float, ...]) -> Floats:
    """Cumulate the shares of hires by single age, each band following the national profile."""
    weights = []
    for band, share in zip(BANDS, shares, strict=True):
        profile = np.array([age_profile()[age] for age in ages_of(band)])
        weights.append(share * profile / profile.sum())
    cumulated = np.cumsum(np.concatenate(weights))
    return np.asarray(cumulated / cumulated[-1])
