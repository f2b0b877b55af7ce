"""Read age bands as people title them, and place them in those of the study."""

import re
import unicodedata

from vivier.intake.data import UNKNOWN
from vivier.intake.positions import band
from vivier.intake.sheets.grid import Value

_YEARS = r"\s*(?:ans?)?"
_UNDER = re.compile(rf"(?:moins de|- ?de|-|<|inf(?:erieure?)?s? a)\s*(\d\d){_YEARS}")
_UP_TO = re.compile(rf"(?:<=|≤|jusqu'?a)\s*(\d\d){_YEARS}|(\d\d){_YEARS}\s*(?:et|ou) (?:moins|-)")
_RANGE = re.compile(
    rf"\[?(?:de |entre )?(\d\d){_YEARS}\s*(?:a|-|/|et|_|;)\s*(moins de )?(\d\d){_YEARS}\s*(?:inclus|revolus)?"
    r"([\]\[]?)"
)
_OVER = re.compile(rf"(?:plus de|\+ ?de|>|\+)\s*(\d\d){_YEARS}")
_FROM = re.compile(
    rf"(?:>=|≥|a partir de|des)\s*(\d\d){_YEARS}"
    rf"|(\d\d){_YEARS}\s*(?:(?:et|ou)\s*(?:\+|plus|au[- ]dela|au[- ]dessus)|\+)"
)
_YOUNGEST, _OLDEST = 14, 80

Ages = tuple[int, int]


def ages_of(value: Value) -> Ages | None:
    """Give the first and last age of a band's title; None when it is no band.

    >>> ages_of("- de 25"), ages_of("25 à 34 ans"), ages_of("45 / 54"), ages_of("60 et +")
    ((14, 24), (25, 34), (45, 54), (60, 80))
    >>> ages_of("Ouvriers"), ages_of("25 à moins de 35 ans")
    (None, (25, 34))
    """
    if not isinstance(value, str) or len(value) > 40:
        return None
    plain = unicodedata.normalize("NFKD", value.casefold()).replace("’", "'")
    text = " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
    text = re.sub(r"[–—−‑]", "-", re.sub(r"^(tranches?|age|classe)( d'?ages?)? ?:? ?", "", text))
    ages = _read(text)
    return ages if ages and ages[0] <= ages[1] else None


def _read(text: str) -> Ages | None:
    if found := _UNDER.fullmatch(text):
        return _YOUNGEST, int(found[1]) - 1
    if found := _UP_TO.fullmatch(text):
        return _YOUNGEST, int(found[1] or found[2])
    if found := _RANGE.fullmatch(text):
        return int(found[1]), int(found[3]) - (found[2] is not None or found[4] == "[")
    if found := _OVER.fullmatch(text):
        return int(found[1]) + 1, _OLDEST
    if found := _FROM.fullmatch(text):
        return int(found[1] or found[2]), _OLDEST
    return None


def band_of(ages: Ages) -> str:
    """Give the study's band that holds all these ages; `inconnu` when they straddle two.

    >>> band_of((25, 29)), band_of((65, 80)), band_of((50, 59))
    ('25_34', '60_plus', 'inconnu')
    """
    first, last = band(max(ages[0], _YOUNGEST)), band(min(ages[1], _OLDEST))
    return first if first == last else UNKNOWN
