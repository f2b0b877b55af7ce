"""The projection: batches of occupations on the same paths, on any executor, then their sum path by path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from vivier.vocabulary import InputError
from vivier.workforce.accelerated import cores
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.batches import Exits, Figures, Part, Shelves, Task, pieces, run, tasks, told
from vivier.workforce.chance import Counts, Flows
from vivier.workforce.columns import columns_of
from vivier.workforce.data import Stock
from vivier.workforce.mobility import accounts, paths
from vivier.workforce.outlook import Outlook


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
    (23, 50)
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
    stock = replace(stock, cells=columns_of(stock))
    _check_occupations(stock, scenarios.values())
    names = [*scenarios, *(f"{other} − {first}" for first in [*scenarios][:1] for other in [*scenarios][1:])]
    stock = replace(stock, cells=columns_of(stock).permanent)
    if not stock.cells:
        return {name: Outlook(stock.on, horizon, draws, seed) for name in names}
    keeps = any(map(_has_accounts, scenarios.values()))
    cut = tasks(stock, [*scenarios.values()], horizon=horizon, draws=draws, seed=seed, keeps=keeps)
    # A list: Dask takes no iterator.
    parts = executor.map(run, [*cut]) if executor is not None else _here(cut)
    whole = _gathered(parts, stock)
    people = tuple(whole.people.values())
    outlooks = {
        name: Outlook(stock.on, horizon, draws, seed, tuple(whole.people), people, whole.keys, rows)
        for name, rows in zip(names, whole.figures, strict=True)
    }
    return _with_accounts(outlooks, whole.kept, scenarios, seed) if keeps else outlooks


def _here(cut: Iterable[Task]) -> Iterator[Part]:
    shelves: Shelves = {}
    for task in cut:
        yield from pieces(replace(task, threads=cores()), shelves)


def _gathered(parts: Iterable[Part], stock: Stock) -> Part:
    """Put the batches together as they come, occupations in order, all of them together first under ""."""
    column = columns_of(stock).occupation
    known = (str(column.names[code]) for code in np.unique(column.codes))
    people = dict.fromkeys(["", *sorted(known)], 0)
    place = {name: row for row, name in enumerate(people)}
    totals: tuple[Flows, ...] = ()
    kept: tuple[dict[str, Exits], ...] = ()
    rows: Figures = np.zeros(0)
    for part in parts:
        if not totals:
            rows = np.empty((len(part.figures), len(people), *part.figures.shape[2:]))
        totals = tuple(map(Flows.plus, totals, part.totals)) if totals else part.totals
        kept = tuple(one | more for one, more in zip(kept, part.kept, strict=True)) if kept else part.kept
        rows[:, [place[name] for name in part.people]] = part.figures
        people.update(part.people)
    people[""] = sum(people.values())
    keys, rows[:, :1] = told(totals, [people[""]], stock.on.year)
    return Part(people, keys, rows, totals, kept)


def _has_accounts(assumptions: Assumptions) -> bool:
    return bool(assumptions.moves) or any(one.starters is not None for one in assumptions.beliefs.values())


def _with_accounts(
    outlooks: dict[str, Outlook], kept: Sequence[Mapping[str, Exits]], scenarios: Mapping[str, Assumptions], seed: int
) -> dict[str, Outlook]:
    """Add the moves between occupations and the imbalance, to scenarios and to their differences path by path."""
    first, *_ = scenarios
    reference = None
    found = dict(outlooks)
    for exits, (name, assumptions) in zip(kept, scenarios.items(), strict=True):
        if not _has_accounts(assumptions):
            continue
        known = outlooks[name].occupations[1:]
        left, openings = ({each: exits[each][side] for each in known} for side in (0, 1))
        mine = paths(left, openings, assumptions, seed=seed)
        found[name] = _added(outlooks[name], mine)
        if name == first:
            reference = mine
        elif reference is not None:
            apart = f"{name} − {first}"
            found[apart] = _added(outlooks[apart], mine - reference)
    return found


def _added(outlook: Outlook, rows: Counts) -> Outlook:
    keys, figures = accounts(rows, outlook.on.year)
    return replace(outlook, keys=(*outlook.keys, *keys), figures=np.concatenate([outlook.figures, figures], axis=1))


def _check(what: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{what} doit être un nombre entier entre {low} et {high}.")


def _check_occupations(stock: Stock, scenarios: Iterable[Assumptions]) -> None:
    known = set(columns_of(stock).occupation.names)
    for assumptions in scenarios:
        moves = [end for move in assumptions.moves for end in (move.source, move.target)]
        for name in (*assumptions.beliefs, *moves):
            if name not in known:
                raise InputError(
                    f"Les hypothèses parlent du métier « {name} », que le stock ne contient pas : corrigez son code, "
                    "ou retirez-le."
                )
