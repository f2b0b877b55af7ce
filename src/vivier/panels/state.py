"""What a search knows so far, and the whole programs it asks about some pairs."""

import time
from dataclasses import dataclass

import numpy as np

from vivier.panels.layout import Layout, faults, mask_of, pairs_of, served
from vivier.panels.linear import Asked, Limits, Rows, Solved, solve

SLACK = 1e-8  # a floor is asked this much lower: sums of affinities are rounded


@dataclass
class State:
    """Keep the best panel, the bounds, until when, and how much worst is enough."""

    layout: Layout
    until: float
    enough: float
    chosen: np.ndarray
    worst_bound: float
    total_bound: float = np.inf

    @property
    def sums(self) -> np.ndarray:
        """What each dossier is worth."""
        return served(self.layout, self.chosen)

    @property
    def worst(self) -> float:
        """The worst-served dossier of the best panel, no more than what is enough."""
        return min(float(self.sums.min()), self.enough)

    @property
    def total(self) -> float:
        """The sum of the best panel."""
        return float(self.sums.sum())

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.until - time.monotonic()

    @property
    def is_fairest(self) -> bool:
        """Whether no panel serves its worst dossier better."""
        return self.worst >= self.worst_bound - SLACK

    def take(self, taken: np.ndarray | None) -> bool:
        """Keep a panel when it holds and is better: the worst first, then the total."""
        if taken is None or faults(self.layout, taken):
            return False
        sums = served(self.layout, taken)
        worst, held = min(float(sums.min()), self.enough), self.worst
        is_better = worst > held + SLACK or (worst > held - SLACK and sums.sum() > self.total + SLACK)
        if is_better:
            self.chosen = taken
        return is_better


@dataclass(frozen=True)
class Aim:
    """Hold what a program aims at: the total above a floor; with `lift` the worst; with `price`, floors as wishes."""

    floor: float
    lift: float = 0.0
    most: float = np.inf
    price: float = 0.0


def over(layout: Layout, mask: np.ndarray, aim: Aim, limits: Limits, start: np.ndarray | None = None) -> "Answer":
    """Solve a program over the pairs of a mask, from a panel to start with."""
    listed = pairs_of(mask | layout.must)
    who, where = listed[:, 0], listed[:, 1]
    weight = 0.0 if aim.lift else 1.0
    floors = np.full(layout.shape[1], aim.floor - SLACK)
    cost = -weight * layout.worth[who, where]
    asked = Asked(listed, cost, floors, layout.must[who, where], aim.lift, aim.most, aim.price)
    if start is not None:
        sums = served(layout, start)
        added = [np.array([sums.min()])] if aim.lift else []
        added += [np.maximum(floors - sums, 0)] if aim.price else []
        values = np.concatenate([start[who, where].astype(float), *added])
        limits = Limits(limits.seconds, limits.nodes, limits.gap, values)
    solved = solve(Rows(layout), asked, limits)
    taken = None if solved.taken is None else mask_of(layout, listed[solved.taken])
    return Answer(taken, solved)


@dataclass(frozen=True)
class Answer:
    """Hold the panel a program gave, if any, and what it proved."""

    taken: np.ndarray | None
    solved: Solved
