"""Gaps of skills by `vivier.gaps`, beside the plain loop: people nobody assessed drawn one company after another.

Pôles of forty companies, half of which have matrices (whole, or of all but two of their people), then 30 pôles whose
truth is known: how often the 80 % interval holds it. Ratios are times of the loop over ours, medians of several runs;
memory is the peak of Python during one more run.
"""

import argparse
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from factories.skills import drawn_pole
from oracles import gaps_by_company
from vivier.gaps import Ahead, Gaps, Held, Required, Terms, measure
from vivier.gaps.data import Needed, Retention, Staff

COMPANIES, ASSESSED = 40, 20
Measure = Callable[..., Gaps]


def pole(skills: int, unseen: int) -> tuple[list[Required], list[Held], Ahead]:
    """Draw a pôle of which half of the companies have matrices, of all their people but `unseen`."""
    rng = np.random.default_rng(1)
    sizes = rng.integers(5, 40, COMPANIES)
    held = []
    for skill in range(skills):
        shares = rng.dirichlet([0.8] * 5)
        for company in range(ASSESSED):
            counts = rng.multinomial(sizes[company] - unseen, rng.dirichlet(8 * shares + 1e-9))
            held += [Held(f"C{skill}", level, int(counts[level]), f"E{company}") for level in range(5)]
    staff = tuple(Staff("H2913", int(n), f"E{rank}") for rank, n in enumerate(sizes))
    ahead = Ahead(5, staff, (Retention("H2913", 0.75, 0.05),), (Needed("H2913", float(sizes.sum())),))
    return [Required("H2913", f"C{skill}") for skill in range(skills)], held, ahead


def timed(run: Measure, given: tuple[list[Required], list[Held], Ahead], repeats: int) -> tuple[float, float]:
    """Give the median seconds and the peak of memory in MB."""
    required, held, ahead = given
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        run(required, held, ahead=ahead, seed=1)
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    run(required, held, ahead=ahead, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return statistics.median(seconds), peak / 1e6


def coverage(run: Measure, poles: int) -> dict[str, float]:
    """Give how often the 80 % interval holds the truth, over pôles of 12 companies and 8 skills."""
    found: dict[str, list[bool]] = {"holders": [], "remaining": [], "short": []}
    for seed in range(1000, 1000 + poles):
        drawn = drawn_pole(seed)
        told = run(drawn.required, drawn.held, ahead=drawn.ahead, terms=Terms(draws=400), seed=seed)
        for each in told.skills:
            for name, truth in zip(found, drawn.truth[each.skill], strict=True):
                interval = getattr(each, name).interval
                found[name].append(interval.low <= truth <= interval.high)
    return {name: float(np.mean(hits)) for name, hits in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skills", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--poles", type=int, default=60)
    asked = parser.parse_args()
    print(f"{asked.skills} skills, {COMPANIES} companies of which {ASSESSED} have matrices, 2,000 draws")
    for words, unseen in (("whole matrices", 0), ("all but two people", 2)):
        given = pole(asked.skills, unseen)
        ours, mine = timed(measure, given, asked.repeats)
        loop, theirs = timed(gaps_by_company.measure, given, max(1, asked.repeats - 2))
        print(
            f"  {words:20} ours {ours:6.2f} s {mine:6.0f} MB   loop {loop:6.2f} s {theirs:6.0f} MB   "
            f"ratio {loop / ours:4.1f}"
        )
    print(f"80 % intervals that hold the truth, {asked.poles} pôles of 12 companies and 8 skills")
    for words, run in (("ours", measure), ("loop", gaps_by_company.measure)):
        held = coverage(run, asked.poles)
        print(f"  {words:6}", "   ".join(f"{name} {share:.3f}" for name, share in held.items()))


if __name__ == "__main__":
    main()
