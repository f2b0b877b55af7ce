"""Job titles brought to one writing: both gendered forms, no accents, abbreviations in full, noise left out.

Everything that follows (look-up, features) works on these writings, so that « Abatteur / Abatteuse de carrière »,
« ABATTEUSE DE CARRIERE (H/F) » and « abatteur de carrière confirmé » are the same title from the start.
"""

import functools
import re
import unicodedata

from vivier.occupations.coder.vocabulary_fr import (
    ABBREVIATIONS,
    EMPTY_WORDS,
    ENDINGS,
    FEMININE,
    IRREGULAR,
    NOISE,
    NOISE_WORDS,
)

# Written as plain letters before accents are dropped; « ~ » stands for the middle dot of « formateur·trice ».
_SIGNS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "–": "-", "—": "-", "·": "~", "•": "~", "\u00a0": " ", "\u202f": " "}
    | dict.fromkeys("’‘ʼ´", "'")
)
_SLASH = re.compile(r"(?<=[a-z)])\s*/\s+|\s+/\s*(?=[a-z])")
_ENDING = re.compile(r"(?<=[a-z])\s?\(\s?-?([a-z]{1,6})\s?\)|(?<=[a-z])~([a-z]{1,6})(?:~s)?\b")
_NOISE = re.compile("|".join(NOISE))
_SIGNALS = re.compile(r"[0-9/(#~]|temps ")  # what every noise and every ending holds
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_AMPERSAND = re.compile(r"\b([a-z])\s?&\s?([a-z])\b")
_WORDS = re.compile(r"[a-z0-9+#]+")
_SHORTEST = 4


def plain(text: str) -> str:
    """Write a text in lower case without accents, ligatures, curly apostrophes or spaces in excess.

    >>> plain("Chargé(e) d’Œuvres ÉLECTRIQUES")
    "charge(e) d'oeuvres electriques"
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_SIGNS)).encode("ascii", "ignore").decode()
    return " ".join(text.lower().split())


@functools.lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Bring a plain word to its masculine singular, or to what every gender and number of it share.

    >>> [fold(word) for word in ("abatteuse", "directrices", "ouvriere", "technicienne", "cheffe", "chargee")]
    ['abatteur', 'directeur', 'ouvrier', 'technicien', 'chef', 'charge']
    >>> fold("commerciaux"), fold("gaz"), fold("2024")
    ('commercial', 'gaz', '2024')
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < _SHORTEST:
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        word = word[:-3] + "al"
    elif (word.endswith("s") and not word.endswith("ss")) or word.endswith("eaux"):
        word = word[:-1]
    for ending, masculine, shortest in FEMININE:
        if word.endswith(ending) and len(word) >= shortest:
            return word[: len(word) - len(ending)] + masculine
    return IRREGULAR.get(word, word)


_EXPANDED = {name: tuple(fold(word) for word in full) for name, full in ABBREVIATIONS.items()}


def _with_ending(match: re.Match[str]) -> str:
    """Leave « (e) », « (se) », « ·trice » out: folding makes both genders one."""
    return "" if (match[1] or match[2]) in ENDINGS else f" {match[1] or match[2]} "


def forms(title: str) -> tuple[str, ...]:
    """Give the full forms of a title in plain writing: masculine then feminine where it holds a pair, else itself.

    >>> forms("Abatteur / Abatteuse de carrière")
    ('abatteur de carriere', 'abatteuse de carriere')
    >>> forms("Agent technicien / technicienne de laboratoire")
    ('agent technicien de laboratoire', 'agent technicienne de laboratoire')
    >>> forms("Ambulancier (ère) DE (H/F)")
    ('ambulancier de',)
    """
    text = _quiet(title)
    sides = _SLASH.split(text) if "/" in text else [text]
    if len(sides) == 1:
        return (" ".join(text.split()),)
    first, second = sides[0].split(), " ".join(sides[1:]).split()
    if not first or not second:
        return (" ".join(first or second),)
    shared = _shared(first, second)
    masculine, feminine = (*first, *second[shared:]), (*first[: len(first) - shared], *second)
    return (" ".join(masculine), " ".join(feminine))


def first_form(title: str) -> str:
    """Give what stands before the slash of a pair, in plain writing: the bare head of the title.

    >>> first_form("Abatteur / Abatteuse de carrière")
    'abatteur'
    """
    return " ".join(_SLASH.split(_quiet(title))[0].split())


def _quiet(title: str) -> str:
    """Write a title plainly, without noise and endings; most titles hold no sign of either."""
    text = plain(title)
    return _ENDING.sub(_with_ending, _NOISE.sub(" ", text)) if _SIGNALS.search(text) else text


def _shared(first: list[str], second: list[str]) -> int:
    """Count the last words of the first side that the second side opens with, in another gender."""
    left, right = [fold(word) for word in first], [fold(word) for word in second]
    for count in range(min(len(left), len(right)), 0, -1):
        if left[-count:] == right[:count] or _same(left[-count:], right[:count]):
            return count
    return min(len(left), len(right))


def _same(left: list[str], right: list[str]) -> bool:
    """Tell whether words are the same but for hyphens, which join parts folded one by one."""
    return [_folded(word) for word in left] == [_folded(word) for word in right]


def _folded(word: str) -> tuple[str, ...]:
    return tuple(fold(part) for part in _WORDS.findall(word))


def words(form: str) -> tuple[str, ...]:
    """List the folded words of one form: abbreviations in full, noise and empty words left out.

    >>> words("technicienne be cn")
    ('technicien', 'bureau', 'etude', 'commande', 'numerique')
    >>> words("responsable r&d junior")
    ('responsable', 'recherche', 'developpement')
    """
    text = form
    if "." in text:
        text = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", text)
    if "&" in text:
        text = _AMPERSAND.sub(r"\1\2", text)
    found: list[str] = []
    for word in _WORDS.findall(text):
        if word not in EMPTY_WORDS and word not in NOISE_WORDS:
            found += _EXPANDED.get(word) or (fold(word),)
    return tuple(found) or tuple(fold(word) for word in _WORDS.findall(text))


def canonical(title: str) -> str:
    """Write a title in the one way that gender, case, accents, order of a pair and noise do not change.

    >>> canonical("Abatteur / Abatteuse de carrière") == canonical("ABATTEUSE DE CARRIERE (H/F)")
    True
    >>> canonical("Sage-femme / Maïeuticien")
    'maieuticien sage femme'
    >>> canonical("Opérateur régleur CN 2x8 (CDI)")
    'operateur regleur commande numerique'
    """
    written = sorted({words(form) for form in forms(title)})
    if not written:
        return ""
    return " ".join((*written[0], *(word for form in written[1:] for word in form if word not in written[0])))


def spelled(form: str) -> list[str]:
    """List the plain words of a form as they are spelled, before any folding.

    >>> spelled("chef d'equipe")
    ['chef', 'd', 'equipe']
    """
    return _WORDS.findall(form)
