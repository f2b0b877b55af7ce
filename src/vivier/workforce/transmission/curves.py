"""The chance that an owner is still in post at the end of each calendar year, whatever the pace of the path."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vivier.vocabulary import InputError, Period
from vivier.workforce.transmission.data import OLDEST, Business, Owner
from vivier.workforce.transmission.hypotheses import DELAYS, SHARES, OwnerAssumptions

Floats = npt.NDArray[np.float64]
YEAR = 12
MONTHS = YEAR * (OLDEST + 32)  # the oldest owner, at the end of the longest horizon


@dataclass(frozen=True)
class Clock:
    """Cut the months of a horizon by calendar year; the day is rounded to the nearest beginning of a month.

    `ends` counts the months from that day to the end of each calendar year, the last being that of the horizon.

    >>> clock = Clock(dt.date(2026, 1, 31), 2)
    >>> clock.years, clock.ends
    ((2026, 2027, 2028), (11, 23, 24))
    """

    on: dt.date
    horizon: int

    @cached_property
    def start(self) -> Period:
        """The month that begins nearest to the day."""
        return Period.of(self.on).previous(-1) if self.on.day > 15 else Period.of(self.on)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """The months gone at the end of each calendar year."""
        first, last = 13 - self.start.month, YEAR * self.horizon
        return tuple(min(end, last) for end in range(first, last + YEAR, YEAR))

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The calendar years."""
        return tuple(self.start.year + rank for rank in range(len(self.ends)))


@dataclass(frozen=True)
class Curves:
    """Give curves of presence, shape (years, paths), for the paces drawn for each path (paths,).

    A pace f multiplies every hazard: who would be there with probability S is there with probability Sᶠ. Nobody
    crosses a bound (who cannot stop before an age still cannot), and one number moves everybody at once.
    """

    assumptions: OwnerAssumptions
    clock: Clock
    paces: Floats
    _known: dict[tuple[int, str, int | None], Floats] = field(default_factory=dict)
    _laws: dict[int, Floats] = field(default_factory=dict)

    def gone(self, business: Business) -> Floats:
        """Give the probability that all owners of a business have stopped by the end of each year."""
        chance = np.ones((len(self.clock.ends), self.paces.size))
        for owner in business.owners:
            chance = chance * (1 - self.there(owner))
        return chance

    def there(self, owner: Owner) -> Floats:
        """Give the probability that one owner is still in post at the end of each year."""
        key = (owner.age, owner.plan, owner.year)
        if key not in self._known:
            self._known[key] = self._mixed(owner)
        return self._known[key]

    def _mixed(self, owner: Owner) -> Floats:
        by_age = self._by_age(owner.age, owner.plan)
        if owner.year is None:
            return by_age
        declared, ahead = _declared(owner.year, self.assumptions, self.clock)
        is_near = owner.year - self.clock.start.year <= self.assumptions.declared["near_years"]
        belief = self.assumptions.declared["believed_near" if is_near else "believed_far"] * ahead
        # Who is still there once the declared year has gone by shows that it did not govern: Bayes' rule.
        doubt = 1 - self.assumptions.declared["believed_near" if is_near else "believed_far"]
        weight = belief / (belief + doubt) if belief else 0.0
        return np.asarray(weight * declared[:, None] ** self.paces + (1 - weight) * by_age)

    def _by_age(self, age: int, plan: str) -> Floats:
        """Mix the twelve months of birth, each with the legal age of its generation."""
        pace = self.assumptions.pace[plan] * self.paces
        ends = np.array(self.clock.ends)
        there = np.zeros((ends.size, self.paces.size))
        for months in range(YEAR * age, YEAR * age + YEAR):
            curve = self._law(months)
            there += np.exp(np.multiply.outer(curve[months + ends] - curve[months], pace))
        return there / YEAR

    def _law(self, months: int) -> Floats:
        legal = self.assumptions.law.legal_age_months(self.clock.start.previous(months + 1).first)
        if legal not in self._laws:
            self._laws[legal] = log_presence(self.assumptions, legal)
        return self._laws[legal]


def log_presence(assumptions: OwnerAssumptions, legal: int) -> Floats:
    """Give the logarithm of the probability of being in post at each completed month of age, shape (MONTHS + 1,).

    `legal` is a legal age in months. Before it, ever more owners stop; many in the twelve months after; ever fewer
    until the full-rate age; many again in the twelve months after; then the same share of those left each month.

    >>> from vivier.reference import retirement_law
    >>> curve = log_presence(OwnerAssumptions(retirement_law("2025-1403"), career={"other_rate": 0}), 64 * 12)
    >>> np.exp(curve[[60 * 12, 64 * 12, 65 * 12, 68 * 12]]).round(2)
    array([1.  , 0.83, 0.47, 0.12])
    """
    career, full = assumptions.career, YEAR * assumptions.law.full_rate_age
    if not YEAR < legal <= full - 2 * YEAR:
        raise InputError("L’âge du taux plein doit venir au moins deux ans après l’âge légal.")
    edges = (legal - max(round(YEAR * career["early_years"]), 1), legal, legal + YEAR, full, full + YEAR)
    leave = np.zeros(MONTHS)
    for rank, name in enumerate(SHARES[:-1]):
        ramp = np.arange(1.0, edges[rank + 1] - edges[rank] + 1)
        weights = (ramp, np.ones_like(ramp), ramp[::-1], np.ones_like(ramp))[rank]
        leave[edges[rank] : edges[rank + 1]] = career[name] * weights / weights.sum()
    there = 1 - np.concatenate([[0], np.cumsum(leave)])
    left = np.arange(MONTHS + 1 - edges[-1])
    there[edges[-1] :] = career["beyond_share"] * (1 - 1 / (YEAR * career["beyond_years"])) ** left
    return np.asarray(np.log(there) + np.log1p(-career["other_rate"]) * np.arange(MONTHS + 1) / YEAR)


def _declared(year: int, assumptions: OwnerAssumptions, clock: Clock) -> tuple[Floats, float]:
    """Give who is still there at the end of each year if the declared one governs, and the share still to come."""
    first = YEAR * (year - clock.start.year) + 1 - clock.start.month  # January of that year, in months from the day
    there, ahead = np.zeros(len(clock.ends)), 0.0
    for name, delay in DELAYS.items():
        begins = first + YEAR * delay
        share = assumptions.declared[name] / YEAR
        ahead += share * np.clip(YEAR + begins, 0, YEAR)
        there += share * np.clip(begins + YEAR - np.array(clock.ends), 0, YEAR)
    return (there / ahead if ahead > 0 else there), float(ahead)
