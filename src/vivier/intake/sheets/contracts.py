"""Read which contract a text speaks of, in a contract column or in the observations of a register."""

import re
from functools import lru_cache

from vivier.intake.data import UNKNOWN
from vivier.intake.positions import OUTSIDE
from vivier.intake.sheets.grid import heading

# In this order, the first that fits; « indéterminée » before « déterminée ».
_RULES = (
    ("APPRENTISSAGE", re.compile(r"\b(apprenti\w*|c apprentissage)\b")),
    ("PROFESSIONNALISATION", re.compile(r"\b(professionnalisation|contrat( de)? pro)\b")),
    ("INTERIM", re.compile(r"\b(interim\w*|temporaires?|mission d interim)\b")),
    ("INSERTION", re.compile(r"\b(cddi|cdd (d )?insertion|chantier d insertion)\b")),
    ("CDI", re.compile(r"\bindeterm\w*|\b(en|puis|devenu|converti en) (cdi\w*|c d i)\b")),
    ("CDD", re.compile(r"\b(cdd\w*|c d d|determ\w*)\b")),
    ("CDI", re.compile(r"\b(cdi\w*|c d i)\b")),
    ("CDD", re.compile(r"\b(saisonni\w*|remplacement|remplacante?)\b")),
    (OUTSIDE, re.compile(r"\b(stagiaires?|mandataires?|mandat social|gerante?s?|benevol\w*|service civique)\b")),
)
# Short codes and loose words mean a contract only in a column that holds nothing else.
_CODES = (
    ("APPRENTISSAGE", re.compile(r"ca|app|appr")),
    ("PROFESSIONNALISATION", re.compile(r"cp|pro")),
    ("INTERIM", re.compile(r"int|ctt|missions?( .*)?")),
    (OUTSIDE, re.compile(r"stages?( .*)?|convention de stage")),
)
_NOTE_OUTSIDE = re.compile(r"convention de stage|(en )?stage")
_PAST = re.compile(
    r"\b(anciens?|ancienne|ex|apres|suite( a| au| a un)?|fin (de |d |du )?)"
    r" ?((un|une|son|sa|de|du|d|en|contrat|plusieurs) )*"
    r"(apprenti\w*|professionnalisation|interim\w*|cdd|c d d|stagiaire|stage|mission\w*|contrat a duree determinee)\b"
)
_SPEAKS = re.compile(r"\bcontrat\b(?! (signe|recu|remis|envoye|du|le))|\bmise? a (la )?disposition\b")
_WORKING_TIME = re.compile(
    r"\b(a |en )?(temps|tps) (plein|complet|partiel)s?\b|\bmi temps\b"
    r"|\b(tp|tc|forfait|jours?|heures?|hebdo\w*|semaine)\b"
    r"|\bpourcent\b|\bpar mois\b|\b\d+ ?(h|e)?( ?\d+)?\b|\bsalariee?( e)?s?\b|\b(a|de|en)\b"
)
_SECTION = re.compile(
    r"(les |liste des |registre des |personnels? |salariee?s? |contrats? (de |d |en )?|en )*"
    r"(cdi|cdd|apprenti\w*|contrats? pro\w*|professionnalisation|interim\w*|temporaires?|stagiaires?"
    r"|stages?|saisonniers?"
    r"|mandataires?( sociaux)?|benevoles?|services? civiques?)"
)


@lru_cache(maxsize=1024)
def contract_told(text: str) -> str | None:
    """Give the contract group of a contract column's text; `inconnu` when it is not understood, None when empty.

    >>> contract_told("Contrat à durée indéterminée"), contract_told("C.D.D. 6 mois"), contract_told("CA")
    ('CDI', 'CDD', 'APPRENTISSAGE')
    >>> contract_told("Vacataire"), contract_told("Temps partiel 80 %")
    ('inconnu', None)
    """
    words = heading(text)
    if (group := _first(_RULES, _without_past(words))) is not None:
        return group
    # « CDI 80 % » leaves its contract, « Temps partiel 80 % » leaves nothing.
    rest = " ".join(_WORKING_TIME.sub(" ", words).split())
    for group, pattern in _CODES:
        if pattern.fullmatch(words) or pattern.fullmatch(rest):
            return group
    return UNKNOWN if rest else None


@lru_cache(maxsize=1024)
def contract_noted(text: str) -> str | None:
    """Give the contract group that an observation mentions; None when it speaks of something else.

    >>> contract_noted("Contrat à durée déterminée du 01/03 au 30/09"), contract_noted("Visite médicale en mars")
    ('CDD', None)
    >>> contract_noted("mis à disposition par un groupement d’employeurs"), contract_noted("ancien apprenti")
    ('inconnu', None)
    """
    words = _without_past(heading(text))
    if (group := _first(_RULES, words)) is not None:
        return group
    if _NOTE_OUTSIDE.fullmatch(words) or words.startswith("convention de stage"):
        return OUTSIDE
    return UNKNOWN if _SPEAKS.search(words) else None


def contract_of_section(text: str) -> str | None:
    """Give the contract group that a section's name stands for (interns have a part of their own in a register).

    >>> contract_of_section("STAGIAIRES"), contract_of_section("Atelier de remplacement")
    ('hors_effectif', None)
    """
    words = heading(text)
    if _SECTION.fullmatch(words) is None:
        return None
    group = contract_told(words)
    return OUTSIDE if group is None or words.endswith(("stage", "stages")) else group


def _without_past(words: str) -> str:
    return _PAST.sub(" ", words)


def _first(rules: tuple[tuple[str, re.Pattern[str]], ...], words: str) -> str | None:
    return next((group for group, pattern in rules if pattern.search(words)), None)
