"""The trend of a yearly series, side by side with the damped trend, Holt's, the last value and the mean slope.

From every year on, each series is foretold from its past only. Ratios are sums of absolute errors over those of the
damped trend (last value + mean slope of the last ten years, damping 0.9 a year): below 1, better than it. Simulated
occupations and the twenty-five families of `families.py` always (seeds 7 and 8 served while the worlds were chosen;
the one reported is another); the job seekers and the rates of entry and exit of Dares when they are there; and the
files given: `series,year,value` with a header line, each in its own unit (`--levels` when they share one, so that
large series weigh more).
"""

import argparse
import csv
import gzip
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import families
from vivier.workforce import trend

DARES = Path(__file__).parents[2] / "shared/data/dares-psm"
SEEKERS, MOVES = "serie_demandeurs_emploi_A_ABC.csv.gz", "evol_mmo.csv.gz"
FIRST, FIRST_OF_SHORT, HORIZON, SHOWN = 11, 5, 10, (3, 5, 10)
YEARS = np.arange(1, HORIZON + 1)


def mean_slope(past: np.ndarray) -> float:
    """Give the mean slope of the last ten years, or of all of them where there are fewer."""
    recent = past[-11:]
    return float((recent[-1] - recent[0]) / (len(recent) - 1))


def holt(past: np.ndarray) -> np.ndarray:
    """Give the damped Holt forecast whose three parameters would have foretold each next year best."""
    grid = np.meshgrid((0.1, 0.3, 0.5, 0.7, 0.9, 1.0), (0.05, 0.15, 0.3, 0.6), (0.8, 0.9, 0.98))
    level_share, slope_share, damping = (each.ravel() for each in grid)
    level = np.full(level_share.size, past[0])
    slope = np.full(level_share.size, (past[3] - past[0]) / 3)
    missed = np.zeros(level_share.size)
    for figure in past[1:]:
        surprise = figure - level - damping * slope
        missed += surprise**2
        level = level + damping * slope + level_share * surprise
        slope = damping * slope + level_share * slope_share * surprise
    best = missed.argmin()
    return level[best] + slope[best] * np.cumsum(damping[best] ** YEARS)


PLAIN = {
    "tendance amortie": lambda past: past[-1] + mean_slope(past) * np.cumsum(0.9**YEARS),
    "dernière valeur": lambda past: np.full(HORIZON, past[-1]),
    "pente moyenne": lambda past: past[-1] + mean_slope(past) * YEARS,
    "Holt, amorti": holt,
}


@dataclass(frozen=True)
class Family:
    """How simulated occupations live and are counted.

    Relative noise, three-year means, chance of a break a year, memory of the slope, yearly wandering of the level,
    scatter of the usual slopes.
    """

    noise: float = 0.0
    averaged: bool = False
    breaks: float = 0.0
    memory: float = 0.95
    wander: float = 0.012
    usual: float = 0.02


SIMULATED = {
    "simulé, registre": Family(),
    "simulé, enquête 5 %": Family(noise=0.05),
    "simulé, enquête 10 % sur trois ans": Family(noise=0.1, averaged=True),
    "simulé, ruptures": Family(noise=0.02, breaks=0.05),
    "simulé, marche au hasard": Family(memory=0.0, wander=0.03),
    "simulé, tendances longues": Family(memory=1.0),
    "simulé, stable et bruité": Family(noise=0.05, memory=0.0, wander=0.0, usual=0.0),
}


def simulated(seed: int, family: Family) -> list[np.ndarray]:
    """Sixty occupations that share a cycle, whose growth drifts or breaks, and that a survey counts."""
    rng, made = np.random.default_rng(seed), []
    cycle = np.zeros(50)
    for year in range(2, 50):
        cycle[year] = 1.2 * cycle[year - 1] - 0.45 * cycle[year - 2] + rng.normal(0, 0.007)
    for _ in range(60):
        length = int(rng.integers(20, 41))
        pace = aim = rng.normal(0.005, family.usual)
        level, levels = 0.0, []
        for _ in range(length):
            drift = rng.normal(0, 0.005) if family.memory else 0.0
            pace = family.memory * pace + (1 - family.memory) * aim + drift
            if rng.random() < family.breaks:
                pace, level = rng.normal(0.005, 0.025), level + rng.normal(0, 0.15)
            level += pace + rng.normal(0, family.wander)
            levels.append(level)
        true = rng.lognormal(4, 1) * np.exp(np.array(levels) + rng.lognormal(-1, 0.5) * cycle[-length:])
        counted = np.maximum(true * (1 + family.noise * rng.standard_normal(length)), 0)
        made.append(np.convolve(counted, np.ones(3) / 3, "valid") if family.averaged else counted)
    return made


def read(path: Path, columns: tuple[str, ...], year: str, value: str, mark: str = ",") -> list[np.ndarray]:
    """The series of a file, oldest year first; years without a figure are left out."""
    found: dict[tuple[str, ...], dict[int, float]] = defaultdict(dict)
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="latin-1") as lines:
        for row in csv.DictReader(lines, delimiter=mark):
            if row[value] not in ("", "NA"):
                found[tuple(row[each] for each in columns)][int(row[year])] = float(row[value])
    return [np.array([figure for _, figure in sorted(each.items())]) for _, each in sorted(found.items())]


def sources(files: list[Path], dares: Path, seed: int) -> Iterator[tuple[str, list[np.ndarray], int]]:
    """Give each source: its name, its series, and the first year from which they are foretold."""
    for rank, (name, family) in enumerate(SIMULATED.items()):
        yield name, simulated(rank, family), FIRST
    for name in families.RECIPES:
        yield name, families.family(name, seed), FIRST_OF_SHORT if name == families.SHORT else FIRST
    if dares.exists():
        seekers = read(dares / SEEKERS, ("Fap3", "Categorie"), "Annee", "Effectifs")
        yield "demandeurs d’emploi par FAP (Dares)", seekers, FIRST
        moves = read(dares / MOVES, ("Fap3", "Type_mmo"), "Annee", "Taux", ";")
        yield "taux d’entrée et de sortie par FAP (Dares)", moves, FIRST_OF_SHORT
    for path in files:
        yield path.name, read(path, ("series",), "year", "value"), FIRST


def compared(many: list[np.ndarray], first: int, *, levels: bool) -> tuple[dict[str, np.ndarray], np.ndarray, float]:
    """Summed absolute errors by horizon of each way, share covered by the 80 % interval, milliseconds a series."""
    errors = {name: np.zeros(HORIZON) for name in ("vivier", *PLAIN)}
    hits, count, spent = np.zeros(HORIZON), np.zeros(HORIZON), 0.0
    for series in many:
        weight = 1.0 if levels else 1 / (series.mean() or 1.0)
        for origin in range(first, len(series) - 2):
            past, actual = series[:origin], series[origin : origin + HORIZON]
            start = time.process_time()
            ahead = trend(past, horizon=HORIZON)
            found, low, high = ahead.median, ahead.quantile(0.1), ahead.quantile(0.9)
            spent += time.process_time() - start
            known = slice(0, len(actual))
            foretold = {"vivier": found, **{name: way(past) for name, way in PLAIN.items()}}
            for name, each in foretold.items():
                errors[name][known] += weight * np.abs(each[known] - actual)
            hits[known] += (low[known] <= actual) & (actual <= high[known])
            count[known] += 1
    return errors, hits / np.where(count > 0, count, np.nan), 1000 * spent / max(count[0], 1)


def print_source(errors: dict[str, np.ndarray], covered: np.ndarray) -> list[float]:
    """Print the ratios of each way and the coverage of ours; give ours: overall, at each horizon shown, coverage."""
    damped = errors["tendance amortie"]
    yardstick = np.where(damped > 0, damped, np.nan)
    told = {
        way: [each.sum() / np.nansum(yardstick), *(each[h - 1] / yardstick[h - 1] for h in SHOWN)]
        for way, each in errors.items()
    }
    print("  erreur absolue / tendance amortie       ensemble" + "".join(f"{h:>7} ans" for h in SHOWN))
    for way, ratios in told.items():
        print(f"    {way:36}" + "".join(f"{ratio:>11.3f}" for ratio in ratios))
    shares = (np.nanmean(covered), *(covered[h - 1] for h in SHOWN))
    print(f"    {'couverture de l’intervalle à 80 %':36}" + "".join(f"{share:>11.1%}" for share in shares))
    return [*told["vivier"], shares[0]]


def print_families(rows: list[list[float]]) -> None:
    """Print what the families of `families.py` give together, each counting for one."""
    found = np.array(rows)
    print(f"Les {len(found)} familles, chacune pour une :       ensemble" + "".join(f"{h:>7} ans" for h in SHOWN))
    for name, each in (("moyenne des rapports", np.nanmean(found, axis=0)), ("le pire", np.nanmax(found, axis=0))):
        print(f"    {name:36}" + "".join(f"{ratio:>11.3f}" for ratio in each[:-1]))
    cover = found[:, -1]
    print(f"    couverture : {cover.mean():.1%} en moyenne, de {cover.min():.0%} à {cover.max():.0%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2, help="of the families")
    parser.add_argument("--dares", type=Path, default=DARES, help="folder of the series of Dares")
    parser.add_argument("files", nargs="*", type=Path, help="CSV: series,year,value")
    parser.add_argument("--levels", action="store_true", help="weigh each series by its size")
    given = parser.parse_args()
    rows = []
    for name, many, first in sources(given.files, given.dares, given.seed):
        errors, covered, cost = compared(many, first, levels=given.levels)
        print(f"{name} ({len(many)} séries ; {cost:.2f} ms par prévision)")
        found = print_source(errors, covered)
        if name in families.RECIPES:
            rows.append(found)
    print_families(rows)


if __name__ == "__main__":
    main()
