"""What may be typed about an offer or a search: a few words about the work, nothing that leads to somebody."""

import re

from vivier.vocabulary import InputError

_NAME = "le nom d’une personne"
# « M. » and « MR » only as they are written of people: « 12 m » is a length, « M 12 » a thread.
_TITLES = r"M(?=\.)|MM(?=\.)|M[rR]|(?i:mmes?|mlles?|messieurs|mesdames|monsieur|madame|mademoiselle)"
_LEADS = (
    (re.compile(r"[\w.+-]+\s*(@|\(at\)|\[at\])\s*[\w-]+", re.IGNORECASE), "une adresse électronique"),
    (re.compile(r"(https?:|www\.)", re.IGNORECASE), "une adresse de site"),
    (re.compile(r"(?:\d[\s.\-/]*){9,}"), "un numéro (téléphone, sécurité sociale, SIRET)"),
    (re.compile(r"\b\d{1,2}\s*ans\b|\bn[ée]e?\s+(?:en|le)\b", re.IGNORECASE), "un âge"),
    (re.compile(rf"\b(?:{_TITLES})\.?(?=\s|$)"), _NAME),
    (re.compile(rf"\b(?:{_TITLES})\.(?=[A-ZÀ-Þ][A-Za-zÀ-ÿ]{{2}})"), _NAME),  # « M.MARTIN », not « M.I.G. »
    (re.compile(r"\b(?i:contacter|appeler|joindre|adresser à)\s+[A-ZÀ-Þ][A-Za-zÀ-ÿ’-]{3}"), _NAME),
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
