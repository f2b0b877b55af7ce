"""Panels beside what a user would pick instead, and the honesty of marks where the truth is known.

Calls like those of a conference (177 experts, 118 dossiers, three each) and larger ones. Beside ours: a greedy, the
Hungarian assignment on copies (`scipy`), and HiGHS alone on the whole program in the same time. CPU seconds are shown
beside those of the wall, for machines are shared. Memory is the peak of a process of its own.
`--file` takes a table of
affinities instead, `--checked` tries tiny random requests against a checker, `--calls` simulates marks.
"""

import argparse
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from factories.panels import call, crowded, named, small_request
from oracles.panels import violations
from vivier.cli.assign_files import read_affinities
from vivier.panels import Terms, assign, honesty
from vivier.panels.flips import kept_chances
from vivier.panels.honesty import Honesty
from vivier.vocabulary import InputError

Told = tuple[float, float, str]  # worst, total, what is to be said
Method = Callable[..., Told]
SEATS = 3
SIZES = ((177, 118, 0, 4, 5.0), (177, 118, 2, 4, 30.0), (400, 200, 0, 4, 5.0), (1000, 1000, 0, 4, 20.0))
START = 1.0  # seconds kept for starting and explaining


def ours(values: np.ndarray, low: int, high: int, seconds: float) -> Told:
    near = named(values)
    terms = Terms(per_dossier=SEATS, seconds=max(seconds * 0.75 - START, 1.0))
    panel = assign(near, loads=(low, high), terms=terms)
    asked = {"affinity": near, "loads": (low, high), "conflicts": [], "quotas": [], "frozen": [], "terms": terms}
    wrong = len(violations(panel, **asked)) if values.size < 50_000 else 0
    return panel.worst, panel.total, f"≤ {panel.worst_bound:.3f}, ≤ {panel.total_bound:.1f}, {wrong} violation"


def greedy(values: np.ndarray, low: int, high: int, _: float) -> Told:
    """Give the best pair left, again and again; nobody below the least load is looked after."""
    chosen, load = np.zeros(values.shape, dtype=bool), np.zeros(len(values), dtype=int)
    for flat in np.argsort(-values, axis=None, kind="stable"):
        who, where = divmod(int(flat), values.shape[1])
        if load[who] < high and chosen[:, where].sum() < SEATS:
            chosen[who, where] = True
            load[who] += 1
    short = int(np.maximum(low - load, 0).sum() + (SEATS - chosen.sum(axis=0)).sum())
    sums = np.where(chosen, values, 0).sum(axis=0)
    return sums.min(), sums.sum(), f"{short} manque" if short else ""


def hungarian(values: np.ndarray, low: int, high: int, _: float) -> Told:
    """Give the best total of one more expert a dossier, three times over, on copies of experts who have room."""
    chosen = np.zeros(values.shape, dtype=bool)
    for _round in range(SEATS):
        load = chosen.sum(axis=1)
        who = np.repeat(np.arange(len(values)), high - load)
        rank = np.concatenate([np.arange(high - each) for each in load]) + np.repeat(load, high - load)
        gain = np.where(chosen, -100.0, values)[who] + np.where(rank < low, 10.0, 0.0)[:, None]
        copies, where = linear_sum_assignment(-gain)
        chosen[who[copies], where] = True
    sums = np.where(chosen, values, 0).sum(axis=0)
    short = int(np.maximum(low - chosen.sum(axis=1), 0).sum() + (SEATS - chosen.sum(axis=0)).sum())
    return sums.min(), sums.sum(), f"{short} manque" if short else ""


def whole(values: np.ndarray, low: int, high: int, seconds: float) -> Told:
    """Give what HiGHS finds alone: the worst first, weighed a thousand times the mean."""
    experts, dossiers = values.shape
    size = values.size
    by_dossier = sparse.kron(np.ones((1, experts)), sparse.eye(dossiers))
    by_expert = sparse.kron(sparse.eye(experts), np.ones((1, dossiers)))
    served = sparse.csr_matrix(by_dossier.multiply(values.ravel()[None, :]))
    rows = sparse.vstack([
        sparse.hstack([by_dossier, sparse.csr_matrix((dossiers, 1))]),
        sparse.hstack([by_expert, sparse.csr_matrix((experts, 1))]),
        sparse.hstack([served, -np.ones((dossiers, 1))]),
    ])  # fmt: skip
    least = np.concatenate([np.full(dossiers, SEATS), np.full(experts, low), np.zeros(dossiers)])
    most = np.concatenate([np.full(dossiers, SEATS), np.full(experts, high), np.full(dossiers, np.inf)])
    cost = np.append(-values.ravel() / dossiers, -1_000.0)
    box = Bounds(np.append(np.zeros(size), -np.inf), np.append(np.ones(size), np.inf))
    found = milp(
        cost, constraints=LinearConstraint(sparse.csr_matrix(rows), least, most), bounds=box,
        integrality=np.append(np.ones(size), 0), options={"time_limit": seconds},
    )  # fmt: skip
    if found.x is None:
        return float("nan"), float("nan"), "rien dans ce temps"
    sums = np.where(found.x[:size].reshape(values.shape) > 0.5, values, 0).sum(axis=0)
    return sums.min(), sums.sum(), ""


def measured(method: Method, arguments: tuple[Any, ...], queue: Any) -> None:  # noqa: ANN401 - the queue of a context
    wall, cpu = time.perf_counter(), time.process_time()
    worst, total, said = method(*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    queue.put((worst, total, said, time.perf_counter() - wall, time.process_time() - cpu, peak))


def apart(method: Method, *arguments: object) -> tuple[float, float, str, float, float, float]:
    """Run a method in a process of its own: its memory is its own."""
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=measured, args=(method, arguments, queue))
    process.start()
    found = queue.get()
    process.join()
    return found


def side_by_side(values: np.ndarray, low: int, high: int, seconds: float) -> None:
    print(f"\n{values.shape[0]} experts × {values.shape[1]} dossiers, charges {low}–{high}, {seconds:g} s")
    first = None
    for name, method in (("ours", ours), ("greedy", greedy), ("Hungarian", hungarian), ("HiGHS alone", whole)):
        worst, total, said, wall, cpu, peak = apart(method, values, low, high, seconds)
        first = first or (worst, total)
        ratio = f"×{worst / first[0]:.3f} ×{total / first[1]:.3f}"
        line = (
            f"  {name:12} worst {worst:.4f} sum {total:9.3f} {ratio} wall {wall:5.1f} cpu {cpu:5.1f} {peak:5.0f} MB"
        )
        print(line, said)


def checked(count: int) -> None:
    broken = refused = 0
    for seed in range(count):
        asked = small_request(seed)
        try:
            broken += bool(violations(assign(**asked), **asked))
        except InputError:
            refused += 1
    print(f"\n{count} tiny requests: {broken} broken, {refused} refused")


def simulated(calls: int) -> None:
    held, said, seen, gains = [], [], [], []
    for seed in range(calls):
        quality, marked = call(seed)
        told = [honesty(marked(key), kept=77, seed=seed) for key in (1, 2)]
        chances = kept_chances(quality[None, :], np.array([[np.sqrt(0.5 / SEATS)]]), 77)[0]
        for one in told:
            flips = [1 - p if each.is_kept else p for each, p in zip(one.dossiers, chances, strict=True)]
            held += [e.flip_within.low <= p <= e.flip_within.high for e, p in zip(one.dossiers, flips, strict=True)]
            said.append(one.flips / 154)
        seen.append(
            np.mean([a.is_kept != b.is_kept for a, b in zip(told[0].dossiers, told[1].dossiers, strict=True)])
        )
        gains.append(overlap(told, "corrected_rank") - overlap(told, "rank"))
    print(f"\n{calls} calls, 154 dossiers, half kept, 3 experts, ICC ½: intervals of flips hold {np.mean(held):.1%}")
    print(f"flips said {np.mean(said):.1%}, seen with another panel {np.mean(seen):.1%};")
    print(f"correcting severity: overlap {np.mean(gains):+.4f} ± {np.std(gains) / np.sqrt(calls):.4f}")


def overlap(told: list[Honesty], rank: str) -> float:
    kept = [{each.dossier for each in one.dossiers if getattr(each, rank) <= 77} for one in told]
    return len(kept[0] & kept[1]) / 77


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--sizes", type=int, default=len(SIZES))
    parser.add_argument("--checked", type=int, default=10_000)
    parser.add_argument("--calls", type=int, default=60)
    asked = parser.parse_args()
    given = None if asked.file is None else read_affinities(asked.file).table
    for experts, dossiers, low, high, seconds in SIZES[: asked.sizes]:
        values = crowded(experts, dossiers, 2) if given is None else given
        side_by_side(values, low, high, seconds)
    checked(asked.checked)
    simulated(asked.calls)


if __name__ == "__main__":
    main()
