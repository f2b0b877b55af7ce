"""A nomenclature: its codes by level, and what is known of each; a passage from one nomenclature to another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from vivier.reference.manifest import Entry
from vivier.vocabulary import InputError

Made = TypeVar("Made")
Read = Callable[[str], Sequence[Sequence[str]]]  # the name of a table → its rows


@dataclass(frozen=True, slots=True)
class Title:
    """Hold one name that people give to an occupation, and its identifier in the official file (OGR) if any."""

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class SkillUse:
    """Hold one skill that an occupation calls for: `skill`, `knowledge` or `context`; `core` as published."""

    id: str
    label: str
    kind: str
    core: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """Hold one occupation that the nomenclature itself calls near, and in what way."""

    code: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold one step of a passage; an empty `qualification` means any."""

    source: str
    target: str
    qualification: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Nomenclature:
    """Answer about the codes of one nomenclature; each table is read from the disk the first time it is asked for.

    >>> from vivier.reference import store
    >>> demo = store().nomenclature("demo")
    >>> demo.label("DEMO-U01"), demo.parent("DEMO-U01")
    ('Réglage et conduite de machines-outils à commande numérique', 'DEMO-U')
    >>> demo.titles("DEMO-U01")[0].text
    'Opérateur régleur / Opératrice régleuse sur commande numérique'
    """

    entry: Entry
    read: Read = field(repr=False, compare=False)
    folder: Path | None = field(default=None, repr=False, compare=False)  # of the store it was opened from
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The identifier: `rome4`, `fap2021` and so on."""
        return self.entry.id

    @cached_property
    def _levels(self) -> dict[str, dict[str, tuple[str, str]]]:
        found: dict[str, dict[str, tuple[str, str]]] = {level: {} for level in self.entry.levels}
        for level, code, label, parent in self.read("codes"):
            found[level][code] = (label, parent)
        return found

    def codes(self, level: str | None = None) -> tuple[str, ...]:
        """Give the codes of a level, in the order of the official file; those of the usual grain by default."""
        return tuple(self._at(level or self.entry.grain))

    def holds(self, code: str) -> bool:
        """Tell whether some level has this code."""
        return any(code in codes for codes in self._levels.values())

    def level(self, code: str) -> str:
        """Give the level of a code; when several have it, the usual grain if it is one of them, else the finest."""
        having = [level for level, codes in self._levels.items() if code in codes]
        if not having:
            raise InputError(f"Le code « {code} » n’existe pas dans la nomenclature {self.entry.title}.")
        return self.entry.grain if self.entry.grain in having else having[-1]

    def label(self, code: str, level: str | None = None) -> str:
        """Give the label of a code."""
        return self._row(code, level)[0]

    def parent(self, code: str, level: str | None = None) -> str | None:
        """Give the first other code above this one, or None at the top."""
        return next((above for above in self._above(code, level) if above != code), None)

    def ancestor(self, code: str, level: str) -> str | None:
        """Give the code of a coarser level that holds this one; the code itself if it is of that level; or None.

        In FAP-2021, where a family that is not divided keeps its code, `ancestor("A0X40", "228")` is "A0X40".
        """
        known = self._at(level)
        return next((each for each in (code, *self._above(code, None)) if each in known), None)

    def children(self, code: str) -> tuple[str, ...]:
        """Give the codes just under this one, once each."""
        return tuple(dict.fromkeys(self._children.get(code, ())))

    def titles(self, code: str) -> tuple[Title, ...]:
        """Give the names that people give to an occupation."""
        return tuple(Title(text, key) for text, key in self._titles.get(code, ()))

    def skills(self, code: str) -> tuple[SkillUse, ...]:
        """Give what an occupation calls for: skills, knowledge, contexts of work."""
        found = ((key, self._skills[key], core) for key, core in self._uses.get(code, ()))
        return tuple(SkillUse(key, skill[0], skill[1], core) for key, skill, core in found)

    def near(self, code: str) -> tuple[Near, ...]:
        """Give the occupations that the nomenclature itself calls near, nearest first where it says so."""
        return tuple(Near(target, kind) for target, kind in self._near.get(code, ()))

    def text(self, code: str, kind: str = "definition") -> str:
        """Give a text about a code (`definition`, `access`), its sentences joined; nothing when there is none."""
        return " ".join(text for of, text in self._texts.get(code, ()) if of == kind)

    def groups(self, code: str) -> tuple[str, ...]:
        """Give the groups that cut across the levels: the EPCI and the zone d’emploi of a commune."""
        return tuple(group for (group,) in self._groups.get(code, ()))

    def facts(self, code: str) -> dict[str, str]:
        """Give what else is said of a code, by name: population, postal codes, PCS-ESE."""
        return {row[0]: row[1] for row in self._facts.get(code, ())}

    def table(self, name: str) -> Sequence[Sequence[str]]:
        """Give the rows of a whole table (`titles`, `uses`, `near`…), for engines that read it in one go."""
        return self.read(name)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Give what an engine makes of this nomenclature, made the first time it is asked for; `name` is its own.

        What is slow to prepare (an index, a model) thus lives as long as the nomenclature it comes from.
        """
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made

    def _at(self, level: str) -> dict[str, tuple[str, str]]:
        try:
            return self._levels[level]
        except KeyError:
            known = ", ".join(self.entry.levels)
            raise InputError(f"{self.entry.title} n’a pas de niveau « {level} » ; ses niveaux : {known}.") from None

    def _row(self, code: str, level: str | None) -> tuple[str, str]:
        codes = self._at(level or self.level(code))
        if code not in codes:
            raise InputError(f"Le code « {code} » n’est pas du niveau « {level} » de {self.entry.title}.")
        return codes[code]

    def _above(self, code: str, level: str | None) -> Iterable[str]:
        """List the codes above, nearest first; a code may stand at several levels."""
        at = level or self.level(code)
        while above := self._row(code, at)[1]:
            coarser = self.entry.levels[: self.entry.levels.index(at)]
            higher = next((each for each in reversed(coarser) if above in self._levels[each]), None)
            if higher is None:  # an orphan: the store warned of it
                return
            yield above
            code, at = above, higher

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for codes in self._levels.values():
            for code, (_, parent) in codes.items():
                if parent and parent != code:
                    found[parent].append(code)
        return found

    @cached_property
    def _titles(self) -> dict[str, list[Sequence[str]]]:
        return _by_code(self.read("titles"))

    @cached_property
    def _skills(self) -> dict[str, Sequence[str]]:
        return {row[0]: row[1:] for row in self.read("skills")}

    @cached_property
    def _uses(self) -> dict[str, list[Sequence[str]]]:
        return _by_code(self.read("uses"))

    @cached_property
    def _near(self) -> dict[str, list[Sequence[str]]]:
        return _by_code(self.read("near"))

    @cached_property
    def _texts(self) -> dict[str, list[Sequence[str]]]:
        return _by_code(self.read("texts"))

    @cached_property
    def _groups(self) -> dict[str, list[Sequence[str]]]:
        return _by_code(self.read("groups"))

    @cached_property
    def _facts(self) -> dict[str, list[Sequence[str]]]:
        return _by_code(self.read("facts"))


@dataclass(frozen=True)
class Passage:
    """Lead from the codes of one nomenclature to those of another, as its authors published it."""

    entry: Entry
    read: Read = field(repr=False, compare=False)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every step, in the order of the official file."""
        return tuple(Pair(*row) for row in self.read("pairs"))

    def targets(self, source: str, qualification: str | None = None) -> tuple[Pair, ...]:
        """Give the steps from a code; with a qualification (0–9), only those that hold for it."""
        found = self._from.get(source, ())
        return tuple(pair for pair in found if qualification is None or pair.qualification in ("", qualification))

    def sources(self, target: str) -> tuple[Pair, ...]:
        """Give the steps that lead to a code."""
        return tuple(self._to.get(target, ()))

    @cached_property
    def _from(self) -> dict[str, list[Pair]]:
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.source].append(pair)
        return found

    @cached_property
    def _to(self) -> dict[str, list[Pair]]:
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.target].append(pair)
        return found


def _by_code(rows: Iterable[Sequence[str]]) -> dict[str, list[Sequence[str]]]:
    found: dict[str, list[Sequence[str]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return found
