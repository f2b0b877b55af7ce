"""What is uncertain for everybody at once: behaviour, turnover, the years to come, growth; drawn once per path."""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import FIRST_AGE, LAST_AGE, band_of
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.beliefs import Turnover
from vivier.workforce.careers import career_shares, career_shifts
from vivier.workforce.pooling import Pool
from vivier.workforce.profiles import hire_profile, national_profile
from vivier.workforce.retirement import hazards
from vivier.workforce.streams import stream

Floats = npt.NDArray[np.float64]
SHARED = "\0shared"  # no occupation can be named so: its stream is nobody else's


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Hold the shocks that all occupations share, path by path.

    `retire` and `hazard` (cohorts, horizon, draws): yearly probability of retiring, and yearly hazard of leaving
    otherwise for a factor of risk of 1; cohorts are completed ages on the first day, from `FIRST_AGE - horizon`
    (recruits to come) to `LAST_AGE`. `growth` (draws,): yearly growth added to that of each occupation. `hire_ages`
    (ages,): shares of hires by single age.
    """

    retire: Floats
    hazard: Floats
    growth: Floats
    hire_ages: Floats

    @property
    def horizon(self) -> int:
        """The number of yearly steps."""
        return int(self.retire.shape[1])

    @property
    def draws(self) -> int:
        """The number of paths."""
        return self.growth.size

    def block(self, cut: slice) -> "World":
        """Give some of the paths only, so that memory does not follow their number."""
        return replace(self, retire=self.retire[..., cut], hazard=self.hazard[..., cut], growth=self.growth[cut])

    def hastened(self, factor: float) -> "World":
        """Give the same world where ends of careers come with so many times the risk at each age."""
        if factor == 1:
            return self
        return replace(self, retire=1 - (1 - self.retire) ** factor)


def draw_world(assumptions: Assumptions, pool: Pool, on: dt.date, horizon: int, ages: Floats | None = None) -> World:
    """Draw the shocks of all paths from a stream of their own, so that totals are coherent path by path.

    `ages` (62,) are those of the stock, by which observed ends of careers are told (the national profile by default).
    """
    rng, draws = stream(pool.seed, SHARED), pool.level.size
    shifts = career_shifts(assumptions, national_profile() if ages is None else ages, on, rng, draws)
    growth = assumptions.growth_rate + assumptions.growth_sd * rng.standard_normal(draws)
    years = _years(assumptions.turnover, pool, rng.standard_normal((2 * horizon + 1, draws)))
    shares = career_shares(assumptions.behaviour, rng, draws)  # last: the chance of all the rest does not follow them
    return World(
        hazards(assumptions, on, horizon, shifts, shares),
        assumptions.exit_level * pool.bands[_bands(horizon)] * years,
        np.clip(growth, -0.9, 1),
        hire_profile(assumptions.hire_shares),
    )


def _years(turnover: Turnover, pool: Pool, luck: Floats) -> Floats:
    """Give what each year to come makes of the rates, shape (horizon, draws), mean 1.

    Good and bad years follow one another with some memory. What was observed was such a year too: as far as the
    flows weigh, the years to come are told from it, so that no quantity of data makes the future certain. Each
    company has years of its own on top, as uneven, without memory: they cancel out where companies are many.
    """
    spread = np.sqrt(np.log1p(turnover.year_cv**2))
    memory, horizon = turnover.year_memory, len(luck) // 2
    states = [luck[0]]
    for step in luck[1 : horizon + 1]:
        states.append(memory * states[-1] + np.sqrt(1 - memory**2) * step)
    own = np.sqrt(pool.concentration) * luck[horizon + 1 :]
    moves = spread * (np.array(states[1:]) - pool.weight * states[0] + own)
    apart = memory ** np.arange(1, horizon + 1)
    variance = spread**2 * (1 + pool.weight**2 - 2 * pool.weight * apart + pool.concentration)
    return np.asarray(np.exp(moves - variance[:, None] / 2))


def _bands(horizon: int) -> npt.NDArray[np.intp]:
    """Give the rank of the age band in which each cohort begins each step, shape (cohorts, horizon)."""
    first = FIRST_AGE - horizon
    return np.array([[band_of(cohort + step) for step in range(horizon)] for cohort in range(first, LAST_AGE + 1)])
