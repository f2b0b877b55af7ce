"""Shared training beside what a user would pick: the same program given whole to HiGHS, and to SCIP where it is.

Each is asked for the least cost of the same pôle and given the same time; what is compared is the plan it gives, the
bound it proves, and the gap between the two. SCIP comes with `ortools`, which the lock leaves out: say which Python
has it (`SCIP_PYTHON=…`), or it is said to be absent. Every plan of ours is judged by a checker written apart. CPU
seconds are shown beside those of the wall, for machines are shared (not those of SCIP: it works elsewhere).
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from factories.training import pole
from oracles.training import Asked, km, violations
from vivier.training import plan
from vivier.training.data import Effort

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "specs" / "training" / "generate.py"
SCIP = Path(__file__).resolve().parents[1] / "tests" / "oracles" / "scip.py"
SIZES = {"200": (200, 150, 20), "40": (40, 25, 20)}


@dataclass(frozen=True)
class Plain:
    """Hold the program as one would write it at first: sessions whole, seats, people left out."""

    cost: np.ndarray
    most: np.ndarray
    whole: np.ndarray
    rows: sparse.csr_matrix
    low: np.ndarray
    high: np.ndarray


def plain(asked: Asked) -> Plain:
    """Write the whole program."""
    cost, most, whole, rows = [], [], [], []

    def add(price: float, limit: float, *, is_whole: bool) -> int:
        cost.append(price)
        most.append(limit)
        whole.append(is_whole)
        return len(cost) - 1

    held = {
        (course.course, place.place): add(course.session_eur, course.max_sessions_per_place, is_whole=True)
        for course in asked.courses
        for place in asked.places
    }
    seats: dict[tuple[str, str], list[int]] = {key: [] for key in held}
    prices = {course.course: course for course in asked.courses}
    money = {column: prices[course].session_eur for (course, _), column in held.items()}
    for need in asked.needs:
        near = sorted(asked.places, key=lambda place, need=need: km(need, place))[: asked.terms.nearest]
        mine = [add(need.priority_eur, need.people, is_whole=False)]
        for place in near:
            travel = 2 * asked.terms.travel_eur_per_km * km(need, place)
            mine.append(add(travel + prices[need.course].seat_eur, need.people, is_whole=False))
            seats[need.course, place.place].append(mine[-1])
            money[mine[-1]] = prices[need.course].seat_eur
        rows.append((dict.fromkeys(mine, 1.0), need.people, need.people))
    for (course, place), column in held.items():
        taken = dict.fromkeys(seats[course, place], 1.0)
        rows.append((taken | {column: -prices[course].max_seats}, -np.inf, 0))
        rows.append((taken | {column: -prices[course].min_seats}, 0, np.inf))
    rows.append((money, 0, asked.budget))
    rows += [
        ({held[course.course, place.place]: 1.0 for course in asked.courses}, 0, place.max_sessions)
        for place in asked.places
    ]
    cells = [(rank, column, value) for rank, (one, *_) in enumerate(rows) for column, value in one.items()]
    matrix = sparse.coo_matrix(([v for *_, v in cells], ([r for r, *_ in cells], [c for _, c, _ in cells])))
    low, high = (np.array([row[side] for row in rows], float) for side in (1, 2))
    return Plain(np.array(cost), np.array(most), np.array(whole), sparse.csr_matrix(matrix), low, high)


def by_highs(program: Plain, seconds: float) -> tuple[float, float]:
    """Give the cost and the bound that HiGHS reaches by itself."""
    found = milp(
        program.cost, integrality=program.whole.astype(int), bounds=Bounds(0, program.most),
        constraints=LinearConstraint(program.rows, program.low, program.high), options={"time_limit": seconds},
    )  # fmt: skip
    return (found.fun if found.x is not None else np.inf), found.mip_dual_bound


def by_scip(program: Plain, seconds: float) -> tuple[float, float] | None:
    """Give the cost and the bound that SCIP reaches by itself; none where no Python here has OR-Tools."""
    rows = program.rows
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "program.npz"
        np.savez(
            file, cost=program.cost, most=program.most, whole=program.whole, low=program.low, high=program.high,
            data=rows.data, indices=rows.indices, indptr=rows.indptr,
        )  # fmt: skip
        python = os.environ.get("SCIP_PYTHON", sys.executable)
        done = subprocess.run([python, SCIP, file, str(seconds)], capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    cost, bound = map(float, done.stdout.split()[-2:])
    return cost, bound


def is_that_of_the_generator(asked: Asked, sizes: tuple[int, int, int], seed: int) -> bool | None:
    """Tell whether the pôle made in code is that of the generator; none where the generator is not there."""
    if not GENERATOR.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        words = [str(each) for each in (*sizes, seed)]
        subprocess.run([sys.executable, GENERATOR, folder, *words], check=True, stdout=subprocess.DEVNULL)
        with (Path(folder) / "needs.csv").open(encoding="utf-8") as file:
            theirs = [(r["company"], float(r["lat"]), r["course"], int(r["people"])) for r in csv.DictReader(file)]
    return theirs == [(need.company, need.lat, need.course, need.people) for need in asked.needs]


def show(name: str, cost: float, bound: float, began: tuple[float, float]) -> None:
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    gap = (cost - bound) / cost
    print(f"{name:22}{cost:>14,.0f} €{bound:>14,.0f} €{100 * gap:>8.2f} %{wall:>8.1f} s{cpu:>8.1f} s CPU", flush=True)


def compare(size: str, seconds: float, seed: int, *, is_alone: bool) -> None:
    """Print ours beside theirs on one pôle."""
    asked = pole(*SIZES[size], seed)
    same = is_that_of_the_generator(asked, SIZES[size], seed)
    origin = {True: "that of the generator", False: "NOT that of the generator", None: "generator absent"}[same]
    print(f"\n{size} companies, seed {seed}, {seconds:g} s: {len(asked.needs)} needs ({origin})")
    began = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as executor:
        found = plan(
            asked.needs, asked.courses, places=asked.places, budget=asked.budget, terms=asked.terms,
            effort=Effort(seconds=seconds, executor=executor),
        )  # fmt: skip
    show("vivier", found.cost_eur, found.bound_eur, began)
    saved = 1 - found.cost_eur / found.alone_eur
    print(f"{'':22}{found.people_trained} of {found.people_asked} people; {100 * saved:.0f} % cheaper than alone")
    print(*(violations(asked, found) or [f"{'':22}every constraint holds, by the checker"]), sep="\n")
    if is_alone:
        return
    program = plain(asked)
    for name, solver in (("HiGHS alone (SciPy)", by_highs), ("SCIP alone (OR-Tools)", by_scip)):
        began = time.perf_counter(), time.process_time()
        reached = solver(program, seconds)
        if reached is None:
            print(f"{name:22}not compared: no OR-Tools here; SCIP_PYTHON=… names a Python that has it")
        else:
            show(name, *reached, began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, nargs=2, default=(60.0, 10.0), help="for 200 and for 40 companies")
    parser.add_argument("--ours", action="store_true", help="leave the others out")
    given = parser.parse_args()
    compare("200", given.seconds[0], given.seed, is_alone=given.ours)
    compare("40", given.seconds[1], given.seed, is_alone=given.ours)


if __name__ == "__main__":
    main()
