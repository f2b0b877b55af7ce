"""What changed between two vintages of the same records: it is a table too, with its own sensitive cells."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vivier.disclosure.cells import tables_of
from vivier.disclosure.ladder import Codes
from vivier.disclosure.primary import flag
from vivier.disclosure.published import Published
from vivier.disclosure.records import Coded, Records
from vivier.disclosure.rules import Rules
from vivier.disclosure.spec import Spec

_MOST_KEYS = 2**62


@dataclass(frozen=True)
class Changes:
    """Hold the cells whose change between two vintages would betray a holding, and how wide a doubt each needs.

    `moved` are all the cells to which some unit brings more or less than it did: the others are the same figures.
    """

    width: Mapping[Codes, float]
    moved: frozenset[Codes] = frozenset()


@dataclass(frozen=True)
class Past:
    """Hold what was published; where its records were kept, what changed since is known.

    `period` names figures that are not the same ones (another day, other companies beside these): they are expected
    to differ, so a cell that would betray by its change is hidden; only the total cannot be, and is refused.
    """

    published: Published
    changes: Changes | None
    period: str = ""


def changes_of(records: Records, now: int, spec: Spec, rules: Rules) -> Changes:
    """Flag the difference of two vintages by the primary rules: the first `now` records, and those after them.

    What a unit brings to a cell counts for as much as it changed, upwards or downwards; one that did not change is no
    part of it.

    >>> from vivier.disclosure.records import records_of
    >>> from vivier.disclosure.spec import Dimension
    >>> spec = Spec("siren", "ca", (Dimension("région", ("region",)),), holding="groupe")
    >>> now = [("A", "", "120"), ("B", "", "80"), ("C", "", "50"), ("D", "", "70")]
    >>> left = [("X", "G", "30"), ("Y", "G", "20"), ("Z", "G", "10")]              # three units of one group
    >>> names, heads, values = zip(*now, *now, *left)
    >>> rows = {"siren": names, "groupe": heads, "ca": values, "region": ["84"] * 11}
    >>> sorted(changes_of(records_of(rows, spec), 4, spec, Rules()).width.items())
    [(('84',), 9.0), (('T',), 9.0)]

    Raises:
        InputError: levels are not nested the same way in the two vintages.
    """
    tables = tables_of(_changed(records, now), spec)
    flags = flag(tables, rules)
    width = {tables.codes[at]: float(flags.width[at]) for at in np.flatnonzero(flags.sensitive).tolist()}
    return Changes(width, frozenset(tables.codes))


def _changed(records: Records, now: int) -> Records:
    """Keep what each unit brings more or less to each finest cell, as positive amounts."""
    keys = records.unit.astype(np.int64)
    for column in records.columns.values():
        if (int(keys.max(initial=0)) + 1) * max(len(column.labels), 1) > _MOST_KEYS:
            keys = np.unique(keys, return_inverse=True)[1]
        keys = keys * max(len(column.labels), 1) + column.codes
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    signs = np.where(np.arange(len(records)) < now, 1.0, -1.0)
    value = np.abs(np.bincount(inverse, signs * records.value, len(first)))
    moved = value > 1e-9 * np.bincount(inverse, records.value, len(first))
    people = records.people
    if len(people):
        people = np.abs(np.bincount(inverse, signs * people, len(first)))[moved]
    kept = first[moved]
    columns = {name: _used(each, kept) for name, each in records.columns.items()}
    return Records(columns, records.unit[kept], records.holding[kept], value[moved], people)


def _used(column: Coded, kept: np.ndarray) -> Coded:
    """Keep some rows, and the labels that they have."""
    used, codes = np.unique(column.codes[kept], return_inverse=True)
    return Coded(tuple(column.labels[at] for at in used.tolist()), codes)
