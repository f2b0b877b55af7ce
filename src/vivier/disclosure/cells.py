"""Records summed into cells, every margin included: values, units, holdings and the largest of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.grid import Grid
from vivier.disclosure.hierarchy import Axis, Tree, axes_of
from vivier.disclosure.records import Records
from vivier.disclosure.sharing import Sharing, largest_of, shared
from vivier.disclosure.spec import TOTAL, Spec
from vivier.disclosure.system import System

_DENSE = 8_000_000  # finest cells that are counted in place rather than sorted
_DECIMALS = 6


@dataclass(frozen=True)
class Tables:
    """Hold every cell of every table that has a record, each once: a margin of two tables is one cell.

    Cells are in the order of their codes, the total first. `largest` are the three largest holdings of each cell,
    each after its units in that cell are summed; `owner` numbers the largest.
    """

    spec: Spec
    columns: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]  # of each cell, one a column; `T` where it is summed over
    values: np.ndarray  # (n,) float
    units: np.ndarray  # (n,) int: distinct units
    holdings: np.ndarray  # (n,) int: distinct holdings
    largest: np.ndarray  # (n, 3) float
    owner: np.ndarray  # (n,) int
    people: np.ndarray  # (n,) float; 0 when nobody counts them
    relations: csr_array  # (m, n)
    grids: tuple[Grid, ...] = ()  # of each table: where its cells stand

    def __len__(self) -> int:
        return len(self.values)

    @property
    def system(self) -> System:
        """The cells and their sums, as the search for secondary cells takes them."""
        return System(self.values, self.relations, self.grids)


@dataclass(frozen=True)
class _Sums:
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


def tables_of(records: Records, spec: Spec) -> Tables:
    """Sum records into the cells of every table, margins included.

    >>> from vivier.disclosure.records import records_of
    >>> from vivier.disclosure.spec import Dimension
    >>> spec = Spec("siren", "ca", (Dimension("région", ("region",)),))
    >>> rows = {"siren": ["A", "B", "C"], "ca": ["120", "80", "50"], "region": ["84", "84", "11"]}
    >>> made = tables_of(records_of(rows, spec), spec)
    >>> made.codes, made.values.tolist()
    ((('T',), ('11',), ('84',)), [250.0, 50.0, 200.0])

    Raises:
        InputError: levels are not nested, or a code is not in its hierarchy.
    """
    axes, trees = axes_of(records, spec)
    strides = _strides(axes)
    scale = _scale(records.value)
    parts: list[_Sums] = []
    tables: list[tuple[tuple[Tree, ...], np.ndarray]] = []
    for names in spec.tables:
        dims = tuple(trees[name] for name in names)
        leaves = [records.columns[spec.dimension(name).finest].codes for name in names]
        finest = _finest(records, dims, leaves, [strides[tree.axis] for tree in dims])
        crossings = [*_crossings(finest)]
        parts += crossings
        tables.append((dims, np.concatenate([each.keys for each in crossings])))
    sums = _once(parts)
    relations = _relations(sums.keys, tables, axes, strides)
    codes = _codes(sums.keys, axes, strides, spec)
    # Sums are of whole numbers, then scaled back: exact whatever their order, and written as people write them.
    return Tables(
        spec, spec.columns, codes, np.round(sums.values * scale) / scale, sums.units, sums.holdings, sums.largest,
        sums.owner, sums.people, relations, _grids(sums.keys, tables, axes, strides),
    )  # fmt: skip


def _scale(values: np.ndarray) -> float:
    """Give the power of ten that makes every value whole; a millionth is the finest kept."""
    for decimals in range(_DECIMALS):
        scaled = values * 10.0**decimals
        if np.all(np.abs(scaled - np.round(scaled)) <= 1e-9 * np.maximum(scaled, 1)):
            return float(10.0**decimals)
    return float(10.0**_DECIMALS)


def _strides(axes: tuple[Axis, ...]) -> list[int]:
    sizes = [len(axis.nodes) for axis in axes]
    return [int(np.prod(sizes[at + 1 :], dtype=np.int64)) for at in range(len(sizes))]


def _finest(records: Records, dims: tuple[Tree, ...], leaves: list[np.ndarray], strides: list[int]) -> _Finest:
    sizes = [len(tree.paths) for tree in dims]
    keys = np.zeros(len(records), np.int64)
    for codes, size in zip(leaves, sizes, strict=True):
        keys = keys * size + codes
    held, cell = _compact(keys, float(np.prod([float(size) for size in sizes])))
    places = np.unravel_index(held, sizes) if len(held) else [held] * len(sizes)
    paths = tuple(
        np.where(tree.paths[place] < 0, -1, tree.paths[place] * stride)
        for tree, place, stride in zip(dims, places, strides, strict=True)
    )
    n = len(held)
    people = records.people if len(records.people) else np.zeros(len(records))
    return _Finest(
        paths,
        np.bincount(cell, records.value, n),
        np.bincount(cell, people, n),
        shared(cell, records.unit, records.value, n),
        shared(cell, records.holding, records.value, n),
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


def _crossings(finest: _Finest) -> Iterator[_Sums]:
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
        yield _Sums(
            keys,
            np.bincount(inverse, finest.values[reached], size),
            finest.units.distinct(cell, size),
            finest.holdings.distinct(cell, size),
            top,
            owner,
            np.bincount(inverse, finest.people[reached], size),
        )


def _once(parts: list[_Sums]) -> _Sums:
    """Put crossings together, in the order of keys; a cell of two tables is kept once."""
    keys, first = np.unique(np.concatenate([each.keys for each in parts]), return_index=True)

    def kept(name: str) -> np.ndarray:
        return np.concatenate([getattr(each, name) for each in parts])[first]

    return _Sums(keys, *(kept(name) for name in ("values", "units", "holdings", "largest", "owner", "people")))


def _relations(
    keys: np.ndarray, tables: list[tuple[tuple[Tree, ...], np.ndarray]], axes: tuple[Axis, ...], strides: list[int]
) -> csr_array:
    """Write each total as the sum of its parts, level by level and dimension by dimension; each sum once."""
    n, width = len(keys), sum(len(axis.columns) for axis in axes)
    links = [np.zeros((0, 2), np.int64)]
    for dims, own in tables:
        for tree in dims:
            node = own // strides[tree.axis] % len(axes[tree.axis].nodes)
            up = tree.parents[node]
            parts = own[up >= 0]
            totals = parts + ((up - node) * strides[tree.axis])[up >= 0]
            sums = np.searchsorted(keys, totals) * width + tree.level[node[up >= 0]]
            links.append(np.stack([sums, np.searchsorted(keys, parts)], axis=1))
    pairs = np.unique(np.concatenate(links), axis=0)
    sums, row = np.unique(pairs[:, 0], return_inverse=True)
    rows = np.concatenate([np.arange(len(sums)), row])
    signs = np.concatenate([np.ones(len(sums)), -np.ones(len(row))])
    return csr_array((signs, (rows, np.concatenate([sums // width, pairs[:, 1]]))), shape=(len(sums), n))


def _grids(
    keys: np.ndarray, tables: list[tuple[tuple[Tree, ...], np.ndarray]], axes: tuple[Axis, ...], strides: list[int]
) -> tuple[Grid, ...]:
    """Say where the cells of each table stand on its axes."""
    return tuple(
        Grid(
            np.searchsorted(keys, own),
            tuple(own // strides[tree.axis] % len(axes[tree.axis].nodes) for tree in dims),
            tuple(tree.parents for tree in dims),
        )
        for dims, own in tables
    )


def _codes(keys: np.ndarray, axes: tuple[Axis, ...], strides: list[int], spec: Spec) -> tuple[tuple[str, ...], ...]:
    written = {}
    for axis, stride in zip(axes, strides, strict=True):
        node = keys // stride % len(axis.nodes)
        for column in axis.columns:
            labels = np.array([shown.get(column, TOTAL) for shown in axis.shown], object)
            written[column] = labels[node].tolist()
    return tuple(zip(*(written[column] for column in spec.columns), strict=True))
