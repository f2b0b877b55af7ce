"""The points on words: no number that nobody computed, no cause that nobody proved."""

import re
from collections.abc import Iterator

from vivier.report.traced.grid.judged import Judged
from vivier.report.traced.marks import Line

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
# What may be written without a source: it was decided, or it names something, and counts nothing.
_NAMES = re.compile(
    "|".join(
        (
            rf"\b(?:1er|\d{{1,2}})\s(?:{_MONTHS})(?:\s\d{{4}})?",  # days
            r"\b(?:19|20)\d{2}(?:\s?[-–/]\s?(?:19|20)?\d{2})?\b",  # years and their spans
            r"\b[LRD]\.\s?\d+(?:-\d+)*", r"\barticles?\s\d+\S*", r"\bn°\s?\d+",  # texts of law
            r"\b(?:axe|étape|phase|point|chapitre|partie|tableau|figure|annexe|priorité)s?\s\d+\b",
            r"\b[A-Z]+\d+\w*\b", r"\b\d{3}[a-z]\b", r"\b(?:ROME|FAP|PCS|NAF|ISO|RGAA|WCAG)[\s-]\d[\d.]*",  # codes
            r"\b\d+\sans\b(?=\s(?:ou plus|et plus|révolus))",  # an age group's name
            r"\bempreinte\s[0-9a-f]+",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip
_LOOSE = re.compile(
    r"\d+(?:[\s.,]\d+)*\s?%?|\b(?:la moitié|un tiers|deux tiers|un quart|trois quarts|le double|le triple|"
    r"une? (?:dizaine|vingtaine|centaine|majorité)|la plupart|pour cent)\b",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:prouve(?:nt)?|démontre(?:nt)?|a causé|ont causé|cause directe|grâce (?:au pôle|à l’action du pôle)|"
    r"s’explique(?:nt)? par|est dû à|sont dus à|est due à|sont dues à|entraînera|garantit|garantira)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(r"déclar|dis(?:ent|ait)|selon |estim|perçoi|répond|avis|jugent|juge |note", re.IGNORECASE)


def no_loose_number(judged: Judged) -> Iterator[str]:
    """Tell the numbers, and the words that stand for one, that no formula gives."""
    for line in judged.document.lines:
        for found in _LOOSE.finditer(_NAMES.sub(" ", _prose(line))):
            yield f"« {found[0].strip()} » n’a pas de source, dans « {_short(line)} »."


def no_cause(judged: Judged) -> Iterator[str]:
    """Tell the words that make a cause of a coincidence, and the notes that nobody is said to have given."""
    for line in judged.document.lines:
        for found in _CAUSES.finditer(line.words):
            yield f"« {found[0]} » affirme une cause (« {_short(line)} ») : dites « va avec », ou mesurez."
    for line, _, mark, cited in judged.figures():
        if cited.figure.unit == "note" and line.style != "| " and not _OPINION.search(line.words):
            yield f"« {mark.shown} » est une opinion : dites qui la déclare, dans « {_short(line)} »."


def _prose(line: Line) -> str:
    return " ¶ ".join("".join(piece if isinstance(piece, str) else " ¤ " for piece in cell) for cell in line.cells)


def _short(line: Line) -> str:
    words = " ".join(line.words.split())
    return words if len(words) < 70 else f"{words[:69]}…"
