"""Chance around expected flows: person by person, exactly, for most occupations; in large numbers for the largest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import AGES
from vivier.workforce.curves import ALL_EXITS, ALL_RETIRE, RETIRE, STAY, Curves
from vivier.workforce.units import Unit

Counts = npt.NDArray[np.float32]  # whole numbers, but for large occupations
Draw = Callable[[Counts, Counts, int], Counts]
LARGE = 100  # people of one occupation above which chance is a normal draw
CROWD = 60  # people drawn together


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Hold what a block of paths expects: `flows` (units, 4, horizon, draws), as `Curves` has them for one person.

    `target` (units, horizon + 1, draws) is the headcount wanted; `weights` (units, nodes, draws) those of the risks.
    """

    flows: Counts
    target: Counts
    weights: Counts


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """Count what happens on each path; arrays (units, horizon, draws), `headcount` with one step more.

    `retired` and `left` are those of the people in post today; `all_retired` and `all_left` add the recruits who
    came after them; `headcount` is that of the world where leavers are replaced.
    """

    retired: Counts
    left: Counts
    all_retired: Counts
    all_left: Counts
    headcount: Counts

    @classmethod
    def joined(cls, blocks: Sequence[Self], axis: int = -1) -> Self:
        """Put blocks of paths side by side (or, along axis 0, batches of units one under the other)."""
        return cls(*(np.concatenate([getattr(b, f.name) for b in blocks], axis=axis) for f in fields(cls)))

    def together(self) -> Self:
        """Give the flows of all units together, path by path, in double precision."""
        return type(self)(*(getattr(self, f.name).sum(axis=0, keepdims=True, dtype=np.float64) for f in fields(self)))

    def plus(self, other: Self) -> Self:
        """Add the flows of others, path by path."""
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def draw_flows(
    units: Sequence[Unit], expected: Expected, curves: Curves, rngs: Sequence[np.random.Generator]
) -> Flows:
    """Draw the flows of a block of paths, each unit from its own stream."""
    batches, ranks = [], []
    large = [rank for rank, unit in enumerate(units) if unit.people > LARGE]
    if large:
        batches.append(_in_large_numbers(units, expected, curves, rngs, large))
        ranks += large
    for rank, unit in enumerate(units):
        if unit.people <= LARGE:
            batches.append(_person_by_person(unit, _one(expected, rank), curves, rngs[rank]))
            ranks.append(rank)
    joined = Flows.joined(batches, axis=0)
    back = np.argsort(ranks)
    return Flows(*(getattr(joined, f.name)[back] for f in fields(Flows)))


def _one(expected: Expected, rank: int) -> Expected:
    cut = slice(rank, rank + 1)
    return Expected(expected.flows[cut], expected.target[cut], expected.weights[cut])


def _person_by_person(unit: Unit, expected: Expected, curves: Curves, rng: np.random.Generator) -> Flows:
    retired, left = _leavers(unit, expected, curves, rng)

    def draw(among: Counts, chance: Counts, _: int) -> Counts:
        return rng.binomial(among.astype(np.int64), chance).astype(np.float32)

    # Rounded so that a fraction of a post wanted is right on average.
    target = np.floor(expected.target + rng.random(expected.target.shape[-1]))
    target[:, 0] = unit.people
    return _renewed(retired[None], left[None], expected, target.astype(np.float32), draw)


def _leavers(unit: Unit, expected: Expected, curves: Curves, rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Draw when and why each person in post today leaves: one uniform against the curve of those still there.

    Counting uniforms under the curve is an exact multinomial draw: whoever retires does it once, which flows drawn
    year by year from averages would forget.
    """
    edges = _edges(unit, expected.weights[0], curves)
    present = np.zeros(edges.shape[1:], np.int64)
    cells = np.repeat(np.arange(len(edges)), unit.counts[unit.counts > 0])
    for low in range(0, len(cells), CROWD):
        crowd = cells[low : low + CROWD]
        luck = rng.random((len(crowd), 1, edges.shape[-1]), dtype=np.float32)
        present += np.add.reduce((luck < edges[crowd]).view(np.uint8), axis=0, dtype=np.uint8)
    np.minimum.accumulate(present, axis=0, out=present)
    everybody = np.full_like(present[:1], unit.people)
    gone = -np.diff(np.concatenate([everybody, present]), axis=0).astype(np.float32)
    return gone[0::2], gone[1::2]


def _edges(unit: Unit, weights: Counts, curves: Curves) -> Counts:
    """Give, for each row of people, the chance of being there after the retirements and at the end of each step.

    Shape (rows with people, 2 × horizon, draws).
    """
    known = np.flatnonzero(unit.counts[:AGES])
    ages = known if len(known) == np.count_nonzero(unit.counts) else np.arange(AGES)
    lives = np.einsum("kd,kaqtd->aqtd", weights, curves.flows[:, ages, :2], optimize=False)
    if ages is not known:
        bands = np.tensordot(unit.bands.astype(np.float32), lives, axes=(1, 0))
        lives = np.concatenate([lives[known], bands[unit.counts[AGES:] > 0]])
    there, retire = lives[:, STAY], lives[:, RETIRE]
    edges = np.repeat(there, 2, axis=1)
    edges[:, 0] = 1 - retire[:, 0]
    edges[:, 2::2] = there[:, :-1] - retire[:, 1:]
    return edges


def _in_large_numbers(
    units: Sequence[Unit], expected: Expected, curves: Curves, rngs: Sequence[np.random.Generator], ranks: list[int]
) -> Flows:
    """Draw many people at once: normal flows with the covariance of multinomial draws, rescaled path by path."""
    flows, target, weights = expected.flows[ranks], expected.target[ranks], expected.weights[ranks]
    horizon, draws = flows.shape[2:]
    luck = np.array([rngs[rank].standard_normal((4 * horizon, draws), dtype=np.float32) for rank in ranks])
    before = np.concatenate([target[:, :1], flows[:, STAY, :-1]], axis=1)
    means = np.concatenate([flows[:, RETIRE], before - flows[:, STAY] - flows[:, RETIRE]], axis=1)
    typical = np.maximum(means.mean(axis=2, keepdims=True), 1e-6)
    ages = np.array([units[rank].ages for rank in ranks], dtype=np.float32)
    noise = _roots(ages, weights.mean(axis=2), curves, typical[..., 0]) @ luck[:, : 2 * horizon]
    noise *= np.sqrt(np.maximum(means, 0) / typical)
    gone = means + noise
    renewal = luck[:, 2 * horizon :]

    def draw(among: Counts, chance: Counts, rank: int) -> Counts:
        return np.asarray(among * chance + np.sqrt(np.maximum(among, 0) * chance * (1 - chance)) * renewal[:, rank])

    large = Expected(flows, target, weights)
    return _renewed(gone[:, :horizon], gone[:, horizon:], large, target, draw)


def _roots(ages: Counts, weights: Counts, curves: Curves, means: Counts) -> Counts:
    """Give square roots of the covariance of the flows of each unit (2 × horizon), at typical rates.

    People move independently: the covariance is diag(m) − Σ n p pᵀ, over ages.
    """
    typical = curves.flows[:, :, :2].mean(axis=-1)  # (nodes, ages, 2, horizon)
    lives = np.tensordot(weights, typical, axes=(1, 0))
    there, retire = lives[:, :, STAY], lives[:, :, RETIRE]
    left = np.concatenate([np.ones_like(there[..., :1]), there[..., :-1]], axis=-1) - there - retire
    chances = np.concatenate([retire, left], axis=-1)
    together = (np.moveaxis(chances, 1, 2) * ages[:, None, :]) @ chances
    covariance = means[:, :, None] * np.eye(means.shape[1]) - together
    # A flow that hardly exists has hardly any variance: the ridge keeps its root real.
    ridge = 1e-4 * means.mean(axis=1)[:, None, None] * np.eye(means.shape[1])
    return np.asarray(np.linalg.cholesky(covariance.astype(np.float64) + ridge), dtype=np.float32)


def _renewed(retired: Counts, left: Counts, expected: Expected, target: Counts, draw: Draw) -> Flows:
    """Replace who left at the end of each step, and let recruits leave in turn from the next step on.

    Recruits leave at the rates that the closed form expects of those of that path. The headcount never goes under
    those still in post: a target that shrinks faster than people leave is not met.
    """
    leave, retire = _recruits_rates(expected)
    there = target[:, :1] - np.cumsum(retired + left, axis=1, dtype=np.float32)
    all_retired, all_left = retired.copy(), left.copy()
    headcount = target.copy()
    recruits = np.zeros_like(target[:, 0])
    for step in range(retired.shape[1]):
        if step:
            gone = draw(recruits, leave[:, step], 2 * step)
            ended = draw(gone, retire[:, step], 2 * step + 1)
            all_retired[:, step] += ended
            all_left[:, step] += gone - ended
            recruits = recruits - gone
        present = there[:, step] + recruits
        headcount[:, step + 1] = np.maximum(target[:, step + 1], present)
        recruits = recruits + headcount[:, step + 1] - present
    return Flows(retired, left, all_retired, all_left, headcount)


def _recruits_rates(expected: Expected) -> tuple[Counts, Counts]:
    """Give, for recruits in post when each step begins, the chance of leaving, and then that it is to retire."""
    flows = expected.flows
    before = np.concatenate([expected.target[:, :1], flows[:, STAY, :-1]], axis=1)
    recruits = expected.target[:, :-1] - before
    gone = flows[:, ALL_EXITS] - (before - flows[:, STAY])
    ended = flows[:, ALL_RETIRE] - flows[:, RETIRE]
    return _ratio(gone, recruits), _ratio(ended, gone)


def _ratio(part: npt.NDArray[np.floating], whole: npt.NDArray[np.floating]) -> Counts:
    ratio = np.divide(part, whole, out=np.zeros_like(part), where=whole > 1e-4)
    return np.asarray(np.clip(ratio, 0, 1), dtype=np.float32)
