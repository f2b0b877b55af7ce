"""Figures of occupations shared between several ROME: means that add up, intervals that carry the ambiguity."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from vivier.study.rome import Placed
from vivier.vocabulary import Interval
from vivier.workforce import Outlook
from vivier.workforce.outlook import QUANTILES, Estimate
from vivier.workforce.streams import stream

ALIKE = 1.0  # concentration of the Dirichlet: two people of an occupation are as alike as a correlation of ½ says [M]
ENDS = (0.1, 0.9, 0.025, 0.975)
Draws = npt.NDArray[np.float64]
MEASURES = {"fins_de_carriere": ("openings", "retirement"), "creations": ("net_creations", "")}


@dataclass(frozen=True)
class Shared:
    """Hold one figure of one ROME: its expected value, and what it was on each draw, shape (draws,)."""

    value: float
    draws: Draws

    def plus(self, other: "Shared") -> "Shared":
        """Add two figures draw by draw: never their bounds."""
        return Shared(fsum((self.value, other.value)), self.draws + other.draws)

    @property
    def intervals(self) -> tuple[Interval, Interval]:
        """The intervals at 80 % and 95 %; they always hold the expected value."""
        low, high, lowest, highest = np.quantile(self.draws, ENDS, method="closest_observation").tolist()
        wide = Interval(min(lowest, self.value), max(highest, self.value))
        return Interval(min(low, self.value), max(high, self.value)), wide


def shared(outlook: Outlook, placed: Mapping[str, Placed], *, draws: int, seed: int) -> dict[str, dict[str, Shared]]:
    """Share the people and the openings of each occupation: figure → ROME → value and draws.

    On each draw, people whose title says nothing are dealt whole: their true shares are unknown (Dirichlet, around
    the published ones), then each of them is in one ROME (multinomial); so is each opening. Everything is dealt, so
    the values of all ROME add up to those of all occupations.
    """
    found: dict[str, dict[str, Shared]] = {"effectif": {}, **{name: {} for name in MEASURES}}
    rank = stream(seed, "rome").standard_normal(draws)
    likeness = {name: _likeness(outlook, placed, *measure) for name, measure in MEASURES.items()}
    for occupation, one in placed.items():
        chance = stream(seed, f"rome/{occupation}")
        people, dealt = _dealt(one, draws, chance)
        _add(found["effectif"], one.targets, people, dealt)
        for name, measure in MEASURES.items():
            told = outlook.whole(measure[0], occupation, measure[1])
            mine = sqrt(likeness[name]) * rank + sqrt(1 - likeness[name]) * chance.standard_normal(draws)
            weights, means = _weights(one, dealt, people, is_end=name == "fins_de_carriere")
            posts = _posts(_drawn(told, mine), weights, chance)
            _add(found[name], one.targets, told.value * means, posts)
    return found


def _dealt(one: Placed, draws: int, chance: np.random.Generator) -> tuple[Draws, Draws]:
    """Give the people of each target: expected, shape (targets,), and on each draw, shape (draws, targets)."""
    sure = np.array([one.titled.get(code, 0) for code in one.targets], float)
    shares = np.array([one.shares.get(code, 0.0) if one.rest else 0.0 for code in one.targets])
    dealt = np.tile(sure, (draws, 1))
    open_ = np.flatnonzero(shares)
    if len(open_):
        true = chance.dirichlet(ALIKE * shares[open_] / shares[open_].sum(), draws)
        dealt[:, open_] += chance.multinomial(one.rest, true / true.sum(axis=1, keepdims=True))
    return sure + one.rest * shares, dealt


def _weights(one: Placed, dealt: Draws, people: Draws, *, is_end: bool) -> tuple[Draws, Draws]:
    """Give the share of the posts of an occupation that each target has, on each draw and expected.

    Posts follow people; those left at the end of a career follow the people who are near it, when titles say who.
    """
    whole = max(one.people, 1)
    if not (is_end and one.ending and one.rest < one.people):
        return dealt / whole, people / whole
    sure = np.array([one.titled.get(code, 0) for code in one.targets], float)
    old = np.array([one.titled_ending.get(code, 0) for code in one.targets], float)
    left = (one.ending - old.sum()) / one.rest if one.rest else 0.0
    return (old + (dealt - sure) * left) / one.ending, (old + (people - sure) * left) / one.ending


def _drawn(told: Estimate, normal: Draws) -> Draws:
    """Draw a figure from its quantiles, linear between them on a normal scale, with its own mean and dispersion.

    Quantiles of whole posts hide what is between them: without the last step a figure of a few posts would be drawn
    too close to its mean.
    """
    scores, values = ndtri(QUANTILES), np.array(told.quantiles)
    inside = np.interp(normal, scores, values)
    low, high = ((values[a] - values[b]) / (scores[a] - scores[b]) for a, b in ((1, 0), (-1, -2)))
    found = inside + np.minimum(normal - scores[0], 0) * low + np.maximum(normal - scores[-1], 0) * high
    spread = found.std() or 1.0
    found = told.value + (found - found.mean()) * (told.sd / spread)
    return np.asarray(np.maximum(found, 0.0) if values[0] >= 0 else found)


def _posts(drawn: Draws, weights: Draws, chance: np.random.Generator) -> Draws:
    """Deal whole posts between targets, shape (draws, targets); posts that disappear are dealt alike."""
    if weights.shape[1] == 1:
        return drawn[:, None]
    count = np.floor(np.abs(drawn) + chance.random(len(drawn))).astype(np.int64)
    sure = weights / weights.sum(axis=1, keepdims=True)
    return np.asarray(chance.multinomial(count, sure) * np.sign(drawn)[:, None], float)


def _likeness(outlook: Outlook, placed: Mapping[str, Placed], measure: str, cause: str) -> float:
    """Give how alike the chances of two occupations are (0–1), so that their sum is as spread as it was projected."""
    spreads = [outlook.whole(measure, name, cause).sd for name in placed]
    alone, together = fsum(each**2 for each in spreads), fsum(spreads) ** 2
    if together - alone <= 0:
        return 0.0
    return min(1.0, max(0.0, (outlook.whole(measure, "", cause).sd ** 2 - alone) / (together - alone)))


def _add(found: dict[str, Shared], targets: tuple[str, ...], values: Draws, draws: Draws) -> None:
    for rank, code in enumerate(targets):
        one = Shared(float(values[rank]), draws[:, rank])
        found[code] = found[code].plus(one) if code in found else one
