"""From canonical titles to sparse rows of runs of three to five characters, as numbers: no text is cut in Python."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from vivier.occupations.coder.grams import rarity, weighed_rows

SHORTEST, LONGEST = 3, 5
BITS = 6  # a canonical title is written with 39 signs: letters, digits, « + », « # » and the space
SIGNS = " +#0123456789abcdefghijklmnopqrstuvwxyz"
_NUMBER = np.zeros(256, np.int64)  # 0: what separates titles
_NUMBER[list(SIGNS.encode())] = np.arange(1, len(SIGNS) + 1)


@dataclass(frozen=True, slots=True)
class Runs:
    """Hold which runs have a column (their keys, in ascending order), and the weight of each."""

    keys: np.ndarray
    weights: np.ndarray

    def rows(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Give one row of weight a text, of length 1; runs never seen are left out."""
        titles, keys = runs(texts)
        columns = np.searchsorted(self.keys, keys)
        columns[columns == len(self.keys)] = 0
        known = self.keys[columns] == keys if len(self.keys) else np.zeros(len(keys), bool)
        ends = np.searchsorted(titles[known], np.arange(len(texts) + 1))
        return weighed_rows(columns[known], ends, self.weights)


def learn_runs(texts: Sequence[str], *, fewest: int) -> Runs:
    """Give a column to each run that at least `fewest` texts hold, rarer runs weighing more."""
    titles, keys = runs(texts)
    once = np.unique(np.stack([keys, titles]), axis=1)[0]
    found, counts = np.unique(once, return_counts=True)
    is_kept = counts >= fewest
    return Runs(found[is_kept], rarity(counts[is_kept], len(texts)))


def runs(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """List every run of every title as two arrays, title by title: the place of the title, the key of the run.

    The key is the run read as a number in base 64, so that runs of different lengths never share one.

    >>> places, keys = runs(["lad", "b"])
    >>> places.tolist(), len(set(keys.tolist()))
    ([0, 0, 0, 0, 0, 0, 1], 7)
    """
    signs = _NUMBER[np.frombuffer("\n".join(f" {text} " for text in texts).encode("ascii"), np.uint8)]
    title = np.cumsum(signs == 0)
    key, whole = np.zeros(len(signs), np.int64), np.ones(len(signs), bool)
    places, keys = [], []
    for length in range(1, LONGEST + 1):
        # A run one sign longer begins where the sign that follows belongs to the same title.
        key, whole = (
            (key[: len(signs) - length + 1] << BITS) + signs[length - 1 :],
            (whole[: len(signs) - length + 1] & (signs[length - 1 :] > 0)),
        )
        if length >= SHORTEST:
            places.append(title[: len(key)][whole])
            keys.append(key[whole])
    place = np.concatenate(places)
    order = np.argsort(place, kind="stable")
    return place[order], np.concatenate(keys)[order]
