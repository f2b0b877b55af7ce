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
# Where a dear circuit is sought again, cheaper ones are worth looking for from further off.
FAR_REACHES = REACHES[3:]
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

    def __init__(
        self,
        values: np.ndarray,
        relations: csr_array,
        *,
        is_thorough: bool = True,
        reaches: tuple[int, ...] = REACHES,
    ) -> None:
        """Keep the relations, (m, n), by row and by column."""
        self._values, self._is_thorough, self._reaches = values, is_thorough, reaches
        self._rows, self._columns = csr_array(relations), csc_array(relations)
        self._moving, self._answering = _signed(self._rows)
        self._whole: Circuits | None = None

    def cheapest(self, goal: Goal, hidden: np.ndarray, cost: np.ndarray, *, most: float = np.inf) -> Circuit | None:
        """Give the cheapest circuit found that meets a goal for less than `most`, or None; see `Circuits`."""
        price = np.where(hidden, 0.0, cost)
        for reach in self._reaches:
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
        """Give the indices of the nearest cells: those that the cheapest ways through relations lead to.

        Each cell stands twice, as one that rises and as one that falls: a sum holds where one answers the other.
        """
        size = len(price)
        closed = np.isinf(price)
        closed[goal.known if goal.known != NOBODY else slice(0)] = True
        toll = TOLL * float(price[(price > 0) & ~closed].min(initial=np.inf))
        risen = price + (toll if np.isfinite(toll) else 1.0)
        # A cell too small to fall by the whole amount carries a share of it: it takes several to make a way.
        fallen = risen / np.clip(self._values / goal.amount, SMALLEST, 1.0)
        crossed, closed = np.concatenate([risen, fallen]), np.concatenate([closed, closed])
        far = np.full(2 * size, np.inf)
        front = np.array([goal.cell, goal.cell + size])
        far[front] = 0.0
        seen = [front]
        for _ in range(HOPS):
            rows, at = _lines(self._moving, front)
            least = np.full(self._answering.shape[0], np.inf)
            np.minimum.at(least, rows, far[front][at])
            rows = np.unique(rows)
            cells, at = _lines(self._answering, rows)
            reached = least[rows][at] + crossed[cells]
            before = far[cells]
            np.minimum.at(far, cells[~closed[cells]], reached[~closed[cells]])
            front = np.unique(cells[far[cells] < before])
            if len(front) > reach:
                front = front[np.argsort(far[front], kind="stable")[:reach]]
            seen.append(front)
        nearest = np.minimum(far[:size], far[size:])
        all_seen = np.unique(np.concatenate(seen) % size)
        return np.sort(all_seen[np.argsort(nearest[all_seen], kind="stable")[:reach]])


def _signed(relations: csr_array) -> tuple[csc_array, csr_array]:
    """Give which sums each move unbalances, by column, and which moves answer it, by row, both (2 m, 2 n).

    Columns are the n cells as they rise, then as they fall; rows are the m sums as they exceed, then as they lack.
    """
    rows, columns = relations.nonzero()
    count, size = relations.shape
    signs = np.asarray(relations[rows, columns]).ravel() > 0
    lacks = np.concatenate([~signs, signs])
    rows, columns = np.concatenate([rows, rows]), np.concatenate([columns, columns + size])
    ones, shape = np.ones(len(rows)), (2 * count, 2 * size)
    moving = csc_array((ones, (rows + count * lacks, columns)), shape=shape)
    return moving, csr_array((ones, (rows + count * ~lacks, columns)), shape=shape)


def _lines(matrix: csr_array | csc_array, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the entries of some rows (or columns) one after the other, and the rank of the line of each."""
    starts, counts = matrix.indptr[lines], matrix.indptr[lines + 1] - matrix.indptr[lines]
    rank = np.repeat(np.arange(len(lines)), counts)
    inside = np.arange(len(rank)) - np.repeat(np.cumsum(counts) - counts, counts)
    return matrix.indices[starts[rank] + inside], rank


Seeker = Circuits | Nearby


def seeker(
    values: np.ndarray,
    relations: csr_array,
    *,
    is_thorough: bool = True,
    reaches: tuple[int, ...] = REACHES,
    whole: int | None = None,
) -> Seeker:
    """Give what seeks circuits in a table: over all its cells up to `whole` of them, near the goal beyond."""
    if len(values) <= (WHOLE if whole is None else whole):
        return Circuits(values, relations)
    return Nearby(values, relations, is_thorough=is_thorough, reaches=reaches)
