"""The sums that anyone can write from the codes of cells alone."""

from collections.abc import Collection, Iterator

from vivier.disclosure.overlaps import groups_of, left_by
from vivier.disclosure.spec import TOTAL, Dimension, Spec
from vivier.vocabulary import InputError

Codes = tuple[str, ...]
_Axis = tuple[str, ...]
_Table = dict[_Axis, Dimension]


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
    """Give the totals that cells, named by their codes, are parts of."""

    def __init__(self, spec: Spec) -> None:
        self._place = {column: at for at, column in enumerate(spec.columns)}
        self._spec = spec
        self._axes = tuple(dict.fromkeys(spec.axis(each) for each in spec.dimensions))
        self._groups = {each.groups for each in spec.dimensions if each.groups}
        self._grouped = {each.finest for each in spec.dimensions if each.groups}
        self._level = {spec.shown(column): column for column in spec.columns}
        self._shown = {column: spec.shown(column) for column in spec.columns}
        self._tables: dict[str, list[_Table]] = {"": []}  # by the group that they are of alone
        for names in spec.tables:
            table = {spec.axis(each): each for each in map(spec.dimension, names)}
            only = next((each.only for each in table.values() if each.only), "")
            self._tables.setdefault(only, []).append(table)

    def holds(self, codes: Codes) -> bool:
        """Tell whether these are the codes of a cell of some table."""
        levels = self._levels(codes)
        return levels is not None and any(self._holding(codes, levels))

    def sums(self, cells: Collection[Codes]) -> list[tuple[Codes, list[Codes]]]:
        """Give every sum of some cells: the total, which may not be one of them, then its parts.

        Raises:
            InputError: the codes of one are those of no cell of the tables.
        """
        held, parts = set(cells), dict[tuple[Codes, str], list[Codes]]()
        for codes in cells:
            for total in self._totals(codes):
                parts.setdefault(total, []).append(codes)
        found = [(total, own) for (total, _), own in parts.items()]
        return [*found, *self._wholes(held)]

    def _wholes(self, held: set[Codes]) -> Iterator[tuple[Codes, list[Codes]]]:
        """Give the whole as a group and what is left without it, where that is a cell."""
        for codes in sorted(held) if self._groups else ():
            for column in self._groups:
                if group := left_by(codes[self._place[column]]):
                    beside = self._with(codes, {column: group})
                    parts = [beside, codes] if beside in held else [codes]
                    yield self._with(codes, {column: TOTAL}), parts

    def _totals(self, codes: Codes) -> list[tuple[Codes, str]]:
        """Give each total the cell is a part of, with the level of the parts."""
        levels = self._levels(codes)
        if levels is None:
            raise InputError(f"La case « {named(self._spec, codes)} » ne donne pas le code de tous ses niveaux.")
        found, is_held = set(), False
        for table in self._holding(codes, levels):
            is_held = True
            for axis, dimension in table.items():
                if level := levels[axis]:
                    found |= {(above, level) for above in self._above(codes, axis, dimension, level)}
        if not is_held:
            raise InputError(f"La case « {named(self._spec, codes)} » n’est dans aucun tableau de la spécification.")
        # What is left without a group is not there in every cell: nothing else is a sum of it.
        is_left = any(left_by(codes[self._place[column]]) for column in self._groups)
        return [] if is_left else sorted(found)

    def _levels(self, codes: Codes) -> dict[_Axis, str] | None:
        """Give the level of a cell on each axis, none where it is summed over; None where a code is lacking."""
        found = {}
        for axis in self._axes:
            shown = frozenset(column for column in axis if codes[self._place[column]] != TOTAL)
            if shown and shown not in self._level:
                return None
            found[axis] = self._level[shown] if shown else ""
        return found

    def _holding(self, codes: Codes, levels: dict[_Axis, str]) -> Iterator[_Table]:
        """Give the tables that have a cell."""
        mine = {codes[self._place[column]] for column in self._groups}
        said = [codes[self._place[column]] for column in self._grouped]
        mine.update(each for code in said if code != TOTAL for each in groups_of(code))
        for only in ("", *sorted(mine & self._tables.keys())):
            for table in self._tables[only]:
                if all(axis in table and level in table[axis].columns for axis, level in levels.items() if level):
                    yield table

    def _above(self, codes: Codes, axis: _Axis, dimension: Dimension, level: str) -> list[Codes]:
        """Give what a cell is a part of along one dimension: one total, or the groups it is in too."""
        own = codes[self._place[level]]
        if level == dimension.groups:
            return []
        if dimension.groups:
            groups = [group for group in groups_of(own) if dimension.only in ("", group)]
            whole = [] if dimension.only else [self._with(codes, {level: TOTAL})]
            return whole + [self._with(codes, {level: TOTAL, dimension.groups: group}) for group in groups]
        if dimension.parents is not None:
            if own not in dimension.parents:
                raise InputError(
                    f"Le code « {own} » de « {level} » n’est pas dans la hiérarchie : ajoutez-y sa ligne."
                )
            return [self._with(codes, {level: dimension.parents[own]})]
        at = dimension.levels.index(level) + 1
        kept = self._shown[dimension.levels[at]] if at < len(dimension.levels) else frozenset()
        return [self._with(codes, {column: TOTAL for column in axis if column not in kept})]

    def _with(self, codes: Codes, given: dict[str, str]) -> Codes:
        """Give codes with some of them changed, by column."""
        changed = list(codes)
        for column, code in given.items():
            changed[self._place[column]] = code
        return tuple(changed)
