"""One batch of occupations drawn under every scenario: any executor, any order, the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType

import numpy as np
import numpy.typing as npt

from vivier.workforce.accelerated import loops_for
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.chance import Counts, Flows
from vivier.workforce.data import Stock
from vivier.workforce.outlook import COUNTED, Key
from vivier.workforce.pooling import Pool, draw_pool
from vivier.workforce.quantiles import figures, figures_at_rest, lines
from vivier.workforce.shocks import World, draw_world
from vivier.workforce.stock_flow import Shelf, simulate
from vivier.workforce.units import Unit, alike, units_of

Figures = npt.NDArray[np.float64]
Exits = tuple[Counts, Counts]  # of one occupation: other exits of the posts, openings as Dares counts them
Shelves = dict[tuple[float, ...], tuple[Shelf, ...]]  # of each scenario, by factors of the ends of careers
BATCH = 1024  # occupations in one task


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Hold one batch: its units, the world and the pool of each scenario; `keeps` what its accounts will need.

    `work` is that of the whole forecast, in units × years × paths.
    """

    units: tuple[tuple[Unit, ...], ...]
    worlds: tuple[World, ...]
    pools: tuple[Pool, ...]
    year: int
    keeps: bool
    work: int


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


def run(task: Task, shelves: Shelves | None = None) -> Part:
    """Draw one batch under every scenario; curves are left on the `shelves` for the batches that follow."""
    shelves = {} if shelves is None else shelves
    careers = tuple(units[0].career for units in task.units)
    for others in set(shelves).difference([careers]):
        del shelves[others]
    shelf = shelves.setdefault(careers, tuple({} for _ in task.units))
    totals: tuple[Flows, ...] = ()
    rows: list[Figures] = []
    keys: tuple[Key, ...] = ()
    people: dict[str, int] = {}
    kept: tuple[dict[str, Exits], ...] = tuple({} for _ in task.units)
    loops = loops_for(task.work)
    drawn = [simulate(*given, loops) for given in zip(task.units, task.worlds, task.pools, shelf, strict=True)]
    for few in zip(*drawn, strict=True):
        units, flows = few[0][0], [each for _, each in few]
        people.update((unit.occupation, unit.people) for unit in units)
        keys, some = told(flows, [unit.people for unit in units], task.year, loops)
        rows.append(some)
        for mine, each in zip(kept, flows, strict=task.keeps):
            mine.update(_exits(units, each) if task.keeps else {})
        these = tuple(each.together() for each in flows)
        totals = tuple(map(Flows.plus, totals, these)) if totals else these
    return Part(people, keys, np.concatenate(rows, axis=1), totals, kept)


def told(
    flows: Sequence[Flows], people: Sequence[int], year: int, loops: ModuleType | None = None
) -> tuple[tuple[Key, ...], Figures]:
    """Give the keys, and the figures of each scenario then of its differences with the first."""
    keys, first = lines(flows[0], people, year, loops)
    others = [lines(other, people, year, loops)[1] for other in flows[1:]]
    at_rest = all((each.headcount == each.headcount[:, :1, :1]).all() for each in flows)
    figured = partial(figures_at_rest, horizon=flows[0].retired.shape[1]) if at_rest else figures
    rows = np.array([figured(paths) for paths in (first, *others, *(paths - first for paths in others))])
    # In large numbers a rare flow may be drawn a little under zero: its mean is right, its quantiles are cut.
    for rank, (measure, *_) in enumerate(keys):
        if measure in COUNTED:
            np.maximum(rows[: len(flows), :, rank, 2:], 0, out=rows[: len(flows), :, rank, 2:])
    return keys, rows


def _exits(units: Sequence[Unit], flows: Flows) -> dict[str, Exits]:
    openings = np.diff(flows.headcount, axis=1) + flows.all_retired
    return {unit.occupation: (flows.all_left[rank], openings[rank]) for rank, unit in enumerate(units)}
