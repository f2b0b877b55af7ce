"""When people retire here: the national behaviour, moved by the ends of careers that the members' files show."""

import datetime as dt

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from vivier.workforce.ages import BANDS, ages_of
from vivier.workforce.assumptions import Assumptions, Observed
from vivier.workforce.beliefs import Behaviour
from vivier.workforce.profiles import within
from vivier.workforce.retirement import central_rates

Floats = npt.NDArray[np.float64]
LASTING = 0.6  # of the variance of the shift: what is of this pôle, and lasts; the rest is of the years to come
_GRID = np.linspace(-2.5, 2.5, 101)  # years added to the mean age at the end of careers


def career_shifts(
    assumptions: Assumptions, ages: Floats, on: dt.date, rng: np.random.Generator, draws: int
) -> Floats:
    """Draw the shift of the mean age at the end of careers on each path, in years, shape (draws,).

    Normal around 0 before anything is seen; then each shift is as likely as it makes the ends of careers counted in
    the flows, in the year before `on`, for people of those bands with the `ages` (62,) of the stock. Counts are
    Poisson around what a shift expects, up to a factor that a year may have of its own (gamma, `year_cv`). Only the
    `LASTING` part of the shift can be learned: no quantity of data tells how people will behave in the years to come.
    """
    luck, spread = rng.standard_normal(draws), assumptions.behaviour.shift_sd
    seen = [row for row in assumptions.observed if row.retirements is not None]
    if not spread or not seen:
        return np.asarray(assumptions.career_shift + spread * luck)
    retired = sum(row.retirements or 0 for row in seen)
    log = -0.5 * _GRID**2 / (LASTING * spread**2) + _likelihood(
        retired, _expected(assumptions, seen, ages, on), assumptions
    )
    posterior = np.exp(log - log.max())
    reached = np.cumsum(posterior) / posterior.sum()
    lasting = np.interp(rng.random(draws), reached, _GRID)
    return np.asarray(assumptions.career_shift + lasting + np.sqrt(1 - LASTING) * spread * luck)


def career_shares(behaviour: Behaviour, rng: np.random.Generator, draws: int) -> Floats:
    """Draw the shares of the five parts of the ends of careers on each path, shape (5, draws): a Dirichlet law.

    One shift cannot tell all: of two pôles with the same mean age, one may wait for the legal age where the other
    leaves on both sides of it.
    """
    parts = rng.standard_gamma(behaviour.share_weight * np.array(behaviour.shares)[:, None], (5, draws))
    return np.asarray(parts / parts.sum(axis=0))


def _expected(assumptions: Assumptions, seen: list[Observed], ages: Floats, on: dt.date) -> Floats:
    """Give the ends of careers expected in the flows under each shift of the grid, half a year before `on`."""
    risk = central_rates(assumptions, on - dt.timedelta(days=183), _GRID)
    years = dict.fromkeys(BANDS, 0.0)
    for row in seen:
        years[row.band] += row.person_years
    return np.asarray(sum(time * (within(ages_of(band), ages) @ risk) for band, time in years.items()))


def _likelihood(retired: int, expected: Floats, assumptions: Assumptions) -> Floats:
    """Give the log-likelihood of a count: negative binomial, Poisson where years are all alike."""
    expected = np.maximum(expected, 1e-9)
    if not assumptions.turnover.year_cv:
        return np.asarray(retired * np.log(expected) - expected)
    shape = assumptions.turnover.year_cv**-2
    constant = gammaln(retired + shape) - gammaln(shape) + shape * np.log(shape)
    return np.asarray(constant + retired * np.log(expected) - (retired + shape) * np.log(shape + expected))
