"""Secondary suppression by `vivier.disclosure` on the synthetic register: what is hidden, in what time, how safely.

Give the folder that the generator of the register wrote (companies.csv.gz, naf.csv). Tables are region × activity ×
size, with every margin; activity is the section, then the division, then the group. Sensitive: fewer than 3 holdings,
or one above 85 %. The audit is written apart with SciPy: two linear programs a sensitive cell among the hidden ones
(of a large table, `--sample` so many); and for all of them a random move that leaves what is published in place: a
hidden cell that does not move in it is told exactly.
"""

import argparse
import csv
import gzip
import resource
import time
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsmr

from vivier.disclosure.suppression import suppress
from vivier.disclosure.system import System

LEVELS = ("section", "division", "naf")
HOLDINGS = 1_000_000
BASE = 1_000


def columns(folder: Path) -> dict[str, np.ndarray]:
    """Read the register: one array a column, codes counted from 1 (0 is « all »)."""
    with (folder / "naf.csv").open() as lines:
        tree = {row["group"]: row for row in csv.DictReader(lines)}
    with gzip.open(folder / "companies.csv.gz", "rt") as lines:
        rows = list(csv.DictReader(lines))
    coded = {name: [row[name] for row in rows] for name in ("region", "size", "naf")}
    coded |= {name: [tree[group][name] for group in coded["naf"]] for name in ("section", "division")}
    found = {name: np.unique(np.array(texts), return_inverse=True)[1] + 1 for name, texts in coded.items()}
    found["holding"] = np.array([int(row["holding"]) for row in rows])
    return found | {"value": np.array([float(row["turnover"]) for row in rows])}


def cells(register: dict[str, np.ndarray], levels: int) -> dict[str, np.ndarray]:
    """Give, for every cell of every margin: its key (region, level, activity, size), value, holdings, largest one."""
    nobody = np.zeros(len(register["value"]), dtype=np.int64)
    parts = []
    for region in (nobody, register["region"]):
        for level in range(levels + 1):
            activity = register[LEVELS[level - 1]] if level else nobody
            for size in (nobody, register["size"]):
                keys = ((region * 10 + level) * BASE + activity) * 10 + size
                parts.append(margin(keys, register))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def margin(keys: np.ndarray, register: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Sum one margin by key, holding by holding."""
    names, place = np.unique(keys, return_inverse=True)
    pairs, back = np.unique(place.astype(np.int64) * HOLDINGS + register["holding"], return_inverse=True)
    amounts, owner = np.bincount(back, register["value"]), pairs // HOLDINGS
    largest = np.zeros(len(names))
    np.maximum.at(largest, owner, amounts)
    value = np.bincount(place, register["value"])
    return {"key": names, "value": value, "holdings": np.bincount(owner), "largest": largest}


def linked(keys: np.ndarray, register: dict[str, np.ndarray], levels: int) -> csr_array:
    """Give the sums: each cell is a part of its total over regions, over sizes, and of the activity above its own."""
    above = {(1, code): (0, 0) for code in np.unique(register["section"]).tolist()}
    for level in range(2, levels + 1):
        pairs = np.stack([register[LEVELS[level - 1]], register[LEVELS[level - 2]]], axis=1)
        above |= {(level, low): (level - 1, high) for low, high in np.unique(pairs, axis=0).tolist()}
    place = {key: rank for rank, key in enumerate(keys.tolist())}
    sums: dict[tuple[str, int], list[int]] = {}
    for key, rank in place.items():
        head, size = divmod(key, 10)
        (top, activity), level = divmod(head, BASE), head // BASE % 10
        region = top // 10
        if size:
            sums.setdefault(("size", head * 10), []).append(rank)
        if region:
            sums.setdefault(("region", (level * BASE + activity) * 10 + size), []).append(rank)
        if level:
            upper, code = above[level, activity]
            sums.setdefault(("activity", ((region * 10 + upper) * BASE + code) * 10 + size), []).append(rank)
    rows = [row for row, parts in enumerate(sums.values()) for _ in range(len(parts) + 1)]
    cols = [rank for (_, total), parts in sums.items() for rank in (place[total], *parts)]
    signs = [sign for parts in sums.values() for sign in (1.0, *[-1.0] * len(parts))]
    return csr_array((signs, (rows, cols)), shape=(len(sums), len(keys)))


def audit(system: System, hidden: np.ndarray, sensitive: np.ndarray, width: np.ndarray) -> tuple[int, int]:
    """Count the sensitive cells told exactly, and those whose interval is too narrow."""
    free = np.flatnonzero(hidden)
    sums = csr_array(system.relations[:, free])
    sums = csr_array(sums[np.flatnonzero(np.diff(sums.indptr))])
    published = sums @ system.values[free]
    exact = narrow = 0
    for cell in np.flatnonzero(sensitive):
        aim = (free == cell).astype(float)
        ends = [linprog(sign * aim, A_eq=sums, b_eq=published, method="highs").fun for sign in (1.0, -1.0)]
        wide = np.inf if None in ends else -ends[1] - ends[0]
        exact += wide < 1e-6 * system.values[cell]
        narrow += wide < width[cell] * (1 - 1e-6)
    return int(exact), int(narrow)


def told(system: System, hidden: np.ndarray) -> np.ndarray:
    """Give the hidden cells, (n,) bool, that sums determine: a random move of the others leaves them."""
    free = np.flatnonzero(hidden)
    turned = csr_array(system.relations[:, free].T)
    draw = np.random.default_rng(7).standard_normal(len(free))
    move = draw - turned @ lsmr(turned, draw, atol=1e-13, btol=1e-13, conlim=0, maxiter=20_000)[0]
    fixed = np.zeros(system.size, dtype=bool)
    fixed[free[np.abs(move) < 1e-7]] = True
    return fixed


def main() -> None:
    """Build one table, hide, attack, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("register", type=Path)
    parser.add_argument("--levels", type=int, default=1, choices=(1, 2, 3), help="section, + division, + group")
    parser.add_argument("--mark", type=float, default=20_000, help="k€ that cost as much as one more cell")
    parser.add_argument("--no-audit", action="store_true")
    parser.add_argument("--sample", type=int, help="attack so many sensitive cells, drawn at random, rather than all")
    asked = parser.parse_args()
    register = columns(asked.register)
    found = cells(register, asked.levels)
    system = System(found["value"], linked(found["key"], register, asked.levels))
    few = found["holdings"] < 3
    big = ~few & (found["largest"] > 0.85 * found["value"])
    width = np.where(few, 0.15 * found["value"], np.where(big, found["largest"] / 0.85 - found["value"], 0.0))
    sensitive, none = few | big, np.zeros(system.size)
    given = {"sensitive": sensitive, "lower": none, "upper": none, "width": width, "singles": found["holdings"] == 1}
    started = spent()
    hidden = suppress(system, cost=1 + system.values / asked.mark, **given)
    second = hidden & ~sensitive
    print(f"{system.size} cells, {sensitive.sum()} sensitive, {second.sum()} secondary")
    print(f"hidden besides: {system.values[second].sum() / 1e6:.2f} of {system.values.max() / 1e6:.0f} billion €")
    print(f"suppression: {since(started)}", flush=True)
    if not asked.no_audit:
        started = spent()
        print("told exactly by sums:", (told(system, hidden) & sensitive).sum())
        attacked = drawn(sensitive, asked.sample)
        print(f"of {attacked.sum()}, told exactly, too narrow:", *audit(system, hidden, attacked, width))
        print(f"audit: {since(started)}")
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB, the register's rows included"
    )


def drawn(sensitive: np.ndarray, sample: int | None) -> np.ndarray:
    """Draw so many of the sensitive cells, (n,) bool; all of them without a number."""
    cells = np.flatnonzero(sensitive)
    chosen = cells if sample is None else np.random.default_rng(7).permutation(cells)[:sample]
    mask = np.zeros(len(sensitive), dtype=bool)
    mask[chosen] = True
    return mask


def spent() -> tuple[float, float]:
    """Give the clock and the processor's time, in seconds."""
    return time.perf_counter(), time.process_time()


def since(started: tuple[float, float]) -> str:
    """Say how long ago that was, on the clock and of processor."""
    clock, work = (now - then for now, then in zip(spent(), started, strict=True))
    return f"{clock:.1f} s on the clock, {work:.1f} s of processor"


if __name__ == "__main__":
    main()
