"""The stock-flow of a batch of occupations: expected flows in closed form, then chance around them."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import AGES
from vivier.workforce.chance import Expected, Flows, draw_flows
from vivier.workforce.curves import ALL_EXITS, Curves, expected_curves
from vivier.workforce.pooling import Pool
from vivier.workforce.shocks import World
from vivier.workforce.streams import stream
from vivier.workforce.units import Unit

Counts = npt.NDArray[np.float32]  # whole numbers, but for large occupations
BLOCK = 200  # paths worked out together
FEW = 64  # units worked out together, at most
DRAWN = 64_000  # and units × paths: memory must not follow the number of paths
KEPT = 2**26  # bytes of curves kept from one lot of units to the next


def simulate(units: Sequence[Unit], world: World, pool: Pool) -> Iterator[tuple[Sequence[Unit], Flows]]:
    """Give the flows of units that share one factor of the ends of careers, on every path, a few units at a time.

    What is uncertain (rates, behaviour, growth) is drawn; given that, expected flows are worked out in closed form,
    units together; chance is then drawn around them, each unit from its own stream.
    """
    blocks = _Blocks(world.hastened(units[0].career))
    size = max(min(FEW, DRAWN // blocks.world.draws), 1)
    for first in range(0, len(units), size):
        few = units[first : first + size]
        rngs = [stream(pool.seed, unit.occupation) for unit in few]
        weights = np.array([unit.node_weights(pool, rng) for unit, rng in zip(few, rngs, strict=True)], np.float32)
        drawn = [
            draw_flows(few, _expected(few, weights[..., cut], world.block(cut), curves), curves, rngs)
            for cut, curves in blocks
        ]
        yield few, Flows.joined(drawn)


class _Blocks:
    """Cut the paths into blocks, with the curves of each; curves are kept when all of them fit in memory."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cuts = [slice(low, min(low + BLOCK, world.draws)) for low in range(0, world.draws, BLOCK)]
        self.kept: dict[int, Curves] = {}

    def __iter__(self) -> Iterator[tuple[slice, Curves]]:
        for rank, cut in enumerate(self.cuts):
            curves = self.kept.get(rank) or expected_curves(self.world.block(cut))
            if curves.flows.nbytes * (rank + 1) < KEPT:
                self.kept[rank] = curves
            yield cut, curves


def _expected(units: Sequence[Unit], weights: Counts, world: World, curves: Curves) -> Expected:
    # Never one row alone: it would be multiplied another way, whose last bits depend on the company it keeps.
    ages = np.array([*(unit.ages for unit in units), np.zeros(AGES)], dtype=np.float32)
    shape = (len(units), *curves.flows.shape[2:])
    flows = np.zeros(shape, np.float32)
    for node, by_age in enumerate(curves.flows):
        of_node = (ages @ by_age.reshape(AGES, -1))[:-1].reshape(shape)
        of_node *= weights[:, node, None, None, :]
        flows += of_node
    target = _target(units, world)
    created = np.diff(target, axis=1)
    if created.any():
        for node, fresh in enumerate(curves.fresh):
            more = np.einsum("usd,qstd->uqtd", created, fresh, optimize=False)
            flows[:, ALL_EXITS:] += weights[:, node, None, None, :] * more
    return Expected(flows, target, weights)


def _target(units: Sequence[Unit], world: World) -> Counts:
    """Give the headcount wanted at the end of each step, shape (units, horizon + 1, draws), not rounded."""
    own = np.array([unit.growth for unit in units])[:, None]
    growth = np.clip(1 + world.growth + own, 0.1, 2)[:, None, :]
    people = np.array([unit.people for unit in units])[:, None, None]
    return np.asarray(people * growth ** np.arange(world.horizon + 1)[:, None], dtype=np.float32)
