"""Titles read from a table, coded once each, and laid out in the columns of `vivier code`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vivier.cli.progress import shown
from vivier.cli.tables import read_table
from vivier.occupations import Hints
from vivier.occupations import code as code_titles
from vivier.occupations.coder.data import MOST_ALTERNATIVES, Coding, Title
from vivier.occupations.coder.decisions import Decisions
from vivier.occupations.coder.face import model_of
from vivier.reference import Nomenclature

HINTS = ("pcs", "naf", "qualification")
COLUMNS = (
    *("id", "title", "code", "label", "probability", "decision"),
    *(f"alternative_{rank}" for rank in range(1, MOST_ALTERNATIVES + 1)),
    "question",
)
CHUNK = 2000  # titles coded between two moves of the progress bar
Answers = Mapping[Title, Coding]


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one row to code: the caller's identifier and title, as they were written."""

    id: str
    title: Title


def read_titles(path: Path) -> tuple[Asked, ...]:
    """Read the titles to code; identifiers and titles are kept byte for byte.

    Raises:
        InputError: the file does not open, is not a table, is empty, or lacks a column.
    """
    table = read_table(path, ("id", "title"), HINTS, exact=True)
    return tuple(
        Asked(line["id"], Title(line["title"], *(line[hint].strip() for hint in HINTS))) for line in table.lines
    )


def answered(rows: Sequence[Asked], nomenclature: Nomenclature, decisions: Decisions) -> dict[Title, Coding]:
    """Answer for each different title: what a human decided, else what the coder proposes; shows how far it is."""
    titles = list(dict.fromkeys(row.title for row in rows))
    found = {title: given for title in titles if (given := decisions.coding(title)) is not None}
    left = [title for title in titles if title not in found]
    is_learned = bool(nomenclature.entry.file)  # what is built in learns on the spot, in a few seconds
    with shown("ouverture du modèle" if is_learned else "apprentissage de la démonstration") as tell:
        if left:
            model_of(nomenclature)
        for start in range(0, len(left), CHUNK):
            tell("codage des intitulés", start, len(left))
            some = left[start : start + CHUNK]
            hints = [Hints(title.pcs, title.naf, title.qualification) for title in some]
            proposed = code_titles([title.text for title in some], nomenclature=nomenclature, hints=hints)
            found |= zip(some, proposed, strict=True)
    return found


def as_rows(
    rows: Sequence[Asked], answers: Answers, nomenclature: Nomenclature
) -> tuple[tuple[str, ...], Iterator[tuple[str, ...]]]:
    """Lay the answers out: the columns, then one row for each row that was asked, in its order."""
    return COLUMNS, (_row(row, answers[row.title], nomenclature) for row in rows)


def _row(row: Asked, given: Coding, nomenclature: Nomenclature) -> tuple[str, ...]:
    label = nomenclature.label(given.code) if given.code else ""
    others = (*given.alternatives, *[""] * MOST_ALTERNATIVES)[:MOST_ALTERNATIVES]
    sure = f"{given.probability:.4f}"
    return (row.id, row.title.text, given.code, label, sure, given.decision, *others, given.question)
