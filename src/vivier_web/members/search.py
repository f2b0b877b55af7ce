"""How words are compared in a search: without case, accents or punctuation."""

import re
import unicodedata


def folded(text: str) -> str:
    """Fold a text for comparison.

    >>> folded("Mécanique de l’Œuvre (Saint-Étienne)")
    'mecanique de l oeuvre saint etienne'
    """
    if text.isascii():  # most of a register: nothing to take off
        return re.sub(r"[^0-9a-z]+", " ", text.lower()).strip()
    plain = unicodedata.normalize(
        "NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    )
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    return re.sub(r"[^0-9a-z]+", " ", letters).strip()


def wanted_words(text: str) -> list[str]:
    """Give the words a search must find, all of them; a number typed in groups is one word.

    >>> wanted_words("732 829 320"), wanted_words("Usinage Saint-Étienne"), wanted_words("25.62B")
    (['732829320'], ['usinage', 'saint', 'etienne'], ['2562b'])
    """
    bare = re.sub(r"[\s.\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{4,14}|\d{4}[A-Za-z]", bare):
        return [bare.lower()]
    return folded(text).split()[:8]


def stems_of(text: str) -> list[str]:
    """Give the beginnings of the words of a text, as job names are compared: « soudeuse » and « soudeurs » are one.

    >>> stems_of("Soudeuse à l’arc"), stems_of("régleurs"), stems_of("TIG")
    (['soudeu', 'arc'], ['regleu'], ['tig'])
    """
    asked = [word for word in folded(text).split()[:8] if len(word) > 2]
    return [word if word[:1].isdigit() else word[:6] for word in asked]


def words_of(*said: str) -> str:
    """Give what a search looks at, each word once: words folded, activities without their dot too.

    >>> words_of("Usinage du Val", "732829320", "25.62B")
    'usinage du val 732829320 25 62b 2562b'
    """
    bare = (text.replace(".", "") for text in said if re.fullmatch(r"\d\d\.\d\d[A-Z]", text))
    return " ".join(dict.fromkeys(folded(" ".join([*said, *bare])).split()))
