"""Circuits sought near their cell: in a large table the cheapest ones are short, and their programs small."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array, csr_array

from vivier.disclosure.circuits import Circuit, Circuits
from vivier.disclosure.goals import NOBODY, Goal

# Below so many cells the whole program is quick enough, and finds better.
WHOLE = 3_000
# How many cells are near, first and then each time nothing was found among them; the last search is over all.
REACHES = (600, 1_200, 2_400, 4_800, 9_600)
# Beyond so many cells, one direction that works is enough.
HASTY = 2_400
HOPS = 5
# What each relation crossed counts for, in least prices: hidden cells are free, but far ones are of no use.
TOLL = 0.5
SMALLEST = 0.02


class Nearby:
    """Finds circuits among the cells that are near the goal's, with the face of `Circuits`.

    A thorough search ends over the whole table where nothing near will do; another one gives up.
    """

    def __init__(self, values: np.ndarray, relations: csr_array, *, is_thorough: bool = True) -> None:
        """Keep the relations, (m, n), by row and by column."""
        self._values, self._is_thorough = values, is_thorough
        self._rows, self._columns = csr_array(relations), csc_array(relations)
        self._whole: Circuits | None = None

    def cheapest(self, goal: Goal, hidden: np.ndarray, cost: np.ndarray, *, most: float = np.inf) -> Circuit | None:
        """Give the cheapest circuit found that meets a goal for less than `most`, or None; see `Circuits`."""
        price = np.where(hidden, 0.0, cost)
        for reach in REACHES:
            cells = self._near(goal, price, reach)
            found = self._among(cells, goal, (hidden, cost), most)
            if found is not None or most < np.inf:
                return found
            if len(cells) < reach:  # nothing else can be reached
                break
        if not self._is_thorough:
            return None
        self._whole = self._whole or Circuits(self._values, self._rows, is_hasty=True)
        return self._whole.cheapest(goal, hidden, cost, most=most)

    def _among(
        self, cells: np.ndarray, goal: Goal, masks: tuple[np.ndarray, np.ndarray], most: float
    ) -> Circuit | None:
        """Seek among some cells only: the others keep their values."""
        bound = csr_array(self._columns[:, cells])
        while (last := np.diff(bound.indptr) == 1).any():  # alone in a relation, a cell cannot move
            stuck = bound[np.flatnonzero(last)].indices
            free = np.setdiff1d(np.arange(len(cells)), stuck)
            cells, bound = cells[free], csr_array(bound[:, free])
        if goal.cell not in cells:
            return None
        bound = csr_array(bound[np.flatnonzero(np.diff(bound.indptr))])
        here = {cell: rank for rank, cell in enumerate(cells.tolist())}
        local = replace(goal, cell=here[goal.cell], known=here.get(goal.known, NOBODY))
        search = Circuits(self._values[cells], bound, is_hasty=len(cells) > HASTY)
        found = search.cheapest(local, *(mask[cells] for mask in masks), most=most)
        return None if found is None else replace(found, cells=cells[found.cells])

    def _near(self, goal: Goal, price: np.ndarray, reach: int) -> np.ndarray:
        """Give the indices of the nearest cells: those that the cheapest ways through relations lead to."""
        far = np.full(len(price), np.inf)
        closed = np.isinf(price)
        closed[goal.known if goal.known != NOBODY else slice(0)] = True
        toll = TOLL * float(price[(price > 0) & ~closed].min(initial=np.inf))
        toll = toll if np.isfinite(toll) else 1.0
        # A cell too small to fall by the whole amount carries a share of it: it takes several to make a way.
        crossed = (price + toll) / np.clip(self._values / goal.amount, SMALLEST, 1.0)
        far[goal.cell] = 0.0
        front, seen = np.array([goal.cell]), [np.array([goal.cell])]
        for _ in range(HOPS):
            rows, at = _lines(self._columns, front)
            least = np.full(self._rows.shape[0], np.inf)
            np.minimum.at(least, rows, far[front][at])
            rows = np.unique(rows)
            cells, at = _lines(self._rows, rows)
            reached = least[rows][at] + crossed[cells]
            before = far[cells]
            np.minimum.at(far, cells[~closed[cells]], reached[~closed[cells]])
            front = np.unique(cells[far[cells] < before])
            if len(front) > reach:
                front = front[np.argsort(far[front], kind="stable")[:reach]]
            seen.append(front)
        all_seen = np.unique(np.concatenate(seen))
        return np.sort(all_seen[np.argsort(far[all_seen], kind="stable")[:reach]])


def _lines(matrix: csr_array | csc_array, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the entries of some rows (or columns) one after the other, and the rank of the line of each."""
    starts, counts = matrix.indptr[lines], matrix.indptr[lines + 1] - matrix.indptr[lines]
    rank = np.repeat(np.arange(len(lines)), counts)
    inside = np.arange(len(rank)) - np.repeat(np.cumsum(counts) - counts, counts)
    return matrix.indices[starts[rank] + inside], rank


Seeker = Circuits | Nearby


def seeker(values: np.ndarray, relations: csr_array, *, is_thorough: bool = True) -> Seeker:
    """Give what seeks circuits in a table: over all its cells where it is small, near the goal where it is large."""
    if len(values) <= WHOLE:
        return Circuits(values, relations)
    return Nearby(values, relations, is_thorough=is_thorough)
