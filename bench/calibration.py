"""The proof of calibration: do intervals cover what becomes of pôles whose true rates the forecast never knew?

Simulated pôles of 20 to 3,000 jobs draw their true rates from populations that the engine does not know (other laws,
other dispersions, another slope by age, a cycle, company shocks, another retirement behaviour), live months that are
shown to it, then ten years that are not. Side by side, on the same pôles and the same machine: the rates of the last
year held for certain, and raw company rates. Then pooled company rates beside raw ones, and a rolling back-test on
the months of the fictional pôle. Populations are themselves drawn: n° 1 to 12 served while the engine was made, with
seeds from 10,000, and n° 301 to 400 while the doubt on ends of careers was; n° 101 to 112 did not, and are the ones
reported unless `--first` says from which other one on.
"""

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np

from oracles.poles import LAW, Played, Population, play_pole
from vivier.demo import Member, fiction, present
from vivier.demo.data import MONTHS
from vivier.vocabulary import Period
from vivier.workforce import Assumptions, Outlook, Stock, forecast
from vivier.workforce.ages import BANDS, band_of
from vivier.workforce.assumptions import Belief, Observed
from vivier.workforce.batches import run, tasks
from vivier.workforce.beliefs import Turnover, national_turnover
from vivier.workforce.columns import columns_of
from vivier.workforce.data import Cell
from vivier.workforce.pooling import pooled_rates

HORIZONS = (1, 3, 5, 10)
ORIGINS = (5, 8, 11)  # rank of the month at whose end a back-test stands
DEMO_SEEDS = 20
CLASSES = ((20, 49), (50, 199), (200, 999), (1000, 3000))
QUANTITIES = ("stock sans embauche", "départs, cumul", "retraites, cumul", "postes, cumul")
ASIDE, POPULATIONS = 101, 12  # rank of the first population reported, and how many


def population(rank: int) -> Population:
    """Draw one population: where levels, dispersions, cycles, shocks and retirements of its pôles come from."""
    rng = np.random.default_rng([2026, rank])
    company, trade, wave = rng.uniform((0.1, 0.05, 0.0), (0.3, 0.2, 0.12))
    length = rng.uniform(4, 7)
    return Population(
        f"n° {rank}",
        level=(rng.uniform(-0.2, 0.2), rng.uniform(0.2, 0.45)),
        degrees=int(rng.choice([0, 0, 5, 8])),
        companies=(company, company + rng.uniform(0.1, 0.4)),
        occupations=(trade, trade + rng.uniform(0.1, 0.3)),
        slope=rng.uniform(0.04, 0.12),
        cycle=((wave, wave + rng.uniform(0.08, 0.22)), (length, length + rng.uniform(2, 5))),
        jitter=rng.uniform(0.02, 0.08),
        company_years=rng.uniform(0.05, 0.15),
        shock=rng.uniform(0.005, 0.04),
        shift=(rng.uniform(-0.25, 0.25), rng.uniform(0.3, 0.5)),
    )


@dataclass(frozen=True)
class Score:
    """What one pôle gives: its size, months seen, and arrays by horizon and quantity or by company."""

    people: int
    is_observed: bool
    truth: np.ndarray  # (horizons, quantities)
    ends: np.ndarray  # (horizons, quantities, 4): low and high at 80 %, at 90 %
    mean: np.ndarray  # (horizons, quantities)
    rivals: np.ndarray  # (rivals, horizons, 2): ends at 80 % of the stock without hiring
    companies: np.ndarray  # (companies, 5): people, true, raw and pooled rate, weight
    whole: (
        np.ndarray
    )  # (horizons, 2), of retirements: share of our own paths in the interval at 80 %, rank of the truth


def score(job: tuple[Population, int, int, int]) -> Score:
    """Play one pôle, forecast it from what it shows, and keep the intervals beside the truth."""
    population, people, seed, draws = job
    played = play_pole(population, people, max(HORIZONS), seed)
    supposed = Assumptions(LAW, observed=played.observed)
    truth, ends, means, whole = [], [], [], []
    for horizon in HORIZONS:
        outlook = forecast(played.stock, assumptions=supposed, horizon=horizon, draws=draws, seed=1)
        there, retired, openings = (rows[horizon - 1] for rows in (played.there, played.retired, played.openings))
        truth.append((there, people - there, retired, openings))
        figures = (
            outlook.series("stock_without_hiring")[-1], outlook.whole("departures", cause="all"),
            outlook.whole("departures", cause="retirement"), outlook.whole("openings", cause="all"),
        )  # fmt: skip
        ends.append([(*_ends(f.interval_80), *_ends(f.interval_90)) for f in figures])
        means.append([f.value for f in figures])
        whole.append(_among_whole(_retired(played, supposed, horizon, draws), ends[-1][2][:2], retired, seed))
    rivals = [_stock_ends(_held(played, draws)), _stock_ends(_raw(played, draws))]
    return Score(
        people, bool(played.observed), np.array(truth), np.array(ends), np.array(means), np.array(rivals),
        _companies(played, supposed), np.array(whole),
    )  # fmt: skip


def _retired(played: Played, supposed: Assumptions, horizon: int, draws: int) -> np.ndarray:
    """Give the retirements over the whole horizon on each path of the forecast of seed 1, shape (draws,)."""
    cut = tasks(_permanent_of(played.stock), [supposed], horizon=horizon, draws=draws, seed=1, keeps=False)
    return sum(run(task).totals[0].retired for task in cut).sum(axis=(0, 1))


def _permanent_of(stock: Stock) -> Stock:
    return replace(stock, cells=columns_of(stock).permanent)


def _among_whole(paths: np.ndarray, ends: tuple[float, float], truth: float, seed: int) -> tuple[float, float]:
    """Tell what an interval that ends on whole people covers of the law it is of, and where the truth stands in it.

    Where paths are as the truth, it stands at a rank drawn among them: uniform, were the law right (randomised
    probability integral transform; Czado, Gneiting and Held, Biometrics 65, 2009).
    """
    under, same = (paths < truth).mean(), (paths == truth).mean()
    rank = under + np.random.default_rng(seed).random() * same
    return float(((ends[0] <= paths) & (paths <= ends[1])).mean()), float(rank)


def _ends(interval) -> tuple[float, float]:  # noqa: ANN001
    return interval.low, interval.high


def _stock_ends(outlook: Outlook) -> list[tuple[float, float]]:
    series = outlook.series("stock_without_hiring")
    return [_ends(series[horizon - 1].interval_80) for horizon in HORIZONS]


def _certain(level: float = 1.0) -> Turnover:
    national = national_turnover()
    rates = tuple(min(1 - (1 - rate) ** level, 0.9) for rate in national.rates)
    known = {"pole_cv": 0.0, "company_cv": 0.0, "occupation_cv": 0.0, "band_cv": 0.0, "year_cv": 0.0}
    return replace(national, rates=rates, **known)


def _held(played: Played, draws: int) -> Outlook:
    """Hold the rates of the last year of the whole pôle, as if they were known for certain."""
    exits, expected = played.last_year
    supposed = Assumptions(LAW, turnover=_certain(exits / expected if exits else 1.0))
    return forecast(played.stock, assumptions=supposed, horizon=max(HORIZONS), draws=draws, seed=1)


def _raw(played: Played, draws: int) -> Outlook:
    """Hold the raw rate of each company, as if it were known for certain; companies stand for occupations."""
    exits, expected = Counter[str](), Counter[str]()
    for row in played.observed:
        exits[row.group] += row.exits
        expected[row.group] += row.person_years * -np.log1p(-national_turnover().rates[BANDS.index(row.band)])
    names = {cell.group for cell in played.stock.cells}
    beliefs = {
        name: Belief(exit_factor=float(np.clip(exits[name] / expected[name], 0.05, 5)))
        for name in names
        if expected[name]
    }
    stock = Stock(played.stock.on, tuple(replace(cell, occupation=cell.group) for cell in played.stock.cells))
    supposed = Assumptions(LAW, turnover=_certain(), beliefs=beliefs)
    return forecast(stock, assumptions=supposed, horizon=max(HORIZONS), draws=draws, seed=1)


def _companies(played: Played, supposed: Assumptions) -> np.ndarray:
    if not played.observed:
        return np.zeros((0, 5))
    people = Counter[str]()
    for cell in played.stock.cells:
        people[cell.group] += cell.n
    return np.array([
        (people[one.name], played.company_rates[one.name], one.raw_rate, one.pooled_rate, one.weight)
        for one in pooled_rates(supposed)
        if one.kind == "company"
    ]).reshape(-1, 5)  # fmt: skip


def jobs(populations: list[Population], poles: int, seed: int, draws: int) -> Iterator[tuple]:
    """Give as many pôles of each size class, sizes spread evenly on a logarithmic scale inside a class."""
    rng = np.random.default_rng(seed)
    for rank in range(poles):
        low, high = CLASSES[rank % len(CLASSES)]
        people = round(np.exp(rng.uniform(np.log(low), np.log(high))))
        yield populations[rank // len(CLASSES) % len(populations)], people, seed + rank, draws


def coverage(scores: list[Score]) -> np.ndarray:
    """Give the shares covered, shape (2, horizons, quantities): at 80 % and at 90 %."""
    truth = np.array([one.truth for one in scores])
    ends = np.array([one.ends for one in scores])
    return np.array([
        ((ends[..., low] <= truth) & (truth <= ends[..., low + 1])).mean(axis=0) for low in (0, 2)
    ])  # fmt: skip


def interval_score(low: np.ndarray, high: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Give the interval score at 80 %: width, plus ten times what is missed."""
    return high - low + 10 * np.maximum(low - truth, 0) + 10 * np.maximum(truth - high, 0)


def print_coverage(name: str, scores: list[Score]) -> None:
    if not scores:
        return
    both = coverage(scores)
    print(f"\n{name}: {len(scores)} pôles")
    print(f"  {'':22}" + "".join(f"{f'{h} an(s)':>14}" for h in HORIZONS) + f"{'ensemble':>14}")
    for rank, quantity in enumerate((*QUANTITIES, "ensemble")):
        cut = slice(None) if rank == len(QUANTITIES) else slice(rank, rank + 1)
        cells = [*(both[:, row, cut].mean(axis=1) for row in range(len(HORIZONS))), both[:, :, cut].mean(axis=(1, 2))]
        print(f"  {quantity:22}" + "".join(f"{100 * a:8.1f}/{100 * b:5.1f}" for a, b in cells))


def print_populations(todo: list[tuple], scores: list[Score]) -> None:
    """Print one line a population: all horizons and quantities together."""
    groups = defaultdict(list)
    for (drawn, *_), one in zip(todo, scores, strict=True):
        groups[drawn.name].append(one)
    told = {name: coverage(some).mean(axis=(1, 2)) for name, some in groups.items()}
    print("\nPar population : " + " ; ".join(f"{name} {100 * a:.0f}/{100 * b:.0f}" for name, (a, b) in told.items()))


def print_whole(scores: list[Score]) -> None:
    """Print what is due to whole people in the coverage of retirements, by size class."""
    print("\nRetraites, nombres entiers : intervalle à 80 % dans sa propre loi, vérités dedans, rangs de 10 à 90 %")
    for low, high in CLASSES:
        some = [one for one in scores if low <= one.people <= high]
        if not some:
            continue
        own, ranks = np.moveaxis(np.array([one.whole for one in some]), -1, 0)
        covered = coverage(some)[0, :, QUANTITIES.index("retraites, cumul")].mean()
        right = ((ranks >= 0.1) & (ranks <= 0.9)).mean()
        print(f"  {low:4}–{high:<4} emplois : {100 * own.mean():5.1f} {100 * covered:5.1f} {100 * right:5.1f} %")


def print_sharpness(scores: list[Score]) -> None:
    seen = [one for one in scores if one.is_observed]
    people = np.array([one.people for one in seen])[:, None]
    truth = np.array([one.truth[:, 0] for one in seen])
    ours = np.array([one.ends[:, 0, :2] for one in seen])
    rivals = np.array([one.rivals for one in seen])
    print(f"\nFinesse, stock sans embauche, 80 % ({len(seen)} pôles qui ont des flux) : couverture, largeur, score")
    named = (
        ("notre projection", ours),
        ("taux du dernier an", rivals[:, 0]),
        ("taux bruts par entreprise", rivals[:, 1]),
    )
    for name, ends in named:
        low, high = ends[..., 0], ends[..., 1]
        covered = ((low <= truth) & (truth <= high)).mean(axis=0)
        width = ((high - low) / people).mean(axis=0)
        missed = (interval_score(low, high, truth) / people).mean(axis=0)
        print(f"  {name:27}" + "".join(
            f"  {h:2} an(s) {100 * c:5.1f} % {w:.3f} {m:.3f}"
            for h, c, w, m in zip(HORIZONS, covered, width, missed, strict=True)
        ))  # fmt: skip


def print_companies(scores: list[Score]) -> None:
    rows = np.concatenate([one.companies for one in scores])
    print("\nTaux des entreprises : erreur quadratique moyenne du taux brut, du taux partagé, rapport, poids moyen")
    for low, high in ((1, 9), (10, 49), (50, 199), (1, 199), (200, 3000)):
        some = rows[(low <= rows[:, 0]) & (rows[:, 0] <= high)]
        if not len(some):
            continue
        raw, pooled = (np.sqrt(((some[:, column] - some[:, 1]) ** 2).mean()) for column in (2, 3))
        print(
            f"  {low:4}–{high:<4} emplois ({len(some):5} entreprises) : {raw:.4f}  {pooled:.4f}  "
            f"{100 * pooled / raw:3.0f} %  {some[:, 4].mean():.2f}"
        )


def demo_cases(seed: int) -> list[tuple[str, int, np.ndarray, np.ndarray]]:
    """Back-test one fictional pôle, and each fourth of its members: learn the first months, forecast the next twelve.

    Each case is (name, months learned, truth, ends at 80 % then 90 %), for who is still there, retirements, other
    exits.
    """
    members = fiction(seed, 40)
    cases = []
    for name, some in (("40 adhérents", members), *((f"10 adhérents ({k + 1})", members[k::4]) for k in range(4))):
        rows = [_permanent(some, month) for month in MONTHS]
        retired = {
            (member.rank, person.number)
            for member in some
            for person in member.people
            if any(contract.motive == "039" for contract in person.contracts)
        }
        for origin in ORIGINS:
            supposed = Assumptions(LAW, observed=_seen(rows[: origin + 1], retired))
            counted = Counter(rows[origin].values())
            cells = tuple(Cell(trade, age, "inconnu", n, group=group) for (trade, age, group), n in counted.items())
            outlook = forecast(Stock(MONTHS[origin].last, cells), assumptions=supposed, horizon=1, seed=1)
            gone = rows[origin].keys() - rows[origin + 12].keys()
            truth = np.array([len(rows[origin]) - len(gone), len(gone & retired), len(gone - retired)])
            figures = (
                outlook.series("stock_without_hiring")[0], outlook.whole("departures", cause="retirement"),
                outlook.whole("departures", cause="other"),
            )  # fmt: skip
            ends = np.array([(*_ends(one.interval_80), *_ends(one.interval_90)) for one in figures])
            cases.append((name, origin, truth, ends))
    return cases


def _permanent(members: tuple[Member, ...], month: Period) -> dict[tuple[int, str], tuple[str, int, str]]:
    """Give who has an open-ended contract at the end of the month, with occupation, age and company."""
    return {
        (member.rank, one.person.number): (one.main.trade.pcs, one.age, member.siren)
        for member in members
        for one in present(member, month.last)
        if one.main.group == "CDI"
    }


def _seen(rows: list[dict], retired: set) -> tuple[Observed, ...]:
    """Count exits and months by band, occupation and company; ends of careers are known by their motive."""
    exits, months, ends = (Counter[tuple[int, str, str]]() for _ in range(3))
    for before, after in pairwise(rows):
        for who, (trade, age, group) in before.items():
            months[band_of(age), trade, group] += 1
            exits[band_of(age), trade, group] += who not in after and who not in retired
            ends[band_of(age), trade, group] += who not in after and who in retired
    return tuple(
        Observed(BANDS[band], exits[band, trade, group], n / 12, 0, trade, group, ends[band, trade, group])
        for (band, trade, group), n in sorted(months.items())
    )


def print_demo(cases: list[tuple[str, int, np.ndarray, np.ndarray]]) -> None:
    print(
        f"\nPôle fictif, {DEMO_SEEDS} graines : mois appris, puis couverture à 80 % / 90 % des douze mois qui suivent"
    )
    print(f"  {'':30}{'restent':>14}{'retraites':>14}{'autres':>14}{'ensemble':>14}")
    groups = defaultdict(list)
    for name, origin, truth, ends in cases:
        groups[name.split(" (")[0], origin].append(
            [((ends[:, low] <= truth) & (truth <= ends[:, low + 1])).astype(float) for low in (0, 2)]
        )
    for (name, origin), hits in sorted(groups.items()):
        both = np.array(hits).mean(axis=0)
        cells = [*both.T, both.mean(axis=1)]
        label = f"{name}, {origin} mois ({len(hits)} cas)"
        print(f"  {label:30}" + "".join(f"{100 * a:8.1f}/{100 * b:5.1f}" for a, b in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--poles", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--first", type=int, default=ASIDE, help="rank of the first of the twelve populations")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--refill", type=int, default=12, help="months between two rounds of hires (1: at once)")
    given = parser.parse_args()
    start = time.perf_counter()
    ranks = range(given.first, given.first + POPULATIONS)
    populations = [replace(population(rank), refill=given.refill) for rank in ranks]
    todo = list(jobs(populations, given.poles, given.seed, given.draws))
    with ProcessPoolExecutor(given.workers) as executor:
        scores = list(executor.map(score, todo, chunksize=4))
        demo = [case for cases in executor.map(demo_cases, range(1, DEMO_SEEDS + 1)) for case in cases]
    names = f"populations {populations[0].name} à {populations[-1].name}"
    print(f"{len(scores)} pôles simulés, {given.draws} tirages, graine {given.seed}, {names}")
    print("Couverture des intervalles à 80 % / à 90 %, en pour cent")
    print_coverage("Ensemble", scores)
    for low, high in CLASSES:
        print_coverage(f"{low}–{high} emplois", [one for one in scores if low <= one.people <= high])
    print_populations(todo, scores)
    for is_observed, name in ((True, "Avec des flux"), (False, "Sans flux")):
        print_coverage(name, [one for one in scores if one.is_observed is is_observed])
    print_whole(scores)
    print_sharpness(scores)
    print_companies(scores)
    print_demo(demo)
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
