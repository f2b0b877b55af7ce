"""Random streams keyed by (seed, unit): the same bytes in any order, on any number of machines."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import ModuleType

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Keys = npt.NDArray[np.uint64]
LEVELS = 2**16  # values that a number drawn in large numbers may take
# The steps of SplitMix64 (Steele, Lea and Flood, 2014): a counter, then a mix of its bits.
_STEP, _MIXES = np.uint64(0x9E3779B97F4A7C15), ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))


def stream(seed: int, unit: str) -> np.random.Generator:
    """Give the random stream of one unit: it depends on the seed and on its name, on nothing else.

    >>> stream(1, "623f").random() == stream(1, "623f").random() != stream(1, "622a").random()
    True
    """
    digest = hashlib.sha256(unit.encode()).digest()
    words = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 32, 4)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


def keys(seed: int, units: Sequence[str]) -> Keys:
    """Give what keys the numbers of each unit in `levels`, shape (units,)."""
    digests = (
        hashlib.blake2b(unit.encode(), digest_size=8, key=seed.to_bytes(8, "little")).digest() for unit in units
    )
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)


def levels(units: Keys, first: int, count: int) -> npt.NDArray[np.uint16]:
    """Give `count` (a multiple of 4) numbers from 0 to 65,535 of each unit, from the number `first` on.

    Number *i* of a unit depends on its key and on *i*, on nothing else: units are drawn together, without a generator
    for each, which would take longer than the numbers themselves.

    >>> first, other = keys(1, ["623f", "622a"])
    >>> drawn = levels(np.array([first, other]), 0, 8)
    >>> bool((drawn[1, 4:] == levels(np.array([other]), 4, 4)[0]).all())
    True
    """
    counter = np.arange(first // 4, (first + count) // 4, dtype=np.uint64) * _STEP
    bits = units[:, None] + counter
    for shift, factor in _MIXES:
        bits ^= bits >> np.uint64(shift)
        if factor != 1:
            bits *= np.uint64(factor)
    return bits.astype("<u8", copy=False).view("<u2")


@cache
def normal_levels() -> npt.NDArray[np.float32]:
    """Give a standard normal cut into 65,536 values of equal chances, by rank, shape (65536,)."""
    values = ndtri((np.arange(LEVELS) + 0.5) / LEVELS)
    return np.asarray(values / values.std(), np.float32)


@dataclass
class Luck:
    """Give the chance of a few units: a stream each, opened when first asked for, and normals for all at once.

    `first` is the path from which normals are wanted: those of a path do not depend on how paths are cut.
    """

    seed: int
    units: Sequence[str]
    first: int = 0
    _open: dict[int, np.random.Generator] = field(default_factory=dict, repr=False)

    @cached_property
    def keys(self) -> Keys:
        """What keys the numbers of each unit."""
        return keys(self.seed, self.units)

    def cut(self, first: int) -> "Luck":
        """Give the same chance from another path on; streams go on where they were left."""
        return replace(self, first=first)

    def stream(self, rank: int) -> np.random.Generator:
        """Give the stream of one unit, where it was left."""
        if rank not in self._open:
            self._open[rank] = stream(self.seed, self.units[rank])
        return self._open[rank]

    def normals(self, rows: int, draws: int, loops: ModuleType | None = None) -> npt.NDArray[np.float32]:
        """Give standard normals, shape (units, rows, draws); `rows` a multiple of 4."""
        first, count, table = rows * self.first, rows * draws, normal_levels()
        if loops is None:
            luck = table.take(levels(self.keys, first, count), mode="wrap")
        else:
            luck = np.empty((len(self.units), count), np.float32)
            loops.fill_normals(self.keys, first, table, luck)
        return luck.reshape(len(self.units), rows, draws)
