"""The outlook of a whole nation, side by side with the two loops that a user would write instead, and its limits.

500 occupations × 13 regions × 45 ages × 15 years × 200 draws: 0.88 G cell-years. In one run:
(a) `numpy.random.Generator.binomial` on the whole array, all draws at once (a few draws, extrapolated);
(b) a plain loop over draws, chance by a normal draw, the state small enough for the processor's cache (idem);
and ours, in NumPy then with the loops that numba compiles (extra « fast »; what loading or compiling them takes is
told apart), on one thread then on those of the machine: CPU and clock are both printed. (a) and (b) know their rates
and give the stock left each year with its percentiles; ours draws the rates it does not know, and also gives causes,
recruits, openings. The bandwidth of memory (a triad) is printed as the limit of any engine that keeps every cell of
every draw. Then the accuracy of the quantiles at known rates, the same bytes on every executor, one pôle of
300 members × 40 occupations, and 71 such pôles. It answers « how far does it go, at what price? »; one pôle beside
a loop over people is in `forecast.py`.
"""

import datetime as dt
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from vivier.reference import retirement_law
from vivier.workforce import Assumptions, Outlook, Stock, accelerated, forecast, frailty, projection, risks, streams
from vivier.workforce.ages import band_of
from vivier.workforce.assumptions import Observed
from vivier.workforce.beliefs import national_behaviour, national_turnover
from vivier.workforce.columns import Columns, Labels
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


def looped_alike(people: np.ndarray, draws: int) -> np.ndarray:
    """Do as `looped`, asked for what ours gives: both causes, and the recruits who replace the leavers."""
    rng = np.random.default_rng(1)
    leave, retire = yearly_exits(), np.where(np.arange(20, 80) >= 62, 0.4, 0.0)
    hired = np.exp(-0.5 * ((np.array(AGES) - 33) / 9) ** 2).astype(np.float32)
    hired /= hired.sum()
    totals = np.empty((draws, 4, YEARS, len(people)), np.float32)
    for draw in range(draws):
        worlds = [people.astype(np.float32), np.zeros(people.shape, np.float32)]
        for year in range(YEARS):
            gone = np.zeros(len(people), np.float32)
            for world, state in enumerate(worlds):
                for cause, rates in enumerate((retire, leave)):
                    rate = rates[year * (world == 0) :][: len(AGES)].astype(np.float32)
                    mean = state * rate
                    noise = rng.standard_normal(state.shape, dtype=np.float32)
                    exits = np.clip(np.rint(mean + np.sqrt(mean * (1 - rate)) * noise), 0, state)
                    np.subtract(state, exits, out=state)
                    totals[draw, 2 * world + cause, year] = exits.sum(axis=1)
                    gone += totals[draw, 2 * world + cause, year]
            worlds[1] = np.concatenate([np.zeros((len(people), 1), np.float32), worlds[1][:, :-1]], axis=1)
            worlds[1] += np.rint(gone[:, None] * hired)
    return np.percentile(totals, [2.5, 10, 50, 90, 97.5], axis=0)


def as_stock(people: np.ndarray) -> Stock:
    units, ages = np.nonzero(people)
    names, years = tuple(f"u{unit:04d}" for unit in range(len(people))), tuple(AGES)
    return Stock(ON, Columns.counted(Labels(names, units), Labels(years, ages), people[units, ages]))


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


def known() -> Assumptions:
    """Give assumptions where nothing is uncertain but chance: an exact simulation can agree with it."""
    certain = dict.fromkeys(("pole_cv", "company_cv", "occupation_cv", "band_cv", "year_cv"), 0.0)
    return Assumptions(
        retirement_law("2025-1403"),
        behaviour=replace(national_behaviour(), shift_sd=0.0),
        turnover=replace(national_turnover(), **certain),
    )


def accuracy(people: np.ndarray) -> None:
    """Compare quantiles of the stock with an exact binomial simulation of the same survival, 20,000 draws."""
    units = np.linspace(0, len(people) - 1, 60).astype(int)
    some = people[np.argsort(people.sum(axis=1))[units]]
    outlook = forecast(as_stock(some), assumptions=known(), horizon=YEARS, draws=5000, seed=1)
    alone = [  # the chance that one person of each age is still there, from one very large cell each
        forecast(
            Stock(ON, (Cell("u", age, "inconnu", 10**6),)), assumptions=known(), horizon=YEARS, draws=100, seed=1
        )
        for age in AGES
    ]
    chances = np.array([[row.value / 1e6 for row in one.series("stock_without_hiring", "u")] for one in alone])
    chances = chances.clip(0, 1)  # once all have gone, a millionth of one may be missing
    rng, worst, within = np.random.default_rng(5), 0.0, []
    for unit, ages in enumerate(some):
        for year in range(YEARS):
            exact = rng.binomial(ages[:, None], chances[:, year : year + 1], (len(ages), 20_000)).sum(axis=0)
            row = outlook.series("stock_without_hiring", f"u{unit:04d}")[year]
            ours = np.array([row.quantiles[rank] for rank in (0, 2, 3, 4, 6)])
            gaps = np.abs(ours - np.percentile(exact, [2.5, 10, 50, 90, 97.5]))
            allowed = max(1.0, 0.01 * ages.sum())
            within.append((gaps <= allowed).mean())
            worst = max(worst, float((gaps / allowed).max()))
    sizes = some.sum(axis=1)
    print(f"quantiles of the stock, {len(some)} units of {sizes.min()} to {sizes.max()} people, exact binomial:")
    print(
        f"  within 1 % of the stock or one person: {np.mean(within):.1%}; largest gap {worst:.2f} of what is allowed"
    )


def executors(stock: Stock) -> None:
    """Print the sha256 of one forecast here, on two processes, and on a Dask scheduler with two workers."""
    few = Stock(ON, stock.cells[: 45 * 2200])
    given = {"assumptions": assumptions(), "horizon": 5, "draws": 100, "seed": 1}
    print(f"here           {digest(forecast(few, **given))}")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        print(f"two processes  {digest(forecast(few, **given, executor=processes))}")
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        print("Dask           not installed (extra « cluster »)")
        return
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        print(f"Dask, 2 workers {digest(forecast(few, **given, executor=client.get_executor()))}")


def poles() -> None:
    seconds, _ = cpu(lambda: one_pole(1))
    print(f"one pôle, 300 members × 40 occupations, 15,000 people, 10 years, 1,000 draws: {seconds:.2f} s CPU")
    start = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        list(processes.map(one_pole, range(71)))
    print(f"71 such pôles on two processes: {time.perf_counter() - start:.0f} s")


@dataclass(frozen=True)
class Run:
    """What one forecast took: seconds of processor and by the clock, memory in MB, seconds to load numba."""

    cpu: float
    clock: float
    figures: int
    peak: float
    sha256: str
    loading: float

    def told(self) -> str:
        """Say it in one line."""
        return f"{self.cpu:7.2f} s CPU, {self.clock:5.2f} s by the clock, {self.peak:.0f} MB at most"


def alone(*way: str) -> Run:
    """Run our forecast three times in processes of its own: of the median, what `ours` prints."""
    command = [sys.executable, __file__, *way]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(3)]
    seconds, _, figures, peak, sha256, loading = sorted(runs, key=lambda run: float(run[0]))[1]
    clock = min(float(run[1]) for run in runs)  # other programs only ever make it longer
    return Run(float(seconds), clock, int(figures), float(peak), sha256, float(loading))


def compiled(plain: Run) -> None:
    """Print what numba brings: on one thread, less CPU; on as many as there are processors, less time."""
    one, some, threads = alone("--compiled", "1"), alone("--compiled"), accelerated.cores()
    print(f"  numba, one thread:    {one.told()}")
    print(f"  numba, {threads} threads:     {some.told()}")
    print(f"  {plain.cpu / one.cpu:.2f} times less CPU on one thread; by the clock, "
          f"{plain.clock / some.clock:.1f} times sooner on {threads} threads than NumPy on one")  # fmt: skip
    same = {plain.sha256, one.sha256, some.sha256} == {plain.sha256}
    print(f"  same bytes: {same}; to load numba (or compile, once a machine): {some.loading:.1f} s; "
          f"load of the machine: {os.getloadavg()[0]:.1f}, which only the clock minds")  # fmt: skip


def nation_wide() -> None:
    people = nation(np.random.default_rng(0))
    cells = people.size * YEARS * DRAWS
    print(f"{people.shape[0]} units, {people.sum():,} people, {cells / 1e9:.2f} G cell-years")
    bandwidth = triad()
    once = 16 * cells / bandwidth / 1e9
    print(f"triad: {bandwidth:.1f} GB/s; writing and reading each cell-year once, in double precision: {once:.2f} s")
    a = cpu(lambda: all_at_once(people, ALL_AT_ONCE))[0] * DRAWS / ALL_AT_ONCE
    b = cpu(lambda: looped(people, LOOPED))[0] * DRAWS / LOOPED
    alike = cpu(lambda: looped_alike(people, LOOPED // 2))[0] * DRAWS / (LOOPED // 2)
    print(f"(a) binomial on the whole array: {a:7.1f} s CPU ({ALL_AT_ONCE} draws × {DRAWS // ALL_AT_ONCE})")
    print(f"(b) plain loop over draws:       {b:7.1f} s CPU ({LOOPED} draws × {DRAWS // LOOPED})")
    print(f"(b) asked for causes, recruits:  {alike:7.1f} s CPU ({LOOPED // 2} draws × {2 * DRAWS // LOOPED})")
    plain = alone("--ours")
    print(f"ours, {plain.figures:,} figures, on one processor (medians of 3 processes, the shortest clock):")
    print(f"  NumPy alone:          {plain.told()}")
    print(f"  ratios of CPU: {a / plain.cpu:.0f} to (a), {b / plain.cpu:.1f} to (b), "
          f"{alike / plain.cpu:.0f} to (b) asked for the same")  # fmt: skip
    if find_spec("numba") is None:
        print("  numba is not installed (extra « fast »)")
    else:
        compiled(plain)
    accuracy(people)
    executors(as_stock(people))


def peak() -> float:
    """Give the most memory this process held, in MB (the usual count is inherited from the parent process)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def ours(threads: int, *, is_compiled: bool) -> None:
    """Run our forecast alone and print its `Run`."""
    projection.cores = lambda: threads  # type: ignore[assignment]
    stock = as_stock(nation(np.random.default_rng(0)))
    accelerated.HEAVY = 0 if is_compiled else 10**12
    loading = 0.0
    if is_compiled:
        small = Stock(ON, stock.cells[: 45 * 20])
        loading, _ = cpu(lambda: forecast(small, assumptions=assumptions(), horizon=YEARS, draws=DRAWS, seed=1))
        for table in (frailty._weights, frailty._singles, streams.normal_levels, risks.gamma_levels):  # noqa: SLF001
            table.cache_clear()  # the clock counts them, as it does without numba
    start = time.perf_counter()
    seconds, outlook = cpu(lambda: forecast(stock, assumptions=assumptions(), horizon=YEARS, draws=DRAWS, seed=1))
    clock, shape = time.perf_counter() - start, outlook.figures.shape
    print(seconds, clock, shape[0] * shape[1], peak(), digest(outlook), loading)


if __name__ == "__main__":
    if sys.argv[1:2] in (["--ours"], ["--compiled"]):
        asked = int(sys.argv[2]) if sys.argv[2:] else accelerated.cores()
        ours(asked, is_compiled=sys.argv[1] == "--compiled")
    else:
        nation_wide()
        poles()
