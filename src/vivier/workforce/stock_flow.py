"""The stock-flow of one occupation: exits drawn person by person, exactly, and who replaces those who left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import FIRST_AGE
from vivier.workforce.shocks import World, around_one

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int32]
BLOCK = 2**20  # people × paths drawn at a time: some tens of megabytes


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Count what happens on each path; every array is (horizon, draws), but `headcount` (horizon + 1, draws).

    `retired` and `left` are those of the people in post today; `all_retired` and `all_left` add the recruits who
    came after them; `headcount` is that of the world where leavers are replaced.
    """

    retired: Counts
    left: Counts
    all_retired: Counts
    all_left: Counts
    headcount: Counts

    @classmethod
    def nothing(cls, horizon: int, draws: int) -> Self:
        """Give the paths of nobody, to which occupations are added."""
        flow, headcount = (np.zeros((steps, draws), np.int32) for steps in (horizon, horizon + 1))
        return cls(flow, flow, flow, flow, headcount)

    @classmethod
    def joined(cls, blocks: Sequence[Self]) -> Self:
        """Put blocks of paths side by side."""
        return cls(*(np.concatenate([getattr(b, f.name) for b in blocks], axis=1) for f in fields(cls)))

    def __add__(self, other: Self) -> Self:
        """Add two occupations, path by path."""
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def simulate(ages: Mapping[int, int], world: World, rng: np.random.Generator) -> Paths:
    """Give the paths of one occupation from its people by completed age."""
    size = max(BLOCK // max(sum(ages.values()), 1), 1)
    return Paths.joined([_block(ages, block, rng) for block in world.blocks(size)])


def _block(ages: Mapping[int, int], world: World, rng: np.random.Generator) -> Paths:
    # How much more (or less) than the pôle this occupation loses people, on each path.
    stay = np.exp(world.log_stay * around_one(world.occupation_cv, world.draws, rng))
    retired, left = _veterans(ages, world, stay, rng)
    people = sum(ages.values())
    survivors = people - np.cumsum(retired + left, axis=0, dtype=np.int32)
    target = _target(people, world, rng)
    new_retired, new_left, headcount = _recruits(survivors, target, world, stay, rng)
    start = np.full((1, world.draws), people, np.int32)
    return Paths(retired, left, retired + new_retired, left + new_left, np.concatenate([start, headcount]))


def _target(people: int, world: World, rng: np.random.Generator) -> Counts:
    """Give the headcount wanted after each step, shape (horizon, draws), rounded so that it is right on average."""
    years = np.arange(1, world.horizon + 1)[:, None]
    wanted = people * ((1 + world.growth) ** years - 1)
    return (people + np.floor(wanted + rng.random(world.draws))).astype(np.int32)


def _veterans(ages: Mapping[int, int], world: World, stay: Floats, rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Draw when and why each person in post today leaves: one uniform against the curve of those still there.

    In each step, retirement comes first, other exits touch who did not retire. Counting uniforms under the curve is
    an exact multinomial draw, whatever the size of the cell.
    """
    retired = np.zeros((world.horizon, world.draws), np.int32)
    left = np.zeros_like(retired)
    for age, n in ages.items():
        row = world.row(age)
        not_retired = 1 - world.retire[row]
        after = np.cumprod(not_retired * stay[world.bands[row]], axis=0)
        between = not_retired.copy()  # still there once the retirements of the step are over
        between[1:] *= after[:-1]
        luck = rng.random((n, world.draws))
        there = np.full(world.draws, n, np.int32)
        for step in range(world.horizon):
            kept = np.count_nonzero(luck < between[step], axis=0)
            stayed = np.count_nonzero(luck < after[step], axis=0)
            retired[step] += there - kept
            left[step] += kept - stayed
            there = stayed.astype(np.int32)
    return retired, left


def _recruits(
    survivors: Counts, target: Counts, world: World, stay: Floats, rng: np.random.Generator
) -> tuple[Counts, Counts, Counts]:
    """Replace who left at the end of each step, and let recruits leave in turn from the next step on.

    The headcount never goes under those still in post: a target that shrinks faster than people leave is not met.
    """
    retired, left, headcount = (np.zeros_like(survivors) for _ in range(3))
    path = np.zeros(0, np.intp)  # of each recruit still in post, and below the row of his generation
    row = np.zeros(0, np.intp)
    for step in range(world.horizon):
        not_retired = 1 - world.retire[row, step, path]
        luck = rng.random(path.size)
        stays = luck < not_retired * stay[world.bands[row, step], path]
        retires = luck >= not_retired
        retired[step] = np.bincount(path[retires], minlength=world.draws)
        left[step] = np.bincount(path[~stays & ~retires], minlength=world.draws)
        path, row = path[stays], row[stays]
        present = survivors[step] + np.bincount(path, minlength=world.draws)
        headcount[step] = np.maximum(target[step], present)
        newcomers = np.repeat(np.arange(world.draws), headcount[step] - present)
        ages = FIRST_AGE + np.searchsorted(world.hire_ages, rng.random(newcomers.size), side="right")
        path = np.concatenate([path, newcomers])
        # A recruit aged a at the end of step k is of the generation that is a − k − 1 today.
        row = np.concatenate([row, ages - (step + 1) - FIRST_AGE + world.horizon])
    return retired, left, headcount
