"""Rates that a small pôle can trust: each company's own exits, pooled with the pôle's and with the national rates."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import betaln

from vivier.workforce.ages import BANDS
from vivier.workforce.assumptions import Assumptions, Observed
from vivier.workforce.streams import stream

Floats = npt.NDArray[np.float64]
_LEVELS = np.exp(np.linspace(-1.6, 1.6, 65))  # of the pôle around the national rates: from a fifth to five times
_SPREADS = np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.55, 0.75, 1.0, 1.4])  # between companies, between occupations
LEVEL, COMPANY = "\0rates", "entreprise\0"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what is seen of one unit: its exits, those expected at national rates, and the months spent in post."""

    exits: float
    expected: float
    months: float

    def __add__(self, other: "Evidence") -> "Evidence":
        """Put two units together."""
        return Evidence(self.exits + other.exits, self.expected + other.expected, self.months + other.months)

    def times(self, factor: float) -> "Evidence":
        """Expect so many times more exits."""
        return Evidence(self.exits, self.expected * factor, self.months)

    def tempered(self, year_cv: float) -> "Evidence":
        """Hear a company less as it shows more: its past was made of years of its own, that will not come back.

        However many its exits, what they say of its lasting rate is known within `year_cv` at best.
        """
        heard = 1 / (1 + year_cv**2 * max(self.exits, self.expected))
        return Evidence(self.exits * heard, self.expected * heard, self.months * heard)


@dataclass(frozen=True, slots=True)
class PooledRate:
    """Hold one pooled rate of exits other than retirement, a year.

    `kind` is `pole`, `company` or `occupation`; `weight` (0–1) is what the unit's own data weigh in `pooled_rate`,
    the rest being the pôle's (for the pôle: the national rates'). Rates are those of the unit's own ages.
    """

    kind: str
    name: str
    exits: int
    person_years: float
    raw_rate: float
    pooled_rate: float
    weight: float


NOTHING = Evidence(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Draw the rates of the pôle, of its companies and of its occupations, given what their files show.

    The model: the monthly probability of leaving of someone of band b, company m, occupation o is
    national(b) × belief(o) × level × shape(b) × company(m) × occupation(o). Each company's exits are beta-binomial
    around the level, with a spread between companies that is learned from the companies themselves; level and spread
    are drawn together from their posterior on a grid, then each company from its own beta. Occupations are pooled
    the same way on what companies leave unexplained, then age bands with a spread that is given.

    `bands` (bands, draws): yearly hazards by age band; `weight` (0–1): what the members' flows weigh in the level;
    `year_cv`: how uneven the years of one company are.
    """

    seed: int
    bands: Floats
    weight: float
    level: Floats
    company_spread: Floats
    occupation_spread: Floats
    companies: dict[str, Evidence]
    occupations: dict[str, Evidence]
    year_cv: float
    _drawn: dict[str, Floats] = field(default_factory=dict, repr=False)

    def company(self, name: str) -> Floats:
        """Give the factor of one company on each path; 1 for people of no named company."""
        if not name:
            return np.ones(self.level.size)
        if name not in self._drawn:
            seen = self.companies.get(name, NOTHING).tempered(self.year_cv)
            self._drawn[name] = _factor(seen, self.level, self.company_spread, stream(self.seed, COMPANY + name))
        return self._drawn[name]

    @property
    def concentration(self) -> float:
        """The sum of the squared shares of companies in the exits expected (0–1): 1 when one company is everything.

        People of no named company count as of many small ones.
        """
        whole = sum(one.expected for one in self.companies.values())
        return sum((one.expected / whole) ** 2 for name, one in self.companies.items() if name)

    def occupation(self, name: str, rng: np.random.Generator) -> Floats:
        """Give the factor of one occupation on each path, drawn from its own stream."""
        seen = self.occupations.get(name, NOTHING)
        return _factor(seen, np.ones(self.level.size), self.occupation_spread, rng)


def draw_pool(assumptions: Assumptions, draws: int, seed: int) -> Pool:
    """Learn the rates from the flows of the assumptions and draw them on each path."""
    rng = stream(seed, LEVEL)
    turnover, rows = assumptions.turnover, sorted(assumptions.observed, key=_place)  # sums to the last bit
    hazards = np.array(assumptions.band_hazards)
    seen = {row: _evidence(row, assumptions) for row in dict.fromkeys(rows)}
    companies = _gathered(rows, seen, lambda row: row.group)
    heard = {name: one.tempered(turnover.year_cv) if name else one for name, one in companies.items()}
    grid = _level_posterior(heard, turnover.pole_cv, turnover.company_cv)
    level, company_spread = _picked(grid, rng, draws, turnover.pole_cv, turnover.company_cv)
    typical = float(np.exp(np.log(level).mean()))
    means = {name: _typical(one, typical, float(company_spread.mean())) for name, one in heard.items() if name}
    adjusted = {row: one.times(means.get(row.group, 1.0)) for row, one in seen.items()}
    shapes = _shapes(_gathered(rows, adjusted, lambda row: row.band), level, turnover.band_cv, rng)
    shape = dict(zip(BANDS, shapes.mean(axis=1).tolist(), strict=True))
    adjusted = {row: one.times(typical * shape[row.band]) for row, one in adjusted.items()}
    occupations = _gathered([row for row in rows if row.occupation], adjusted, lambda row: row.occupation)
    return Pool(
        seed, hazards[:, None] * level * shapes, _weight(grid, turnover.pole_cv), level, company_spread,
        _spread(occupations, turnover.occupation_cv, rng, draws), companies, occupations,
        turnover.year_cv,
    )  # fmt: skip


def _place(row: Observed) -> tuple[str, str, str, float, int]:
    return row.group, row.occupation, row.band, row.person_years, row.exits


def _evidence(row: Observed, assumptions: Assumptions) -> Evidence:
    monthly = -math.expm1(-assumptions.band_hazards[BANDS.index(row.band)] / 12)
    months = 12 * row.person_years
    return Evidence(row.exits, months * monthly * assumptions.belief(row.occupation).exit_factor, months)


def _gathered(
    rows: Iterable[Observed], seen: dict[Observed, Evidence], key: Callable[[Observed], str]
) -> dict[str, Evidence]:
    gathered: dict[str, Evidence] = defaultdict(lambda: NOTHING)
    for row in rows:
        if row.person_years:
            gathered[key(row)] += seen[row]
    return dict(sorted(gathered.items()))


def _level_posterior(companies: dict[str, Evidence], pole_cv: float, company_cv: float) -> Floats:
    """Give the posterior of (level, spread between companies) on the grid, shape (levels, spreads)."""
    levels = _LEVELS if pole_cv else np.ones(1)
    spreads = _SPREADS if company_cv else np.zeros(1)
    log = np.zeros((levels.size, spreads.size))
    if pole_cv:
        scale = np.sqrt(np.log1p(pole_cv**2))
        log += -0.5 * ((np.log(levels) + scale**2 / 2) / scale)[:, None] ** 2
    log += _spread_prior(spreads, company_cv)
    for name, one in companies.items():
        spread = spreads if name else np.zeros(1)
        log = log + _likelihood(one, levels[:, None], spread[None, :])
    posterior = np.exp(log - log.max())
    return np.asarray(posterior / posterior.sum())


def _spread_prior(spreads: Floats, typical: float) -> Floats:
    """Give the logarithm of what is believed of a spread: log-normal around its typical value."""
    return -0.5 * (np.log(spreads / typical) / 0.6) ** 2 if typical else np.zeros(spreads.size)


def _likelihood(one: Evidence, level: Floats, spread: Floats) -> Floats:
    """Give the beta-binomial log-likelihood of the exits of one unit; binomial where the spread is nil."""
    share = np.clip(level * one.expected / one.months, 1e-9, 0.5)
    if not spread.any():
        return np.asarray(one.exits * np.log(share) + (one.months - one.exits) * np.log1p(-share))
    a = spread**-2
    b = a * (1 - share) / share
    return np.asarray(betaln(one.exits + a, one.months - one.exits + b) - betaln(a, b))


def _picked(
    grid: Floats, rng: np.random.Generator, draws: int, pole_cv: float, company_cv: float
) -> tuple[Floats, Floats]:
    """Draw (level, spread) from the grid; levels are spread within their cell of the grid."""
    picks = np.searchsorted(np.cumsum(grid.ravel())[:-1], rng.random(draws), side="right")
    rows, columns = np.unravel_index(picks, grid.shape)
    within_cell = np.exp((rng.random(draws) - 0.5) * np.log(_LEVELS[1] / _LEVELS[0]))
    level = _LEVELS[rows] * within_cell if pole_cv else np.ones(draws)
    return level, _SPREADS[columns] if company_cv else np.zeros(draws)


def _spread(units: dict[str, Evidence], typical: float, rng: np.random.Generator, draws: int) -> Floats:
    """Draw the spread between units from its posterior on the grid."""
    luck = rng.random(draws)
    if not typical:
        return np.zeros(draws)
    log = _spread_prior(_SPREADS, typical)
    for one in units.values():
        log = log + _likelihood(one, np.ones(1), _SPREADS)
    posterior = np.exp(log - log.max())
    return np.asarray(_SPREADS[np.searchsorted(np.cumsum(posterior / posterior.sum())[:-1], luck, side="right")])


def _typical(one: Evidence, level: float, spread: float) -> float:
    """Give the mean factor of one unit, given what is typical of the level and of the spread."""
    prior = spread**-2 if spread else np.inf
    return float((prior + one.exits) / (prior + level * one.expected)) if np.isfinite(prior) else 1.0


def _shapes(bands: dict[str, Evidence], level: Floats, spread: float, rng: np.random.Generator) -> Floats:
    """Draw how each age band departs from the national shape, shape (bands, draws)."""
    if not spread:
        return np.ones((len(BANDS), level.size))
    prior = spread**-2
    seen = [bands.get(band, NOTHING) for band in BANDS]
    return np.array([rng.gamma(prior + one.exits, 1 / (prior + level * one.expected)) for one in seen])


def _factor(one: Evidence, level: Floats, spread: Floats, rng: np.random.Generator) -> Floats:
    """Draw the factor of one unit around 1, on each path, given its own exits: a beta over what was expected."""
    if not spread.any():
        return np.ones(level.size)
    a = spread**-2
    if not one.months:
        return rng.gamma(a, 1 / a)
    share = np.clip(level * one.expected / one.months, 1e-9, 0.5)
    return np.asarray(rng.beta(a + one.exits, a * (1 - share) / share + one.months - one.exits) / share)


def _weight(grid: Floats, pole_cv: float) -> float:
    """Tell what the flows weigh in the level: how much of the doubt on it they take away, in variance."""
    if not pole_cv:
        return 0.0
    shares, logs = grid.sum(axis=1), np.log(_LEVELS)
    left = float(shares @ logs**2 - (shares @ logs) ** 2)
    return min(max(1 - left / float(np.log1p(pole_cv**2)), 0.0), 1.0)


def pooled_rates(assumptions: Assumptions) -> tuple[PooledRate, ...]:
    """Give the rates of the pôle, of each company and of each occupation once pooled, with the weight of local data.

    >>> from vivier.reference import retirement_law
    >>> seen = (Observed("35_44", 6, 20.0, group="Atelier du Rhône"), Observed("35_44", 60, 600.0, group="Autres"))
    >>> pole, small, large = pooled_rates(Assumptions(retirement_law("2025-1403"), observed=seen))
    >>> round(small.raw_rate, 2), round(small.pooled_rate, 2), round(small.weight, 2)
    (0.26, 0.17, 0.31)
    """
    pool = draw_pool(assumptions, 2000, 0)
    level, company = float(pool.level.mean()), float(pool.company_spread.mean())
    whole = sum(pool.companies.values(), NOTHING)
    rows = [_rate("pole", "", whole, level, pool.weight)] if whole.months else []
    for kind, units, around, spread, year_cv in (
        ("company", pool.companies, level, company, pool.year_cv),
        ("occupation", pool.occupations, 1.0, float(pool.occupation_spread.mean()), 0.0),
    ):
        for name, one in units.items():
            if name:
                heard = one.tempered(year_cv)
                weight = around * heard.expected
                weight = weight / (weight + spread**-2) if spread else 0.0
                rows.append(_rate(kind, name, one, around * _typical(heard, around, spread), weight))
    return tuple(rows)


def _rate(kind: str, name: str, one: Evidence, factor: float, weight: float) -> PooledRate:
    raw, pooled = (
        1 - (1 - min(share, 0.99)) ** 12 for share in (one.exits / one.months, factor * one.expected / one.months)
    )
    return PooledRate(kind, name, round(one.exits), one.months / 12, raw, pooled, weight)
