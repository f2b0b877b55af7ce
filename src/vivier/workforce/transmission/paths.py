"""The businesses that change hands or close: the exact mean, and paths for the intervals."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

from vivier.vocabulary import InputError, Interval
from vivier.workforce.streams import stream
from vivier.workforce.transmission.curves import Clock, Curves
from vivier.workforce.transmission.data import (
    MEASURES,
    OUTCOMES,
    Business,
    Owner,
    Transmission,
    Transmissions,
    businesses,
)
from vivier.workforce.transmission.hypotheses import OwnerAssumptions

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.float64 | np.bool_]
Grid = npt.NDArray[np.float64]  # (measures, outcomes, years, paths), in the order of MEASURES and of OUTCOMES[1:]
NODES = 40  # of the Gauss–Hermite rule over the shared pace: the mean is exact to more digits than it shows
PER_MILLE = (25, 100, 900, 975)
SHARED = "\0shared"  # no company can be named so: its stream is nobody else's


def transmissions(
    owners: Sequence[Owner],
    *,
    assumptions: OwnerAssumptions,
    on: dt.date,
    horizon: int,
    draws: int = 2000,
    seed: int = 1,
) -> Transmissions:
    """Give the businesses whose owner stops, by calendar year and over the horizon, and the jobs they carry.

    A business with several owners changes hands when the last of them stops. `horizon` counts years after `on`
    (1 to 30), `draws` paths (100 to 10,000). Means are exact; intervals are quantiles by path. The same seed gives
    the same bytes, in whatever order rows come.

    >>> from vivier.reference import retirement_law
    >>> owners = [Owner(f"artisan {rank}", 50 + rank, employees=rank % 3) for rank in range(15)]
    >>> law = retirement_law("2025-1403")
    >>> five = transmissions(owners, assumptions=OwnerAssumptions(law), on=dt.date(2026, 1, 31), horizon=5)
    >>> stops, closes = five.whole("businesses"), five.whole("businesses", "closing")
    >>> round(stops.value, 1), stops.interval_80, stops.n, round(closes.value, 1)
    (5.4, Interval(low=3.0, high=7.0), 15, 3.9)
    """
    _check("L’horizon", horizon, 1, 30)
    _check("Le nombre de tirages", draws, 100, 10_000)
    _check("La graine", seed, 0, 2**63)
    known = businesses(owners)
    clock = Clock(on, horizon)
    rows: list[Transmission] = []
    if known:
        means = expected(known, assumptions, clock)
        paths = simulate(known, assumptions, clock, draws, seed)
        counts = {name: sum(name in ("", each.occupation) for each in known) for name in means}
        for name, n in counts.items():
            rows += _rows(name, n, clock, means[name], paths[name])
    jobs = sum(each.owners[0].employees + len(each.owners) for each in known)
    return Transmissions(on, horizon, draws, seed, len(known), len(owners), jobs, tuple(rows))


def _check(what: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{what} doit être un nombre entier entre {low} et {high}.")


def expected(known: Sequence[Business], assumptions: OwnerAssumptions, clock: Clock) -> dict[str, Grid]:
    """Give the exact means by occupation (empty: all), shape (measures, outcomes, years, 1).

    Given the pace, owners are independent and each curve is known: only the pace is left to integrate. The share
    that closes is drawn apart, so its mean is enough.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    curves = Curves(assumptions, clock, _paces(nodes, assumptions))
    means = _grids(known, len(clock.ends), 1)
    for business in known:
        gone = curves.gone(business) @ (weights / weights.sum())
        stops = np.maximum(np.diff(gone, prepend=0.0), 0)[:, None]
        closing = assumptions.closing(business.plan, is_employer=business.is_employer)[0]
        _add(means, business, stops * (1 - closing), stops * closing)
    return means


def simulate(
    known: Sequence[Business], assumptions: OwnerAssumptions, clock: Clock, draws: int, seed: int
) -> dict[str, Grid]:
    """Draw paths by occupation (empty: all), shape (measures, outcomes, years, draws): whole businesses and jobs."""
    shared = stream(seed, SHARED)
    curves = Curves(assumptions, clock, _paces(shared.standard_normal(draws), assumptions))
    closing = _Closing(assumptions, shared.random(draws))
    paths = _grids(known, len(clock.ends), draws)
    ranks = np.arange(len(clock.ends))[:, None]
    for business in known:
        luck = stream(seed, business.company)
        years = [(luck.random(draws) < curves.there(owner)).sum(axis=0) for owner in business.owners]
        stops = ranks == np.maximum.reduce(years)
        closes = luck.random(draws) < closing.share(business)
        _add(paths, business, stops & ~closes, stops & closes)
    return paths


@dataclass(frozen=True)
class _Closing:
    """Draw the shares that close: uncertain, but for everybody at once, so one rank a path serves all plans."""

    assumptions: OwnerAssumptions
    ranks: Floats
    _known: dict[tuple[float, float], Floats] = field(default_factory=dict)

    def share(self, business: Business) -> Floats:
        mean, weight = key = self.assumptions.closing(business.plan, is_employer=business.is_employer)
        if key not in self._known:
            is_sure = mean in (0, 1)
            shares = mean if is_sure else betaincinv(mean * weight, (1 - mean) * weight, self.ranks)
            self._known[key] = np.broadcast_to(shares, self.ranks.shape)
        return self._known[key]


def _paces(normal: Floats, assumptions: OwnerAssumptions) -> Floats:
    """Turn standard normal values into paces of mean 1."""
    sd = assumptions.career["pace_sd"]
    return np.asarray(np.exp(sd * normal - sd**2 / 2))


def _grids(known: Sequence[Business], years: int, paths: int) -> dict[str, Grid]:
    names = sorted({"", *(business.occupation for business in known)})
    return {name: np.zeros((len(MEASURES), len(OUTCOMES) - 1, years, paths)) for name in names}


def _add(grids: dict[str, Grid], business: Business, handed: Counts, closed: Counts) -> None:
    """Add the stops of one business, shape (years, paths), to its occupation and to the whole."""
    outcome = OUTCOMES.index("successor" if business.plan == "successor" else "open") - 1
    for name in {"", business.occupation}:
        for rank, size in enumerate((1, business.jobs)):
            grids[name][rank, outcome] += size * handed
            grids[name][rank, OUTCOMES.index("closing") - 1] += size * closed


def _rows(occupation: str, n: int, clock: Clock, means: Grid, paths: Grid) -> Iterator[Transmission]:
    """Give the figures of one occupation: sums first (all outcomes, whole horizon), quantiles afterwards."""
    means, paths = _summed(means), _summed(paths)
    draws = paths.shape[-1]
    ranks = [-(-share * draws // 1000) - 1 for share in PER_MILLE]
    ends = np.sort(paths, axis=-1)[..., ranks].tolist()
    months = np.diff(clock.ends, prepend=0).tolist()
    steps = (*zip(clock.years, months, strict=True), (0, clock.ends[-1]))
    for measure, rows in zip(MEASURES, ends, strict=True):
        for outcome, by_year in zip(OUTCOMES, rows, strict=True):
            for rank, (year, inside) in enumerate(steps):
                value = float(means[MEASURES.index(measure), OUTCOMES.index(outcome), rank, 0])
                q025, q10, q90, q975 = by_year[rank]
                intervals = Interval(q10, q90), Interval(q025, q975)
                yield Transmission(measure, outcome, occupation, year, inside, value, *intervals, n)


def _summed(grid: Grid) -> Grid:
    """Put all outcomes before each, and the whole horizon after the years, path by path."""
    outcomes = np.concatenate([grid.sum(axis=1, keepdims=True), grid], axis=1)
    return np.concatenate([outcomes, outcomes.sum(axis=2, keepdims=True)], axis=2)
