"""How codes stand among all the others in one view: ranks, crowds, like company."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

COMPANY, CROWD = 30, 10  # codes in the company of a code; codes that say how crowded its surroundings are
NAMES = ("rank", "rank_back", "eased", "crowd", "company")


@dataclass(frozen=True)
class Standing:
    """Hold, for N codes in one view: `alike` N × N, the `ranks` of each row (itself at 0), `crowds`, `company`.

    `crowds` is the mean likeness of a code with the `CROWD` nearest; `company` has rows of length 1, the likeness of
    the `COMPANY` nearest only.
    """

    alike: np.ndarray
    ranks: np.ndarray
    crowds: np.ndarray
    company: sp.csr_matrix

    def traits(self, start: np.ndarray, end: np.ndarray) -> list[np.ndarray]:
        """Compare every start with every end, one table for each of `NAMES`.

        `rank` and `rank_back` go from 0 (itself) to 1 (the farthest) as a logarithm, seen from either end; `eased`
        is the likeness over what is usual around both; `crowd` that of the end; `company` compares their companies.
        """
        pairs = np.ix_(start, end)
        usual = np.sqrt(self.crowds[start][:, None] * self.crowds[end][None, :] + 1e-6)
        last = np.log(max(len(self.alike), 2))
        return [
            np.log1p(self.ranks[pairs]) / last,
            np.log1p(self.ranks[np.ix_(end, start)].T) / last,
            self.alike[pairs] / usual,
            np.broadcast_to(self.crowds[end][None, :], usual.shape),
            (self.company[start] @ self.company[end].T).toarray(),
        ]


def standing(rows: sp.csr_matrix) -> Standing:
    """Compare rows of length 1 (or empty) with one another.

    >>> standing(sp.csr_matrix([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])).ranks.tolist()
    [[0, 1, 2], [2, 0, 1], [2, 1, 0]]
    """
    alike = np.asarray((rows @ rows.T).toarray(), np.float32)
    np.fill_diagonal(alike, 2)  # itself first, whatever it has
    order = np.argsort(-alike, axis=1, kind="stable")
    ranks = np.empty(alike.shape, np.uint16)
    np.put_along_axis(ranks, order, np.arange(len(alike), dtype=np.uint16)[None, :], axis=1)
    np.fill_diagonal(alike, 1)
    return Standing(alike, ranks, _crowds(alike, order), _company(alike, order))


def _crowds(alike: np.ndarray, order: np.ndarray) -> np.ndarray:
    near = np.take_along_axis(alike, order[:, 1 : CROWD + 1], axis=1)
    return np.asarray(near.sum(axis=1) / CROWD, np.float32)


def _company(alike: np.ndarray, order: np.ndarray) -> sp.csr_matrix:
    first = order[:, :COMPANY]
    kept = np.take_along_axis(alike, first, axis=1)
    lengths = np.linalg.norm(kept, axis=1, keepdims=True)
    ends = np.arange(0, first.size + 1, max(first.shape[1], 1))[: len(alike) + 1]
    return sp.csr_matrix(((kept / np.maximum(lengths, 1e-9)).ravel(), first.ravel(), ends), alike.shape)
