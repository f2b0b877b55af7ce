"""A text whose figures are formulas between double braces, and the same text once they are worked out.

The text is written line by line as `vivier.report.wordprocessing` reads it: `# `, `## `, `> `, `- `, `| cells |`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vivier.french import FIXED, SMALL, number, typeset, whole
from vivier.report.figures import figure as written
from vivier.report.figures import span
from vivier.report.traced.evidence import Evidence
from vivier.report.traced.formula import Worked, worked
from vivier.study import Figure
from vivier.vocabulary import InputError

MARK = re.compile(r"\{\{(.*?)\}\}")
LABEL = re.compile(rf"[A-ZÀ-Ý](?:[^\W\d_]|[’ ]){{2,24}}[{FIXED}\u202f ]:(?=\s)")  # what opens a line
_ONE = {
    "personnes": "personne", "postes": "poste", "entreprises": "entreprise", "heures": "heure", "euros": "euro",
    "retours": "retour", "sessions": "session", "fichiers": "fichier", "metiers": "métier", "mois": "mois",
    "places": "place",
}  # fmt: skip
_MANY = {"metiers": "métiers"}
BEST = 5  # a note goes from 1 to 5


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold one figure of a document: the formula it cites and the words shown for it."""

    formula: str
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line: its style ("", "# ", "## ", "> ", "- ", "| ") and its cells, one unless it is a table's row."""

    style: str
    cells: tuple[tuple[str | Mark, ...], ...]

    @property
    def words(self) -> str:
        """What is read on it."""
        return " ".join("".join(_shown(piece) for piece in cell) for cell in self.cells)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Its figures, in order."""
        return tuple(piece for cell in self.cells for piece in cell if isinstance(piece, Mark))


@dataclass(frozen=True, slots=True)
class Traced:
    """Hold a document: its lines, and the sources of its figures, which hold nothing else."""

    lines: tuple[Line, ...]
    sources: tuple[Evidence, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Its figures, in order."""
        return tuple(mark for line in self.lines for mark in line.marks)

    @property
    def title(self) -> str:
        """Its title, empty when it has none."""
        return next((line.words for line in self.lines if line.style == "# "), "")


def compose(text: str, sources: Iterable[Evidence]) -> Traced:
    """Put the figures in a text, and keep of the sources what it cites.

    Raises:
        InputError: for a formula that cannot be worked out: see `vivier.report.traced.formula.worked`.
    """
    known = named(sources)
    lines = tuple(_line(line.strip(), known) for line in text.splitlines() if line.strip())
    cites = [cite for line in lines for mark in line.marks for cite in worked(mark.formula, known).cites]
    used = {name: known[name].only(key for of, key in cites if of == name) for name, _ in cites}
    return Traced(lines, tuple(used[name] for name in sorted(used)))


def named(sources: Iterable[Evidence]) -> dict[str, Evidence]:
    """Give sources by their name.

    Raises:
        InputError: when two have the same.
    """
    held = list(sources)
    known = {one.name: one for one in held}
    if len(known) < len(held):
        raise InputError("Deux sources portent le même nom : un chiffre ne saurait plus d’où il vient.")
    return known


def said(found: Worked) -> str:
    r"""Write a figure as a document shows it: its unit, its interval when projected, its n when it is a part.

    >>> from vivier.vocabulary import Interval
    >>> said(Worked(Figure(131, "postes", 275, Interval(112, 150)), ()))
    '131 postes (8\xa0chances sur 10 d’être entre 112 et 150)'
    >>> said(Worked(Figure(0.21, "part", 3739), ())), said(Worked(Figure(3 / 7, "part", 7), ()))
    ('21\xa0% (n\xa0=\xa03\u202f739)', '3 sur 7')
    """
    figure = found.figure
    if figure.unit == "part":
        count = f"n{FIXED}={FIXED}{number(figure.n)}" if figure.n >= SMALL else ""
        return _with(written(figure), [_within(figure), count])
    if figure.unit == "note":
        return _with(_note(figure), [f"n{FIXED}={FIXED}{number(figure.n)}"])
    return _with(f"{written(figure)} {unit_words(figure)}", [_within(figure)])


def unit_words(figure: Figure) -> str:
    """Write the unit of a figure, in the singular under two.

    >>> unit_words(Figure(1, "postes", 12)), unit_words(Figure(12, "postes", 12))
    ('poste', 'postes')
    """
    if abs(figure.value) < 2:
        return _ONE.get(figure.unit, figure.unit)
    return _MANY.get(figure.unit, figure.unit)


def _line(line: str, sources: dict[str, Evidence]) -> Line:
    if line.startswith("|"):
        cells = [cell.strip() for cell in _cells(line)]
        return Line("| ", tuple(_pieces(cell, sources) for cell in cells))
    style = next((style for style in ("# ", "## ", "> ", "- ") if line.startswith(style)), "")
    return Line(style, (_pieces(line.removeprefix(style), sources),))


def _cells(line: str) -> list[str]:
    """Cut a row at its bars, those within a formula apart."""
    kept = MARK.sub(lambda match: match[0].replace("|", "\0"), line.strip("|"))
    return [cell.replace("\0", "|") for cell in kept.split("|")]


def _pieces(words: str, sources: dict[str, Evidence]) -> tuple[str | Mark, ...]:
    pieces: list[str | Mark] = []
    for rank, piece in enumerate(MARK.split(words)):
        if rank % 2:
            formula = piece.strip()
            pieces.append(Mark(formula, said(worked(formula, sources))))
        elif piece:
            pieces.append(typeset(piece))
    return tuple(pieces)


def _with(words: str, details: Sequence[str]) -> str:
    told = " ; ".join(filter(None, details))
    return f"{words} ({told})" if told else words


def _within(figure: Figure) -> str:
    bounds = span(figure)
    return f"8{FIXED}chances sur 10 d’être entre {bounds.replace(' à ', ' et ')}" if bounds else ""


def _note(figure: Figure) -> str:
    if figure.n < SMALL:
        return f"{number(figure.value)} sur {BEST}"
    return f"{whole(figure.value * 10) / 10:.1f} sur {BEST}".replace(".", ",")


def _shown(piece: str | Mark) -> str:
    return piece.shown if isinstance(piece, Mark) else piece
