"""One company month by month: its people on the day, and who joined or left between two months."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import groupby, islice
from typing import BinaryIO

from vivier.intake.counting import CellKey, cell_key, main_position, present_people, salaried
from vivier.intake.data import UNKNOWN, Cell, Flow
from vivier.intake.dsn.index import Declaration
from vivier.intake.dsn.people import DeclarationReader, Reading, SeenKey, Staff
from vivier.intake.dsn.selection import WITHOUT_PEOPLE, rank
from vivier.intake.positions import Position
from vivier.vocabulary import Period

Open = Callable[[str], AbstractContextManager[BinaryIO]]  # a file's name → its bytes, from the start
HIRED = "embauche"

_MOTIVES = {
    "retraite": "038 039",
    "demission": "059 035 058",
    "rupture_conventionnelle": "043 110 111 112 084",
    "licenciement_economique": "011 012 014 025 026 117 114",
    "licenciement_autre": "015 020 065 086 087 088 089 091 092 093 113 115",
    "fin_de_contrat": "031 032 033 036 037 081 094 095 096 097 118",
    "fin_essai": "034",
    "deces": "066",
    "transfert": "100 998",
}
MOTIVES = (*_MOTIVES, "autre", UNKNOWN)
_GROUPS = {code: name for name, codes in _MOTIVES.items() for code in codes.split()}


def motive_group(code: str) -> str:
    """Give the group of an end motive.

    >>> motive_group("039"), motive_group("082"), motive_group("")
    ('retraite', 'autre', 'inconnu')
    """
    return _GROUPS.get(code, "autre") if code else UNKNOWN


@dataclass(slots=True)
class Month:
    """Hold the positions of a company as declared for one month, and the establishments that declared."""

    period: Period
    sites: frozenset[str]
    positions: list[Position]


def read_month(period: Period, kept: Iterable[Declaration], open_file: Open, reading: Reading) -> Month:
    """Read the declarations of one company for one month, each straight from its place in its file."""
    staff = Staff()
    # The newest first: where two fractions hold the same contract, its last version stands.
    newest_first = sorted(kept, key=rank, reverse=True)
    by_site = sorted(newest_first, key=lambda declaration: declaration.site)
    for _, declarations in groupby(by_site, key=lambda declaration: declaration.site):
        seen: set[SeenKey] = set()
        for declaration in declarations:
            if declaration.kind in WITHOUT_PEOPLE:
                continue
            with open_file(declaration.file) as stream:
                stream.seek(declaration.offset)
                lines = islice(stream, declaration.lines)
                DeclarationReader(declaration, reading, staff, seen).read(lines)
    return Month(period, frozenset(declaration.site for declaration in by_site), staff.current(reading.chains))


@dataclass(slots=True)
class _Presence:
    """Hold where and in which cell each person present at the end of a month is."""

    cells: dict[bytes, CellKey]
    sites: dict[bytes, set[str]]


def _presence(month: Month, reading: Reading, *, single_ages: bool) -> _Presence:
    last = month.period.last
    cells: dict[bytes, CellKey] = {}
    sites: dict[bytes, set[str]] = {}
    for person, contracts in present_people(month.positions, last, reading.chains):
        counted = salaried(contracts)
        if counted:
            cells[person] = cell_key(main_position(counted), last, single_ages=single_ages)
            sites[person] = {position.site for position in counted}
    return _Presence(cells, sites)


class FlowCounter:
    """Compare the ends of consecutive declared months of a company: who joined, who left, from which cell.

    Only establishments that declared both months are compared, besides contracts that declare their start or their
    end in the month: a missing declaration is not a departure.
    """

    def __init__(self, reading: Reading, *, single_ages: bool) -> None:
        self._reading, self._single_ages = reading, single_ages
        self._before: Month | None = None
        self._flows: Counter[tuple[Period, str, CellKey, str]] = Counter()
        self._exposed: Counter[CellKey] = Counter()

    def take(self, month: Month) -> None:
        """Take the next month, in chronological order."""
        before, self._before = self._before, month
        if before is None or before.period != month.period.previous():
            return
        then = _presence(before, self._reading, single_ages=self._single_ages)
        now = _presence(month, self._reading, single_ages=self._single_ages)
        hired = self._hired(month)
        for person, cell in now.cells.items():
            if person not in then.cells and (now.sites[person] & before.sites or person in hired):
                self._flows[month.period, "entree", cell, HIRED] += 1
        motives = self._motives(before, month)
        for person, cell in then.cells.items():
            if not (then.sites[person] & month.sites or person in motives):
                continue
            self._exposed[cell] += 1
            if person not in now.cells:
                self._flows[month.period, "sortie", cell, motive_group(motives.get(person, ""))] += 1

    def _hired(self, month: Month) -> set[bytes]:
        """Give the people one of whose contracts begins in the month, and continues no other."""
        return {
            self._reading.chains.root(position.person)
            for position in month.positions
            if position.start is not None and position.start >= month.period.first and not position.is_continued
        }

    def _motives(self, before: Month, month: Month) -> dict[bytes, str]:
        """Give, for each person whose contract ended between the two days compared, the last motive declared.

        Somebody who leaves on the day is present that day: the first of the two days belongs to the interval.
        """
        ends: dict[bytes, tuple[dt.date, str]] = {}
        for position in (*before.positions, *month.positions):
            if position.end is not None and before.period.last <= position.end <= month.period.last:
                person = self._reading.chains.root(position.person)
                ends[person] = max(ends.get(person, (dt.date.min, "")), (position.end, position.motive))
        return {person: motive for person, (_, motive) in ends.items()}

    def exposed(self) -> tuple[Cell, ...]:
        """Give the person-months watched: the people who could have left, added over the months."""
        cells = (Cell(*cell, n) for cell, n in self._exposed.items())
        return tuple(sorted(cells, key=lambda cell: cell.key))

    def flows(self) -> tuple[Flow, ...]:
        """Give every flow counted, sorted."""
        found = (
            Flow(period, direction, *cell, motive, n) for (period, direction, cell, motive), n in self._flows.items()
        )
        return tuple(sorted(found, key=lambda flow: flow.key))
