"""A match explained in words: what is in hand, what is left to learn, how far, when."""

import datetime as dt

from vivier.french import counted, number
from vivier_web.skills.mobility.kinship import Kin
from vivier_web.skills.mobility.law import Hours

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def occupations_words(kin: Kin, hours: Hours) -> str:
    r"""Say what the two occupations have in common.

    >>> from vivier_web.skills.mobility.law import hours
    >>> occupations_words(Kin("rome", 8, 2, 1), hours())
    '8\xa0compétences communes sur 11, 3 à apprendre, environ 35 h'
    >>> occupations_words(Kin("same_pcs"), hours())
    'même métier de la PCS ; sans ROME de part et d’autre, les compétences ne se comparent pas'
    """
    if kin.basis == "same_pcs":
        return "même métier de la PCS ; sans ROME de part et d’autre, les compétences ne se comparent pas"
    if kin.basis == "same_rome":
        return "même métier (ROME) : rien à apprendre"
    left = kin.skills + kin.knowledge
    common = counted(kin.shared, "compétence commune", "compétences communes")
    said = f"{common} sur {kin.shared + left}"
    if not left:
        return f"{said}, rien à apprendre"
    asked = hours.to_learn(kin.skills, kin.knowledge)
    if asked > hours.long:
        return f"{said}, {left} à apprendre, plus de {number(hours.long)} h : une reconversion plutôt qu’un prêt"
    return f"{said}, {left} à apprendre, environ {number(asked)} h"


def distance_words(km: int | None) -> str:
    """Say how far, as finely as it may be said.

    >>> distance_words(0), distance_words(40), distance_words(None)
    ('même département', 'environ 40 km', 'distance non précisée')
    """
    if km is None:
        return "distance non précisée"
    return f"environ {number(km)} km" if km else "même département"


def period_words(first: dt.date, last: dt.date) -> str:
    """Say which months.

    >>> period_words(dt.date(2027, 4, 1), dt.date(2027, 6, 30))
    'd’avril à juin 2027'
    >>> period_words(dt.date(2026, 12, 1), dt.date(2027, 2, 28))
    'de décembre 2026 à février 2027'
    """
    begins, ends = _MONTHS[first.month - 1], _MONTHS[last.month - 1]
    if (first.year, first.month) == (last.year, last.month):
        return f"en {ends} {last.year}"
    of = "d’" if begins[0] in "ao" else "de "
    year = f" {first.year}" if first.year != last.year else ""
    return f"{of}{begins}{year} à {ends} {last.year}"


def nearness_word(score: float) -> str:
    """Say in a word how near two occupations are, as `vivier near` does.

    >>> nearness_word(1.0), nearness_word(0.4), nearness_word(0.2)
    ('très proche', 'proche', 'assez proche')
    """
    return next(
        word for least, word in ((0.65, "très proche"), (0.35, "proche"), (0, "assez proche")) if score >= least
    )
