"""The forecast of a pôle, side by side with the person-by-person loop that a user would write instead.

Both project the same 3,700 people in 120 occupations over 10 years at stable headcount, in one run. The plain loop
has it easier: known rates, a single legal age, no interval on behaviour or turnover; it plays 20 draws, extrapolated.
It answers « is one pôle quicker than the loop somebody would write by hand? »; a nation, memory, exactness and many
pôles are in `outlook.py`.
"""

import datetime as dt
import random
import statistics
import time
import tracemalloc
from collections import Counter

from vivier.reference import retirement_law
from vivier.workforce import Assumptions, Outlook, Stock, forecast
from vivier.workforce.data import Cell

PEOPLE, OCCUPATIONS, HORIZON, DRAWS, PLAIN_DRAWS, ROUNDS = 3700, 120, 10, 2000, 20, 3
RATES = ((25, 0.28), (35, 0.17), (45, 0.11), (55, 0.08), (60, 0.06), (99, 0.05))
LEAVES = {60: 0.05, 61: 0.1, 62: 0.4, 63: 0.4, 64: 0.3, 65: 0.3, 66: 0.4, 67: 0.7, 68: 0.5, 69: 0.5, 70: 0.6}


def pole() -> list[tuple[str, int]]:
    """Draw a fictional pôle: an occupation (a few large, many small) and an age for each person."""
    rng = random.Random(42)
    return [
        (f"metier{int(OCCUPATIONS * rng.random() ** 1.6):03d}", min(max(round(rng.gauss(43, 11)), 17), 68))
        for _ in range(PEOPLE)
    ]


def ours(people: list[tuple[str, int]]) -> Outlook:
    cells = tuple(Cell(occupation, age, "inconnu", 1) for occupation, age in people)
    stock = Stock(dt.date(2026, 1, 31), cells)
    return forecast(stock, assumptions=Assumptions(retirement_law("2025-1403")), horizon=HORIZON, draws=DRAWS, seed=1)


def plain(people: list[tuple[str, int]]) -> list[Counter[tuple[str, int, str]]]:
    """Count departures by occupation, year and cause in each draw, one person after the other."""
    rng = random.Random(1)
    draws = []
    for _ in range(PLAIN_DRAWS):
        counts: Counter[tuple[str, int, str]] = Counter()
        present = list(people)
        for year in range(HORIZON):
            after = []
            for occupation, age in present:
                if age >= 60 and rng.random() < LEAVES.get(age, 1.0):
                    counts[occupation, year, "retirement"] += 1
                elif rng.random() < next(rate for limit, rate in RATES if age < limit):
                    counts[occupation, year, "other"] += 1
                else:
                    after.append((occupation, age + 1))
                    continue
                after.append((occupation, min(max(round(rng.gauss(33, 9)), 17), 62)))
            present = after
        draws.append(counts)
    return draws


def seconds(work, people) -> float:  # noqa: ANN001
    """Median of the processor time of a few rounds: wall clocks lie on shared machines."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work(people)
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    people = pole()
    fast, slow = seconds(ours, people), seconds(plain, people)
    whole = slow * DRAWS / PLAIN_DRAWS
    tracemalloc.start()
    outlook = ours(people)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    occupations = len({occupation for occupation, _ in people})
    print(f"{PEOPLE} people, {occupations} occupations, {HORIZON} years (processor time, median of {ROUNDS} rounds)")
    print(f"  vivier.workforce.forecast, {DRAWS} draws, {len(outlook.estimates)} figures: {fast:8.2f} s")
    print(f"  plain loop, {PLAIN_DRAWS} draws:                             {slow:8.2f} s")
    print(f"  plain loop, extrapolated to {DRAWS} draws (× {DRAWS // PLAIN_DRAWS}):      {whole:8.2f} s")
    print(f"  ratio {whole / fast:.1f}; peak memory of the forecast {peak:.0f} MB")


if __name__ == "__main__":
    main()
