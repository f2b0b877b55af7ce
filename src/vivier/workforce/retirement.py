"""When people of each generation retire: a distribution of ages around their legal age, then yearly hazards."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vivier.vocabulary import InputError
from vivier.workforce.ages import FIRST_AGE, LAST_AGE
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.beliefs import Behaviour

Floats = npt.NDArray[np.float64]
MONTHS = 12 * LAST_AGE  # the distribution lives on completed months, from birth to the last age
RUSH = 3  # months after an age during which « at that age » is meant


def retirement_ages(
    behaviour: Behaviour, legal_age_months: int, full_rate_age: int, shares: Floats | None = None
) -> Floats:
    """Give the probability of retiring at each completed month of age, shape (900,), for one legal age.

    `shares` (5, draws), when given, stand for those of the behaviour on each path: shape (900, draws).

    >>> from vivier.workforce.beliefs import national_behaviour
    >>> months = retirement_ages(national_behaviour(), 64 * 12, 67)
    >>> round(float(months[: 64 * 12].sum()), 3), round(float(months @ np.arange(900) / 12), 1)
    (0.22, 64.4)
    """
    full_rate = 12 * full_rate_age
    if not RUSH < legal_age_months <= full_rate - 2 * RUSH or full_rate + RUSH >= MONTHS:
        raise InputError("L’âge du taux plein doit venir au moins six mois après l’âge légal, et avant 75 ans.")
    early = legal_age_months - max(round(12 * behaviour.early_years), 1)
    edges = (early, legal_age_months, legal_age_months + RUSH, full_rate, full_rate + RUSH, MONTHS)
    parts = np.zeros((MONTHS, len(edges) - 1))
    for rank, (start, end) in enumerate(pairwise(edges)):
        parts[start:end, rank] = _slope(end - start, rank)
    return np.asarray(parts @ (behaviour.shares if shares is None else shares))


def _slope(months: int, rank: int) -> Floats:
    """Weights of the months of a part: rising before the legal age, flat during a rush, falling afterwards."""
    ramp = np.arange(1, months + 1, dtype=float)
    weights = (ramp, np.ones(months), ramp[::-1], np.ones(months), ramp[::-1])[rank]
    return np.asarray(weights / weights.sum())


def shifted_survival(ages: Floats, shifts: Floats) -> Floats:
    """Give the probability of not having retired before each month of age, shape (901, draws), mean age shifted.

    The distribution is tilted, p(t)·exp(θt) with θ chosen so that its mean moves by `shifts` years (draws,): more
    people wait or fewer do, but nobody crosses the legal bounds, as a plain translation would make them. `ages` is
    (900,), or (900, draws) where each path has its own: θ is then that of their mean.

    >>> from vivier.workforce.beliefs import national_behaviour
    >>> law = retirement_ages(national_behaviour(), 64 * 12, 67)
    >>> shifted_survival(law, np.array([-0.5, 0, 0.5]))[64 * 12].round(2)
    array([0.68, 0.78, 0.83])
    """
    paths = ages.reshape(MONTHS, -1)
    ages = paths.mean(axis=1)
    support = np.flatnonzero(ages)
    first, last = int(support[0]), int(support[-1]) + 1
    years = (np.arange(first, last) - ages @ np.arange(MONTHS)) / 12
    tilts = np.linspace(-3, 3, 241)
    tilted = ages[first:last] * np.exp(np.multiply.outer(tilts, years))
    means = tilted @ years / tilted.sum(axis=1)
    weights = paths[first:last] * np.exp(np.multiply.outer(years, np.interp(shifts, means, tilts)))
    later = np.cumsum(weights[::-1], axis=0)[::-1]
    survival = np.zeros((MONTHS + 1, shifts.size))
    survival[:first] = 1
    survival[first:last] = later / later[0]
    return survival


def hazards(
    assumptions: Assumptions, on: dt.date, horizon: int, shifts: Floats, shares: Floats | None = None
) -> Floats:
    """Give the probability of retiring in each yearly step, for who is still in post at its beginning.

    Shape (cohorts, horizon, draws); cohorts are completed ages on the day `on`, from `FIRST_AGE - horizon` (recruits
    to come) to `LAST_AGE`. Births are uniform over the twelve months that give that age: each month of birth has its
    own legal age, and the hazard of the cohort is that of the mixture of the twelve.
    """
    survival = _survival(assumptions, shifts, shares)
    first = FIRST_AGE - horizon
    retire = np.zeros((LAST_AGE - first + 1, horizon, shifts.size))
    for cohort in range(_first_concerned(assumptions, horizon), LAST_AGE + 1):
        in_post = np.zeros((horizon + 1, shifts.size))
        for age in range(12 * cohort, 12 * cohort + 12):
            in_post += _still_in_post(survival(_born(on, age)), age, horizon)
        # Nobody left to retire: whoever should appear there (a late recruit) leaves.
        kept = np.divide(in_post[1:], in_post[:-1], out=np.zeros_like(in_post[1:]), where=in_post[:-1] > 0)
        retire[cohort - first] = np.clip(1 - kept, 0, 1)
    return retire


def central_rates(assumptions: Assumptions, on: dt.date, shifts: Floats) -> Floats:
    """Give the ends of careers a year spent at each completed age, around the day `on`, shape (ages, draws).

    Not a yearly hazard: someone counted twelve months at 62 was 62 all along, where the hazard of who is 62 today
    runs on to 63. Within an age, those in post are those who have not retired.

    >>> from vivier.reference import retirement_law
    >>> rates = central_rates(Assumptions(retirement_law("2025-1403")), dt.date(2026, 1, 31), np.zeros(1))
    >>> rates[[61 - 14, 62 - 14, 63 - 14], 0].round(2)
    array([0.09, 0.74, 0.32])
    """
    survival = _survival(assumptions, shifts)
    rates = np.zeros((LAST_AGE - FIRST_AGE + 1, shifts.size))
    for age in range(_first_concerned(assumptions, 1), LAST_AGE):
        months = range(12 * age, 12 * age + 12)
        kept = [survival(_born(on, month))[month : month + 2] for month in months]
        there, after = np.sum(kept, axis=0)
        rates[age - FIRST_AGE] = 12 * np.divide(there - after, there, out=np.ones_like(there), where=there > 0)
    rates[-1] = 12  # nobody is there past the last age
    return rates


def _survival(assumptions: Assumptions, shifts: Floats, shares: Floats | None = None) -> Callable[[dt.date], Floats]:
    """Give who has not retired before each month of age, (901, draws), of people born on a day."""
    law, behaviour = assumptions.law, assumptions.behaviour

    @cache
    def survival(legal_age_months: int) -> Floats:
        ages = retirement_ages(behaviour, legal_age_months, law.full_rate_age, shares)
        return shifted_survival(ages, shifts)

    return lambda born: survival(law.legal_age_months(born))


def _first_concerned(assumptions: Assumptions, horizon: int) -> int:
    """Give the youngest cohort of which somebody may retire before the horizon."""
    earliest = (
        min(row.legal_age_months for row in assumptions.law.generations) / 12 - assumptions.behaviour.early_years
    )
    return max(int(earliest) - horizon - 1, FIRST_AGE)


def _still_in_post(survival: Floats, age: int, horizon: int) -> Floats:
    """Give who, of people aged `age` months, has not retired after 0, 1, … years: shares (horizon + 1, draws)."""
    months = np.minimum(age + 12 * np.arange(horizon + 1), MONTHS)
    later = survival[months]
    kept = np.divide(later, later[0], out=np.zeros_like(later), where=later[0] > 0)
    kept[0] = 1
    return np.asarray(kept)


def _born(on: dt.date, age: int) -> dt.date:
    """Give the middle of the month-long window of births that makes a completed age of `age` months on this day."""
    rank = 12 * on.year + on.month - 1 - age
    return dt.date(rank // 12, rank % 12 + 1, min(on.day, 28)) - dt.timedelta(days=15)
