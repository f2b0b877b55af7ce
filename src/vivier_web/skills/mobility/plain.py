"""What may be typed about an offer or a search: a few words about the work, nothing that leads to somebody."""

import re

from vivier.vocabulary import InputError

_LEADS = (
    (re.compile(r"[\w.+-]+\s*(@|\(at\)|\[at\])\s*[\w-]+", re.IGNORECASE), "une adresse électronique"),
    (re.compile(r"(https?:|www\.)", re.IGNORECASE), "une adresse de site"),
    (re.compile(r"(?:\d[\s.\-/]*){9,}"), "un numéro (téléphone, sécurité sociale, SIRET)"),
    (re.compile(r"\b\d{1,2}\s*ans\b|\bn[ée]e?\s+(?:en|le)\b", re.IGNORECASE), "un âge"),
    (re.compile(r"\b(?:M\.|Mme|Mlle|Monsieur|Madame)(?=\s|$)"), "le nom d’une personne"),
)


def plain(words: str, *, most: int) -> str:
    r"""Give words on one line, when they lead to nobody.

    >>> plain("  Soudage TIG\n inox ", most=80)
    'Soudage TIG inox'

    Raises:
        InputError: they are too long, or hold an address, a number, an age or a name.
    """
    line = " ".join(words.split())
    if len(line) > most:
        raise InputError(f"Raccourcissez ce texte : {most} caractères au plus.")
    for pattern, what in _LEADS:
        if pattern.search(line):
            raise InputError(
                f"Ce texte contient {what} : retirez-le. Les contacts s’échangent quand les deux sont d’accord."
            )
    return line
