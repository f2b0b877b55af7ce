"""The fifteen points in their order, and what a document that is judged holds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vivier.report.traced.checking import Verdict, verdicts
from vivier.report.traced.evidence import Evidence
from vivier.report.traced.grid import axes, figures, words
from vivier.report.traced.grid.judged import Judged
from vivier.report.traced.marks import Traced

Check = Callable[[Judged], Iterator[str]]  # the faults it finds, each in a sentence

GRID: tuple[tuple[str, Check], ...] = (
    ("Une seule source par sujet", figures.one_source),
    ("Chaque chiffre se recalcule", figures.recomputed),
    ("Aucun chiffre sans source", words.no_loose_number),
    ("n à côté de chaque pourcentage", figures.with_n),
    ("Ni pourcentage ni décimale sur de petits nombres", figures.no_false_precision),
    ("La base de chaque pourcentage est nommée, et c’est la bonne", figures.with_base),
    ("Chaque chiffre a son unité", figures.with_unit),
    ("Un intervalle à côté de chaque projection", figures.with_interval),
    ("Jamais « avec » et « sans » le premier employeur ensemble", figures.no_pair),
    ("Aucun chiffre ne repose sur trop peu de personnes", figures.no_small_cell),
    ("Les totaux des tableaux tombent juste", figures.totals),
    ("Une seule liste de priorités, dans le même ordre partout", axes.one_list),
    ("Chaque axe va du constat à l’indicateur", axes.whole_chain),
    ("Périmètre, date, réponses et limites sont dits", axes.said_limits),
    ("Une corrélation n’est pas une cause, une opinion n’est pas un fait", words.no_cause),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """Hold what became of one point of the grid: its number, its words, its faults, none when it is met."""

    number: int
    name: str
    faults: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Whether nothing was found against it."""
        return not self.faults


def points(document: Traced, *, files: Iterable[Evidence] = ()) -> tuple[Point, ...]:
    """Judge a document by the fifteen points, its figures recomputed from the files given or from what it carries."""
    given = tuple(files)
    judged = Judged(document, verdicts(document, files=given), given)
    return tuple(Point(rank, name, tuple(check(judged))) for rank, (name, check) in enumerate(GRID, 1))


__all__ = ["GRID", "Judged", "Point", "Verdict", "points"]
