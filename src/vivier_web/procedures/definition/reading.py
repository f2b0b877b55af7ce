"""From the text of one file to a checked procedure; a malformed file is refused with its line and one sentence."""

import dataclasses
import datetime as dt
import re
import tomllib
import types
import typing
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

from vivier.vocabulary import InputError
from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.definition.flaws import Flaw, Path
from vivier_web.procedures.definition.lines import line_of

MOST_BYTES = 400_000
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_PLAIN: dict[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "un texte entre guillemets"),
    int: ((int,), "un nombre entier"),
    bool: ((bool,), "true ou false"),
    Decimal: ((int, Decimal), "un nombre"),
    dt.date: ((dt.date,), "une date, comme 2026-01-31"),
}
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_SYNTAX = {
    "Cannot overwrite a value": "cette clé est écrite deux fois",
    "Cannot declare": "cette table est écrite deux fois",
    "Expected '=' after a key": "il manque le signe = après ce mot",
    "Invalid value": "cette valeur ne se lit pas : un texte se met entre guillemets",
    "Expected ']' at the end of a table": "une table s’écrit entre crochets, comme [total]",
    "Expected ']]' at the end of an array": "une table répétée s’écrit entre deux crochets, comme [[stage]]",
    "Unclosed array": "un crochet n’est pas refermé",
    "Unclosed inline table": "une accolade n’est pas refermée",
    "Invalid initial character for a key part": "une clé est attendue ici",
    "Unterminated string": "un guillemet n’est pas refermé",
    "Illegal character": "un guillemet n’est pas refermé, ou un caractère est interdit",
    "Expected newline or end of document": "il y a un mot de trop après la valeur",
}


class UnreadableProcedure(InputError):  # noqa: N818 - what is wrong, not an error of the program
    """Refuse a file with the line that is wrong and one French sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"Ligne {line} : {sentence}")
        self.line = line
        self.sentence = sentence


def read(text: str) -> Procedure:
    """Read the text of a procedure file, or refuse it with its line and one sentence (`UnreadableProcedure`)."""
    return typing.cast("Procedure", read_as(Procedure, text, "une procédure"))


def read_as(kind: Any, text: str, name: str) -> Any:
    """Read a text as one frozen dataclass of ours (`name` in French), or refuse it as `read` does."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise UnreadableProcedure(1, f"Ce fichier est trop gros pour {name} : vérifiez que c’est le bon.")
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    try:
        said = tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as why:
        raise UnreadableProcedure(*_syntax(str(why), text)) from why
    except RecursionError as why:
        raise UnreadableProcedure(1, f"Ce fichier emboîte trop de crochets pour être {name}.") from why
    try:
        return _build(kind, said, ())
    except Flaw as flaw:
        raise UnreadableProcedure(line_of(text, flaw.path), flaw.sentence) from flaw


def _syntax(why: str, text: str) -> tuple[int, str]:
    place = _AT.search(why)
    line = int(place[1]) if place else text.count("\n") + 1
    said = next((french for english, french in _SYNTAX.items() if why.startswith(english)), "")
    wrong = _DAY.search(text.split("\n")[line - 1]) if line <= text.count("\n") + 1 else None
    if wrong and not _is_day(wrong[0]):
        said = f"le jour {wrong[0]} n’existe pas"
    return line, f"L’écriture n’est pas celle d’un fichier TOML{f' : {said}' if said else ''}."


def _is_day(said: str) -> bool:
    try:
        dt.date.fromisoformat(said)
    except ValueError:
        return False
    return True


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("_", ""))


@cache
def _shape(kind: type) -> dict[str, tuple[dataclasses.Field[Any], Any]]:
    """Give the key in the file → the field and its type."""
    hints = typing.get_type_hints(kind)
    return {
        each.metadata.get("toml", each.name): (each, hints[each.name])
        for each in dataclasses.fields(kind)
        if each.init
    }


def _build(kind: Any, said: object, path: Path) -> object:
    if not isinstance(said, dict):
        raise Flaw("Une table est attendue ici, avec ses clés.", path)
    shape = _shape(kind)
    for key in said:
        if key not in shape:
            near = get_close_matches(key, shape, 1)
            raise Flaw(
                f"« {key} » n’est pas connu ici{f' ; vouliez-vous « {near[0]} » ?' if near else '.'}", (*path, key)
            )
    given = {}
    for key, (each, hint) in shape.items():
        if key in said:
            given[each.name] = _convert(hint, said[key], (*path, key))
        elif each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            raise Flaw(f"Il manque « {key} ».", path)
    try:
        return kind(**given)
    except Flaw as flaw:
        raise flaw.under(path) from flaw


def _convert(hint: Any, said: object, path: Path) -> object:
    if typing.get_origin(hint) is types.UnionType:
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        if not isinstance(said, list):
            raise Flaw("Une liste est attendue ici, entre crochets.", path)
        return tuple(_convert(inner, each, (*path, rank)) for rank, each in enumerate(said))
    if hint not in _PLAIN:
        return _build(hint, said, path)
    return _plain(hint, said, path)


def _plain(hint: Any, said: object, path: Path) -> object:
    kinds, words = _PLAIN[hint]
    is_stray = (isinstance(said, bool) and hint is not bool) or isinstance(said, dt.datetime)
    if is_stray or not isinstance(said, kinds):
        raise Flaw(f"On attend ici {words}.", path)
    if hint is Decimal:
        number = Decimal(str(said))
        if not number.is_finite() or abs(number) > Decimal(10) ** 12:
            raise Flaw("On attend ici un nombre ordinaire.", path)
        return number.normalize() + 0
    return said
