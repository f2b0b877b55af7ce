"""What `vivier check-figures` reads and says."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vivier.cli.tables import read_bytes
from vivier.french import counted, number, typeset
from vivier.report.traced import Evidence, Traced, evidence, points, verdicts
from vivier.report.traced.checking import Verdict, strangers
from vivier.report.traced.grid import Point
from vivier.report.traced.reading import opened
from vivier.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold what was found of a document: its figures one by one, files that are not its own, the fifteen points."""

    verdicts: tuple[Verdict, ...]
    strangers: tuple[str, ...]
    points: tuple[Point, ...]
    held_against: str

    def is_sound(self, *, figures_only: bool) -> bool:
        """Whether every figure is right, and every point of the grid met when it is asked for."""
        are_right = bool(self.verdicts) and all(verdict.is_right for verdict in self.verdicts) and not self.strangers
        return are_right and (figures_only or all(point.is_met for point in self.points))


def checked(path: Path, files: tuple[str, ...]) -> Checked:
    """Open a document and hold it against the files it is said to come from, else against what it carries.

    Raises:
        InputError: for a file that cannot be read or matched to a source.
    """
    document = opened(read_bytes(path))
    given = tuple(_given(document, said) for said in files)
    against = counted(len(given), "fichier donné", "fichiers donnés") if given else "sources portées par le document"
    return Checked(
        verdicts(document, files=given), strangers(document, given), points(document, files=given), against
    )  # fmt: skip


def lines(found: Checked, *, figures_only: bool) -> Iterator[str]:
    """Say what was found: the figures that differ first, then the grid, then the count."""
    for verdict in found.verdicts:
        if verdict.trouble:
            yield f"✗ « {verdict.mark.shown} » : {verdict.trouble}"
        elif not verdict.is_right:
            yield typeset(f"✗ « {verdict.mark.shown} » : les sources donnent « {verdict.expected} ».")
    yield from (f"✗ {words}" for words in found.strangers)
    right = sum(verdict.is_right for verdict in found.verdicts)
    total = number(len(found.verdicts))
    yield f"Chiffres : {number(right)} sur {total} recalculés à l’identique ({found.held_against})."
    if figures_only:
        return
    for point in found.points:
        yield f"{'✓' if point.is_met else '✗'} {point.number:>2}. {point.name}"
        yield from (f"      {fault}" for fault in point.faults)
    yield f"Grille : {sum(point.is_met for point in found.points)} sur {len(found.points)}."


def _given(document: Traced, said: str) -> Evidence:
    """Match a file to a source of the document: by its name, else by its fingerprint, else the only one."""
    name, is_named, path = said.rpartition("=")
    if not is_named or Path(said).exists():
        name, path = "", said
    content = read_bytes(Path(path))
    for one in document.sources:
        read = evidence(one.name, content, title=one.title)
        if one.name == name or (not name and (read.sha256 == one.sha256 or len(document.sources) == 1)):
            return read
    names = ", ".join(one.name for one in document.sources) or "aucune"
    raise InputError(
        f"« {path} » n’est aucune des sources du document ({names}) : dites laquelle, --from NOM=FICHIER."
    )
