"""The questions of a return, as versioned data: a wave keeps those it was asked with."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from vivier.vocabulary import InputError

CURRENT = "2026-1"
MOST_REQUIRED, MOST_MINUTES = 25, 15  # what a member was promised
Choices = tuple[tuple[str, str], ...]
MARKS: Choices = (
    ("1", "Pas du tout d’accord"), ("2", "Plutôt pas d’accord"), ("3", "Ni l’un ni l’autre"),
    ("4", "Plutôt d’accord"), ("5", "Tout à fait d’accord"), ("0", "Sans avis"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """Hold a column of rows: `occupation`, `text`, `year`, `people`, `period`, `km`, `choice` or `tick`."""

    name: str
    kind: str
    label: str
    required: bool = False
    choices: Choices = ()
    list: str = ""  # the words proposed


@dataclass(frozen=True, slots=True)
class Question:
    """Hold one question: `choice`, `several`, `scale` or `rows`; `when` is the choice that opens it with « oui »."""

    name: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    choices: Choices = ()
    when: str = ""
    group: str = ""
    most: int = 0  # rows
    one: str = ""  # the word for a row
    columns: tuple[Column, ...] = ()

    @property
    def required_fields(self) -> int:
        """How many answers it must have, with one row when it is in rows."""
        return sum(column.required for column in self.columns) if self.kind == "rows" else int(self.required)


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one step of the return."""

    slug: str
    title: str
    lead: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """Hold the whole return.

    >>> schema("2026-1").required_fields, schema("2026-1").minutes
    (24, 15)
    """

    version: str
    title: str
    minutes: int
    years: int  # how far the years offered go
    steps: tuple[Step, ...]
    lists: dict[str, tuple[str, ...]]

    @property
    def required_fields(self) -> int:
        """How many answers a return must have, every part of it opened with one row."""
        return sum(question.required_fields for question in self.questions())

    def questions(self) -> Iterator[Question]:
        """Give every question in order."""
        for step in self.steps:
            yield from step.questions

    def step(self, slug: str) -> Step:
        """Give a step by its name in addresses; the first when there is none."""
        return next((step for step in self.steps if step.slug == slug), self.steps[0])

    def labels(self, name: str) -> dict[str, str]:
        """Give the words of the choices of a question."""
        asked = next(question for question in self.questions() if question.name == name)
        return dict(MARKS if asked.kind == "scale" else asked.choices)

    def named(self, kind: str, prefix: str) -> dict[str, str]:
        """Give the questions of a kind whose name begins so: the rest of the name, and the label."""
        found = (one for one in self.questions() if one.kind == kind and one.name.startswith(prefix))
        return {one.name.removeprefix(prefix): one.label for one in found}


@cache
def schema(version: str) -> Schema:
    """Give a schema by its version.

    Raises:
        InputError: this platform has no such schema.
    """
    path = files("vivier_web.skills.needs") / "schemas" / f"{version}.toml"
    if not version.replace("-", "").isalnum() or not path.is_file():
        raise InputError(
            "Le questionnaire de cette collecte n’est pas connu de la plateforme : prévenez l’exploitant."
        )
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = {name: tuple(words) for name, words in said["lists"].items()}
    steps = tuple(_step(each) for each in said["step"])
    return Schema(said["version"], said["title"], said["minutes"], said["years"], steps, lists)


def _step(said: dict[str, Any]) -> Step:
    questions = tuple(_question(each) for each in said["question"])
    return Step(said["slug"], said["title"], said["lead"], questions)


def _question(said: dict[str, Any]) -> Question:
    columns = tuple(Column(**(each | {"choices": _choices(each)})) for each in said.get("columns", ()))
    return Question(**(said | {"choices": _choices(said), "columns": columns}))


def _choices(said: dict[str, Any]) -> Choices:
    return tuple((code, words) for code, words in said.get("choices", ()))


def periods(first_year: int, years: int) -> Choices:
    """Give when a training may take place: the quarters of two years, then whole years.

    >>> periods(2026, 3)[0], periods(2026, 3)[-1]
    (('2026-1', '1er trimestre 2026'), ('2028', 'en 2028'))
    """
    quarters = [
        (f"{year}-{quarter}", f"{quarter}{'er' if quarter == 1 else 'e'} trimestre {year}")
        for year in (first_year, first_year + 1)
        for quarter in (1, 2, 3, 4)
    ]
    return (*quarters, *((str(year), f"en {year}") for year in range(first_year + 2, first_year + years)))


def year_choices(first_year: int, years: int) -> Choices:
    """Give the years a return may speak of."""
    return tuple((str(year), str(year)) for year in range(first_year, first_year + years))
