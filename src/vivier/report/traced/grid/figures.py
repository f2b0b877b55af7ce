"""The points on figures: recomputed, with their n, base, unit and interval, and on enough people."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from vivier.french import SMALL, number
from vivier.report.traced.grid.judged import Judged
from vivier.report.traced.marks import BEST, Line, Mark, unit_words
from vivier.study import Figure

FEWEST_PEOPLE = 5
FEWEST_COMPANIES = 3
_AFTER = 60  # characters in which a part says of what it is a part
_BASES = {
    "personnes": r"salari|personne|effectif|départ|femme|homme|emploi",
    "entreprises": r"entreprise|membre|adhérent|répondant|établissement",
    "retours": r"retour|entreprise|membre|adhérent|répondant",
    "postes": r"poste|emploi|embauche|recrutement|départ",
    "heures": r"heure",
    "euros": r"euro|budget|coût|dépense|financement",
}
_OF = re.compile(r"^\s*(?:sont |est |d[eu]s? |de la |de l[’']|d[’']|parmi |sur )")
_WITHOUT = re.compile(r"sans_?(?:le_?)?(?:premier|plus_?grand|largest)|hors_?(?:premier|plus_?grand)", re.IGNORECASE)


def one_source(judged: Judged) -> Iterator[str]:
    """Tell sources that would contradict each other: two results of the same title, one file under two names."""
    sources = judged.document.sources
    for title, count in Counter(one.title for one in sources).items():
        if count > 1:
            yield f"« {title} » est citée par {count} calculs : gardez-en un."
    if len({one.sha256 for one in sources}) < len(sources):
        yield "Un même fichier est cité sous deux noms : gardez-en un."
    yield from judged.strangers


def recomputed(judged: Judged) -> Iterator[str]:
    """Tell the figures that their sources do not give, and a document without any."""
    if not judged.verdicts:
        yield "Ce document ne cite aucun chiffre."
    for verdict in judged.verdicts:
        if verdict.trouble:
            yield f"« {verdict.mark.shown} » : {verdict.trouble}"
        elif not verdict.is_right:
            yield f"« {verdict.mark.shown} » devrait être « {verdict.expected} » ({verdict.mark.formula})."


def with_n(judged: Judged) -> Iterator[str]:
    """Tell the parts that do not say on how many they rest."""
    for _, _, mark, found in judged.figures():
        shown = "".join(mark.shown.split())
        if found.figure.unit == "part" and "n=" not in shown and "sur" not in shown and "objet" not in shown:
            yield f"« {mark.shown} » ne dit pas sur combien : ajoutez n."


def no_false_precision(judged: Judged) -> Iterator[str]:
    """Tell per cents of few people, and decimals that few people cannot give."""
    for _, _, mark, found in judged.figures():
        if found.figure.n >= SMALL:
            continue
        if "%" in mark.shown:
            yield f"« {mark.shown} » ne repose que sur {found.figure.n} : écrivez « tant sur {found.figure.n} »."
        elif re.search(r"\d,\d", mark.shown):
            yield f"« {mark.shown} » a une décimale de trop : n = {found.figure.n}."


def with_base(judged: Judged) -> Iterator[str]:
    """Tell the parts that do not say of what, or say it of something else than what they were computed on."""
    for line, rank, mark, found in judged.figures():
        if found.figure.unit != "part" or line.style == "| ":
            continue
        after = _after(line, rank)[:_AFTER]
        if not _OF.match(after):
            yield f"« {mark.shown} » ne dit pas de quoi : écrivez par exemple « {mark.shown} des salariés »."
        elif found.base in _BASES and not re.search(_BASES[found.base], after, re.IGNORECASE):
            yield f"« {mark.shown}{after[:30].rstrip()}… » : la base compte des {found.base}, dites-le."


def _after(line: Line, rank: int) -> str:
    """Give the words that follow a figure on its line."""
    words, seen = "", -1
    for piece in (piece for cell in line.cells for piece in cell):
        seen += isinstance(piece, Mark)
        if seen >= rank and not (isinstance(piece, Mark) and seen == rank):
            words += piece.shown if isinstance(piece, Mark) else piece
    return words


def with_unit(judged: Judged) -> Iterator[str]:
    """Tell the figures without their unit, and notes written as parts."""
    for _, _, mark, found in judged.figures():
        unit = found.figure.unit
        if unit == "part":
            continue
        if "%" in mark.shown:
            yield f"« {mark.shown} » : une valeur en {unit} n’est pas un pourcentage."
        elif unit == "note" and f"sur {BEST}" not in " ".join(mark.shown.split()):
            yield f"« {mark.shown} » : une note se dit sur {BEST}."
        elif unit != "note" and unit_words(found.figure) not in mark.shown:
            yield f"« {mark.shown} » n’a pas son unité ({unit_words(found.figure)})."


def with_interval(judged: Judged) -> Iterator[str]:
    """Tell the projections shown without what they may be."""
    for _, _, mark, found in judged.figures():
        if found.figure.interval_80 is not None and "entre" not in mark.shown:
            yield f"« {mark.shown} » est une projection : ajoutez son intervalle."


def no_pair(judged: Judged) -> Iterator[str]:
    """Tell the figures given with and without one company: their difference is that company."""
    cites = [cite for _, _, _, found in judged.figures() for cite in found.cites]
    without = [(name, table) for name, (table, keys) in cites if _WITHOUT.search("|".join((table, *keys)))]
    for name, table in dict.fromkeys(without):
        yield f"« {name}.{table} » donne un chiffre sans le premier employeur : avec le total, on retrouve le sien."


def no_small_cell(judged: Judged) -> Iterator[str]:
    """Tell the figures that rest on so few that somebody would be recognised."""
    for _, _, mark, found in judged.figures():
        figure = found.figure
        if figure.value == 0:
            continue
        if figure.unit in {"entreprises", "retours"} and figure.value < FEWEST_COMPANIES:
            yield f"« {mark.shown} » : moins de {FEWEST_COMPANIES} entreprises."
        elif figure.unit in {"personnes", "postes", "part", "note"} and figure.n < FEWEST_PEOPLE:
            yield f"« {mark.shown} » ne repose que sur {figure.n} : regroupez."
        elif figure.unit == "personnes" and figure.interval_80 is None and abs(figure.value) < FEWEST_PEOPLE:
            yield f"« {mark.shown} » : moins de {FEWEST_PEOPLE} personnes, regroupez."


def totals(judged: Judged) -> Iterator[str]:
    """Tell the tables whose counted rows do not add up to their last row, when that row is a total."""
    values = {id(mark): found.figure for _, _, mark, found in judged.figures()}
    for style, together in groupby(judged.document.lines, key=lambda line: line.style):
        rows = list(together)
        if style == "| " and re.match(r"\s*(?:total|ensemble)\b", rows[-1].words, re.IGNORECASE):
            yield from _total(rows[1:], values)


def _total(rows: list[Line], values: dict[int, Figure]) -> Iterator[str]:
    *parts, last = rows
    for column in range(1, len(last.cells)):
        cells = [[values.get(id(p)) for p in row.cells[column] if isinstance(p, Mark)] for row in (*parts, last)]
        counted = [cell[0] for cell in cells if len(cell) == 1 and cell[0] and _is_count(cell[0])]
        if len(counted) < len(rows):
            continue
        *ones, total = (round(figure.value) for figure in counted)
        if sum(ones) != total:
            yield f"Dans un tableau, les lignes font {number(sum(ones))} et le total dit {number(total)}."


def _is_count(figure: Figure) -> bool:
    return figure.unit not in {"part", "note"} and figure.interval_80 is None
