"""Whole pôles played month by month, their true rates drawn from populations that the forecast does not know."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import numpy as np

from vivier.reference import retirement_law
from vivier.workforce import Stock
from vivier.workforce.assumptions import Observed
from vivier.workforce.data import Cell

ON = dt.date(2026, 1, 31)
LAW = retirement_law("2025-1403")
BANDS = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")
MIDDLES, YEARLY = (20, 30, 40, 50, 57.5, 62), (0.28, 0.17, 0.11, 0.08, 0.06, 0.05)
PARTS = (0.22, 0.48, 0.20, 0.07, 0.03)  # of retirements: before the legal age, at it, later, at 67, beyond
LATEST = 75 * 12
NOWHERE = 1e9


@dataclass(frozen=True)
class Population:
    """Where true rates come from. Pairs are the two ends between which each pôle draws its own value.

    `level`: centre and dispersion of the logarithm of the level; `degrees`: those of the Student law of effects (0:
    normal); `slope`: dispersion of the slope by age, for ten years; `cycle`: amplitude and length in years; `jitter`:
    one year to the next; `shock`: yearly chance that a company goes through one; `shift`: of the age at retirement.
    """

    name: str
    level: tuple[float, float] = (0.0, 0.30)
    degrees: int = 0
    companies: tuple[float, float] = (0.2, 0.5)
    occupations: tuple[float, float] = (0.1, 0.4)
    slope: float = 0.08
    cycle: tuple[tuple[float, float], tuple[float, float]] = ((0.05, 0.25), (5, 10))
    jitter: float = 0.05
    company_years: float = 0.10
    shock: float = 0.02
    shift: tuple[float, float] = (0.0, 0.4)
    refill: int = 12  # months between two rounds of hires, once the forecast has begun


@dataclass(frozen=True)
class Played:
    """What one pôle shows (stock, flows) and what becomes of it: cumulated counts by year, and true company rates."""

    stock: Stock
    observed: tuple[Observed, ...]
    there: np.ndarray  # people in post today still there, (years,)
    retired: np.ndarray  # of them, retired so far
    openings: np.ndarray  # all exits from posts so far, recruits' too
    company_rates: dict[str, float]  # yearly, on the people and months observed, no cycle nor shock
    last_year: tuple[float, float]  # other exits of the last twelve months, and those expected at national rates


def play_pole(population, people, years, seed, *, months=None):
    """Draw a pôle of so many posts and its rates, live its past, then its future."""
    return _World(population, people, np.random.default_rng(seed), months).lived(years)


class _World:
    """Posts with their holders: age in months, month of age at which they retire, whether they are in post today."""

    def __init__(self, population, people, rng, months):
        self.population, self.people, self.rng = population, people, rng
        self.months = int(rng.choice([0, 12, 18, 24, 30, 36], p=[0.15, 0.25, 0.15, 0.2, 0.1, 0.15]))
        if months is not None:
            self.months = months
        self._organise()
        self._rates()
        self.legal = {}
        self.month = -self.months
        self.ages = np.clip(self._ages(), 17 * 12, 68 * 12).astype(int)
        self.retires = np.zeros(people, int)
        self.filled = np.ones(people, bool)
        self._settle()
        self.veteran = np.zeros(people, bool)

    def _organise(self):
        rng, n = self.rng, self.people
        companies = max(2, round(n / np.exp(rng.uniform(np.log(6), np.log(90)))))
        trades = int(np.clip(rng.integers(1, 41), 1, max(1, n // 4)))
        self.company = rng.choice(companies, n, p=_shares(rng.lognormal(0, 1, companies)))
        weights = rng.lognormal(0, 1, trades) * rng.gamma(0.7, 1, (companies, trades)) + 1e-9
        weights /= weights.sum(axis=1, keepdims=True)
        self.trade = (rng.random(n)[:, None] > np.cumsum(weights[self.company], axis=1)).sum(axis=1)
        self.trade = np.minimum(self.trade, trades - 1)
        self.silent = rng.random(companies) < 0.15  # companies that give their staff but no month

    def _effects(self, spread, size):
        degrees = self.population.degrees
        luck = self.rng.standard_t(degrees, size) if degrees else self.rng.standard_normal(size)
        return np.exp(np.clip(self.rng.uniform(*spread) * luck, -2, 2))

    def _rates(self):
        rng, p = self.rng, self.population
        level = np.exp(rng.normal(*p.level))
        self.company_effect = self._effects(p.companies, self.company.max() + 1)
        self.factor = (
            level * self.company_effect[self.company] * self._effects(p.occupations, self.trade.max() + 1)[self.trade]
        )
        ages = np.arange(0, 101)
        hazard = np.exp(np.interp(ages, MIDDLES, np.log(-np.log1p(-np.array(YEARLY)))))
        self.by_age = hazard * np.exp(rng.normal(0, p.slope) * (ages - 42) / 10)
        (low, high), lengths = p.cycle
        span = np.arange(-self.months // 12 - 1, 60)
        wave = rng.uniform(low, high) * np.sin(2 * np.pi * (span / rng.uniform(*lengths) + rng.random()))
        self.cycle = np.exp(wave + p.jitter * rng.standard_normal(span.size))
        shape = (span.size, self.company.max() + 1)
        shocks = np.where(rng.random(shape) < p.shock, rng.uniform(1.5, 3.5, shape), 1)
        self.company_cycle = shocks * np.exp(p.company_years * rng.standard_normal(shape))
        self.origin = span[0]
        self.shares = rng.dirichlet(60 * np.array(PARTS))
        self.shift = rng.normal(*p.shift)
        self.hire_mean = rng.normal(17, 1.5)

    def _ages(self):
        rng = self.rng
        centre = rng.normal(42, 2.5) + rng.normal(0, 2, self.company.max() + 1)[self.company]
        return 12 * (centre + rng.normal(0, 2, self.trade.max() + 1)[self.trade] + rng.normal(0, 11, self.people))

    def _settle(self):
        """Draw again whoever would have retired already, so that few are past the usual ages."""
        posts = np.arange(self.people)
        for _ in range(20):
            born = 12 * ON.year + ON.month - 1 + self.month - self.ages[posts]
            gone = [
                self._cumulated(self._legal(rank))[age - 1] for rank, age in zip(born, self.ages[posts], strict=True)
            ]
            posts = posts[self.rng.random(posts.size) < gone]
            self.ages[posts] = np.clip(self._ages(), 17 * 12, 68 * 12).astype(int)[posts]
        self._plan(np.arange(self.people))

    def _plan(self, posts):
        """Draw the month of age at which the holders of these posts retire, given that they have not yet."""
        born = 12 * ON.year + ON.month - 1 + self.month - self.ages[posts]
        legal = np.array([self._legal(rank) for rank in born.tolist()])
        luck = self.rng.random(posts.size)
        for age in np.unique(legal):
            these = legal == age
            cumulated = self._cumulated(int(age))
            now = self.ages[posts[these]]
            before = cumulated[now - 1]
            self.retires[posts[these]] = np.maximum(
                np.searchsorted(cumulated, before + luck[these] * (1 - before), side="left"), now
            )

    def _legal(self, born):
        if born not in self.legal:
            self.legal[born] = LAW.legal_age_months(dt.date(born // 12, born % 12 + 1, 15))
        return self.legal[born]

    def _cumulated(self, legal):
        key = -legal
        if key not in self.legal:
            self.legal[key] = np.cumsum(ages_at_retirement(self.shares, self.shift, legal))
        return self.legal[key]

    def lived(self, years):
        seen, last_year = self._past()
        self.month = 0
        stock = Stock(
            ON,
            tuple(
                Cell(f"m{trade:02d}", age, "inconnu", n, group=f"e{company:04d}")
                for (trade, age, company), n in sorted(
                    Counter(
                        zip(self.trade.tolist(), (self.ages // 12).tolist(), self.company.tolist(), strict=True)
                    ).items()
                )
            ),
        )
        self.veteran[:] = True
        rows = np.zeros((years, 3))
        retired = exits = 0
        for year in range(years):
            for _ in range(12):
                gone, ended = self._step()
                retired += int((ended & self.veteran).sum())
                exits += int(gone.sum())
                self.veteran &= ~gone
                if (self.month % self.population.refill) == 0:
                    self._hire()
            rows[year] = self.veteran.sum(), retired, exits
        return Played(stock, seen, rows[:, 0], rows[:, 1], rows[:, 2], self.true_rates, last_year)

    def _hazards(self):
        year = self.month // 12 - self.origin
        own = self.by_age[np.minimum(self.ages // 12, 100)] * self.factor / 12
        return own, own * self.cycle[year] * self.company_cycle[year, self.company]

    def _step(self):
        """Live one month: who left, and who of them retired."""
        _, hazard = self._hazards()
        ended = self.filled & (self.ages >= self.retires)
        gone = ended | (self.filled & (self.rng.random(self.people) < 1 - np.exp(-hazard)))
        self.filled &= ~gone
        self.ages = self.ages + 1
        self.month += 1
        return gone, ended

    def _hire(self):
        posts = np.flatnonzero(~self.filled)
        ages = 18 + self.rng.gamma(2.4, self.hire_mean / 2.4, posts.size)
        self.ages[posts] = (12 * np.minimum(ages, 62)).astype(int)
        self.filled[posts] = True
        if posts.size:
            self._plan(posts)
        return posts

    def _past(self):
        exits, months, hires, ends = Counter(), Counter(), Counter(), Counter()
        true, last = np.zeros((2, self.company.max() + 1)), np.zeros(2)
        national = -np.log1p(-np.array(YEARLY)) / 12
        for back in range(self.months, 0, -1):
            bands = _bands(self.ages)
            own, _ = self._hazards()
            true += [
                np.bincount(self.company, own, true.shape[1]),
                np.bincount(self.company, minlength=true.shape[1]),
            ]
            keys = np.stack([bands, self.trade, self.company], axis=1)
            gone, ended = self._step()
            left = gone & ~ended
            months.update(map(tuple, keys.tolist()))
            exits.update(map(tuple, keys[left].tolist()))
            ends.update(map(tuple, keys[ended].tolist()))
            if back <= 12:
                last += left.sum(), national[bands].sum()
            posts = self._hire()
            fresh = np.stack([_bands(self.ages[posts]), self.trade[posts], self.company[posts]], axis=1)
            hires.update(map(tuple, fresh.tolist()))
        rates = {f"e{c:04d}": 1 - np.exp(-12 * h / m) for c, (h, m) in enumerate(true.T) if m and not self.silent[c]}
        self.true_rates = rates
        seen = tuple(
            Observed(
                BANDS[b],
                exits[b, t, c],
                months[b, t, c] / 12,
                hires[b, t, c],
                f"m{t:02d}",
                f"e{c:04d}",
                ends[b, t, c],
            )
            for b, t, c in sorted(months.keys() | hires.keys())
            if not self.silent[c]
        )
        return seen, (float(last[0]), float(last[1]))


def ages_at_retirement(shares, shift, legal):
    """Give the chance of retiring at each month of age: rush and slow parts, then a tilt that moves the mean age."""
    full, weights = 67 * 12, np.zeros(LATEST + 1)
    early = np.arange(1, 37) ** 1.5
    weights[legal - 36 : legal] = shares[0] * early / early.sum()
    weights[legal : legal + 4] = shares[1] * np.array([0.4, 0.3, 0.2, 0.1])
    after = np.exp(-np.arange(full - legal - 4) / 18)
    weights[legal + 4 : full] = shares[2] * after / after.sum()
    weights[full : full + 3] += shares[3] / 3
    tail = np.exp(-np.arange(LATEST + 1 - full - 3) / 20)
    weights[full + 3 :] += shares[4] * tail / tail.sum()
    months = np.arange(LATEST + 1)
    mean, low, high = weights @ months, -3.0, 3.0
    for _ in range(30):
        tilt = (low + high) / 2
        tilted = weights * np.exp(tilt * (months - mean) / 12)
        tilted /= tilted.sum()
        low, high = (tilt, high) if (tilted @ months - mean) / 12 < shift else (low, tilt)
    return tilted


def _bands(ages):
    return np.searchsorted((25, 35, 45, 55, 60), ages // 12, side="right")


def _shares(weights):
    return weights / weights.sum()
