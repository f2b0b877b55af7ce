"""Why the gate refused: the cells that would be betrayed, or what appeared before, and what remains possible."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vivier.vocabulary import InputError
from vivier_web.indicators.gate.layout import DETAILS, FINE
from vivier_web.indicators.gate.words import cell_name
from vivier_web.indicators.queries.cube_rows import Gathered
from vivier_web.indicators.queries.places import is_known
from vivier_web.indicators.queries.publications import Appeared, Past, appeared

if TYPE_CHECKING:
    from vivier.disclosure.cells import Tables
    from vivier.disclosure.protection import UnsafeTablesError

    IsProtected = Callable[[Past, str], bool]

_NAMED = 4
_DAYS = 4  # beyond so many days that something appeared of, all are named: each is tried in as long as a passage
BESIDE = "Ce détail ne peut pas être protégé : ce qui a déjà paru donnerait une case sensible par différence"
_NOTHING = "Aucun autre détail ne peut l’être aujourd’hui : gardez ce qui a paru, et publiez la prochaine collecte."
_WORDS = 120  # of a title in a sentence that a work keeps


class BetrayedError(InputError):
    """Say that cells would be betrayed, and name them; `breaches` says how each is."""

    def __init__(self, cells: list[str], breaches: list[str]) -> None:
        super().__init__(_refusal(cells))
        self.breaches = tuple(dict.fromkeys(breaches))


class BesideError(InputError):
    """Say that what appeared leaves no way to protect a detail, and name it; `details` are those that remain.

    Any cell may be hidden but those that appeared: what cannot be protected is so because of them.
    """

    def __init__(self, beside: Sequence[Appeared], details: Sequence[str] | None = None) -> None:
        super().__init__(_beside(beside, details))
        self.beside, self.details = tuple(beside), tuple(details or ())

    @property
    def told(self) -> dict[str, Any]:
        """What a page shows of it, as a work keeps it."""
        named = [{"words": one.words, "on": one.on.isoformat(), "key": one.key} for one in self.beside]
        return {"beside": named, "details": list(self.details)}


def betrayed(tables: "Tables", labels: Mapping[str, Mapping[str, str]], why: "UnsafeTablesError") -> BetrayedError:
    """Say what the audit found, each cell by its words."""
    names = _names(tables, labels)
    said = [_renamed(each.sentence, each.cell, each.by, names) for each in why.audit.breaches]
    cells = list(dict.fromkeys(names.get(each.cell, each.cell) for each in why.audit.breaches))
    return BetrayedError(cells, said)


def stuck(past: Past) -> BesideError:
    """Name all that appeared, which a detail could not be protected with."""
    return BesideError(appeared(past))


def explained(found: Gathered, past: Past, detail: str, is_protected: "IsProtected") -> BesideError:
    """Name the days that alone prevent a detail, and the details that remain; each is tried as it would be published.

    Where no day alone prevents it, all do together.
    """
    days = _by_day(past, found.on)
    alone = [day for day in days if 1 < len(days) <= _DAYS and not is_protected(_of(past, days[day]), detail)]
    others = [each for each in DETAILS if each in found.cube.tables and each not in (detail, FINE) and is_known(each)]
    return BesideError(
        [one for one in appeared(past) if not alone or one.on in alone],
        [each for each in others if is_protected(past, each)],
    )


def _of(past: Past, files: Sequence[Any]) -> Past:
    return replace(past, files=tuple(files), twins=())


def _by_day(past: Past, on: dt.date) -> dict[dt.date, list[Any]]:
    """Put what appeared together by the day it is of: `on` where it is set beside without being compared."""
    found: dict[dt.date, list[Any]] = {}
    for each in past.files:
        day, _, _ = getattr(each, "period", "").partition("|")
        found.setdefault(dt.date.fromisoformat(day) if day else on, []).append(each)
    return found


def _beside(beside: Sequence[Appeared], details: Sequence[str] | None) -> str:
    """Say in four hundred characters what prevents a detail, and what remains."""
    return f"{BESIDE}{''.join(_first(beside))}. {_remaining(details)}"


def _first(beside: Sequence[Appeared]) -> Iterator[str]:
    if beside:
        words = beside[0].words if len(beside[0].words) <= _WORDS else beside[0].words[: _WORDS - 1] + "…"
        yield f" (« {words} », chiffres du {beside[0].on:%d/%m/%Y}"
        yield f", et {len(beside) - 1} de plus)" if len(beside) > 1 else ")"


def _remaining(details: Sequence[str] | None) -> str:
    if details is None:
        return "Choisissez un détail plus large, ou reprenez exactement celui qui a paru."
    if not details:
        return _NOTHING
    named = ", ".join(f"« {DETAILS[each]} »" for each in details)
    return f"Reste possible : {named}." if len(details) == 1 else f"Restent possibles : {named}."


def _names(tables: "Tables", labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Give the name of each cell in words, by the name the engine gives it."""
    from vivier.disclosure.ladder import named

    return {named(tables.spec, codes): cell_name(tables.columns, codes, labels) for codes in tables.codes}


def _renamed(sentence: str, cell: str, by: str, names: dict[str, str]) -> str:
    said = sentence.replace(f"« {cell} »", f"« {names.get(cell, cell)} »")
    return said.replace(f"« {by} »", f"« {names.get(by, by)} »") if by else said


def _refusal(cells: list[str]) -> str:
    """Say that nothing was published, and name the cells."""
    first = ", ".join(f"« {each} »" for each in cells[:_NAMED])
    more = f" et {len(cells) - _NAMED} autres" if len(cells) > _NAMED else ""
    return (
        f"Rien n’est publié : des cases seraient trahies, comparées à ce qui a déjà paru ({first}{more}). "
        "Publiez moins de détail, ou reprenez exactement ce qui a paru."
    )
