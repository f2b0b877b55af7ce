"""Show what a column holds without showing anybody: names by their initial, dates without their day."""

import re
from collections.abc import Iterable, Sequence

from vivier.intake.sheets.dates import UnreadableError, read_date
from vivier.intake.sheets.fields import IDENTITY, field_of
from vivier.intake.sheets.grid import Value, text_of

NAME, BIRTH, DAY, WORD, PLACE, NEVER = "name", "birth", "day", "word", "place", "never"
MOST = 3  # examples a column
HIDDEN = "•••••"
_GUISES = (
    dict.fromkeys((*IDENTITY, "observations"), NAME)
    | dict.fromkeys(("nir", "boeth"), NEVER)  # a number that is somebody, and a state of health
    | {"naissance": BIRTH, "entree": DAY, "sortie": DAY}
    | dict.fromkeys(("siret", "siren", "nic", "etablissement"), PLACE)
)
_LONGEST = 40  # characters shown
_MANY = 6  # digits: more than an age, a rate or an occupation code has
_NUMBERS_OF_PEOPLE = (13, 15)  # digits of a NIR, without its key and with it
_NUMBERS_OF_PLACES = (9, 14)  # digits of a SIREN, of a SIRET


def guise_of(field: str) -> str:
    """Name how the values of a field are shown.

    >>> guise_of("nom"), guise_of("nir"), guise_of("naissance"), guise_of("emploi")
    ('name', 'never', 'birth', 'word')
    """
    return _GUISES.get(field, WORD)


def examples(title: str, values: Sequence[Value], *, year: int, is_1904: bool = False) -> dict[str, list[str]]:
    """Give, for each guise a column may be shown in, three examples at most, in the order of letters.

    They are never in the order of the rows: the examples of two columns say nothing of one person. A column whose
    title says names, numbers of people or health is shown in its own guise only, whatever it is taken for.

    >>> examples("Nom", ["Durand", "Dupont", "Martin"], year=2026)
    {'name': ['D•••••', 'M•••••']}
    >>> examples("Fonction", ["Soudeur", "Soudeur", "Tôlier"], year=2026)["word"]
    ['Soudeur', 'Tôlier']
    """
    known = field_of(title)
    own = guise_of(known[0]) if known else WORD
    guises = (own,) if own in (NAME, NEVER) else (WORD, PLACE, BIRTH, DAY, NAME)
    return {guise: _three(masked(value, guise, year=year, is_1904=is_1904) for value in values) for guise in guises}


def _three(shown: Iterable[str]) -> list[str]:
    found = sorted({one for one in shown if one})
    return found if len(found) <= MOST else [found[0], found[len(found) // 2], found[-1]]


def masked(value: Value, guise: str, *, year: int, is_1904: bool = False) -> str:
    """Show one value in a guise; nothing when it must not be shown, or when there is none.

    >>> masked("Durand", "name", year=2026), masked("03/02/1987", "birth", year=2026)
    ('D•••••', '••/02/1987')
    >>> masked("Tourneur-fraiseur", "word", year=2026), masked("1 68 10 01 991 002 45", "word", year=2026)
    ('Tourneur-fraiseur', '')
    """
    text = " ".join(text_of(value).split())
    if not text or guise == NEVER or sum(map(str.isdigit, text)) in _NUMBERS_OF_PEOPLE:
        return ""
    if guise == NAME:
        return (text[0].upper() if text[0].isalpha() else "") + HIDDEN
    if guise in (BIRTH, DAY):
        return _without_day(value, year=year, is_birth=guise == BIRTH, is_1904=is_1904)
    if "@" in text:
        return HIDDEN
    digits = sum(map(str.isdigit, text))
    if digits >= _MANY and not (guise == PLACE and digits in _NUMBERS_OF_PLACES):
        text = re.sub(r"\d", "•", text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _without_day(value: Value, *, year: int, is_birth: bool, is_1904: bool) -> str:
    try:
        day = read_date(value, year=year, is_birth=is_birth, is_1904=is_1904)
    except UnreadableError:
        return "ne se lit pas comme une date"
    return "" if day is None else f"••/{day:%m}/{day.year:04}"
