"""The cells of a stock held as columns: a whole nation without an object for each of its cells."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from vivier.vocabulary import InputError
from vivier.workforce.data import Cell, Stock

Rows = npt.NDArray[np.bool_] | slice


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Say what each row is, as a rank among a few names: row *r* is `names[codes[r]]`."""

    names: tuple[Hashable, ...]
    codes: npt.NDArray[np.intp]

    def __post_init__(self) -> None:
        if self.codes.size and not 0 <= self.codes.min() <= self.codes.max() < len(self.names):
            raise InputError("Une colonne du stock désigne un nom qui n’est pas dans sa liste de noms.")

    @classmethod
    def of(cls, values: Iterable[Hashable]) -> "Labels":
        """Give the labels of rows whose values are told one by one.

        >>> Labels.of(["623f", "474b", "623f"]).codes
        array([0, 1, 0])
        """
        ranks: dict[Hashable, int] = {}
        codes = [ranks.setdefault(value, len(ranks)) for value in values]
        return cls(tuple(ranks), np.array(codes, np.intp))

    @classmethod
    def same(cls, name: Hashable, rows: int) -> "Labels":
        """Give one label to every row."""
        return cls((name,), np.zeros(rows, np.intp))

    def of_rows(self, rows: Rows) -> "Labels":
        """Give the labels of some of the rows."""
        return Labels(self.names, self.codes[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Columns(Sequence[Cell]):
    """Hold cells as columns, to be given to `Stock` as its cells; `n` (rows,) counts people.

    A row read by itself is a `Cell`, whose rules are those of every row.

    >>> import datetime as dt
    >>> ages = Labels.of([57, "25_34"])
    >>> cells = Columns.counted(Labels.same("623f", 2), ages, np.array([3, 2]))
    >>> Stock(dt.date(2026, 1, 31), cells).people, cells[1]
    (5, Cell(occupation='623f', age='25_34', sex='inconnu', n=2, contract='CDI', group=''))
    """

    occupation: Labels
    age: Labels
    sex: Labels
    contract: Labels
    group: Labels
    n: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        if len({len(self.n), *(column.codes.size for column in self._labels)}) > 1:
            raise InputError("Les colonnes du stock n’ont pas toutes le même nombre de lignes.")
        # The rules of a cell, played once for each name rather than for each row.
        for name in self.occupation.names:
            Cell(name, 30, "inconnu", 0)  # type: ignore[arg-type]
        for age in self.age.names:
            Cell("-", age, "inconnu", 0)  # type: ignore[arg-type]
        for contract in self.contract.names:
            Cell("-", 30, "inconnu", 0, contract)  # type: ignore[arg-type]
        if self.n.size:
            Cell("-", 30, "inconnu", self.n.min().item())

    @classmethod
    def counted(cls, occupation: Labels, age: Labels, n: npt.NDArray[np.int64]) -> "Columns":
        """Give the cells of people of whom the occupation and the age are all that is told."""
        sex, contract, group = (Labels.same(name, n.size) for name in ("inconnu", "CDI", ""))
        return cls(occupation, age, sex, contract, group, n)

    @property
    def _labels(self) -> tuple[Labels, ...]:
        return self.occupation, self.age, self.sex, self.contract, self.group

    @property
    def permanent(self) -> "Columns":
        """The rows that are projected: somebody, of a permanent contract."""
        lasting = [Cell("-", 30, "inconnu", 0, str(name)).is_permanent for name in self.contract.names]
        kept = (self.n > 0) & np.array(lasting, bool)[self.contract.codes]
        return self if kept.all() else self.of_rows(kept)

    def of_rows(self, rows: Rows) -> "Columns":
        """Give some of the rows."""
        occupation, age, sex, contract, group = (column.of_rows(rows) for column in self._labels)
        return Columns(occupation, age, sex, contract, group, self.n[rows])

    def __len__(self) -> int:
        return len(self.n)

    @overload
    def __getitem__(self, place: int) -> Cell: ...
    @overload
    def __getitem__(self, place: slice) -> "Columns": ...
    def __getitem__(self, place: int | slice) -> "Cell | Columns":
        if isinstance(place, slice):
            return self.of_rows(place)
        occupation, age, sex, contract, group = (column.names[column.codes[place]] for column in self._labels)
        return Cell(occupation, age, sex, int(self.n[place]), contract, group)


def columns_of(stock: Stock) -> Columns:
    """Give the cells of a stock as columns, whatever it holds them as."""
    cells = stock.cells
    if isinstance(cells, Columns):
        return cells
    return Columns(
        Labels.of(cell.occupation for cell in cells),
        Labels.of(cell.age for cell in cells),
        Labels.of(cell.sex for cell in cells),
        Labels.of(cell.contract for cell in cells),
        Labels.of(cell.group for cell in cells),
        np.array([cell.n for cell in cells], np.int64),
    )
