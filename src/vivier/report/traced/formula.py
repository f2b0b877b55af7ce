"""The formulas by which a document cites figures: a row of a table, or a sum, a difference, a part of two of them.

etude.departs["ensemble", "2031", "retraite"]
part(besoins.retours["recus"], besoins.retours["attendus"])
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vivier.report.traced.evidence import Evidence, Key
from vivier.study import Figure
from vivier.vocabulary import InputError, Interval

_TOKEN = re.compile(r'\s*([a-z_][a-z0-9_]*|"(?:[^"\\]|\\.)*"|[.\[\](),])')
_DEEPEST = 8  # no honest formula is deeper
_SHARES = frozenset({"part", "note"})  # what is not counted


@dataclass(frozen=True, slots=True)
class Worked:
    """Hold what a formula gives: the figure, what it cites by source, and the unit of what a part is a part of."""

    figure: Figure
    cites: tuple[tuple[str, Key], ...]
    base: str = ""


def worked(formula: str, sources: Mapping[str, Evidence]) -> Worked:
    """Work a formula out.

    Raises:
        InputError: for a formula that cannot be read, a figure that its source has not, units that do not match, or
            projections added up: their intervals would not add up.
    """
    reader = _Reader(formula, sources)
    found = reader.expression(0)
    reader.must_be_over()
    return found


class _Reader:
    """Reads a formula from left to right, once."""

    def __init__(self, formula: str, sources: Mapping[str, Evidence]) -> None:
        self._formula, self._sources = formula, sources
        self._words, self._at = _words(formula), 0

    def expression(self, depth: int) -> Worked:
        """Read a figure, or an operation on expressions."""
        if depth > _DEEPEST:
            raise _unread(self._formula)
        name = self._take()
        if self._next() == "(":
            return self._operation(name, depth)
        self._take(".")
        table = self._take()
        keys = self._keys()
        if name not in self._sources:
            raise InputError(f"La formule « {self._formula} » cite une source « {name} » que le document n’a pas.")
        return Worked(self._sources[name].cited(table, keys), ((name, (table, keys)),))

    def must_be_over(self) -> None:
        """Refuse what follows a whole formula."""
        if self._next():
            raise _unread(self._formula)

    def _operation(self, name: str, depth: int) -> Worked:
        if name not in _OPERATIONS:
            raise InputError(f"La formule « {self._formula} » emploie « {name} » : on sait {', '.join(_OPERATIONS)}.")
        self._take("(")
        terms = [self.expression(depth + 1)]
        while self._next() == ",":
            self._take(",")
            terms.append(self.expression(depth + 1))
        self._take(")")
        figure, base = _OPERATIONS[name](self._formula, [term.figure for term in terms])
        return Worked(figure, tuple(dict.fromkeys(cite for term in terms for cite in term.cites)), base)

    def _keys(self) -> tuple[str, ...]:
        self._take("[")
        found = [self._text()]
        while self._next() == ",":
            self._take(",")
            found.append(self._text())
        self._take("]")
        return tuple(found)

    def _text(self) -> str:
        word = self._take()
        try:
            return str(json.loads(word)) if word.startswith('"') else self._fail()
        except ValueError as wrong:
            raise _unread(self._formula) from wrong

    def _take(self, wanted: str = "") -> str:
        word = self._next()
        if not word or (wanted and word != wanted) or (not wanted and word in ".[](),"):
            raise _unread(self._formula)
        self._at += 1
        return word

    def _next(self) -> str:
        return self._words[self._at] if self._at < len(self._words) else ""

    def _fail(self) -> str:
        raise _unread(self._formula)


def _words(formula: str) -> list[str]:
    found = list(_TOKEN.finditer(formula))
    ends = [0, *(match.end() for match in found)]
    if any(match.start() != end for match, end in zip(found, ends, strict=False)) or formula[ends[-1] :].strip():
        raise _unread(formula)
    return [match[1] for match in found]


def _sum(formula: str, terms: Sequence[Figure]) -> tuple[Figure, str]:
    _certain(formula, terms)
    return Figure(sum(term.value for term in terms), terms[0].unit, sum(term.n for term in terms)), ""


def _difference(formula: str, terms: Sequence[Figure]) -> tuple[Figure, str]:
    first, second = _two(formula, terms)
    _certain(formula, terms)
    return Figure(first.value - second.value, first.unit, min(first.n, second.n)), ""


def _part(formula: str, terms: Sequence[Figure]) -> tuple[Figure, str]:
    part, base = _two(formula, terms)
    _alike(formula, terms)
    if base.unit in _SHARES:
        raise InputError(f"« {formula} » : une part se prend sur ce qui se compte, non sur des parts ou des notes.")
    if base.interval_80 is not None:
        raise InputError(f"« {formula} » : la base d’une part doit être comptée, non projetée.")
    if not (base.value > 0 and 0 <= part.value <= base.value):
        raise InputError(f"« {formula} » : une part va de rien à sa base.")
    low_high = part.interval_80
    interval = Interval(low_high.low / base.value, low_high.high / base.value) if low_high else None
    return Figure(part.value / base.value, "part", round(base.value), interval), base.unit


def _two(formula: str, terms: Sequence[Figure]) -> tuple[Figure, Figure]:
    if len(terms) != 2:
        raise InputError(f"« {formula} » : il faut deux chiffres, et non {len(terms)}.")
    return terms[0], terms[1]


def _certain(formula: str, terms: Sequence[Figure]) -> None:
    _alike(formula, terms)
    if any(term.interval_80 for term in terms):
        raise InputError(
            f"« {formula} » : des projections ne s’additionnent pas, leurs intervalles non plus ; citez la ligne de "
            "total de l’étude."
        )
    if any(term.unit in _SHARES for term in terms):
        raise InputError(f"« {formula} » : des parts ou des notes ne s’additionnent pas.")


def _alike(formula: str, terms: Sequence[Figure]) -> None:
    if any(first.unit != second.unit for first, second in pairwise(terms)):
        units = ", ".join(sorted({term.unit for term in terms}))
        raise InputError(f"« {formula} » mêle des unités ({units}) : elles ne se comparent pas.")


def _unread(formula: str) -> InputError:
    return InputError(f'La formule « {formula} » ne se lit pas : écrivez par exemple etude.metiers["ensemble"].')


_OPERATIONS: dict[str, Callable[[str, Sequence[Figure]], tuple[Figure, str]]] = {
    "somme": _sum, "ecart": _difference, "part": _part,
}  # fmt: skip
