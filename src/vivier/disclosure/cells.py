"""Records summed into cells, every margin included: values, units, holdings and the largest of them."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from vivier.disclosure.grid import Grid
from vivier.disclosure.hierarchy import Axis, Tree, axes_of
from vivier.disclosure.margins import Sums, margins_of, once
from vivier.disclosure.records import Records
from vivier.disclosure.relations import grids_of, relations_of
from vivier.disclosure.spec import TOTAL, Spec
from vivier.disclosure.system import System

_DECIMALS = 6
_NONE = np.zeros(0, np.int64)
_FIGURES = ("values", "units", "holdings", "largest", "owner", "people")


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

    def without(self, left: np.ndarray) -> "Tables":
        """Leave some cells out, (n,) bool, and every sum that one of them is in."""
        kept, links = np.flatnonzero(~left), abs(csr_array(self.relations))
        whole = np.flatnonzero((links @ left.astype(float)) == 0)
        return replace(
            self,
            codes=tuple(self.codes[at] for at in kept.tolist()),
            relations=csr_array(csr_array(self.relations[whole])[:, kept]),
            grids=(),
            **{name: getattr(self, name)[kept] for name in _FIGURES},
        )

    @property
    def system(self) -> System:
        """The cells and their sums, as the search for secondary cells takes them."""
        return System(self.values, self.relations, self.grids)


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
    parts: list[Sums] = []
    tables: list[tuple[tuple[Tree, ...], np.ndarray]] = []
    for names in spec.tables:
        dims = tuple(trees[name] for name in names)
        leaves = [records.columns[spec.dimension(name).finest].codes for name in names]
        margins = margins_of(records, dims, leaves, [strides[tree.axis] for tree in dims])
        parts += margins
        tables.append((dims, np.concatenate([_NONE, *(each.keys for each in margins)])))
    sums = once(parts)
    relations = relations_of(sums.keys, tables, axes, strides)
    codes = _codes(sums.keys, axes, strides, spec)
    # Sums are of whole numbers, then scaled back: exact whatever their order, and written as people write them.
    return Tables(
        spec, spec.columns, codes, np.round(sums.values * scale) / scale, sums.units, sums.holdings, sums.largest,
        sums.owner, sums.people, relations, grids_of(sums.keys, tables, axes, strides),
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


def _codes(keys: np.ndarray, axes: tuple[Axis, ...], strides: list[int], spec: Spec) -> tuple[tuple[str, ...], ...]:
    written = {}
    for axis, stride in zip(axes, strides, strict=True):
        node = keys // stride % len(axis.nodes)
        for column in axis.columns:
            labels = np.array([shown.get(column, TOTAL) for shown in axis.shown], object)
            written[column] = labels[node].tolist()
    return tuple(zip(*(written[column] for column in spec.columns), strict=True))
