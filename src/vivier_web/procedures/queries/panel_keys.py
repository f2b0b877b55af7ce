"""The keys by which the engine of panels knows people and dossiers, and the names put back in its sentences."""

import re
from collections.abc import Mapping

# A character of private use, that nobody types: « E12 » in the words of a person is not a key.
_MARK = "\ue000"
_KEY = re.compile(f"{_MARK}([ED])([0-9]+)")


def expert_key(pk: int) -> str:
    """Give the key of an expert."""
    return f"{_MARK}E{pk}"


def dossier_key(pk: int) -> str:
    """Give the key of a dossier."""
    return f"{_MARK}D{pk}"


def pk_of(key: str) -> int:
    """Give back the number of a key.

    >>> pk_of(expert_key(12))
    12
    """
    return int(key[2:])


def plain(words: str) -> str:
    """Give the words of a person without anything that could be read as a key."""
    return words.replace(_MARK, "")


def named(sentence: str, people: Mapping[int, str], dossiers: Mapping[int, str]) -> str:
    """Write a sentence of the engine with names; whoever or what is no longer there is said so.

    >>> named(f"{expert_key(3)} juge {dossier_key(12)}, salle E3", {3: "Zoé Lenoir"}, {})
    'Zoé Lenoir juge un dossier parti depuis, salle E3'
    """

    def name(found: re.Match[str]) -> str:
        known, gone = (people, "un ancien expert") if found[1] == "E" else (dossiers, "un dossier parti depuis")
        return known.get(int(found[2]), gone)

    return _KEY.sub(name, sentence)
