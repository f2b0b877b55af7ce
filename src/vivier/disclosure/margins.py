"""The records of one table summed at every crossing of its levels: one layer, or more where groups overlap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from vivier.disclosure.hierarchy import Tree
from vivier.disclosure.overlaps import paired
from vivier.disclosure.records import Records
from vivier.disclosure.sharing import Sharing, largest_of, shared

_DENSE = 8_000_000  # finest cells that are counted in place rather than sorted
_MOST_ROWS = 4_000_000  # of records said once for each group that they are not in


@dataclass(frozen=True)
class Sums:
    """Hold cells of one table at one crossing of levels, or of several put together."""

    keys: np.ndarray
    values: np.ndarray
    units: np.ndarray
    holdings: np.ndarray
    largest: np.ndarray
    owner: np.ndarray
    people: np.ndarray


@dataclass(frozen=True)
class _Finest:
    """Hold the records of one table summed at its finest level, and the way each such cell goes up."""

    paths: tuple[np.ndarray, ...]  # of each dimension: (cells, steps) nodes, times the stride of their axis
    values: np.ndarray
    people: np.ndarray
    units: Sharing
    holdings: Sharing


@dataclass(frozen=True)
class _Layer:
    """Hold which records are summed together, and the way of each: once in all, or once for each of their groups."""

    rows: np.ndarray | slice
    leaves: tuple[np.ndarray, ...]  # of each dimension: (rows,) which way a row goes
    paths: tuple[np.ndarray, ...]  # of each dimension: (ways, steps) nodes


def margins_of(
    records: Records, dims: Sequence[Tree], leaves: Sequence[np.ndarray], strides: list[int]
) -> list[Sums]:
    """Sum records into the cells of a table; `leaves` are the codes of each row, (rows,), by dimension."""
    layers = _layers(dims, tuple(leaves))
    return [sums for layer in layers for sums in _crossings(_finest(records, layer, strides))]


def _layers(dims: Sequence[Tree], leaves: tuple[np.ndarray, ...]) -> Iterator[_Layer]:
    paths = tuple(tree.paths for tree in dims)
    grouped = [rank for rank, tree in enumerate(dims) if len(tree.members)]
    if not grouped:
        yield _Layer(slice(None), leaves, paths)
        return
    at = grouped[0]
    tree, codes = dims[at], leaves[at]
    inside = np.flatnonzero(tree.paths[codes, 0] >= 0)
    yield _Layer(inside, tuple(each[inside] for each in leaves), paths)
    for pairs in (tree.members, *_outside(tree, len(codes))):
        rows, nodes = paired(codes, pairs)
        ways, way = np.unique(nodes, return_inverse=True)
        own = [each[rows] for each in leaves]
        own[at] = way
        yield _Layer(rows, tuple(own), (*paths[:at], ways[:, None], *paths[at + 1 :]))


def _outside(tree: Tree, rows: int) -> Iterator[np.ndarray]:
    """Give pairs, a code and the node of what is left without a group that it is not in; few groups at a time."""
    codes = len(tree.paths)
    for group, rest in _in_lots(tree.rests, max(1, _MOST_ROWS // max(rows, 1))):
        is_in = np.zeros((codes, len(group)), bool)
        for column, node in enumerate(group.tolist()):
            is_in[tree.members[tree.members[:, 1] == node, 0], column] = True
        code, place = np.nonzero(~is_in)
        yield np.stack([code, rest[place]], axis=1)


def _in_lots(pairs: np.ndarray, most: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for start in range(0, len(pairs), most):
        yield pairs[start : start + most, 0], pairs[start : start + most, 1]


def _finest(records: Records, layer: _Layer, strides: list[int]) -> _Finest:
    sizes = [len(paths) for paths in layer.paths]
    value, rows = records.value[layer.rows], layer.rows
    keys = np.zeros(len(value), np.int64)
    for codes, size in zip(layer.leaves, sizes, strict=True):
        keys = keys * size + codes
    held, cell = _compact(keys, float(np.prod([float(size) for size in sizes])))
    places = np.unravel_index(held, sizes) if len(held) else [held] * len(sizes)
    paths = tuple(
        np.where(own[place] < 0, -1, own[place] * stride)
        for own, place, stride in zip(layer.paths, places, strides, strict=True)
    )
    n = len(held)
    people = records.people[rows] if len(records.people) else np.zeros(len(value))
    return _Finest(
        paths,
        np.bincount(cell, value, n),
        np.bincount(cell, people, n),
        shared(cell, records.unit[rows], value, n),
        shared(cell, records.holding[rows], value, n),
    )


def _compact(keys: np.ndarray, possible: float) -> tuple[np.ndarray, np.ndarray]:
    """Give the keys held, in order, and where each row's is among them."""
    if possible > _DENSE:
        held, where = np.unique(keys, return_inverse=True)
        return held, where
    held = np.flatnonzero(np.bincount(keys))
    place = np.zeros(int(possible), np.int64)
    place[held] = np.arange(len(held))
    return held, place[keys]


def _crossings(finest: _Finest) -> Iterator[Sums]:
    """Give the cells of each crossing of levels: all the steps of the first dimension with all of the next."""
    n = len(finest.values)
    for steps in product(*(range(path.shape[1]) for path in finest.paths)):
        nodes = [path[:, step] for path, step in zip(finest.paths, steps, strict=True)]
        reached = np.logical_and.reduce([node >= 0 for node in nodes])
        keys, inverse = np.unique(np.add.reduce(nodes)[reached], return_inverse=True)
        cell = np.full(n, -1, np.int64)
        cell[reached] = inverse
        size = len(keys)
        top, owner = largest_of(finest.holdings, cell, size)
        yield Sums(
            keys,
            np.bincount(inverse, finest.values[reached], size),
            finest.units.distinct(cell, size),
            finest.holdings.distinct(cell, size),
            top,
            owner,
            np.bincount(inverse, finest.people[reached], size),
        )


def once(parts: list[Sums]) -> Sums:
    """Put crossings together, in the order of keys; a cell of two tables is kept once."""
    keys, first = np.unique(np.concatenate([each.keys for each in parts]), return_index=True)

    def kept(name: str) -> np.ndarray:
        return np.concatenate([getattr(each, name) for each in parts])[first]

    return Sums(keys, *(kept(name) for name in ("values", "units", "holdings", "largest", "owner", "people")))
