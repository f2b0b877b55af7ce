"""Who is in a cell: a holding with one record is counted as it stands, one with several is summed in every margin."""

from dataclasses import dataclass

import numpy as np

LARGEST = 3


@dataclass(frozen=True)
class Sharing:
    """Hold what units (or holdings) bring to the finest cells.

    Most have one record: in any margin they bring just that, so that only the three largest of each finest cell may
    ever be among the three largest above. Those with several records are kept whole.
    """

    alone: np.ndarray  # (cells,) int: how many have their only record there
    cell: np.ndarray  # (entries,) finest cell
    who: np.ndarray  # (entries,)
    value: np.ndarray  # (entries,)
    several: np.ndarray  # (entries,) bool: whether the entry is one of several of its holding

    def distinct(self, margin: np.ndarray, size: int) -> np.ndarray:
        """Count who is in each margin; `margin` says which one each finest cell goes to (−1: none)."""
        reached = margin >= 0
        found = np.bincount(margin[reached], self.alone[reached], size).astype(np.int64)
        at = margin[self.cell[self.several]]
        pairs = np.unique(np.stack([at, self.who[self.several]])[:, at >= 0], axis=1)
        return found + np.bincount(pairs[0], minlength=size)


def shared(cell: np.ndarray, who: np.ndarray, value: np.ndarray, size: int) -> Sharing:
    """Part those with one record from those with several; of the former keep the three largest of each cell."""
    is_alone = np.bincount(who, minlength=1)[who] == 1
    rows = np.flatnonzero(is_alone)
    order = rows[np.lexsort((who[rows], -value[rows], cell[rows]))]
    kept = order[_rank(cell[order]) < LARGEST]
    entries = np.concatenate([kept, np.flatnonzero(~is_alone)])
    several = np.arange(len(entries)) >= len(kept)
    return Sharing(np.bincount(cell[rows], minlength=size), cell[entries], who[entries], value[entries], several)


def largest_of(sharing: Sharing, margin: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the three largest of each margin (0 where there are fewer), and who is the largest (−1: nobody)."""
    at, who, value = margin[sharing.cell], sharing.who.astype(np.int64), sharing.value
    many = sharing.several & (at >= 0)
    span = int(who.max(initial=0)) + 1
    pairs, inverse = np.unique(at[many] * span + who[many], return_inverse=True)
    one = ~sharing.several & (at >= 0)
    at = np.concatenate([at[one], pairs // span])
    who = np.concatenate([who[one], pairs % span])
    value = np.concatenate([value[one], np.bincount(inverse, value[many], len(pairs))])
    order = np.lexsort((who, -value, at))
    rank = _rank(at[order])
    top, owner = np.zeros((size, LARGEST)), np.full(size, -1, np.int64)
    near = rank < LARGEST
    top[at[order][near], rank[near]] = value[order][near]
    owner[at[order][rank == 0]] = who[order][rank == 0]
    return top, owner


def _rank(ordered: np.ndarray) -> np.ndarray:
    """Number the rows of each run of equal numbers, from 0."""
    places = np.arange(len(ordered))
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else places
    return places - np.repeat(starts, np.diff(np.r_[starts, len(ordered)]))
