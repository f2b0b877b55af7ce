"""The trend of a yearly series, side by side with the damped trend, the last value and the mean slope.

From every year on, each series is foretold from its past only. Ratios are sums of absolute errors over those of the
damped trend (last value + mean slope of the last ten years, damping 0.9 a year): below 1, better than it. Simulated
occupations always; the job seekers of Dares when they are there; and the files given: `series,year,value` with a
header line, each in its own unit (`--levels` when they share one, so that large series weigh more).
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

from vivier.workforce import trend

SEEKERS = Path(__file__).parents[2] / "shared/data/dares-psm/serie_demandeurs_emploi_A_ABC.csv.gz"
FIRST, HORIZON, SHOWN = 11, 10, (3, 5, 10)
YEARS = np.arange(1, HORIZON + 1)
PLAIN = {
    "tendance amortie": lambda last, slope: last + slope * np.cumsum(0.9**YEARS),
    "dernière valeur": lambda last, _: np.full(HORIZON, last),
    "pente moyenne": lambda last, slope: last + slope * YEARS,
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


def read(path: Path, columns: tuple[str, ...], year: str, value: str) -> list[np.ndarray]:
    """The series of a file, oldest year first; years without a figure are left out."""
    found: dict[tuple[str, ...], dict[int, float]] = defaultdict(dict)
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="latin-1") as lines:
        for row in csv.DictReader(lines):
            if row[value] not in ("", "NA"):
                found[tuple(row[each] for each in columns)][int(row[year])] = float(row[value])
    return [np.array([figure for _, figure in sorted(each.items())]) for _, each in sorted(found.items())]


def sources(files: list[Path]) -> Iterator[tuple[str, list[np.ndarray]]]:
    for rank, (name, family) in enumerate(SIMULATED.items()):
        yield name, simulated(rank, family)
    if SEEKERS.exists():
        yield "demandeurs d’emploi par FAP (Dares)", read(SEEKERS, ("Fap3", "Categorie"), "Annee", "Effectifs")
    for path in files:
        yield path.name, read(path, ("series",), "year", "value")


def compared(many: list[np.ndarray], *, levels: bool) -> tuple[dict[str, np.ndarray], np.ndarray, float]:
    """Summed absolute errors by horizon of each way, share covered by the 80 % interval, milliseconds a series."""
    errors = {name: np.zeros(HORIZON) for name in ("vivier", *PLAIN)}
    hits, count, spent = np.zeros(HORIZON), np.zeros(HORIZON), 0.0
    for series in many:
        weight = 1.0 if levels else 1 / (series.mean() or 1.0)
        for origin in range(FIRST, len(series) - 2):
            past, actual = series[:origin], series[origin : origin + HORIZON]
            start = time.process_time()
            ahead = trend(past, horizon=HORIZON)
            found, low, high = ahead.median, ahead.quantile(0.1), ahead.quantile(0.9)
            spent += time.process_time() - start
            known = slice(0, len(actual))
            slope = (past[-1] - past[-11]) / 10
            foretold = {"vivier": found, **{name: way(past[-1], slope) for name, way in PLAIN.items()}}
            for name, each in foretold.items():
                errors[name][known] += weight * np.abs(each[known] - actual)
            hits[known] += (low[known] <= actual) & (actual <= high[known])
            count[known] += 1
    return errors, hits / np.where(count > 0, count, np.nan), 1000 * spent / max(count[0], 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="CSV: series,year,value")
    parser.add_argument("--levels", action="store_true", help="weigh each series by its size")
    given = parser.parse_args()
    for name, many in sources(given.files):
        errors, covered, cost = compared(many, levels=given.levels)
        yardstick = np.where(errors["tendance amortie"] > 0, errors["tendance amortie"], np.nan)
        print(f"{name} ({len(many)} séries ; {cost:.2f} ms par prévision)")
        print("  erreur absolue / tendance amortie       ensemble" + "".join(f"{h:>7} ans" for h in SHOWN))
        for way, each in errors.items():
            ratios = (each.sum() / np.nansum(yardstick), *(each[h - 1] / yardstick[h - 1] for h in SHOWN))
            print(f"    {way:36}" + "".join(f"{ratio:>11.3f}" for ratio in ratios))
        shares = (np.nanmean(covered), *(covered[h - 1] for h in SHOWN))
        print(f"    {'couverture de l’intervalle à 80 %':36}" + "".join(f"{share:>11.1%}" for share in shares))


if __name__ == "__main__":
    main()
