"""What one publishes: a value or nothing for each cell, and the sums anyone can write from the codes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vivier.disclosure.spec import TOTAL, Dimension, Spec
from vivier.vocabulary import InputError

PUBLISHED, PRIMARY, SECONDARY, ZERO = "published", "primary", "secondary", "zero"
AGREED = "agreed"  # shown although it would be primary: each of its contributors agreed to it
STATUSES = (PUBLISHED, PRIMARY, SECONDARY, ZERO, AGREED)
HIDDEN = (PRIMARY, SECONDARY)
Codes = tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """Hold tables as they leave the house: nothing here is, or gives back, a hidden value.

    `values` and `units` are NaN where they are not shown; a cell that is absent has no contributor.
    """

    spec: Spec
    codes: tuple[Codes, ...]  # one code a column of the specification, `T` where it is summed over
    values: np.ndarray  # (n,) float
    units: np.ndarray  # (n,) float
    status: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.codes) == len(self.values) == len(self.units) == len(self.status):
            raise InputError("Une table publiée donne un code, une valeur, un nombre et un statut à chaque case.")
        if len(set(self.codes)) < len(self.codes):
            twice = next(each for at, each in enumerate(self.codes) if each in self.codes[:at])
            raise InputError(f"La case « {named(self.spec, twice)} » est publiée deux fois : gardez une seule ligne.")
        for at, status in enumerate(self.status):
            is_empty = bool(np.isnan(self.values[at]))
            is_odd = status not in STATUSES or is_empty != (status in HIDDEN) or self.values[at] < 0
            if is_odd or (status == ZERO and self.values[at] != 0):
                raise InputError(
                    f"La case « {named(self.spec, self.codes[at])} » a un statut ou une valeur qui ne vont pas "
                    f"ensemble : statuts {', '.join(STATUSES)}, et une valeur vide pour les cases masquées."
                )

    @property
    def hidden(self) -> np.ndarray:
        """Which cells show no value."""
        return np.asarray(np.isnan(self.values))

    def only(self, rows: Sequence[int]) -> "Published":
        """Keep some cells, by their rank."""
        codes, status = tuple(self.codes[at] for at in rows), tuple(self.status[at] for at in rows)
        at = np.array(rows, np.int64)
        return replace(self, codes=codes, values=self.values[at], units=self.units[at], status=status)

    def check_sums(self) -> None:
        """Refuse tables that are not whole: a total is absent, or is not the sum of its parts.

        Raises:
            InputError: naming the cell.
        """
        ladder, value = Ladder(self.spec), dict(zip(self.codes, self.values.tolist(), strict=True))
        parts: dict[tuple[Codes, str], list[float]] = {}
        for codes, own in value.items():
            for above in ladder.totals(codes):
                parts.setdefault(above, []).append(own)
        for (total, _), found in parts.items():
            most = float(np.nansum(found))
            lacks = value.get(total, 0.0) - most  # NaN where the total is hidden
            slack = 1e-6 * max(1.0, most)
            if total not in value or lacks < -slack or (lacks > slack and not np.isnan(found).any()):
                raise InputError(
                    f"La case « {named(self.spec, total)} » manque ou n’est pas la somme de ses parties : donnez le "
                    "fichier entier, tel qu’il a été écrit."
                )

    def name(self, at: int) -> str:
        """Give a cell's name in French."""
        return named(self.spec, self.codes[at])


def named(spec: Spec, codes: Codes) -> str:
    """Name a cell by its finest codes.

    >>> spec = Spec("siren", "", (Dimension("r", ("region",)), Dimension("a", ("naf", "section"))))
    >>> named(spec, ("84", "28.1", "C")), named(spec, ("T", "T", "T"))
    ('region 84 × naf 28.1', 'ensemble')
    """
    parts = []
    for axis in dict.fromkeys(spec.axis(each) for each in spec.dimensions):
        shown = [(column, codes[spec.columns.index(column)]) for column in axis]
        parts += [f"{column} {code}" for column, code in shown if code != TOTAL][:1]
    return " × ".join(parts) or "ensemble"


class Ladder:
    """Give, for any cell named by its codes, the totals it is a part of."""

    def __init__(self, spec: Spec) -> None:
        self._place = {column: at for at, column in enumerate(spec.columns)}
        self._spec = spec
        self._axes = tuple(dict.fromkeys(spec.axis(each) for each in spec.dimensions))
        self._level = {spec.shown(column): column for column in spec.columns}
        self._tables = [{spec.axis(each): each for each in map(spec.dimension, names)} for names in spec.tables]
        self._shown = {column: spec.shown(column) for column in spec.columns}

    def totals(self, codes: Codes) -> Iterator[tuple[Codes, str]]:
        """Give each total the cell is a part of, with the level of the parts.

        Raises:
            InputError: the codes are those of no cell of the tables.
        """
        levels = {axis: self._level_of(axis, codes) for axis in self._axes}
        found = set()
        is_held = False
        for table in self._tables:
            if any(
                level and (axis not in table or level not in table[axis].levels) for axis, level in levels.items()
            ):
                continue
            is_held = True
            for axis, dimension in table.items():
                if level := levels[axis]:
                    found.add((self._above(codes, axis, dimension, level), level))
        if not is_held:
            raise InputError(f"La case « {named(self._spec, codes)} » n’est dans aucun tableau de la spécification.")
        yield from sorted(found)

    def _level_of(self, axis: tuple[str, ...], codes: Codes) -> str:
        shown = frozenset(column for column in axis if codes[self._place[column]] != TOTAL)
        if shown and shown not in self._level:
            raise InputError(f"La case « {named(self._spec, codes)} » ne donne pas le code de tous ses niveaux.")
        return self._level[shown] if shown else ""

    def _above(self, codes: Codes, axis: tuple[str, ...], dimension: Dimension, level: str) -> Codes:
        up = list(codes)
        at = dimension.levels.index(level) + 1
        if dimension.parents is not None:
            own = codes[self._place[level]]
            if own not in dimension.parents:
                raise InputError(
                    f"Le code « {own} » de « {level} » n’est pas dans la hiérarchie : ajoutez-y sa ligne."
                )
            up[self._place[level]] = dimension.parents[own]
            return tuple(up)
        kept = self._shown[dimension.levels[at]] if at < len(dimension.levels) else frozenset()
        for column in axis:
            if column not in kept:
                up[self._place[column]] = TOTAL
        return tuple(up)
