"""Exchange two experts between two dossiers, or give a seat to somebody freer, as long as it gains."""

import time
from dataclasses import dataclass

import numpy as np

from vivier.panels.layout import Layout, pairs_of, served

PRICE = 1_000.0  # of one unit under the floor, beside one unit of total
_GAIN = 1e-9
_VISITS = 20_000  # of seats, in one descent


def merit(layout: Layout, chosen: np.ndarray, floor: float) -> float:
    """Give what a panel is worth when each unit under the floor is dearly paid."""
    sums = served(layout, chosen)
    return float(sums.sum() - PRICE * np.maximum(floor - sums, 0).sum())


@dataclass
class Exchanges:
    """Keep who sits where while seats change hands."""

    layout: Layout
    floor: float
    who: np.ndarray
    where: np.ndarray
    chosen: np.ndarray
    sums: np.ndarray
    loads: np.ndarray
    inside: np.ndarray  # of each quota (rows), whether an expert counts in it
    held: np.ndarray  # of each quota (rows), how many experts of it each dossier has

    @classmethod
    def of(cls, layout: Layout, chosen: np.ndarray, floor: float) -> "Exchanges":
        """Begin from a panel."""
        listed = pairs_of(chosen)
        inside = np.array([mask for mask, _, _ in layout.groups], dtype=int).reshape(-1, layout.shape[0])
        who, where = listed[:, 0].copy(), listed[:, 1].copy()
        sums, loads = served(layout, chosen), chosen.sum(axis=1)
        return cls(layout, floor, who, where, chosen.copy(), sums, loads, inside, inside @ chosen)

    def suits(self, leaving: np.ndarray, coming: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Tell where quotas still hold once somebody comes to a dossier and somebody else leaves it."""
        bounds = np.array([each[1:] for each in self.layout.groups], dtype=int).reshape(-1, 2)
        after = self.held[:, places] - self.inside[:, leaving] + self.inside[:, coming]
        return np.asarray(((after >= bounds[:, :1]) & (after <= bounds[:, 1:])).all(axis=0))

    def change(self, seat: int) -> tuple[float, int]:
        """Give the least costly change of a seat, floors left aside: what the total gains, and who comes."""
        floor, self.floor = self.floor, -np.inf
        gain, other = self.swapped(seat)
        better, newcomer = self.given(seat)
        self.floor = floor
        if max(gain, better) == -np.inf:
            return 0.0, -1
        return (better, newcomer) if better >= gain else (gain, int(self.who[other]))

    def swapped(self, seat: int) -> tuple[float, int]:
        """Give the best exchange of a seat with another: what it gains, and with which."""
        one, e, d = self.layout, self.who[seat], self.where[seat]
        others, places = self.who, self.where
        mine = self.sums[d] - one.worth[e, d] + one.worth[others, d]
        theirs = self.sums[places] - one.worth[others, places] + one.worth[e, places]
        gain = self._worth(mine) + self._worth(theirs) - self._worth(self.sums[d]) - self._worth(self.sums[places])
        fits = one.may[others, d] & one.may[e, places] & ~self.chosen[others, d] & ~self.chosen[e, places]
        fits &= ~one.must[others, places]
        if one.groups:
            fits &= self.suits(np.full_like(others, e), others, np.full_like(places, d))
            fits &= self.suits(others, np.full_like(others, e), places)
        gain = np.where(fits, gain, -np.inf)
        best = int(np.argmax(gain))
        return float(gain[best]), best

    def given(self, seat: int) -> tuple[float, int]:
        """Give the best newcomer for a seat: what it gains, and who."""
        one, e, d = self.layout, self.who[seat], self.where[seat]
        if self.loads[e] <= one.low[e]:
            return -np.inf, -1
        gain = self._worth(self.sums[d] - one.worth[e, d] + one.worth[:, d]) - self._worth(self.sums[d])
        fits = one.may[:, d] & ~self.chosen[:, d] & (self.loads < one.high)
        if one.groups:
            everyone = np.arange(one.shape[0])
            fits &= self.suits(np.full_like(everyone, e), everyone, np.full_like(everyone, d))
        gain = np.where(fits, gain, -np.inf)
        best = int(np.argmax(gain))
        return float(gain[best]), best

    def _worth(self, sums: np.ndarray) -> np.ndarray:
        return np.asarray(sums - PRICE * np.maximum(self.floor - sums, 0.0))

    def seat(self, at: int, expert: int) -> None:
        """Put an expert in a seat."""
        left, place = self.who[at], self.where[at]
        self.chosen[left, place], self.chosen[expert, place] = False, True
        self.held[:, place] += self.inside[:, expert] - self.inside[:, left]
        self.sums[place] += self.layout.worth[expert, place] - self.layout.worth[left, place]
        self.loads[left] -= 1
        self.loads[expert] += 1
        self.who[at] = expert


def descend(layout: Layout, chosen: np.ndarray, floor: float, until: float = np.inf) -> np.ndarray:
    """Give the panel that single exchanges lead to; it is worth no less, and breaks nothing that held."""
    seats = Exchanges.of(layout, chosen, floor)
    free = np.flatnonzero(~layout.must[seats.who, seats.where])
    for _ in range(max(_VISITS // max(len(free), 1), 2)):
        # Every seat is visited, even after a gain; a moment of the monotonic clock cuts it all short.
        if not sum(time.monotonic() < until and _improved(seats, int(at)) for at in free):
            break
    return seats.chosen


def _improved(seats: Exchanges, at: int) -> bool:
    gain, other = seats.swapped(at)
    better, newcomer = seats.given(at)
    if max(gain, better) <= _GAIN:
        return False
    if better >= gain:
        seats.seat(at, newcomer)
        return True
    mine, theirs = int(seats.who[at]), int(seats.who[other])
    seats.seat(at, theirs)
    seats.seat(other, mine)
    return True
