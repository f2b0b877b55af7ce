"""What engines learn from the nomenclatures of this machine, once each, so that using it is then immediate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import click

from vivier.cli.progress import Told, shown
from vivier.french import counted
from vivier.occupations.coder import face as coder
from vivier.occupations.nearness import face as nearness
from vivier.reference import Nomenclature, Store
from vivier.vocabulary import InputError

TRAINED = ("rome4", "rome3")  # those whose titles are those that people bear
Steps = Callable[[int, int], None]  # the steps done, the steps in all


@dataclass(frozen=True)
class Lesson:
    """Hold one thing to learn from a nomenclature: its name, whether and how it is learned, what it then allows.

    `counts` is the table whose rows say how big it is, `per_second` the rows (times codes) learned in a second of one
    processor, measured on ROME 3 and 4.
    """

    said: str
    then: str
    counts: tuple[str, str]  # the table, what one of its rows is called
    per_second: int
    is_trained: Callable[[Nomenclature], bool]
    learn: Callable[[Nomenclature, Steps], None]


@dataclass(frozen=True)
class Waiting:
    """Hold a nomenclature and what is still to be learned from it."""

    nomenclature: Nomenclature
    lesson: Lesson


# The short one first: whoever interrupts the long one keeps it.
LESSONS = (
    Lesson(
        "des métiers proches", "vivier near CODE", ("codes", "code"), 200_000,
        nearness.is_trained, lambda each, tell: nearness.learn(each, progress=tell),
    ),
    Lesson(
        "du codage", "vivier code INTITULÉS.csv --out CODES.csv", ("titles", "appellation"), 130_000,
        coder.is_trained, lambda each, tell: coder.learn(each, progress=tell),
    ),
)  # fmt: skip


def untrained(held: Store) -> tuple[Waiting, ...]:
    """List what can be learned and is not yet, or not by this version, lesson by lesson."""
    found = [held.nomenclature(key) for key in TRAINED if key in held.ids]
    able = [each for each in found if each.entry.rows.get("titles")]
    return tuple(Waiting(each, lesson) for lesson in LESSONS for each in able if not lesson.is_trained(each))


def train_all(waiting: Iterable[Waiting]) -> None:
    """Learn each thing, saying how long it should take and showing how far it is.

    Raises:
        InputError: a model cannot be written; what the store held is intact.
    """
    ready: dict[str, None] = {}
    for each in waiting:
        lesson, entry = each.lesson, each.nomenclature.entry
        size = counted(_size(each), lesson.counts[1])
        click.echo(f"Apprentissage {lesson.said}, {entry.title} ({size}) : {_expected(each)}, une seule fois.")
        try:
            with shown(f"apprentissage, {entry.title}") as tell:
                _learn(each, tell)
        except KeyboardInterrupt:
            click.echo(
                "Apprentissage interrompu ; les nomenclatures restent installées. Pour le reprendre : « vivier "
                "reference train ».",
                err=True,
            )
            raise
        ready[f"« {lesson.then} »"] = None
    if ready:
        click.echo(f"Prêt : {', '.join(ready)}.")


def _learn(each: Waiting, tell: Told) -> None:
    title = each.nomenclature.entry.title
    try:
        each.lesson.learn(each.nomenclature, lambda done, steps: tell(f"apprentissage, {title}", done, steps))
    except MemoryError:
        raise InputError(
            f"La mémoire manque pour apprendre {title} ; les nomenclatures restent installées. "
            "Fermez d’autres programmes, puis lancez « vivier reference train »."
        ) from None


def _size(each: Waiting) -> int:
    table = each.lesson.counts[0]
    return len(each.nomenclature.codes()) if table == "codes" else each.nomenclature.entry.rows[table]


def _expected(each: Waiting) -> str:
    """Say how long learning should take on one processor, in minutes."""
    minutes = _size(each) * len(each.nomenclature.codes()) / each.lesson.per_second / 60
    return f"environ {counted(minutes, 'minute')}" if minutes >= 1 else "moins d’une minute"
