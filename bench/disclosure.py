"""Tables of a register of 960,000 companies: from rows to flags, beside a rebuild by dictionaries of the same cells.

The register is made by the generator of the specifications (`generate.py FOLDER`), then `bench/disclosure.py FOLDER`.
Three tables: region × section × size, with divisions, with groups. CPU seconds are shown beside those of the wall,
for machines are shared. With `--protect`, what is hidden to protect each table, beside τ-Argus on the same cells, the
same sensitive ones and the same widths (half on each side). It comes with `pytauargus`, which the lock leaves out:
name a Python that has it (`TAUARGUS_PYTHON=…`), or it is said to be absent. It is given `--seconds` of the wall for
each of its two methods, and both are judged by the attacker of the library.
"""

import argparse
import csv
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from vivier.disclosure import Rules, Spec, protect, tables_of
from vivier.disclosure.attack import intervals
from vivier.disclosure.cells import Tables
from vivier.disclosure.primary import Flags, flag
from vivier.disclosure.records import Gatherer, needed
from vivier.disclosure.spec import CODE_T, TOTAL, Dimension

LEVELS = {"sections": 1, "divisions": 2, "groups": 3}
ACTIVITY = ("naf", "division", "section")
CHUNK = 50_000
ATTACKED = 1_000
TAUARGUS = Path(__file__).resolve().parents[1] / "tests" / "oracles" / "tauargus.py"
METHODS = {"modular": "MOD(1,5,1,0,0)", "optimal": "OPT(1,5)"}
Chunk = dict[str, tuple[str, ...]]


def chunks(folder: Path) -> Iterator[Chunk]:
    """Read the register chunk by chunk, each group with its division and section."""
    with (folder / "naf.csv").open(encoding="utf-8") as file:
        above = {row["group"]: (row["division"], row["section"]) for row in csv.DictReader(file)}
    with gzip.open(folder / "companies.csv.gz", "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        titles = next(reader)
        while rows := [row for row, _ in zip(reader, range(CHUNK), strict=False)]:
            columns = dict(zip(titles, zip(*rows, strict=True), strict=True))
            ways = [above[code] for code in columns["naf"]]
            yield columns | {"division": tuple(w[0] for w in ways), "section": tuple(w[1] for w in ways)}


def spec_of(depth: int, *, is_regional: bool = False) -> Spec:
    """Describe region × activity down to a level × size; the table of one region leaves the first out."""
    dims = (Dimension("activité", ACTIVITY[-depth:]), Dimension("taille", ("size",)))
    regions = () if is_regional else (Dimension("région", ("region",)),)
    return Spec("unit", "turnover", (*regions, *dims), holding="holding")


def of_region(register: list[Chunk], region: str) -> list[Chunk]:
    """Keep the companies of one region."""
    kept = []
    for chunk in register:
        rows = [at for at, code in enumerate(chunk["region"]) if code == region]
        kept.append({column: tuple(texts[at] for at in rows) for column, texts in chunk.items()})
    return kept


def ours(register: list[Chunk], spec: Spec) -> tuple[Tables, set[tuple[str, ...]], tuple[float, float]]:
    """Sum and flag; give the sensitive cells, seconds of the wall and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    gatherer = Gatherer(spec)
    for chunk in register:
        gatherer.add({column: chunk[column] for column in needed(spec)})
    tables = tables_of(gatherer.records(), spec)
    flags = flag(tables, Rules())
    spent = time.perf_counter() - wall, time.process_time() - cpu
    return tables, {codes for codes, each in zip(tables.codes, flags.sensitive, strict=True) if each}, spent


def rebuilt(register: list[Chunk], spec: Spec) -> set[tuple[str, ...]]:
    """Give the sensitive cells by dictionaries: what each holding brings to each cell, one crossing at a time."""
    found = set()
    dims = [each.levels for each in spec.dimensions]
    for cuts in product(*(range(len(levels) + 1) for levels in dims)):
        shown = {column for levels, cut in zip(dims, cuts, strict=True) for column in levels[cut:]}
        cells: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for chunk in register:
            columns = [chunk[c] if c in shown else (TOTAL,) * len(chunk["unit"]) for c in spec.columns]
            columns = [
                tuple(CODE_T if c in shown and code == TOTAL else code for code in column)
                for c, column in zip(spec.columns, columns, strict=True)
            ]
            lines = zip(zip(*columns, strict=True), chunk["holding"], chunk["turnover"], strict=True)
            for codes, holding, amount in lines:
                cells[codes][holding] += int(amount)
        for codes, heads in cells.items():
            if len(heads) < 3 or max(heads.values()) * 100 > 85 * sum(heads.values()):
                found.add(codes)
    return found


def protected(tables: Tables, seconds: float) -> None:
    """Print what is hidden by ours, and by τ-Argus where it can."""
    flags = flag(tables, Rules())
    wall, cpu = time.perf_counter(), time.process_time()
    found = protect(tables).published
    spent = f"{time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} s of processor, audit included"
    judged("ours", tables, flags, found.hidden, spent)
    for name, method in METHODS.items():
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            hidden = by_tauargus(tables, flags, Path(folder), method, seconds)
            took = f"{time.perf_counter() - start:.1f} s"
        if isinstance(hidden, str):
            print(f"  τ-Argus, {name}: {hidden}")
        else:
            judged(f"τ-Argus, {name}", tables, flags, hidden, took)


def judged(name: str, tables: Tables, flags: Flags, hidden: np.ndarray, spent: str) -> None:
    """Count secondary cells, what they hold, and the intervals that are too narrow under the attacker.

    Of the largest tables some sensitive cells only, drawn at random, are attacked here: the audit attacks them all.
    """
    second, cells = hidden & ~flags.sensitive, np.flatnonzero(flags.sensitive)
    cells = np.sort(np.random.default_rng(1).permutation(cells)[:ATTACKED])
    low, high = intervals(tables.system, hidden, cells).T
    width, value = flags.width[cells], tables.values[cells]
    exact, narrow = (high - low < 1e-6 * value).sum(), (high - low < width * (1 - 1e-6)).sum()
    billions = tables.values[second].sum() / 1e6
    print(
        f"  {name}: {second.sum()} secondary, {billions:.2f} billion €; {len(cells)} attacked, {exact} exact, "
        f"{narrow} narrow; {spent}",
        flush=True,
    )


def by_tauargus(tables: Tables, flags: Flags, folder: Path, method: str, seconds: float) -> np.ndarray | str:
    """Give the cells that τ-Argus hides, or why it gave none."""
    places = [[tables.columns.index(column) for column in each.levels] for each in tables.spec.dimensions]
    codes, parents = [], [set[tuple[str, str]]() for _ in places]
    for shown in tables.codes:
        ways = [[shown[at] for at in levels if shown[at] != TOTAL] for levels in places]
        codes.append([way[0] if way else "Total" for way in ways])
        for way, pairs in zip(ways, parents, strict=True):
            pairs.update(zip(way, [*way[1:], "Total"], strict=False))
    trees = {f"parent_{axis}": np.array(sorted(pairs)) for axis, pairs in enumerate(parents)}
    np.savez(
        folder / "table.npz", codes=np.array(codes), values=tables.values, units=tables.holdings,
        sensitive=flags.sensitive, width=flags.width, **trees,
    )  # fmt: skip
    python = os.environ.get("TAUARGUS_PYTHON", sys.executable)
    try:
        done = subprocess.run(
            [python, TAUARGUS, folder, method],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )  # its own logs are left where it runs
    except subprocess.TimeoutExpired:
        return f"no result in {seconds:.0f} s"
    if "No module named 'pytauargus'" in done.stderr:
        return "absent (name the Python that has pytauargus in TAUARGUS_PYTHON)"
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
    return np.asarray(np.load(folder / "hidden.npy"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("register"))
    parser.add_argument("--only", choices=LEVELS, help="one table rather than three")
    parser.add_argument("--region", help="the tables of one region, small enough for τ-Argus")
    parser.add_argument("--protect", action="store_true", help="hide as well, beside τ-Argus")
    parser.add_argument("--seconds", type=float, default=120, help="given to each method of τ-Argus")
    parser.add_argument("--no-rebuild", action="store_true", help="leave the dictionaries out: they take minutes")
    asked = parser.parse_args()
    if not (asked.folder / "companies.csv.gz").exists():
        print(f"no register in {asked.folder}: make one with the generator of the specifications")
        return
    register = list(chunks(asked.folder))
    if asked.region:
        register = of_region(register, asked.region)
    equal = True
    for name in [asked.only] if asked.only else LEVELS:
        spec = spec_of(LEVELS[name], is_regional=bool(asked.region))
        tables, sensitive, (wall, cpu) = ours(register, spec)
        print(f"{name}: {len(tables):,} cells, {len(sensitive):,} sensitive; {wall:.1f} s, {cpu:.1f} s of processor")
        if asked.protect:
            protected(tables, asked.seconds)
        if not asked.no_rebuild:
            start = time.process_time()
            expected = rebuilt(register, spec)
            equal = equal and sensitive == expected
            told = "equal" if sensitive == expected else "DIFFERENT"
            print(f"  by dictionaries: {len(expected):,}, {told}; {time.process_time() - start:.0f} s of processor")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"at most {most:.2f} GB, the whole register kept as texts")
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    main()
