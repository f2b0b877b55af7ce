"""The sums that link the cells of tables, and where the cells stand on the axes of each."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.grid import Grid
from vivier.disclosure.hierarchy import Axis, Tree
from vivier.disclosure.overlaps import paired

Laid = tuple[tuple[Tree, ...], np.ndarray]  # the dimensions of a table, and the keys of its cells
Links = tuple[np.ndarray, np.ndarray, np.ndarray]  # the keys of totals, the names of sums, the keys of parts


def relations_of(keys: np.ndarray, tables: Sequence[Laid], axes: tuple[Axis, ...], strides: list[int]) -> csr_array:
    """Write each total as the sum of its parts, level by level and dimension by dimension; each sum once."""
    n, width = len(keys), sum(len(axis.columns) + len(axis.nodes) for axis in axes)
    links = [np.zeros((0, 2), np.int64)]
    for dims, own in tables:
        for tree in dims:
            for totals, names, parts in _links(own, tree, strides[tree.axis], len(axes[tree.axis].nodes)):
                sums = np.searchsorted(keys, totals) * width + names
                links.append(np.stack([sums, np.searchsorted(keys, parts)], axis=1))
    pairs = np.unique(np.concatenate(links), axis=0)
    sums, row = np.unique(pairs[:, 0], return_inverse=True)
    rows = np.concatenate([np.arange(len(sums)), row])
    signs = np.concatenate([np.ones(len(sums)), -np.ones(len(row))])
    return csr_array((signs, (rows, np.concatenate([sums // width, pairs[:, 1]]))), shape=(len(sums), n))


def _links(own: np.ndarray, tree: Tree, stride: int, size: int) -> Iterator[Links]:
    """Give the parts of each total along one dimension; the parts of one sum are of one level."""
    node = own // stride % size
    up = tree.parents[node]
    parts = own[up >= 0]
    yield parts + ((up - node) * stride)[up >= 0], tree.level[node[up >= 0]], parts
    if len(tree.members):
        codes = np.stack([tree.paths[tree.members[:, 0], 0], tree.members[:, 1]], axis=1)
        rows, group = paired(node, codes)
        yield own[rows] + (group - node[rows]) * stride, tree.level[node[rows]], own[rows]
        yield from _rests(own, node, tree, stride)


def _rests(own: np.ndarray, node: np.ndarray, tree: Tree, stride: int) -> Iterator[Links]:
    """Give the whole as a group and what is left without it."""
    rows, group = paired(node, tree.rests[:, ::-1])
    rest, left = own[rows], node[rows]
    names = int(tree.level.max()) + 1 + left
    yield rest - left * stride, names, rest
    beside = rest + (group - left) * stride
    is_there = np.isin(beside, own)  # a group that nobody of this cell is in has no cell
    yield (rest - left * stride)[is_there], names[is_there], beside[is_there]


def grids_of(
    keys: np.ndarray, tables: Sequence[Laid], axes: tuple[Axis, ...], strides: list[int]
) -> tuple[Grid, ...]:
    """Say where the cells of each table stand on its axes; nowhere where groups overlap: they are in no tree."""
    if any(len(tree.members) for dims, _ in tables for tree in dims):
        return ()
    return tuple(
        Grid(
            np.searchsorted(keys, own),
            tuple(own // strides[tree.axis] % len(axes[tree.axis].nodes) for tree in dims),
            tuple(tree.parents for tree in dims),
        )
        for dims, own in tables
    )
