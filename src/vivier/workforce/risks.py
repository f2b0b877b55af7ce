"""The risk of each occupation on each path, written as weights of the nodes, many occupations at once."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from vivier.workforce.frailty import NODES, single_weights
from vivier.workforce.pooling import NOTHING, Pool
from vivier.workforce.streams import LEVELS, Keys, Luck, levels
from vivier.workforce.units import Unit

Floats = npt.NDArray[np.float64]
FIRST = 2**32  # the number from which a unit draws its factor: those before are for its flows
STEPS = 4096  # values that a factor may take, of equal chances


def risk_weights(units: Sequence[Unit], pool: Pool, luck: Luck) -> npt.NDArray[np.float32]:
    """Give the weights of the nodes of risk of each unit on each path, shape (units, nodes, draws).

    Where nothing is seen of an occupation and all its people run one risk, its factor is read from a table: that is
    most of the occupations of a nation, and they are drawn together.
    """
    draws = pool.level.size
    weights = np.empty((len(units), NODES.size, draws), np.float32)
    unseen = [rank for rank, unit in enumerate(units) if _is_unseen(unit, pool)]
    if unseen:
        own = np.array([units[rank].risks[0][1] for rank in unseen])[:, None]
        factors = own * unseen_factors(pool.occupation_spread, luck.keys[unseen])
        weights[unseen] = np.moveaxis(single_weights(factors), 0, 1)
    for rank in set(range(len(units))).difference(unseen):
        weights[rank] = units[rank].node_weights(pool, luck.stream(rank))
    return weights


def _is_unseen(unit: Unit, pool: Pool) -> bool:
    return len(unit.risks) == 1 and not unit.risks[0][0] and not pool.occupations.get(unit.occupation, NOTHING).months


def unseen_factors(spreads: Floats, keys: Keys) -> Floats:
    """Give the factor of each occupation of which nothing is seen, on paths of those spreads: (units, draws)."""
    found, which = np.unique(spreads, return_inverse=True)
    table = np.array([gamma_levels(float(spread)) for spread in found])
    ranks = levels(keys, FIRST, -(-spreads.size // 4) * 4)[:, : spreads.size]
    return np.asarray(table[which, ranks // (LEVELS // STEPS)])


@cache
def gamma_levels(spread: float) -> Floats:
    """Give a gamma law of mean 1 and of that coefficient of variation cut into values of equal chances, by rank.

    >>> round(float(gamma_levels(0.5).std()), 2)
    0.5
    """
    if not spread:
        return np.ones(STEPS)
    values = gammaincinv(spread**-2, (np.arange(STEPS) + 0.5) / STEPS)
    return np.asarray(values / values.mean())
