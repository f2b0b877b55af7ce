"""Several publications put together: cells of one name are one unknown, unless their units say otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.changes import Changes
from vivier.disclosure.ladder import Codes, Ladder
from vivier.disclosure.published import Published

_SAME = 1e-9  # relative: two files write the same figure


@dataclass(frozen=True)
class Joint:
    """Hold the unknowns of several publications, and every sum that anyone can write of them.

    `place[f][i]` is the unknown of cell i of file f; `differences` are pairs of unknowns of one name that differ by
    fewer units than may be shown: (later, earlier, cell of the first file).
    """

    values: np.ndarray  # (n,) NaN where no file shows it
    relations: csr_array  # (m, n)
    place: tuple[np.ndarray, ...]
    differences: tuple[tuple[int, int, Codes], ...]


@dataclass(frozen=True)
class Kin:
    """Hold what ties a file to the first: of what period it is, none if of the same, and what changed, if known."""

    period: str = ""
    changes: Changes | None = None

    def of(self, codes: Codes) -> str:
        """Give the period that a cell is of: one that did not change at all is the same figure in both."""
        return "" if self.changes is not None and codes not in self.changes.moved else self.period

    @property
    def is_blind(self) -> bool:
        """Whether it is of another period, with records that were not kept."""
        return bool(self.period) and self.changes is None


class _Unknowns:
    def __init__(self) -> None:
        self.values: list[float] = []
        self.units: list[float] = []
        self.held: dict[tuple[str, Codes], list[int]] = {}

    def find(self, cell: tuple[str, Codes], value: float, units: float, world: set[int]) -> int:
        """Give the unknown that this cell is: of this period and name, not denied, of the same units or world."""
        held = self.held.get(cell, [])
        for each in sorted(held, key=lambda at: at not in world):
            if not _fits(value, self.values[each]) or (each not in world and units != self.units[each]):
                continue
            if np.isnan(self.values[each]):
                self.values[each] = value
            return each
        self.values.append(value)
        self.units.append(units)
        self.held.setdefault(cell, []).append(len(self.values) - 1)
        return len(self.values) - 1


def _fits(first: float, second: float) -> bool:
    return bool(np.isnan(first) or np.isnan(second) or abs(first - second) <= _SAME * max(abs(first), 1))


def join(files: Sequence[Published], *, min_units: int, kin: Sequence[Kin] = ()) -> Joint:
    """Put publications together as one who keeps them all would.

    Files that never contradict one another are one world: a cell hidden in one and shown in the other is known.
    Files of two worlds (one more member, a revision) only share the cells that have the same units; files of two
    periods, those that are known not to have changed. `kin` says what ties each file to the first.
    """
    kin = kin or [Kin()] * len(files)
    unknowns = _Unknowns()
    worlds: list[list[int]] = []
    place: list[np.ndarray] = []
    for rank, file in enumerate(files):
        period = kin[rank].period
        known = [world for world in worlds if kin[world[0]].period == period]
        mates = next((world for world in known if all(_agree(file, files[other]) for other in world)), None)
        if mates is None:
            worlds.append(mates := [])
        own = {at for mate in mates for at in place[mate].tolist()}
        cells = [(kin[rank].of(codes), codes) for codes in file.codes]
        rows = zip(cells, file.values.tolist(), file.units.tolist(), strict=True)
        place.append(np.array([unknowns.find(*row, own) for row in rows], np.int64))
        mates.append(rank)
    values = np.array(unknowns.values)
    sums = []
    for world in worlds:
        where = {
            codes: at for each in world for codes, at in zip(files[each].codes, place[each].tolist(), strict=True)
        }
        sums += _sums(where, files[world[0] if kin[world[0]].period else 0])
    differences = _differences(unknowns, {each.period for each in kin if each.is_blind}, min_units)
    return Joint(values, _matrix(sums, values), tuple(place), differences)


def _agree(first: Published, second: Published) -> bool:
    known = {
        code: (value, units) for code, value, units in zip(second.codes, second.values, second.units, strict=True)
    }
    return all(
        _fits(value, known[code][0]) and (units == known[code][1] or np.isnan(units) or np.isnan(known[code][1]))
        for code, value, units in zip(first.codes, first.values, first.units, strict=True)
        if code in known
    )


def _sums(where: dict[Codes, int], model: Published) -> list[tuple[int, tuple[int, ...]]]:
    """Write each total that is itself a cell as the sum of its parts."""
    sums = Ladder(model.spec).sums(list(where))
    return [(where[total], tuple(sorted(where[each] for each in parts))) for total, parts in sums if total in where]


def _matrix(sums: list[tuple[int, tuple[int, ...]]], values: np.ndarray) -> csr_array:
    """Write sums as rows; a sum that what is shown denies is of a file that lacks cells, and is left out."""
    kept = sorted(each for each in set(sums) if not _is_denied(each, values))
    rows = np.repeat(np.arange(len(kept)), [1 + len(parts) for _, parts in kept])
    columns = np.array([at for total, parts in kept for at in (total, *parts)], np.int64)
    signs = np.array([sign for _, parts in kept for sign in (1.0, *(-1.0 for _ in parts))])
    return csr_array((signs, (rows, columns)), shape=(len(kept), len(values)))


def _is_denied(each: tuple[int, tuple[int, ...]], values: np.ndarray) -> bool:
    total, parts = values[each[0]], values[list(each[1])]
    most = float(np.nansum(parts))
    slack = 1e-6 * max(1.0, most)
    if np.isnan(total):
        return False
    return bool(most > total + slack or (not np.isnan(parts).any() and most < total - slack))


def _differences(unknowns: _Unknowns, blind: set[str], min_units: int) -> tuple[tuple[int, int, Codes], ...]:
    """List the unknowns of one name that differ by few units, of one period, or of one whose records are lost."""
    same = [(codes, pair) for (_, codes), held in unknowns.held.items() for pair in combinations(reversed(held), 2)]
    lost = [
        (codes, (later, earlier))
        for (period, codes), held in unknowns.held.items()
        for later, earlier in product(unknowns.held.get(("", codes), []), held)
        if period in blind and not np.isnan(unknowns.units[later] - unknowns.units[earlier])
    ]
    return tuple((*pair, codes) for codes, pair in same + lost if _is_few(unknowns, *pair, min_units))


def _is_few(unknowns: _Unknowns, later: int, earlier: int, min_units: int) -> bool:
    """Tell whether two cells differ by too few units; where they are not said, the worst is feared."""
    apart = abs(unknowns.units[later] - unknowns.units[earlier])
    if np.isnan(apart):
        return not np.isnan(unknowns.values[later] - unknowns.values[earlier])
    return bool(0 < apart < min_units)
