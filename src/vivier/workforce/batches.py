"""One batch of occupations drawn under every scenario: any executor, any order, the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vivier.workforce.assumptions import Assumptions
from vivier.workforce.chance import Counts, Flows
from vivier.workforce.data import Stock
from vivier.workforce.outlook import COUNTED, Key
from vivier.workforce.pooling import Pool, draw_pool
from vivier.workforce.quantiles import figures, lines
from vivier.workforce.shocks import World, draw_world
from vivier.workforce.stock_flow import simulate
from vivier.workforce.units import Unit, alike, units_of

Figures = npt.NDArray[np.float64]
Exits = tuple[Counts, Counts]  # of one occupation: other exits of the posts, openings as Dares counts them
BATCH = 1024  # occupations in one task


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Hold one batch: its units, the world and the pool of each scenario; `keeps` what its accounts will need."""

    units: tuple[tuple[Unit, ...], ...]
    worlds: tuple[World, ...]
    pools: tuple[Pool, ...]
    year: int
    keeps: bool


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
    for units in alike(everybody, BATCH):
        yield Task(units, worlds, pools, stock.on.year, keeps)


def run(task: Task) -> Part:
    """Draw one batch under every scenario."""
    totals: tuple[Flows, ...] = ()
    rows: list[Figures] = []
    keys: tuple[Key, ...] = ()
    kept: tuple[dict[str, Exits], ...] = tuple({} for _ in task.units)
    drawn = [simulate(*given) for given in zip(task.units, task.worlds, task.pools, strict=True)]
    for few in zip(*drawn, strict=True):
        units, flows = few[0][0], [each for _, each in few]
        keys, some = told(flows, [unit.people for unit in units], task.year)
        rows.append(some)
        for mine, each in zip(kept, flows, strict=task.keeps):
            mine.update(_exits(units, each) if task.keeps else {})
        these = tuple(each.together() for each in flows)
        totals = tuple(map(Flows.plus, totals, these)) if totals else these
    people = {unit.occupation: unit.people for unit in task.units[0]}
    return Part(people, keys, np.concatenate(rows, axis=1), totals, kept)


def told(flows: Sequence[Flows], people: Sequence[int], year: int) -> tuple[tuple[Key, ...], Figures]:
    """Give the keys, and the figures of each scenario then of its differences with the first."""
    keys, first = lines(flows[0], people, year)
    others = [lines(other, people, year)[1] for other in flows[1:]]
    rows = np.array([figures(paths) for paths in (first, *others, *(paths - first for paths in others))])
    # In large numbers a rare flow may be drawn a little under zero: its mean is right, its quantiles are cut.
    counted = [rank for rank, (measure, *_) in enumerate(keys) if measure in COUNTED]
    levels = rows[: len(flows)]
    levels[:, :, counted, 2:] = np.maximum(levels[:, :, counted, 2:], 0)
    return keys, rows


def _exits(units: Sequence[Unit], flows: Flows) -> dict[str, Exits]:
    openings = np.diff(flows.headcount, axis=1) + flows.all_retired
    return {unit.occupation: (flows.all_left[rank], openings[rank]) for rank, unit in enumerate(units)}
