"""Records gathered in chunks: columns as small integers, so that a million rows stay small."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vivier.disclosure.spec import CODE_T, TOTAL, Spec, written
from vivier.vocabulary import InputError

Texts = Sequence[str]


@dataclass(frozen=True)
class Coded:
    """Hold a column of codes: the labels once, and the place of each row's among them."""

    labels: tuple[str, ...]
    codes: np.ndarray  # (rows,) int32


@dataclass(frozen=True)
class Records:
    """Hold the rows of a register: codes by column, unit and holding of each row, its value, its people.

    >>> from vivier.disclosure.spec import Dimension
    >>> spec = Spec("siren", "ca", (Dimension("région", ("region",)),))
    >>> rows = {"siren": ["A", "B"], "ca": ["120", "80.5"], "region": ["84", "84"]}
    >>> float(records_of(rows, spec).value.sum())
    200.5
    """

    columns: Mapping[str, Coded]
    unit: np.ndarray  # (rows,) int32
    holding: np.ndarray  # (rows,) int32; units that name no holding are one by themselves
    value: np.ndarray  # (rows,) float
    people: np.ndarray  # (rows,) float; empty when nobody counts them

    def __len__(self) -> int:
        return len(self.value)


class _Numbers(dict[str, int]):
    """Give each text a number, in the order they come; blanks around a text are no part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: list[str] = []

    def __missing__(self, text: str) -> int:
        label = text.strip()
        found = self.get(label, -1)
        if found < 0:
            found = self[label] = len(self.labels)
            self.labels.append(label)
        self[text] = found
        return found

    def encode(self, texts: Texts) -> np.ndarray:
        return np.fromiter(map(self.__getitem__, texts), np.int32, len(texts))


class Gatherer:
    """Gather records chunk by chunk; rows are numbered from 2, as in a file with one line of titles."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._columns = {column: _Numbers() for column in spec.carried}
        self._names = _Numbers()  # units and holdings share their names: the head of a group is one of its units
        self._parts: dict[str, list[np.ndarray]] = {}
        self._rows = 0
        self._line_of: Callable[[int], int] | None = None

    def __len__(self) -> int:
        return self._rows

    def add(self, texts: Mapping[str, Texts], line_of: Callable[[int], int] | None = None) -> None:
        """Add a chunk of rows, given by column; `line_of` says which line of a file a row of the chunk is.

        Raises:
            InputError: a code is absent, a unit has no name, a value is negative or no number.
        """
        spec, self._line_of = self._spec, line_of
        for column, numbers in self._columns.items():
            codes = numbers.encode(texts[column])
            if "" in numbers:
                raise InputError(
                    f"Ligne {self._line(codes == numbers[''])} : le code de « {column} » est absent ; ajoutez-le."
                )
            self._keep(column, codes)
        units = self._names.encode(texts[spec.unit])
        if "" in self._names and (nameless := units == self._names[""]).any():
            raise InputError(f"Ligne {self._line(nameless)} : l’unité (« {spec.unit} ») n’a pas de nom.")
        self._keep(":unit", units)
        heads = self._names.encode(texts[spec.holding]) if spec.holding else units
        if "" in self._names:
            heads = np.where(heads == self._names[""], units, heads)
        self._keep(":holding", heads)
        self._keep(":value", self._amounts(spec.value, texts) if spec.value else np.ones(len(units)))
        if spec.people:
            self._keep(":people", self._amounts(spec.people, texts))
        self._rows += len(units)

    def records(self) -> Records:
        """Give all that was gathered."""

        def joined(name: str, kind: type) -> np.ndarray:
            parts = self._parts.pop(name, [])
            return np.concatenate(parts) if parts else np.zeros(0, kind)

        columns = {
            column: Coded(_labels(column, numbers.labels), joined(column, np.int32))
            for column, numbers in self._columns.items()
        }
        value = joined(":value", float)
        # Each row of a count is one: it is a person as well, when cells are counts.
        people = value if self._spec.is_count and not self._spec.people else joined(":people", float)
        return Records(columns, joined(":unit", np.int32), joined(":holding", np.int32), value, people)

    def _keep(self, name: str, part: np.ndarray) -> None:
        self._parts.setdefault(name, []).append(part)

    def _line(self, wrong: np.ndarray) -> int:
        at = int(np.argmax(wrong))
        return self._rows + 2 + at if self._line_of is None else self._line_of(at)

    def _amounts(self, column: str, texts: Mapping[str, Texts]) -> np.ndarray:
        said = texts[column]
        try:
            found = np.fromiter(map(float, said), float, len(said))
        except ValueError:
            found = np.fromiter(map(_amount, said), float, len(said))
        wrong = ~(found >= 0) | (found > 1e15)
        if wrong.any():
            raise InputError(f"Ligne {self._line(wrong)} : « {column} » doit être un nombre positif ou nul.")
        return found


def _labels(column: str, codes: Sequence[str]) -> tuple[str, ...]:
    """Write the code that is named as the total in another way: NAF has a section T."""
    if {TOTAL, CODE_T} <= set(codes):
        raise InputError(
            f"La colonne « {column} » a un code « {TOTAL} », qui serait écrit « {CODE_T} » pour n’être pas pris "
            f"pour le total, et un code « {CODE_T} » : renommez l’un des deux."
        )
    return tuple(written(code) for code in codes)


def _amount(text: str) -> float:
    """Read a number as people write it in France too; NaN when it is none."""
    try:
        return float(text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        return float("nan")


def records_of(texts: Mapping[str, Texts], spec: Spec) -> Records:
    """Gather records given whole, by column.

    Raises:
        InputError: a column is missing, or what `Gatherer.add` refuses.
    """
    gatherer = Gatherer(spec)
    if absent := [name for name in needed(spec) if name not in texts]:
        raise InputError(f"Il manque la colonne « {absent[0]} » : ajoutez-la, ou corrigez la spécification.")
    gatherer.add(texts)
    return gatherer.records()


def needed(spec: Spec) -> tuple[str, ...]:
    """Give the columns that records must have."""
    named = (*spec.carried, spec.unit, spec.holding, spec.value, spec.people)
    return tuple(dict.fromkeys(name for name in named if name))
