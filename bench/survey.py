"""Yearly collection beside what one would write instead: seconds, memory, whether both agree; bias and coverage.

Odd answers: 960,000 pairs, beside a plain loop with `statistics`. Calibration: beside SciPy's general optimiser where
it can, and iterative proportional fitting. Non-response: surveys drawn from a population whose total is known.
"""

import argparse
import math
import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from scipy.optimize import LinearConstraint, minimize

from vivier.survey import calibrate, follow_up, impute, outliers, reweigh
from vivier.survey.data import Column

TIMES = 5


def median_seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Give the median of a few runs."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def most_megabytes(work: Callable[[], object]) -> float:
    """Give the most memory that Python held during a run, beyond what it held before."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def plain_loop(before: list[float], now: list[float]) -> list[bool]:
    """Judge pair by pair, with the standard library."""
    ratios = [b / a if a > 0 and b > 0 else None for a, b in zip(before, now, strict=True)]
    middle = statistics.median(r for r in ratios if r is not None)
    effects = [
        None if r is None else (1 - middle / r if r < middle else r / middle - 1) * math.sqrt(max(a, b))
        for r, a, b in zip(ratios, before, now, strict=True)
    ]
    first, centre, third = statistics.quantiles([e for e in effects if e is not None], method="inclusive")
    low = centre - 4 * max(centre - first, abs(0.05 * centre))
    high = centre + 4 * max(third - centre, abs(0.05 * centre))
    return [e is not None and not low <= e <= high for e in effects]


def odd_answers(n: int) -> None:
    rng = np.random.default_rng(1)
    before = np.round(rng.lognormal(5, 1.5, n), 2)
    now = np.round(before * rng.lognormal(0.02, 0.1, n), 2)
    now[rng.random(n) < 0.001] *= 1000
    now[rng.random(n) < 0.02] = 0
    now[rng.random(n) < 0.01] = math.nan
    found = outliers(before, now)
    lists = before.tolist(), now.tolist()
    ours, loop = median_seconds(lambda: outliers(before, now)), median_seconds(lambda: plain_loop(*lists), 1)
    held = most_megabytes(lambda: outliers(before, now))
    agree = found.flagged.tolist() == plain_loop(*lists)
    print(f"odd answers, {n:,} pairs: {ours:.2f} s, {held:.0f} MB; plain loop {loop:.2f} s; same flags: {agree}")
    print(f"  {found.count()}")
    expected = np.where(np.isnan(now), before, before * found.median_ratio)
    told = np.where(np.isnan(now), before, now)
    called = follow_up(told, expected, np.ones(n))
    seconds = median_seconds(lambda: follow_up(told, expected, np.ones(n)))
    print(
        f"  to call back for less than 1 %: {len(called.listed):,} of {called.doubtful:,} doubtful "
        f"({called.spared_rate:.1%} spared), {seconds:.2f} s"
    )


def drawn(n: int, regions: int, sectors: int) -> tuple[np.ndarray, dict[str, Column], dict[str, float]]:
    """Draw units of regions and sectors with their people, and totals that some weights give."""
    rng = np.random.default_rng(2)
    region, sector = rng.integers(0, regions, n), rng.integers(0, sectors, n)
    traits: dict[str, Column] = {f"r{k}": (region == k).astype(float) for k in range(regions)}
    traits |= {f"s{k}": (sector == k).astype(float) for k in range(sectors)}
    traits["people"] = rng.lognormal(3, 1, n).round()
    weights = rng.uniform(1, 4, n)
    true = weights * rng.uniform(0.8, 1.3, n)
    return weights, traits, {name: float(true @ np.asarray(column)) for name, column in traits.items()}


def by_optimiser(weights: np.ndarray, traits: Mapping[str, Column], totals: Mapping[str, float]) -> np.ndarray:
    """Minimise the raking distance with SciPy, under the totals as constraints."""
    matrix = np.column_stack([np.asarray(traits[name]) for name in totals])
    sums = LinearConstraint((weights[:, None] * matrix).T, list(totals.values()), list(totals.values()))
    found = minimize(
        lambda g: float(np.sum(weights * (g * np.log(g) - g + 1))), np.ones(len(weights)),
        jac=lambda g: weights * np.log(g), bounds=[(1e-9, None)] * len(weights), constraints=[sums],
        method="SLSQP", options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    return np.asarray(found.x)


def calibrations(n: int) -> None:
    for units, regions, sectors, is_judged in ((300, 5, 4, True), (20_000, 18, 21, False), (n, 18, 21, False)):
        weights, traits, totals = drawn(units, regions, sectors)
        for method, bounds in (("raking", None), ("linear", None), ("logit", (0.5, 2)), ("truncated", (0.5, 2))):
            made = calibrate(weights, traits, totals, method=method, bounds=bounds)
            spent = median_seconds(partial(calibrate, weights, traits, totals, method=method, bounds=bounds), 3)
            print(
                f"calibration {method:9} {units:,} units, {len(totals)} margins: {spent:.2f} s, residual "
                f"{made.residual:.0e}, ratios {made.ratios.min():.2f}–{made.ratios.max():.2f}"
            )
        if is_judged:
            for each in (traits, totals):
                del each["s0"]  # SLSQP refuses margins that repeat what others say
            start = time.perf_counter()
            judged = by_optimiser(weights, traits, totals)
            gap = np.abs(judged - calibrate(weights, traits, totals).ratios).max()
            print(f"  SciPy's SLSQP, raking: {time.perf_counter() - start:.2f} s; ratios differ by {gap:.0e} at most")


def non_response(surveys: int) -> None:
    print("total of 400 companies, services answering half the time and industry four times in five:")
    print(f"{'asked':>7} {'scatter':>12} {'way':>22} {'bias':>8} {'error':>8} {'said':>8} {'95 % hold':>10}")
    for share in (1.0, 0.4):
        for scatter, power in (("as √size", 0.5), ("as size", 1.0)):
            _coverage(share, scatter, power, surveys)


def _coverage(share: float, scatter: str, power: float, surveys: int) -> None:
    rng = np.random.default_rng(7)
    seen: dict[str, list[tuple[float, float, bool]]] = {}
    for _ in range(surveys):  # each of a population of its own
        industry = rng.integers(0, 2, 400)
        before = np.round(rng.lognormal(4, 0.8, 400)) + 1
        answers = (
            before * (1 + 0.15 * industry) + rng.normal(0, 1, 400) * (4 if power == 0.5 else 0.5) * before**power
        )
        truth = float(answers.sum())
        asked = rng.choice(400, round(share * 400), replace=False)
        told = rng.random(len(asked)) < np.where(industry[asked] == 1, 0.8, 0.5)
        strata, weight = [str(k) for k in industry[asked]], np.full(len(asked), 400 / len(asked))
        found = impute(np.where(told, answers[asked], np.nan), before[asked], strata, weight)
        mended = reweigh(weight, told.tolist(), strata).values @ answers[asked]
        for way, value, error, wide in (
            ("imputed", found.total, found.error, found.interval.width / 2),
            ("taken for answers", found.total, found.naive_error, 1.96 * found.naive_error),
            ("reweighed by sector", mended, math.nan, math.nan),
            ("mean of answers", answers[asked][told].mean() * 400, math.nan, math.nan),
        ):
            seen.setdefault(way, []).append((value / truth - 1, error / truth, abs(value - truth) <= wide))
    for way, rows in seen.items():
        gaps, errors, holds = map(np.array, zip(*rows, strict=True))
        said = "" if np.isnan(errors).all() else f"{errors.mean():8.2%} {holds.mean():10.1%}"
        print(f"{share:7.0%} {scatter:>12} {way:>22} {gaps.mean():8.2%} {gaps.std():8.2%} {said}".rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=960_000)
    parser.add_argument("--units", type=int, default=100_000, help="of the largest calibration")
    parser.add_argument("--surveys", type=int, default=1000)
    asked = parser.parse_args()
    odd_answers(asked.pairs)
    calibrations(asked.units)
    non_response(asked.surveys)


if __name__ == "__main__":
    main()
