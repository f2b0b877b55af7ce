"""What is wrong with a procedure, and where in its file."""

import re
from collections.abc import Collection, Iterable

from vivier.vocabulary import InputError
from vivier_web.procedures.definition.words import CERTAINTIES

Path = tuple[str | int, ...]
MOST_MONTHS = 600  # fifty years: beyond, the calendar of a computer ends before the procedure
MOST_PEOPLE = 200
_KEY = re.compile(r"[a-z][a-z0-9_-]*")


class Flaw(InputError):  # noqa: N818 - what is wrong, not an error of the program
    """Say what is wrong in one French sentence; `path` is where, from the table being built."""

    def __init__(self, sentence: str, path: Path = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.path = path

    def under(self, path: Path) -> "Flaw":
        """Give the same flaw, seen from a table above."""
        return Flaw(self.sentence, (*path, *self.path))


def check_key(value: str, path: Path = ("key",)) -> None:
    """Refuse a key that is not plain: it names files, addresses and shared questions."""
    if not _KEY.fullmatch(value):
        raise Flaw(f"« {value} » ne peut pas servir de clé : minuscules sans accent, chiffres, - et _.", path)


def check_word(value: str, allowed: Collection[str], path: Path) -> None:
    """Refuse a word that is not of a closed list."""
    if value not in allowed:
        raise Flaw(f"« {value} » n’est pas prévu ici ; choisissez parmi : {', '.join(allowed)}.", path)


def check_said(value: str, path: Path) -> None:
    """Refuse a blank text."""
    if not value.strip():
        raise Flaw("Écrivez un texte ici : il sera lu.", path)


def check_once(keys: Iterable[str], table: str) -> None:
    """Refuse the second element that bears the same key."""
    seen: set[str] = set()
    for rank, key in enumerate(keys):
        if key in seen:
            raise Flaw(f"« {key} » est déjà pris : chaque clé ne sert qu’une fois.", (table, rank, "key"))
        seen.add(key)


def check_basis(certainty: str, source: str) -> None:
    """Refuse a figure without a certainty, or that claims a source without naming it."""
    check_word(certainty, CERTAINTIES, ("certainty",))
    if certainty in {"V", "S"} and not source.strip():
        raise Flaw("Un chiffre vérifié cite sa source : écrivez « source ».", ("source",))
