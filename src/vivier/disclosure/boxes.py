"""Circuits shaped as boxes: a way along each axis, all of them crossed; found by sums over the whole table."""

from dataclasses import dataclass

import numpy as np

from vivier.disclosure.circuits import PASSAGE, Circuit
from vivier.disclosure.goals import NOBODY, Goal
from vivier.disclosure.grid import Branches, Grid, branches, ways
from vivier.disclosure.merging import ZERO, Merged
from vivier.disclosure.nearby import Seeker

# Of each axis but the longest, whose ways are all weighed.
MOST_WAYS = 48
# A table of more places than this, empty ones included, is left to linear programs.
MOST_PLACES = 3_000_000


@dataclass(frozen=True)
class _Sides:
    """Hold what it costs to let each node of the long axis move, (nodes, ways of the others): with the goal, against.

    `with_best` and `against_best` are the least it costs from each node down to a leaf under it.
    """

    with_it: np.ndarray
    against: np.ndarray
    with_best: np.ndarray
    against_best: np.ndarray

    def turned(self) -> "_Sides":
        return _Sides(self.against, self.with_it, self.against_best, self.with_best)


class Box:
    """Finds, in one table, the cheapest box around a goal; with the face of `Circuits`.

    The longest axis is a tree walked level by level: every way along it is weighed at once. Of the others, every way
    is tried. A box moves all its cells by the same amount, up or down: those that fall must hold that much.
    """

    def __init__(self, grid: Grid, merged: Merged) -> None:
        """Lay the cells out on their axes, the longest first."""
        axes = sorted(range(len(grid.nodes)), key=lambda axis: -int((grid.parents[axis] >= 0).sum()))
        self._trees = [branches(grid.parents[axis]) for axis in axes]
        self._shape = tuple(len(tree.order) for tree in self._trees)
        self._values, place = merged.system.values, merged.place[grid.cells]
        self._size = len(self._values)
        kept = place != ZERO
        spot = [self._trees[at].place[grid.nodes[axis]][kept] for at, axis in enumerate(axes)]
        flat = np.ravel_multi_index(spot, self._shape) if kept.any() else np.zeros(0, np.int64)
        self._at = np.full(int(np.prod(self._shape)), self._size, np.int64)
        self._at[flat] = place[kept]
        self._members = np.bincount(place[kept], minlength=self._size).astype(float)
        # The deepest member of cells that are always equal: fewer ways go through it, all with the others.
        self._spot = np.full(self._size, -1, np.int64)
        order = np.argsort(np.add.reduce(spot), kind="stable") if kept.any() else flat
        self._spot[place[kept][order]] = flat[order]
        self._ways: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}

    def holds(self, whole: np.ndarray) -> np.ndarray:
        """Tell which merged cells, (n,) bool, have all their members, so many in all, in this table."""
        return np.asarray((self._members > 0) & (self._members == whole))

    def cheapest(self, goal: Goal, hidden: np.ndarray, cost: np.ndarray, *, most: float = np.inf) -> Circuit | None:
        """Give the cheapest box that meets a goal for less than `most`, or None; see `Circuits`."""
        spot = np.unravel_index(int(self._spot[goal.cell]), self._shape)
        free = PASSAGE * float(cost[~hidden].min(initial=1.0))
        price = np.where(hidden, free, np.where(cost < most, cost, np.inf)) / np.maximum(self._members, 1)
        if goal.known != NOBODY:
            price[goal.known] = np.inf
        sides, combos = self._sides(price, goal.amount, [int(each) for each in spot])
        best: tuple[float, np.ndarray, float] = (np.inf, np.zeros(0, np.int64), 0.0)
        for way in (1.0, -1.0) if goal.way == 0 else (float(goal.way),):
            found = _along(self._trees[0], sides if way > 0 else sides.turned(), int(spot[0]))
            if found is not None and found[0] < best[0]:
                best = found[0], self._moved(found[1], combos, found[2]), way
        return None if not np.isfinite(best[0]) else self._circuit(goal, best[1], best[2], (hidden, cost), most)

    def _sides(
        self, price: np.ndarray, amount: float, spot: list[int]
    ) -> tuple[_Sides, list[tuple[np.ndarray, np.ndarray]]]:
        """Add the costs up over every axis but the longest."""
        rising = np.append(price, np.inf)[self._at].reshape(self._shape)
        falls = np.where(self._values >= amount, price, np.inf)
        falling = np.append(falls, np.inf)[self._at].reshape(self._shape)
        combos = [self._way(axis, spot[axis]) for axis in range(1, len(self._shape))]
        for axis, (positions, signs) in enumerate(combos, 1):
            rising, falling = _crossed(rising, falling, axis, positions, signs)
        rows = self._shape[0]
        rising, falling = rising.reshape(rows, -1), falling.reshape(rows, -1)
        tree = self._trees[0]
        return _Sides(rising, falling, _downwards(tree, rising), _downwards(tree, falling)), combos

    def _way(self, axis: int, at: int) -> tuple[np.ndarray, np.ndarray]:
        if (axis, at) not in self._ways:
            self._ways[axis, at] = ways(self._trees[axis], at, MOST_WAYS)
        return self._ways[axis, at]

    def _moved(self, column: int, combos: list[tuple[np.ndarray, np.ndarray]], along: np.ndarray) -> np.ndarray:
        """Give the signed cells, sign × (cell + 1), of the box that was chosen."""
        signs, spots = np.sign(along), np.abs(along) - 1
        places = np.unravel_index(column, tuple(len(each[0]) for each in combos)) if combos else ()
        for axis, (place, (positions, marks)) in enumerate(zip(places, combos, strict=True), 1):
            used = positions[place] >= 0
            spots = np.add.outer(spots * self._shape[axis], positions[place][used]).ravel()
            signs = np.multiply.outer(signs, marks[place][used]).ravel()
        cells: np.ndarray = signs * (self._at[spots] + 1)
        return cells

    def _circuit(
        self, goal: Goal, moved: np.ndarray, way: float, masks: tuple[np.ndarray, np.ndarray], most: float
    ) -> Circuit | None:
        hidden, cost = masks
        moved = np.unique(moved)
        cells, moves = np.abs(moved) - 1, np.sign(moved) * way
        spent = float(cost[cells[~hidden[cells]]].sum())
        if len(np.unique(cells)) < len(cells) or spent >= most:
            return None
        room = float(self._values[cells[moves < 0]].min(initial=np.inf))
        order = np.argsort(cells)
        return Circuit(cells[order], spent, (moves * (room if np.isfinite(room) else goal.amount))[order])


def _crossed(
    rising: np.ndarray, falling: np.ndarray, axis: int, positions: np.ndarray, signs: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Add up the costs along each way of an axis: what moves against the goal costs what the other side does."""
    nil = np.zeros_like(rising.take([0], axis))
    both = np.concatenate([rising, falling, nil], axis)
    count = rising.shape[axis]
    own = np.where(positions < 0, 2 * count, np.where(signs > 0, positions, positions + count))
    other = np.where(positions < 0, 2 * count, np.where(signs > 0, positions + count, positions))
    return _added(both, axis, own), _added(both, axis, other)


def _added(both: np.ndarray, axis: int, places: np.ndarray) -> np.ndarray:
    found: np.ndarray = both.take(places[:, 0], axis)
    for column in places.T[1:]:
        found += both.take(column, axis)
    return found


def _downwards(tree: Branches, costs: np.ndarray) -> np.ndarray:
    """Give the least it costs from each node down to a leaf."""
    best = costs.copy()
    for start, end in tree.levels[::-1]:
        inner = start + np.flatnonzero(tree.below[start:end, 0] < tree.below[start:end, 1])
        if len(inner):
            first, last = int(tree.below[inner[0], 0]), int(tree.below[inner[-1], 1])
            best[inner] += np.minimum.reduceat(best[first:last], tree.below[inner, 0] - first, axis=0)
    return best


def _along(tree: Branches, sides: _Sides, at: int) -> tuple[float, int, np.ndarray] | None:
    """Give the least cost, which ways of the other axes, and the signed positions, sign × (position + 1)."""
    climbed, best, chosen = sides.with_best[at], np.inf, (0, -1, -1)
    node = at
    while True:
        above = int(tree.above[node])
        if above < 0:  # up to the total
            column = int(climbed.argmin())
            if climbed[column] < best:
                best, chosen = float(climbed[column]), (column, -1, -1)
            break
        start, end = tree.below[above]
        others = np.array([each for each in range(start, end) if each != node], np.int64)
        if len(others):
            over = sides.against_best[others]
            total = over.min(axis=0) + climbed
            column = int(total.argmin())
            if total[column] < best:
                best, chosen = float(total[column]), (column, int(others[over[:, column].argmin()]), above)
        climbed = climbed + sides.with_it[above]
        node = above
    if not np.isfinite(best):
        return None
    column, over_to, top = chosen
    mine = _down(tree, sides.with_best[:, column], at)
    while (at := int(tree.above[at])) != top and at >= 0:
        mine.append(at)
    theirs = _down(tree, sides.against_best[:, column], over_to) if over_to >= 0 else []
    return best, column, np.array([each + 1 for each in mine] + [-each - 1 for each in theirs])


def _down(tree: Branches, best: np.ndarray, at: int) -> list[int]:
    """Follow the least cost from a node down to a leaf."""
    found = [at]
    while tree.below[at, 0] < tree.below[at, 1]:
        start, end = tree.below[at]
        at = int(start + best[start:end].argmin())
        found.append(at)
    return found


class Boxes:
    """Finds boxes in whichever table holds the goal's cell, away from the cells that several tables share."""

    def __init__(self, grids: tuple[Grid, ...], merged: Merged) -> None:
        """Lay every table out; `merged` says which cells are always equal."""
        fitting = [grid for grid in grids if _places(grid) <= MOST_PLACES]
        kept = merged.place != ZERO
        whole = np.bincount(merged.place[kept], minlength=merged.system.size).astype(float)
        seen = np.zeros(len(merged.place), np.int64)
        for grid in grids:
            seen[grid.cells] += 1
        alone = ~merged.any_of(seen > 1)
        self._boxes = [Box(grid, merged) for grid in fitting]
        self._open = [box.holds(whole) & alone for box in self._boxes]

    def cheapest(self, goal: Goal, hidden: np.ndarray, cost: np.ndarray, *, most: float = np.inf) -> Circuit | None:
        """Give the cheapest box that meets a goal for less than `most`, or None; see `Circuits`."""
        for box, is_open in zip(self._boxes, self._open, strict=True):
            if is_open[goal.cell]:
                return box.cheapest(goal, hidden & is_open, np.where(is_open, cost, np.inf), most=most)
        return None


def _places(grid: Grid) -> float:
    return float(np.prod([float((parents >= 0).sum() + 1) for parents in grid.parents]))


class BoxesFirst:
    """Looks for a box, then for any circuit where that one costs more than `enough`; with the face of `Circuits`."""

    def __init__(self, boxes: Boxes, others: Seeker, *, enough: float) -> None:
        """Keep both searches."""
        self._boxes, self._others, self._enough = boxes, others, enough

    def cheapest(self, goal: Goal, hidden: np.ndarray, cost: np.ndarray, *, most: float = np.inf) -> Circuit | None:
        """Give the cheapest circuit found that meets a goal for less than `most`, or None; see `Circuits`."""
        box = self._boxes.cheapest(goal, hidden, cost, most=most)
        if box is not None and box.cost <= self._enough:
            return box
        return self._others.cheapest(goal, hidden, cost, most=most if box is None else box.cost) or box
