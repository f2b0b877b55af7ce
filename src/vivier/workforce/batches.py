"""One batch of occupations drawn under every scenario: any executor, any order, the same bytes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType

import numpy as np
import numpy.typing as npt

from vivier.workforce.accelerated import loops_for, spread
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.chance import Counts, Flows
from vivier.workforce.data import Stock
from vivier.workforce.outlook import COUNTED, Key
from vivier.workforce.pooling import Pool, draw_pool
from vivier.workforce.quantiles import figures_of, lines
from vivier.workforce.shocks import World, draw_world
from vivier.workforce.stock_flow import Shelf, simulate
from vivier.workforce.units import Unit, alike, units_of

Figures = npt.NDArray[np.float64]
Exits = tuple[Counts, Counts]  # of one occupation: other exits of the posts, openings as Dares counts them
Shelves = dict[tuple[float, ...], tuple[Shelf, ...]]  # of each scenario, by factors of the ends of careers
Lot = tuple[Sequence[Unit], Callable[[], Flows]]  # of one scenario, as `simulate` gives them
BATCH = 1024  # occupations in one task


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Hold one batch: its units, the world and the pool of each scenario; `keeps` what its accounts will need.

    `work` is that of the whole forecast, in units × years × paths; compiled loops may run on so many `threads`.
    """

    units: tuple[tuple[Unit, ...], ...]
    worlds: tuple[World, ...]
    pools: tuple[Pool, ...]
    year: int
    keeps: bool
    work: int
    threads: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Hold what one batch gives: figures (scenarios then differences, units, keys, 9), flows all units together."""

    people: dict[str, int]
    keys: tuple[Key, ...]
    figures: Figures
    totals: tuple[Flows, ...]
    kept: tuple[dict[str, Exits], ...]


def tasks(
    stock: Stock, scenarios: Sequence[Assumptions], *, horizon: int, draws: int, seed: int, keeps: bool
) -> Iterator[Task]:
    """Cut the stock into batches; the shocks that everybody shares are drawn here, once."""
    everybody = [units_of(stock, assumptions) for assumptions in scenarios]
    ages = np.sum([unit.ages for unit in everybody[0]], axis=0)
    pools = tuple(draw_pool(assumptions, draws, seed) for assumptions in scenarios)
    worlds = tuple(
        draw_world(assumptions, pool, stock.on, horizon, ages)
        for assumptions, pool in zip(scenarios, pools, strict=True)
    )
    work = len(everybody[0]) * horizon * draws
    for units in alike(everybody, BATCH):
        yield Task(units, worlds, pools, stock.on.year, keeps, work)


def run(task: Task) -> Part:
    """Draw one batch under every scenario."""
    return _joined([*pieces(task, {})])


def pieces(task: Task, shelves: Shelves) -> Iterator[Part]:
    """Draw one batch a few units at a time; curves are left on the `shelves` for the batches that follow."""
    careers = tuple(units[0].career for units in task.units)
    for others in set(shelves).difference([careers]):
        del shelves[others]
    shelf = shelves.setdefault(careers, tuple({} for _ in task.units))
    loops = loops_for(task.work)
    drawn = [simulate(*given, loops) for given in zip(task.units, task.worlds, task.pools, shelf, strict=True)]
    work = partial(_lot, year=task.year, keeps=task.keeps, loops=loops)
    return spread(work, [*zip(*drawn, strict=True)], task.threads if loops is not None else 1)


def _lot(drawn: Sequence[Lot], year: int, *, keeps: bool, loops: ModuleType | None) -> Part:
    """Draw a few units under every scenario, and keep their figures only."""
    units, flows = drawn[0][0], [draw() for _, draw in drawn]
    keys, rows = told(flows, [unit.people for unit in units], year, loops)
    kept = tuple(_exits(units, each) if keeps else {} for each in flows)
    people = {unit.occupation: unit.people for unit in units}
    return Part(people, keys, rows, tuple(each.together(loops) for each in flows), kept)


def _joined(parts: Sequence[Part]) -> Part:
    totals = parts[0].totals
    people: dict[str, int] = {}
    kept: tuple[dict[str, Exits], ...] = tuple({} for _ in parts[0].kept)
    for rank, part in enumerate(parts):
        totals = tuple(map(Flows.plus, totals, part.totals)) if rank else totals
        people |= part.people
        for mine, more in zip(kept, part.kept, strict=True):
            mine.update(more)
    return Part(people, parts[0].keys, np.concatenate([part.figures for part in parts], axis=1), totals, kept)


def told(
    flows: Sequence[Flows], people: Sequence[int], year: int, loops: ModuleType | None = None
) -> tuple[tuple[Key, ...], Figures]:
    """Give the keys, and the figures of each scenario then of its differences with the first."""
    keys, first = lines(flows[0], people, year, loops)
    others = [lines(other, people, year, loops)[1] for other in flows[1:]]
    at_rest = all((each.headcount == each.headcount[:, :1, :1]).all() for each in flows)
    horizon = flows[0].retired.shape[1] if at_rest else 0
    apart = [paths - first for paths in others]
    rows = np.array([figures_of(paths, at_rest=horizon, loops=loops) for paths in (first, *others, *apart)])
    _cut(keys, rows[: len(flows), ..., 2:])
    return keys, rows


def _cut(keys: Sequence[Key], quantiles: Figures) -> None:
    """Cut the quantiles of what is counted where no path can go: shape (scenarios, units, keys, 7).

    In large numbers a rare flow may be drawn a little under zero: its mean is right, its quantiles are not. Openings
    of the Dares are no flow: they are never under the net creations, and these are well under zero where posts close.
    """
    ranks = {key: rank for rank, key in enumerate(keys)}
    for rank, (measure, cause, year) in enumerate(keys):
        if measure not in COUNTED:
            continue
        least: Figures | float = 0
        if (measure, cause) == ("openings", "dares"):
            created = quantiles[:, :, ranks["net_creations", "", year]]
            least = np.where(created <= -1, created, 0)  # of large numbers at rest, less than a post is drawn too
        np.maximum(quantiles[:, :, rank], least, out=quantiles[:, :, rank])


def _exits(units: Sequence[Unit], flows: Flows) -> dict[str, Exits]:
    openings = np.diff(flows.headcount, axis=1) + flows.all_retired
    return {unit.occupation: (flows.all_left[rank], openings[rank]) for rank, unit in enumerate(units)}
