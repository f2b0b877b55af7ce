"""What becomes, on average and path by path, of a person of each age in post today, and of the post they leave."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import AGES
from vivier.workforce.frailty import NODES
from vivier.workforce.shocks import World

Floats = npt.NDArray[np.float64]
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
    there, retired = _lives(world, 0)
    flows = np.empty((*there.shape[:2], 4, *there.shape[2:]), np.float32)
    flows[:, :, STAY], flows[:, :, RETIRE] = there, retired
    flows[:, :, ALL_EXITS], flows[:, :, ALL_RETIRE] = _exits(there), retired
    exits, fresh = flows[:, :, ALL_EXITS].copy(), _fresh_posts(world)
    for step in range(1, world.horizon):
        earlier = fresh[:, :, None, :step, step]  # (nodes, 2, 1, step, draws)
        flows[:, :, ALL_EXITS, step] += (exits[:, :, :step] * earlier[:, 0]).sum(axis=2)
        flows[:, :, ALL_RETIRE, step] += (exits[:, :, :step] * earlier[:, 1]).sum(axis=2)
    return Curves(flows, fresh)


def _lives(world: World, start: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Follow people of each age at the beginning of step `start`: still there, retiring.

    Two arrays of shape (nodes, ages, steps left, draws). Who would retire in a step leaves otherwise before, if that
    comes first: half a year of that risk on average. Nobody is projected past the age when all retire.
    """
    # Whoever is aged a at the end of step s − 1 is of the cohort that is a − s today.
    rows = slice(world.horizon - start, world.horizon - start + AGES)
    retire, hazard = world.retire[rows, start:], world.hazard[rows, start:]
    nodes = NODES[:, None, None, None].astype(np.float32)
    there = np.exp(-nodes * np.cumsum(hazard, axis=1, dtype=np.float32))
    there *= np.cumprod(1 - retire, axis=1).astype(np.float32)
    retired = np.exp(-nodes * np.where(retire < 1, hazard / 2, 0).astype(np.float32))
    retired *= retire.astype(np.float32)
    retired[:, :, 1:] *= there[:, :, :-1]
    return there, retired


def _exits(there: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.concatenate([1 - there[:, :, :1], there[:, :, :-1] - there[:, :, 1:]], axis=2)


def _fresh_posts(world: World) -> npt.NDArray[np.float32]:
    """Give the exits and the retirements of posts by the step at whose end they were first filled."""
    horizon = world.horizon
    fresh = np.zeros((NODES.size, 2, horizon, horizon, world.draws), np.float32)
    for filled in range(horizon - 2, -1, -1):
        there, retired = _lives(world, filled + 1)
        first = np.tensordot(world.hire_ages, _exits(there), axes=(0, 1))  # (nodes, steps left, draws)
        fresh[:, 0, filled, filled + 1 :] = first
        fresh[:, 1, filled, filled + 1 :] = np.tensordot(world.hire_ages, retired, axes=(0, 1))
        for step in range(filled + 2, horizon):
            renewed = first[:, None, : step - filled - 1] * fresh[:, :, filled + 1 : step, step]
            fresh[:, :, filled, step] += renewed.sum(axis=2)
    return fresh
