"""Cells that are always equal become one: a total with a single part that is not zero tells its part."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csgraph, csr_array

from vivier.disclosure.system import System

ZERO = -1


@dataclass(frozen=True)
class Merged:
    """Hold the smaller system, and for each cell of the first one its place in it (`ZERO` for a known zero)."""

    system: System
    place: np.ndarray

    def any_of(self, mask: np.ndarray) -> np.ndarray:
        """Tell which merged cells hold a cell of the mask."""
        return self.most(mask.astype(float)) > 0

    def most(self, amounts: np.ndarray) -> np.ndarray:
        """Give the largest amount of each merged cell's members."""
        kept = self.place != ZERO
        found = np.zeros(self.system.size)
        np.maximum.at(found, self.place[kept], amounts[kept])
        return found

    def total(self, amounts: np.ndarray) -> np.ndarray:
        """Give the sum of each merged cell's members: what hiding them all costs."""
        kept = self.place != ZERO
        found = np.zeros(self.system.size)
        np.add.at(found, self.place[kept], amounts[kept])
        return found

    def spread(self, mask: np.ndarray) -> np.ndarray:
        """Give a mask of merged cells back to the cells of the first system; zeros are never in it."""
        whole = np.append(mask, False)  # the last one answers for the zeros
        spread: np.ndarray = whole[self.place]
        return spread


def merge(system: System) -> Merged:
    """Drop the zeros and join the cells that are always equal, until every relation links three cells or more.

    >>> merge(System(np.array([40.0, 40, 0]), csr_array([[1.0, -1, -1]]))).place.tolist()
    [0, 0, -1]
    """
    nonzero = np.flatnonzero(system.values > 0)
    place = np.full(system.size, ZERO)
    place[nonzero] = np.arange(len(nonzero))
    relations = _clean(csr_array(system.relations)[:, nonzero])
    while (equal := np.flatnonzero(np.diff(relations.indptr) == 2)).size:
        pairs = relations[equal].indices.reshape(-1, 2)
        count, label = _joined(pairs, relations.shape[1])
        place[nonzero] = label[place[nonzero]]
        size = relations.shape[1]
        relations = _clean(relations @ csr_array((np.ones(size), (np.arange(size), label)), shape=(size, count)))
    values = np.zeros(relations.shape[1])
    values[place[nonzero]] = system.values[nonzero]
    return Merged(System(values, relations), place)


def _joined(pairs: np.ndarray, size: int) -> tuple[int, np.ndarray]:
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    count, label = csgraph.connected_components(graph, directed=False)
    return int(count), label


def _clean(relations: csr_array) -> csr_array:
    """Drop what cancels, empty relations and relations said twice."""
    relations = csr_array(relations)
    relations.eliminate_zeros()
    relations.sort_indices()
    seen: dict[bytes, int] = {}
    for row in range(relations.shape[0]):
        part = slice(relations.indptr[row], relations.indptr[row + 1])
        if part.stop > part.start:
            signs = relations.data[part] * relations.data[part.start]
            seen.setdefault(relations.indices[part].tobytes() + signs.tobytes(), row)
    return csr_array(relations[np.array(list(seen.values()), dtype=np.int64)])
