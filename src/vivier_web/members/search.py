"""How words are compared in a search: without case, accents or punctuation."""

import re
import unicodedata


def folded(text: str) -> str:
    """Fold a text for comparison.

    >>> folded("Mécanique de l’Œuvre (Saint-Étienne)")
    'mecanique de l oeuvre saint etienne'
    """
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    return re.sub(r"[^0-9a-z]+", " ", letters).strip()
