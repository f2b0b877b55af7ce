"""The outlook of a whole nation, side by side with the two loops that a user would write instead, and its limits.

500 occupations × 13 regions × 45 ages × 15 years × 200 draws: 0.88 G cell-years. In one run:
(a) `numpy.random.Generator.binomial` on the whole array, all draws at once (a few draws, extrapolated);
(b) a plain loop over draws, chance by a normal draw, the state small enough to stay in the processor's cache (idem);
and ours. All three project the same people with the same yearly rates; (a) and (b) give the stock left each year and
know their rates, ours also gives causes, recruits and openings, and draws the rates it does not know. The bandwidth of
memory (a triad) is printed as the limit of any engine that keeps every cell of every draw. Then the accuracy of the
quantiles at known rates, one pôle of 300 members × 40 occupations, 71 such pôles, and the same bytes on every executor.
"""

import datetime as dt
import hashlib
import os
import resource
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from vivier.reference import retirement_law
from vivier.workforce import Assumptions, Outlook, Stock, forecast
from vivier.workforce.ages import band_of
from vivier.workforce.assumptions import Observed
from vivier.workforce.beliefs import national_turnover
from vivier.workforce.data import Cell

ON = dt.date(2026, 1, 31)
OCCUPATIONS, REGIONS, AGES, YEARS, DRAWS = 500, 13, range(20, 65), 15, 200
ALL_AT_ONCE, LOOPED = 2, 10  # draws really played by (a) and (b)


def nation(rng: np.random.Generator) -> np.ndarray:
    """Draw people by unit (occupation × region) and age: a few large units, many small, 26 million people."""
    size = rng.lognormal(0, 1.3, OCCUPATIONS * REGIONS)
    shape = np.exp(-0.5 * ((np.array(AGES) - 42) / 12) ** 2)
    return rng.poisson(26e6 * np.outer(size / size.sum(), shape / shape.sum()))


def yearly_exits() -> np.ndarray:
    """Give known yearly exits by age, retirement included, for the two loops."""
    rates = national_turnover().rates
    exits = np.array([rates[band_of(age)] for age in range(20, 80)])
    exits[np.arange(20, 80) >= 62] = 0.45
    return exits


def all_at_once(people: np.ndarray, draws: int) -> np.ndarray:
    rng, exits = np.random.default_rng(1), yearly_exits()
    state = np.repeat(people[None].astype(np.int64), draws, axis=0)
    totals = []
    for year in range(YEARS):
        state = rng.binomial(state, 1 - exits[year : year + len(AGES)])
        totals.append(state.sum(axis=2))
    return np.percentile(np.array(totals), [2.5, 10, 50, 90, 97.5], axis=1)


def looped(people: np.ndarray, draws: int) -> np.ndarray:
    rng, exits = np.random.default_rng(1), yearly_exits()
    totals = np.empty((draws, YEARS, len(people)), np.float32)
    for draw in range(draws):
        state = people.astype(np.float32)
        for year in range(YEARS):
            stay = (1 - exits[year : year + len(AGES)]).astype(np.float32)
            mean = state * stay
            noise = rng.standard_normal(state.shape, dtype=np.float32)
            state = np.maximum(np.rint(mean + np.sqrt(mean * (1 - stay)) * noise), 0)
            totals[draw, year] = state.sum(axis=1)
    return np.percentile(totals, [2.5, 10, 50, 90, 97.5], axis=0)


def as_stock(people: np.ndarray) -> Stock:
    cells = []
    for unit, ages in enumerate(people.tolist()):
        cells += [Cell(f"u{unit:04d}", age, "inconnu", n) for age, n in zip(AGES, ages, strict=True) if n]
    return Stock(ON, tuple(cells))


def assumptions() -> Assumptions:
    return Assumptions(retirement_law("2025-1403"))


def pole(seed: int) -> tuple[Stock, Assumptions]:
    """Draw one pôle: 300 members × 40 occupations, 15,000 people, a year of their flows."""
    rng = np.random.default_rng(seed)
    members = rng.choice(300, 15_000, p=np.diff(np.linspace(0, 1, 301) ** 2))
    ages = np.clip(rng.normal(42, 11, 15_000).round(), 18, 67).astype(int)
    occupations = rng.integers(0, 40, 15_000)
    rows = np.stack([occupations, ages, members], axis=1)
    found, counts = np.unique(rows, axis=0, return_counts=True)
    cells = tuple(
        Cell(f"m{occupation:02d}", int(age), "inconnu", int(n), group=f"e{member:03d}")
        for (occupation, age, member), n in zip(found.tolist(), counts, strict=True)
    )
    bands = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")
    seen = []
    for member in range(300):
        n = int((members == member).sum())
        seen += [
            Observed(band, int(rng.binomial(12 * n // 6, 0.01)), n / 6, group=f"e{member:03d}")
            for band in bands
            if n >= 6
        ]
    return Stock(ON, cells), Assumptions(retirement_law("2025-1403"), observed=tuple(seen))


def one_pole(seed: int) -> str:
    stock, supposed = pole(seed)
    return digest(forecast(stock, assumptions=supposed, horizon=10, draws=1000, seed=seed))


def digest(outlook: Outlook) -> str:
    return hashlib.sha256(outlook.figures.tobytes()).hexdigest()


def cpu(work: Callable[[], object]) -> tuple[float, object]:
    start = time.process_time()
    given = work()
    return time.process_time() - start, given


def triad() -> float:
    """Give the bandwidth of memory, in GB/s: a = b + s·c on arrays far larger than the caches."""
    b, c = np.ones(20_000_000), np.ones(20_000_000)
    a = np.empty_like(b)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        np.multiply(c, 3.0, out=a)
        np.add(a, b, out=a)
        times.append(time.perf_counter() - start)
    return 5 * 8 * b.size / min(times) / 1e9


def main() -> None:
    people = nation(np.random.default_rng(0))
    cells = people.size * YEARS * DRAWS
    print(f"{people.shape[0]} units, {people.sum():,} people, {cells / 1e9:.2f} G cell-years")
    bandwidth = triad()
    print(
        f"triad: {bandwidth:.1f} GB/s; writing and reading each cell-year once in double: {16 * cells / bandwidth / 1e9:.2f} s"
    )
    stock = as_stock(people)
    a = cpu(lambda: all_at_once(people, ALL_AT_ONCE))[0] * DRAWS / ALL_AT_ONCE
    b = cpu(lambda: looped(people, LOOPED))[0] * DRAWS / LOOPED
    start = cpu(lambda: forecast(stock, assumptions=assumptions(), horizon=YEARS, draws=100, seed=1))  # warm-up
    ours, outlook = cpu(lambda: forecast(stock, assumptions=assumptions(), horizon=YEARS, draws=DRAWS, seed=1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"(a) binomial on the whole array: {a:7.1f} s CPU ({ALL_AT_ONCE} draws × {DRAWS // ALL_AT_ONCE})")
    print(f"(b) plain loop over draws:       {b:7.1f} s CPU ({LOOPED} draws × {DRAWS // LOOPED})")
    print(f"ours, {outlook.figures.shape[0] * outlook.figures.shape[1]:,} figures:       {ours:7.1f} s CPU")
    print(f"ratios: {a / ours:.0f} to (a), {b / ours:.1f} to (b); peak memory of this process so far {peak:.0f} MB")


if __name__ == "__main__":
    main()
