"""The stock-flow of a batch of occupations: expected flows in closed form, then chance around them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import ModuleType

import numpy as np
import numpy.typing as npt

from vivier.workforce.chance import Expected, Flows, by_size, draw_flows
from vivier.workforce.curves import ALL_EXITS, Curves, expected_curves
from vivier.workforce.pooling import Pool
from vivier.workforce.products import product
from vivier.workforce.risks import risk_weights
from vivier.workforce.shocks import World
from vivier.workforce.streams import Luck
from vivier.workforce.units import Unit

Counts = npt.NDArray[np.float32]  # whole numbers, but for large occupations
Shelf = dict[int, Curves]  # curves of each block of paths of one world, once worked out
BLOCK = 200  # paths worked out together
FEW = 64  # units worked out together, at most
DRAWN = 64_000  # and units × paths: memory must not follow the number of paths
KEPT = 2**26  # bytes of curves kept from one lot of units to the next


def simulate(
    units: Sequence[Unit], world: World, pool: Pool, shelf: Shelf | None = None, loops: ModuleType | None = None
) -> list[tuple[Sequence[Unit], Callable[[], Flows]]]:
    """Cut units that share one factor of the ends of careers into lots, each with what draws its flows when called.

    What is uncertain (rates, behaviour, growth) is drawn; given that, expected flows are worked out in closed form,
    units together; chance is then drawn around them, each unit from its own stream: lots may be drawn in any order,
    by any thread. Curves are left on the `shelf` for the next units of the same world; large numbers go through
    compiled `loops` where they are given.
    """
    blocks = _Blocks(world.hastened(units[0].career), {} if shelf is None else shelf)
    size = max(min(FEW, DRAWN // world.draws), 1)
    lots = (alike[low : low + size] for alike in by_size(units) for low in range(0, len(alike), size))
    return [(few, partial(_drawn, few, blocks, pool, loops)) for few in lots]


def _drawn(units: Sequence[Unit], blocks: "_Blocks", pool: Pool, loops: ModuleType | None) -> Flows:
    luck = Luck(pool.seed, [unit.occupation for unit in units])
    weights = risk_weights(units, pool, luck)
    drawn = [
        draw_flows(
            units,
            _expected(units, np.ascontiguousarray(weights[..., cut]), world, curves, loops),
            curves,
            luck.cut(cut.start),
            loops,
        )
        for cut, world, curves in blocks
    ]
    return Flows.joined(drawn) if len(drawn) > 1 else drawn[0]


class _Blocks:
    """Cut the paths into blocks, with the curves of each; curves are kept when all of them fit in memory."""

    def __init__(self, world: World, shelf: Shelf) -> None:
        self.cuts = [slice(low, min(low + BLOCK, world.draws)) for low in range(0, world.draws, BLOCK)]
        self.worlds = [world.block(cut) for cut in self.cuts]
        self.shelf = shelf
        if len(self.cuts) == 1:
            next(iter(self))  # once, before threads ask for them

    def __iter__(self) -> Iterator[tuple[slice, World, Curves]]:
        for rank, (cut, world) in enumerate(zip(self.cuts, self.worlds, strict=True)):
            curves = self.shelf.get(rank) or expected_curves(world)
            if curves.flows.nbytes * (rank + 1) < KEPT:
                self.shelf[rank] = curves
            yield cut, world, curves


def _expected(
    units: Sequence[Unit], weights: Counts, world: World, curves: Curves, loops: ModuleType | None = None
) -> Expected:
    ages = np.array([unit.ages for unit in units], dtype=np.float32)
    flows = np.zeros((len(units), *curves.flows.shape[2:]), np.float32)
    for node, by_age in enumerate(curves.flows):
        of_node = product(ages, by_age)
        if loops is None:
            of_node *= weights[:, node, None, None, :]
            flows += of_node
        else:
            shape = (len(units), -1, world.draws)
            loops.add_weighted(flows.reshape(shape), of_node.reshape(shape), weights, node)
    target = _target(units, world)
    created = np.diff(target, axis=1)
    if created.any():
        for node, fresh in enumerate(curves.fresh):
            more = np.einsum("usd,qstd->uqtd", created, fresh, optimize=False)
            flows[:, ALL_EXITS:] += weights[:, node, None, None, :] * more
    return Expected(flows, target, weights)


def _target(units: Sequence[Unit], world: World) -> Counts:
    """Give the headcount wanted at the end of each step, shape (units, horizon + 1, draws), not rounded."""
    own, which = np.unique([unit.growth for unit in units], return_inverse=True)
    growth = np.clip(1 + world.growth + own[:, None], 0.1, 2)[:, None, :]
    grown = growth ** np.arange(world.horizon + 1)[:, None]
    people = np.array([unit.people for unit in units])[:, None, None]
    return np.asarray(people * (grown[which] if own.size > 1 else grown), dtype=np.float32)
