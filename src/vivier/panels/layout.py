"""A request for panels as arrays: who may sit where, how often, and what each sitting is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Layout:
    """Hold experts in rows and dossiers in columns: `may` who may sit, `must` who must.

    `worth` is brought between 0 and 1 before a search;
    `low` and `high` bound the dossiers of each expert; `seats` is how many experts a dossier takes; each of `groups`
    is a mask over experts with the least and the most of them on every dossier.
    """

    worth: np.ndarray
    may: np.ndarray
    must: np.ndarray
    low: np.ndarray
    high: np.ndarray
    seats: int
    groups: tuple[tuple[np.ndarray, int, int], ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """How many experts, how many dossiers."""
        return self.worth.shape[0], self.worth.shape[1]

    @cached_property
    def ceiling(self) -> float:
        """The least, over dossiers, of the best that each could have if it were alone."""
        open_to = np.where(self.may, self.worth, -np.inf)
        best = -np.partition(-open_to, self.seats - 1, axis=0)[: self.seats]
        return float(best.sum(axis=0).min())

    def within(self, floor: float) -> np.ndarray:
        """Tell which pairs can be part of a panel worth at least the floor: the others are best possible."""
        open_to = np.where(self.may, self.worth, -np.inf)
        best = -np.partition(-open_to, self.seats - 1, axis=0)[: self.seats]
        least, total = best.min(axis=0), best.sum(axis=0)
        # Somebody outside the best takes the place of the least of them; those inside lose nothing.
        return np.asarray(self.may & ((open_to >= least) | (total - least + open_to >= floor - _TOLERANCE)))


def served(layout: Layout, chosen: np.ndarray) -> np.ndarray:
    """Give what each dossier is worth under the pairs chosen."""
    return np.asarray(np.where(chosen, layout.worth, 0.0).sum(axis=0))


def faults(layout: Layout, chosen: np.ndarray) -> int:
    """Count what is missing or too much: seats, loads, quotas, pairs that may not or must be."""
    loads, seats = chosen.sum(axis=1), chosen.sum(axis=0)
    wrong = int((chosen & ~layout.may).sum() + (layout.must & ~chosen).sum() + np.abs(seats - layout.seats).sum())
    wrong += int(np.maximum(loads - layout.high, 0).sum() + np.maximum(layout.low - loads, 0).sum())
    for mask, least, most in layout.groups:
        held = chosen[mask].sum(axis=0)
        wrong += int(np.maximum(held - most, 0).sum() + np.maximum(least - held, 0).sum())
    return wrong


def pairs_of(mask: np.ndarray) -> np.ndarray:
    """Give the pairs of a mask, as (expert, dossier) rows in order."""
    return np.argwhere(mask)


def mask_of(layout: Layout, pairs: np.ndarray | Sequence[tuple[int, int]]) -> np.ndarray:
    """Give the mask of a list of pairs."""
    mask = np.zeros(layout.shape, dtype=bool)
    listed = np.asarray(pairs, dtype=int).reshape(-1, 2)
    mask[listed[:, 0], listed[:, 1]] = True
    return mask
