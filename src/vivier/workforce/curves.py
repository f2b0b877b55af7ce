"""What becomes, on average and path by path, of a person of each age in post today, and of the post they leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import AGES
from vivier.workforce.frailty import NODES
from vivier.workforce.shocks import World

Singles = npt.NDArray[np.float32]
Steps = tuple[Singles, Singles]
STAY, RETIRE, ALL_EXITS, ALL_RETIRE = range(4)


@dataclass(frozen=True, eq=False)
class Curves:
    """Hold expected flows by step and path, at each node of risk, of a person in post today and of a new post.

    `flows` (nodes, ages, 4, horizon, draws): for one person of each age, still there at the end of the step; retiring
    in it; and, whoever holds the post by then, leaving it in that step for any cause; retiring from it.
    `fresh` (nodes, 2, horizon, horizon, draws): exits and retirements, in step t, from a post filled for the first
    time at the end of step s.
    """

    flows: npt.NDArray[np.float32]
    fresh: npt.NDArray[np.float32]

    @cached_property
    def typical(self) -> npt.NDArray[np.float32]:
        """The mean over paths of the first two flows, shape (nodes, ages, 2, horizon)."""
        return np.asarray(self.flows[:, :, : RETIRE + 1].mean(axis=-1))


def expected_curves(world: World) -> Curves:
    """Work out the curves of a block of paths.

    A post is a renewal: who leaves in step v is replaced at its end by a recruit drawn from the ages at hiring, who
    leaves in turn. With x(v) the exits of the holder of today and F(v, t) those in t of a post filled in v, the exits
    of the post in t are x(t) + Σ x(v) F(v, t), over v < t.
    """
    steps = _steps(world)
    flows = np.empty((NODES.size, AGES, 4, world.horizon, world.draws), np.float32)
    for step, (there, retired) in enumerate(_lives(steps, 0)):
        flows[:, :, STAY, step], flows[:, :, RETIRE, step] = there, retired
    flows[:, :, ALL_EXITS], flows[:, :, ALL_RETIRE] = _exits(flows[:, :, STAY]), flows[:, :, RETIRE]
    exits, fresh = flows[:, :, ALL_EXITS].copy(), _fresh_posts(steps, world.hire_ages.astype(np.float32))
    for step in range(1, world.horizon):
        earlier = fresh[:, :, None, :step, step]  # (nodes, 2, 1, step, draws)
        flows[:, :, ALL_EXITS, step] += (exits[:, :, :step] * earlier[:, 0]).sum(axis=2)
        flows[:, :, ALL_RETIRE, step] += (exits[:, :, :step] * earlier[:, 1]).sum(axis=2)
    return Curves(flows, fresh)


def _steps(world: World) -> Steps:
    """Give the chance of getting through each step, and that of retiring in it, of those there when it begins.

    Two arrays of shape (horizon, nodes, cohorts, draws). Who would retire in a step leaves otherwise before, if that
    comes first: half a year of that risk on average. Nobody is projected past the age when all retire.
    """
    retire = np.moveaxis(world.retire, 1, 0).astype(np.float32)[:, None]
    hazard = np.moveaxis(world.hazard, 1, 0).astype(np.float32)[:, None]
    nodes = -NODES[:, None, None].astype(np.float32)
    through = np.exp(nodes * hazard)
    through *= 1 - retire
    ending = np.exp(nodes * np.where(retire < 1, hazard / 2, 0))
    ending *= retire
    return through, ending


def _lives(steps: Steps, start: int) -> Iterator[tuple[Singles, Singles]]:
    """Follow people of each age when step `start` begins: still there at the end of each step, retiring in it.

    Two arrays of shape (nodes, ages, draws) for each step: small enough to stay in the nearest memory.
    """
    horizon, nodes, _, draws = steps[0].shape
    # Whoever is aged a at the end of step s − 1 is of the cohort that is a − s today.
    rows = slice(horizon - start, horizon - start + AGES)
    there = np.ones((nodes, AGES, draws), np.float32)
    for through, ending in zip(steps[0][start:, :, rows], steps[1][start:, :, rows], strict=True):
        retired = there * ending
        there = there * through
        yield there, retired


def _exits(there: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.concatenate([1 - there[:, :, :1], there[:, :, :-1] - there[:, :, 1:]], axis=2)


def _fresh_posts(steps: Steps, hire_ages: Singles) -> Singles:
    """Give the exits and the retirements of posts by the step at whose end they were first filled."""
    horizon, nodes, _, draws = steps[0].shape
    fresh = np.zeros((nodes, 2, horizon, horizon, draws), np.float32)
    for filled in range(horizon - 2, -1, -1):
        before: Singles | np.float32 = hire_ages.sum()
        for step, (there, retired) in enumerate(_lives(steps, filled + 1), filled + 1):
            after = np.einsum("a,kad->kd", hire_ages, there, optimize=False)
            fresh[:, 0, filled, step] = before - after
            fresh[:, 1, filled, step] = np.einsum("a,kad->kd", hire_ages, retired, optimize=False)
            before = after
        first = fresh[:, 0, filled].copy()
        for step in range(filled + 2, horizon):
            renewed = first[:, None, filled + 1 : step] * fresh[:, :, filled + 1 : step, step]
            fresh[:, :, filled, step] += renewed.sum(axis=2)
    return fresh
