"""What is to be published: dimensions with their levels, tables over them, and what their cells count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from vivier.disclosure.rules import Rules, rules_of
from vivier.vocabulary import InputError

TOTAL = "T"  # where a column is summed over
CODE_T = "T_"  # how a code that is itself named T is written (NAF has a section T)
RESERVED = ("value", "units", "status")
COSTS = ("value", "cell", "balanced")
_KNOWN = {"value", "unit", "holding", "people", "dimension", "table", "rules", "cost", "keep"}


@dataclass(frozen=True)
class Dimension:
    """Hold one dimension: its level columns from fine to coarse, or one column and the parent of each code.

    `groups` names the column of groups that may overlap, of which the finest code says all: « a+b » is in a and in b.
    Tables over a dimension with `only` are of that group alone: they say nothing of the whole.

    >>> Dimension("activité", ("naf", "division", "section")).finest
    'naf'
    """

    name: str
    levels: tuple[str, ...]
    parents: Mapping[str, str] | None = None
    groups: str = ""
    only: str = ""

    def __post_init__(self) -> None:
        if not self.name or not self.levels or not all(isinstance(each, str) and each for each in self.levels):
            raise InputError("Chaque dimension porte un nom et une colonne au moins (« levels », de la plus fine).")
        if taken := set(self.columns) & set(RESERVED):
            raise InputError(f"Le nom « {min(taken)} » est celui d’une colonne du résultat : renommez la vôtre.")
        if len(set(self.columns)) < len(self.columns):
            raise InputError(f"La dimension « {self.name} » nomme deux fois la même colonne.")
        if bool(self.groups) and (len(self.levels) != 1 or self.parents is not None):
            raise InputError(f"La dimension « {self.name} » a des groupes : donnez-lui une colonne, sans niveau.")
        if self.parents is not None and len(self.levels) != 1:
            raise InputError(f"La dimension « {self.name} » a une hiérarchie : donnez-lui une seule colonne.")

    @property
    def finest(self) -> str:
        """The column that records carry."""
        return self.levels[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its codes: its levels, then its groups."""
        return (*self.levels, self.groups) if self.groups else self.levels


@dataclass(frozen=True)
class Spec:
    """Hold what is to be published: columns of records, dimensions, and tables that each name some of them.

    Without `value`, records are counted. `keep` lists sets of columns whose cells should rather stay published.

    >>> spec = Spec("siren", "", (Dimension("région", ("region",)), Dimension("activité", ("naf", "section"))))
    >>> spec.tables, spec.columns
    ((('région', 'activité'),), ('region', 'naf', 'section'))
    """

    unit: str
    value: str
    dimensions: tuple[Dimension, ...]
    tables: tuple[tuple[str, ...], ...] = ()
    holding: str = ""
    people: str = ""
    cost: str = "balanced"
    keep: tuple[tuple[str, ...], ...] = field(default=())

    def __post_init__(self) -> None:
        names = [each.name for each in self.dimensions]
        if not names or len(set(names)) < len(names):
            raise InputError("Il faut au moins une dimension, et un nom différent pour chacune.")
        if not self.unit:
            raise InputError("Dites quelle colonne nomme l’unité (« unit »).")
        if self.cost not in COSTS:
            raise InputError(f"Le coût « {self.cost} » n’est pas connu ; coûts : {', '.join(COSTS)}.")
        if not self.tables:
            object.__setattr__(self, "tables", (tuple(names),))
        self._check_columns()
        for table in self.tables:
            self._check_table(table, names)
        if unknown := {column for columns in self.keep for column in columns} - set(self.columns):
            raise InputError(f"« keep » nomme la colonne « {min(unknown)} », qui n’est celle d’aucune dimension.")

    def _check_columns(self) -> None:
        for each in self.dimensions:
            shared = [other.name for other in self.dimensions if other != each and each.finest in other.levels]
            if each.parents is not None and shared:
                raise InputError(
                    f"La colonne « {each.finest} » a une hiérarchie et sert aussi à « {shared[0]} » : "
                    "donnez-lui une colonne à elle."
                )

    def _check_table(self, table: tuple[str, ...], names: list[str]) -> None:
        if unknown := set(table) - set(names):
            raise InputError(f"Un tableau nomme la dimension « {min(unknown)} », qui n’est pas décrite.")
        axes = [self.axis(self.dimension(name)) for name in table]
        if not table or len(set(axes)) < len(axes):
            raise InputError(
                "Un tableau croise des dimensions qui n’ont aucune colonne en commun : "
                f"séparez « {' × '.join(table)} » en plusieurs tableaux."
            )

    def dimension(self, name: str) -> Dimension:
        """Give the dimension of a name."""
        return next(each for each in self.dimensions if each.name == name)

    @property
    def columns(self) -> tuple[str, ...]:
        """The level columns, in the order of the dimensions, each once."""
        return tuple(dict.fromkeys(column for each in self.dimensions for column in each.columns))

    @property
    def grouped(self) -> tuple[int, ...]:
        """Where the columns of groups that overlap are, among `columns`."""
        groups = {each.groups for each in self.dimensions if each.groups}
        return tuple(at for at, column in enumerate(self.columns) if column in groups)

    @property
    def carried(self) -> tuple[str, ...]:
        """The columns that records carry: all but groups, which their finest code says."""
        return tuple(dict.fromkeys(column for each in self.dimensions for column in each.levels))

    @property
    def shapes(self) -> frozenset[frozenset[str]]:
        """The columns that a cell shows a code of, for each kind of cell of the tables; none for the total."""
        levels = [[self._steps(self.dimension(name)) for name in table] for table in self.tables]
        return frozenset(
            frozenset(column for level in chosen if level for column in self.shown(level))
            for table in levels
            for chosen in product(*table)
        )

    def _steps(self, dimension: Dimension) -> tuple[str, ...]:
        return dimension.columns if dimension.only else ("", *dimension.columns)

    @property
    def is_count(self) -> bool:
        """Whether cells count records rather than sum a value."""
        return not self.value

    def axis(self, dimension: Dimension) -> tuple[str, ...]:
        """Give the columns of all the dimensions that share a column with this one, directly or not."""
        return self._axes[dimension.name]

    @cached_property
    def _axes(self) -> Mapping[str, tuple[str, ...]]:
        return {each.name: self._axis(each) for each in self.dimensions}

    def _axis(self, dimension: Dimension) -> tuple[str, ...]:
        found = set(dimension.columns)
        for _ in self.dimensions:
            found |= {column for each in self.dimensions if found & set(each.columns) for column in each.columns}
        return tuple(column for column in self.columns if column in found)

    def shown(self, column: str) -> frozenset[str]:
        """Give the columns that a cell of this level shows: its own, and those it is nested in."""
        found = {column}
        for _ in self.dimensions:
            found |= {
                above
                for each in self.dimensions
                for at, level in enumerate(each.levels)
                if level in found
                for above in each.levels[at:]
            }
        return frozenset(found)


def spec_of(document: Mapping[str, Any], hierarchies: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[Spec, Rules]:
    """Read a specification and its rules; `hierarchies` gives the (child, parent) rows of each file it names.

    Raises:
        InputError: a key is unknown, something is missing, a hierarchy has a cycle, rules are weaker than the law.
    """
    if unknown := set(document) - _KNOWN:
        raise InputError(f"La spécification a une clé inconnue, « {min(unknown)} » : ôtez-la ou corrigez-la.")
    dimensions = tuple(_dimension(each, hierarchies) for each in _listed(document, "dimension"))
    tables = tuple(_names(each.get("dimensions"), "dimensions") for each in _listed(document, "table"))
    spec = Spec(
        _text(document, "unit"), _text(document, "value"), dimensions, tables,
        holding=_text(document, "holding"), people=_text(document, "people"),
        cost=_text(document, "cost") or "balanced",
        keep=tuple(_names(each, "keep") for each in document.get("keep", [])),
    )  # fmt: skip
    rules = rules_of(document.get("rules", {}), with_people=bool(spec.people))
    if rules.min_people and not (spec.people or spec.is_count):
        raise InputError("La règle « min_people » demande la colonne des personnes : nommez-la dans « people ».")
    return spec, rules


def _listed(document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = document.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise InputError(f"Écrivez chaque « {key} » de la spécification sous un titre [[{key}]].")
    return found


def _text(document: Mapping[str, Any], key: str) -> str:
    found = document.get(key, "")
    if not isinstance(found, str):
        raise InputError(f"« {key} » doit être un texte dans la spécification.")
    return found.strip()


def _names(found: object, key: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise InputError(f"« {key} » doit être une liste de textes dans la spécification.")
    return tuple(found)


def _dimension(each: Mapping[str, Any], hierarchies: Mapping[str, Sequence[tuple[str, str]]]) -> Dimension:
    column = _text(each, "column")
    name = _text(each, "name") or column
    file = _text(each, "hierarchy")
    if unknown := set(each) - {"name", "column", "levels", "hierarchy"}:
        raise InputError(f"La dimension « {name} » a une clé inconnue, « {min(unknown)} » : ôtez-la.")
    if file and "levels" in each:
        raise InputError(f"La dimension « {name} » a des niveaux et une hiérarchie : gardez l’un des deux.")
    if file:
        return Dimension(name, (column,), parents_of(hierarchies[file], file))
    levels = _names(each.get("levels", [column] if column else []), "levels")
    if column and column not in levels:
        levels = (column, *levels)
    if column and column != levels[0]:
        raise InputError(f"La dimension « {name} » doit nommer ses niveaux du plus fin, « {column} », au plus large.")
    return Dimension(name, levels)


def written(code: str) -> str:
    """Give a code as the tables write it: never as the total is.

    >>> written("T"), written("28")
    ('T_', '28')
    """
    return CODE_T if code == TOTAL else code


def parents_of(rows: Sequence[tuple[str, str]], name: str) -> dict[str, str]:
    """Give the parent of each code of a hierarchy file; those at its top have `T`.

    A file may name the total as the parent of its first codes (`T`, or nothing), or leave them undefined; `T` beside
    other undefined codes is the code of a section.

    >>> parents_of([("28.1", "28"), ("28.2", "28"), ("28", "C")], "naf.csv")
    {'28.1': '28', '28.2': '28', '28': 'C', 'C': 'T'}

    Raises:
        InputError: a code has two parents, a parent is never defined, or codes go round in a circle.
    """
    raw: dict[str, str] = {}
    for child, parent in rows:
        if not child:
            raise InputError(f"La hiérarchie « {name} » a une ligne sans code : complétez-la ou ôtez-la.")
        if raw.setdefault(child, parent) != parent:
            raise InputError(f"Dans la hiérarchie « {name} », « {child} » a deux parents : gardez-en un.")
    heights = _heights(raw, name)
    tops = [each for each in dict.fromkeys(raw.values()) if each and each not in raw]
    others = [each for each in tops if each != TOTAL]
    is_total = TOTAL in tops and (not others or heights[TOTAL] > max(heights[each] for each in others))
    if others and (is_total or "" in raw.values()):
        raise InputError(f"Dans la hiérarchie « {name} », le parent « {others[0]} » n’est défini nulle part.")
    raw |= dict.fromkeys([each for each in tops if not (each == TOTAL and is_total)], "")
    return {
        written(child): TOTAL if not parent or (parent == TOTAL and is_total) else written(parent)
        for child, parent in raw.items()
    }


def _heights(parents: Mapping[str, str], name: str) -> dict[str, int]:
    """Give how many levels are under each code; a circle is refused."""
    heights: dict[str, int] = {}
    for code in parents:
        at, steps = code, 0
        while at in parents:
            at, steps = parents[at], steps + 1
            heights[at] = max(heights.get(at, 0), steps)
            if steps > len(parents):
                raise InputError(f"La hiérarchie « {name} » tourne en rond autour de « {code} » : corrigez-la.")
    return heights
