"""Counting heads: one per person, in the cell of the main contract."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import fsum

from vivier.intake.data import UNKNOWN, Cell, Count, Site, TitleCell
from vivier.intake.identity import Chains
from vivier.intake.job_titles import Job
from vivier.intake.positions import OUTSIDE, Position, band

CellKey = tuple[str, str | int, str, str]


def main_position(positions: Iterable[Position]) -> Position:
    """Choose the contract that says a person's cell: most working time, then earliest start, then number."""
    return min(positions, key=lambda p: (-p.ratio, p.start or dt.date.max, p.number, p.site, p.pcs, p.sex, p.job))


def cell_key(position: Position, on: dt.date, *, single_ages: bool) -> CellKey:
    """Give the cell of a person whose main contract this is."""
    age = position.age_on(on)
    known = age is not None and 14 <= age <= 80
    shown = (age if known and age is not None else UNKNOWN) if single_ages else band(age)
    return (position.pcs, shown, position.sex, position.group)


def present_people(
    positions: Iterable[Position], on: dt.date, chains: Chains
) -> Iterator[tuple[bytes, list[Position]]]:
    """Gather by person the contracts that run on a day, those outside the headcount included.

    A contract read under two numbers of the same person (a temporary one, then a NIR) is kept once.
    """

    def person(position: Position) -> bytes:
        return chains.root(position.person)

    present = sorted((position for position in positions if position.is_present(on)), key=person)
    for key, same in groupby(present, key=person):
        contracts = list(same)
        if len({one.person for one in contracts}) > 1:
            contracts = list({(one.site, one.number, one.start): one for one in contracts}.values())
        yield key, contracts


def salaried(positions: Iterable[Position]) -> list[Position]:
    """Keep the contracts that belong to the salaried headcount."""
    return [position for position in positions if position.group != OUTSIDE]


def count(positions: Iterable[Position], on: dt.date, chains: Chains, *, single_ages: bool) -> Count:
    """Count the people present on a day, once each, whatever their number of contracts."""
    cells: Counter[CellKey] = Counter()
    ratios: list[float] = []
    boeth = outside = 0
    for _, contracts in present_people(positions, on, chains):
        counted = salaried(contracts)
        if not counted:
            outside += 1
            continue
        ratios += [position.ratio for position in counted]
        boeth += any(position.has_boeth for position in counted)
        cells[cell_key(main_position(counted), on, single_ages=single_ages)] += 1
    return Count(
        people=cells.total(),
        contracts=len(ratios),
        fte=round(fsum(ratios), 4),
        boeth=boeth,
        outside=outside,
        cells=tuple(sorted((Cell(*key, n) for key, n in cells.items()), key=lambda cell: cell.key)),
    )


def title_cells(
    positions: Iterable[Position], on: dt.date, chains: Chains, *, single_ages: bool
) -> tuple[TitleCell, ...]:
    """Count the people present on a day by the job title of their main contract, those without one left out."""
    counted: Counter[tuple[CellKey, Job]] = Counter()
    for _, contracts in present_people(positions, on, chains):
        if kept := salaried(contracts):
            main = main_position(kept)
            if main.job[0]:
                counted[cell_key(main, on, single_ages=single_ages), main.job] += 1
    ordered = sorted(counted.items(), key=lambda item: (item[0][1], *map(str, item[0][0])))
    return tuple(TitleCell(title, *key, n, given, naf) for (key, (title, given, naf)), n in ordered)


def count_sites(positions: Sequence[Position], on: dt.date, chains: Chains, *, single_ages: bool) -> tuple[Site, ...]:
    """Count each establishment by itself, with the contracts begun and ended in the month of the day."""
    first = on.replace(day=1)
    by_site: defaultdict[str, list[Position]] = defaultdict(list)
    for position in positions:
        by_site[position.site].append(position)
    return tuple(
        Site(
            siret=siret,
            count=count(there, on, chains, single_ages=single_ages),
            hires=sum(p.start is not None and first <= p.start <= on and not p.is_continued for p in salaried(there)),
            exits=sum(p.end is not None and first <= p.end <= on for p in salaried(there)),
        )
        for siret, there in sorted(by_site.items())
    )


def merged(counts: Iterable[Count]) -> Count:
    """Add counts of people who are not matched with one another."""
    every = list(counts)
    cells: Counter[CellKey] = Counter()
    for one in every:
        for cell in one.cells:
            cells[(cell.pcs, cell.age, cell.sex, cell.contract)] += cell.n
    return Count(
        people=cells.total(),
        contracts=sum(one.contracts for one in every),
        fte=round(fsum(one.fte for one in every), 4),
        boeth=sum(one.boeth for one in every),
        outside=sum(one.outside for one in every),
        cells=tuple(sorted((Cell(*key, n) for key, n in cells.items()), key=lambda cell: cell.key)),
    )
