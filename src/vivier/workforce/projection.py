"""The projection: batches of occupations on the same paths, on any executor, then their sum path by path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vivier.vocabulary import InputError
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.chance import Flows
from vivier.workforce.data import PERMANENT, Stock
from vivier.workforce.outlook import COUNTED, Key, Outlook
from vivier.workforce.pooling import Pool, draw_pool
from vivier.workforce.quantiles import figures, lines
from vivier.workforce.shocks import World, draw_world
from vivier.workforce.stock_flow import simulate
from vivier.workforce.units import Unit, batches, units_of

Figures = npt.NDArray[np.float32]
BATCH = 1024  # occupations in one task


def forecast(
    stock: Stock,
    *,
    assumptions: Assumptions,
    horizon: int,
    draws: int = 2000,
    seed: int = 1,
    executor: Executor | None = None,
) -> Outlook:
    """Give departures, openings and the stock left without hiring, by occupation and year, with their intervals.

    `horizon` counts twelve-month steps after the day of the stock (1 to 50), `draws` paths (100 to 10,000). The same
    seed gives the same bytes, in whatever order rows come and on whatever executor. Source of the accounting: Dares,
    Les métiers en 2030.

    >>> import datetime as dt
    >>> from vivier.reference import retirement_law
    >>> from vivier.workforce.data import Cell
    >>> stock = Stock(dt.date(2026, 1, 31), (Cell("623f", 58, "H", 30), Cell("623f", 30, "F", 20)))
    >>> outlook = forecast(stock, assumptions=Assumptions(retirement_law("2025-1403")), horizon=10)
    >>> openings = outlook.whole("openings", "623f", "dares")
    >>> round(openings.value), openings.n
    (27, 50)
    """
    return compare(stock, {"": assumptions}, horizon=horizon, draws=draws, seed=seed, executor=executor)[""]


def compare(
    stock: Stock,
    scenarios: Mapping[str, Assumptions],
    *,
    horizon: int,
    draws: int = 2000,
    seed: int = 1,
    executor: Executor | None = None,
) -> dict[str, Outlook]:
    """Give the outlook of each scenario, and its difference with the first, under the name « other − first ».

    Scenarios share their chance: what differs between two paths of the same rank is the scenario alone, so that the
    interval of a difference is its own, not the sum of two.
    """
    _check("L’horizon", horizon, 1, 50)
    _check("Le nombre de tirages", draws, 100, 10_000)
    _check("La graine", seed, 0, 2**63)
    _check_occupations(stock, scenarios.values())
    names = [*scenarios, *(f"{other} − {first}" for first in [*scenarios][:1] for other in [*scenarios][1:])]
    if not stock.people:
        return {name: Outlook(stock.on, horizon, draws, seed) for name in names}
    tasks = _tasks(stock, list(scenarios.values()), horizon, draws, seed)
    people, keys, told = _gathered(executor.map(_run, tasks) if executor is not None else map(_run, tasks), stock)
    return {
        name: Outlook(stock.on, horizon, draws, seed, tuple(people), tuple(people.values()), keys, told[rank])
        for rank, name in enumerate(names)
    }


def _gathered(parts: Iterable["_Part"], stock: Stock) -> tuple[dict[str, int], tuple[Key, ...], Figures]:
    """Put the batches together as they come, all occupations first: people, keys, and figures by scenario."""
    known = {cell.occupation for cell in stock.cells if cell.n and cell.contract in PERMANENT}
    people = dict.fromkeys(["", *sorted(known)], 0)
    place = {name: row for row, name in enumerate(people)}
    totals: tuple[Flows, ...] = ()
    told = np.zeros(0, np.float32)
    for part in parts:
        if not totals:
            told = np.empty((len(part.figures), len(people), *part.figures.shape[2:]), np.float32)
        totals = tuple(map(Flows.plus, totals, part.totals)) if totals else part.totals
        told[:, [place[name] for name in part.occupations]] = part.figures
        people.update(zip(part.occupations, part.people.tolist(), strict=True))
    people[""] = stock.people
    keys, told[:, :1] = _told(totals, np.array([stock.people]), stock.on.year)
    return people, keys, told


def _check(what: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{what} doit être un nombre entier entre {low} et {high}.")


def _check_occupations(stock: Stock, scenarios: Iterable[Assumptions]) -> None:
    known = {cell.occupation for cell in stock.cells}
    for assumptions in scenarios:
        moves = [end for move in assumptions.moves for end in (move.source, move.target)]
        for name in (*assumptions.beliefs, *moves):
            if name not in known:
                raise InputError(
                    f"Les hypothèses parlent du métier « {name} », que le stock ne contient pas : corrigez son code, "
                    "ou retirez-le."
                )


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """Hold one batch: its units, the world and the pool of each scenario."""

    units: tuple[tuple[Unit, ...], ...]
    worlds: tuple[World, ...]
    pools: tuple[Pool, ...]
    year: int


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Hold what one batch gives: figures (scenarios then differences, units, keys, 9), and flows all units together."""

    occupations: tuple[str, ...]
    people: npt.NDArray[np.int64]
    keys: tuple[Key, ...]
    figures: Figures
    totals: tuple[Flows, ...]


def _tasks(stock: Stock, scenarios: list[Assumptions], horizon: int, draws: int, seed: int) -> Iterator[_Task]:
    pools = tuple(draw_pool(assumptions, draws, seed) for assumptions in scenarios)
    worlds = tuple(
        draw_world(assumptions, pool, stock.on, horizon) for assumptions, pool in zip(scenarios, pools, strict=True)
    )
    cut = [batches(units_of(stock, assumptions), BATCH) for assumptions in scenarios]
    for units in zip(*cut, strict=True):
        yield _Task(units, worlds, pools, stock.on.year)


def _run(task: _Task) -> _Part:
    """Draw one batch under every scenario."""
    totals: tuple[Flows, ...] = ()
    told, keys = [], ()
    drawn = [simulate(*given) for given in zip(task.units, task.worlds, task.pools, strict=True)]
    for few in zip(*drawn, strict=True):
        units, flows = few[0][0], [each for _, each in few]
        keys, figures = _told(flows, np.array([unit.people for unit in units]), task.year)
        told.append(figures)
        these = tuple(each.together() for each in flows)
        totals = tuple(map(Flows.plus, totals, these)) if totals else these
    units = task.units[0]
    names, people = tuple(unit.occupation for unit in units), np.array([unit.people for unit in units])
    return _Part(names, people, keys, np.concatenate(told, axis=1), totals)


def _told(flows: Sequence[Flows], people: npt.NDArray[np.int64], year: int) -> tuple[tuple[Key, ...], Figures]:
    """Give the keys, and the figures of each scenario then of its differences with the first."""
    keys, first = lines(flows[0], people, year)
    others = [lines(other, people, year)[1] for other in flows[1:]]
    told = np.array([figures(rows) for rows in (first, *others, *(rows - first for rows in others))])
    # In large numbers a rare flow may be drawn a little under zero: its mean is right, its quantiles are cut.
    counted = [rank for rank, (measure, *_) in enumerate(keys) if measure in COUNTED]
    levels = told[: len(flows)]
    levels[:, :, counted, 2:] = np.maximum(levels[:, :, counted, 2:], 0)
    return keys, told
