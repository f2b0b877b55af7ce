"""The points on the axes and the frame: one list of priorities, whole chains, what the figures rest on."""

import re
from collections.abc import Iterator

from vivier.report.traced.grid.judged import Judged
from vivier.report.traced.marks import Line

MOST_AXES = 4
CHAIN = ("Constat", "Preuve", "Risque", "Décision", "Action", "Indicateur")
_AXIS = re.compile(r"\s*Axe\s(\d+)\s*:\s*(.+?)\s*$")
_FRAME = (("périmètre", ("périmètre", "méthode")), ("limites", ("limites",)))


def one_list(judged: Judged) -> Iterator[str]:
    """Tell axes that are too many, badly numbered, or listed otherwise than they are written."""
    headings = [found for line in judged.document.lines if line.style == "## " and (found := _axis(line))]
    listed = [found for line in judged.document.lines if line.style == "- " and (found := _axis(line))]
    if len(headings) > MOST_AXES:
        yield f"{len(headings)} axes : au plus {MOST_AXES}, sinon rien n’est prioritaire."
    if [number for number, _ in headings] != list(range(1, len(headings) + 1)):
        yield "Les axes ne sont pas numérotés de suite."
    if headings and not listed:
        yield "La liste des axes manque en tête du document."
    if listed and listed != headings:
        yield "La liste des axes n’est pas celle du document : mêmes mots, même ordre."
    if not headings and not any("rien ne se détache" in line.words.lower() for line in judged.document.lines):
        yield "Le document n’a pas d’axe, et ne dit pas que rien ne se détache."


def whole_chain(judged: Judged) -> Iterator[str]:
    """Tell the axes in which a link is missing, out of order, or in which nothing is proved by a figure."""
    for number, lines in _bodies(judged.document.lines):
        links = [link for line in lines if (link := _link(line))]
        if list(dict.fromkeys(links)) != list(CHAIN):
            missing = [link for link in CHAIN if link not in links]
            yield (
                f"Axe {number} : il manque {', '.join(missing).lower()}."
                if missing
                else (f"Axe {number} : l’ordre est constat, preuve, risque, décision, action, indicateur.")
            )
        if not any(line.marks for line in _under(lines, "Preuve")):
            yield f"Axe {number} : la preuve ne cite aucun chiffre."


def said_limits(judged: Judged) -> Iterator[str]:
    """Tell what is not said of the figures: whom they count, on what day, how many answered, what they cannot say."""
    for name, titles in _FRAME:
        if not judged.section(*titles):
            yield f"Une partie « {name.capitalize()} » manque."
    frame = [line for _, titles in _FRAME for line in judged.section(*titles)]
    if not any(line.marks for line in frame):
        yield "Le nombre de membres comptés ou de réponses n’est pas dit."
    if not any(re.search(r"\b(?:19|20)\d{2}\b", line.words) for line in frame):
        yield "La date des données n’est pas dite."


def _axis(line: Line) -> tuple[int, str] | None:
    found = _AXIS.match(line.words)
    return (int(found[1]), found[2].rstrip(" .;")) if found else None


def _bodies(lines: tuple[Line, ...]) -> Iterator[tuple[int, list[Line]]]:
    number, body = 0, list[Line]()
    for line in (*lines, Line("## ", (("",),))):
        if line.style == "## ":
            if number:
                yield number, body
            number, body = (_axis(line) or (0, ""))[0], []
        elif number:
            body.append(line)


def _link(line: Line) -> str:
    word = line.words.split(":")[0].split("\u202f")[0].strip()
    return next((link for link in CHAIN if word.lower().startswith(link.lower())), "")


def _under(lines: list[Line], wanted: str) -> Iterator[Line]:
    current = ""
    for line in lines:
        current = _link(line) or current
        if current == wanted:
            yield line
