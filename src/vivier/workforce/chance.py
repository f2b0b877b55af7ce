"""Chance around expected flows: person by person, exactly, for most occupations; in large numbers for the largest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from types import ModuleType
from typing import Self

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import AGES
from vivier.workforce.curves import ALL_EXITS, ALL_RETIRE, RETIRE, STAY, Curves
from vivier.workforce.products import product
from vivier.workforce.streams import Luck
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

    @property
    def arrays(self) -> tuple[Counts, Counts, Counts, Counts, Counts]:
        """The five arrays, in order."""
        return self.retired, self.left, self.all_retired, self.all_left, self.headcount

    @classmethod
    def joined(cls, blocks: Sequence[Self], axis: int = -1) -> Self:
        """Put blocks of paths side by side (or, along axis 0, batches of units one under the other)."""
        return cls(*(np.concatenate([getattr(b, f.name) for b in blocks], axis=axis) for f in fields(cls)))

    def together(self, loops: ModuleType | None = None) -> Self:
        """Give the flows of all units together, path by path, in double precision."""
        if loops is not None:
            sums = [np.empty((1, *each.shape[1:])) for each in self.arrays]
            for each, whole in zip(self.arrays, sums, strict=True):
                loops.fill_together(each, whole)
            return type(self)(*sums)
        return type(self)(*(getattr(self, f.name).sum(axis=0, keepdims=True, dtype=np.float64) for f in fields(self)))

    def plus(self, other: Self) -> Self:
        """Add the flows of others, path by path."""
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def by_size(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Give the units drawn in large numbers, and those drawn person by person."""
    return [unit for unit in units if unit.people > LARGE], [unit for unit in units if unit.people <= LARGE]


def draw_flows(
    units: Sequence[Unit], expected: Expected, curves: Curves, luck: Luck, loops: ModuleType | None = None
) -> Flows:
    """Draw the flows of a block of paths, for units that are all large or all small."""
    if units[0].people > LARGE:
        return _in_large_numbers(units, expected, curves, luck, loops)
    each = (
        _person_by_person(unit, _one(expected, rank), curves, luck.stream(rank)) for rank, unit in enumerate(units)
    )
    return Flows.joined([*each], axis=0)


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
    return _renewed((retired[None], left[None]), expected, target.astype(np.float32), draw)


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
    units: Sequence[Unit], expected: Expected, curves: Curves, luck: Luck, loops: ModuleType | None
) -> Flows:
    """Draw many people at once: normal flows with the covariance of multinomial draws, rescaled path by path."""
    horizon, draws = expected.flows.shape[2:]
    normals = luck.normals(4 * horizon, draws, loops)
    if loops is None:
        means = np.concatenate([expected.flows[:, RETIRE], _others(expected)], axis=1)
    else:
        means = np.empty((len(units), 2 * horizon, draws), np.float32)
        loops.fill_means(expected.flows, expected.target, means)
    # The flows of each unit expected on the mean of paths, shape (units, 2 × horizon).
    typical = np.maximum(means.mean(axis=2), 1e-6)
    ages = np.array([unit.ages for unit in units], dtype=np.float32)
    gone = _roots(ages, expected.weights.mean(axis=2), curves, typical) @ normals[:, : 2 * horizon]
    if loops is not None:
        return _compiled(gone, (means, typical), expected, normals, loops)
    spread = np.maximum(means, 0)
    spread *= (1 / typical)[..., None]
    gone *= np.sqrt(spread, out=spread)
    gone += means

    def draw(among: Counts, chance: Counts, rank: int) -> Counts:
        mean = among * chance
        spread = np.sqrt(np.maximum(mean, 0) * (1 - chance))
        spread *= normals[:, 2 * horizon + rank]
        mean += spread
        return mean

    return _renewed((gone[:, :horizon], gone[:, horizon:]), expected, expected.target, draw)


def _compiled(
    noise: Counts, means: tuple[Counts, Counts], expected: Expected, normals: Counts, loops: ModuleType
) -> Flows:
    units, _, horizon, draws = expected.flows.shape
    retired, left, again, more = np.empty((4, units, horizon, draws), np.float32)
    given = Flows(retired, left, again, more, np.empty_like(expected.target))
    loops.add_noise(noise, *means, given.arrays)
    loops.renew(expected.flows, expected.target, normals, given.arrays)
    return given


def _others(expected: Expected) -> Counts:
    """Give the other exits expected of the people in post today, in each step."""
    there = expected.flows[:, STAY]
    left = np.empty_like(there)
    np.subtract(expected.target[:, 0], there[:, 0], out=left[:, 0])
    np.subtract(there[:, :-1], there[:, 1:], out=left[:, 1:])
    left -= expected.flows[:, RETIRE]
    return left


def _roots(ages: Counts, weights: Counts, curves: Curves, means: Counts) -> Counts:
    """Give square roots of the covariance of the flows of each unit (2 × horizon), at typical rates.

    People move independently: the covariance is diag(m) − Σ n p pᵀ, over ages.
    """
    lives = product(weights, curves.typical)
    there, retire = lives[:, :, STAY], lives[:, :, RETIRE]
    left = np.concatenate([np.ones_like(there[..., :1]), there[..., :-1]], axis=-1) - there - retire
    chances = np.concatenate([retire, left], axis=-1)
    together = (np.moveaxis(chances, 1, 2) * ages[:, None, :]) @ chances
    covariance = means[:, :, None] * np.eye(means.shape[1]) - together
    # A flow that hardly exists has hardly any variance: the ridge keeps its root real.
    ridge = 1e-4 * means.mean(axis=1)[:, None, None] * np.eye(means.shape[1])
    return np.asarray(np.linalg.cholesky(covariance.astype(np.float64) + ridge), dtype=np.float32)


def _renewed(gone_by_cause: tuple[Counts, Counts], expected: Expected, target: Counts, draw: Draw) -> Flows:
    """Replace who left at the end of each step, and let recruits leave in turn from the next step on.

    Recruits leave at the rates that the closed form expects of those of that path. The headcount never goes under
    those still in post: a target that shrinks faster than people leave is not met.
    """
    leave, retire = _recruits_rates(expected)
    retired, left = gone_by_cause
    all_retired, all_left, headcount = retired.copy(), left.copy(), target.copy()
    there = headcount[:, 0].copy()
    recruits = np.zeros_like(there)
    for step in range(retired.shape[1]):
        if step:
            gone = draw(recruits, leave[:, step], 2 * step)
            ended = draw(gone, retire[:, step], 2 * step + 1)
            all_retired[:, step] += ended
            all_left[:, step] += gone
            all_left[:, step] -= ended
            recruits -= gone
        there -= retired[:, step]
        there -= left[:, step]
        present = there + recruits
        np.maximum(headcount[:, step + 1], present, out=headcount[:, step + 1])
        np.subtract(headcount[:, step + 1], there, out=recruits)
    return Flows(retired, left, all_retired, all_left, headcount)


def _recruits_rates(expected: Expected) -> tuple[Counts, Counts]:
    """Give, for recruits in post when each step begins, the chance of leaving, and then that it is to retire."""
    flows, target = expected.flows, expected.target
    # Those in post today who are gone when the step begins were replaced, and posts may have been created.
    recruits = np.empty_like(flows[:, STAY])
    recruits[:, 0] = 0
    np.subtract(target[:, 1:-1], flows[:, STAY, :-1], out=recruits[:, 1:])
    gone = flows[:, ALL_EXITS] - flows[:, RETIRE]
    gone -= _others(expected)
    ended = flows[:, ALL_RETIRE] - flows[:, RETIRE]
    return _ratio(gone, recruits), _ratio(ended, gone)


def _ratio(part: Counts, whole: Counts) -> Counts:
    ratio = np.divide(part, whole, out=np.zeros_like(part), where=whole > 1e-4)
    return np.clip(ratio, 0, 1, out=ratio)
