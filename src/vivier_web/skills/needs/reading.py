"""What was typed in a return, kept as it was typed while it is a draft, and read strictly when it is sent."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vivier.french import printable
from vivier.reference import pcs_occupations
from vivier_web.members.search import folded
from vivier_web.skills.needs.schema import MARKS, Choices, Column, Question, Schema, Step, periods, year_choices

Typed = dict[str, str]  # field → what was typed; a tick is « on », a blank field is absent
Json = dict[str, Any]
NO_CODE = "-"  # the member says that none of the occupations proposed is the right one
LONGEST = 120
MOST_PEOPLE, MOST_KM = 9999, 1000
_ROW = re.compile(r"^([a-z_]+)-(\d{1,2})-([a-z_]+)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what a return says, and what is wrong with it: field → one sentence."""

    answers: Json
    troubles: dict[str, str]


def typed_in(step: Step, posted: Mapping[str, str]) -> Typed:
    """Keep of what a browser sent the fields of one step that are not blank.

    An occupation chosen for another title than the one that is written is forgotten.
    """
    kept: Typed = {}
    for name in fields_of(step):
        said = " ".join(printable(str(posted.get(name, ""))).split())[:LONGEST]
        if said:
            kept[name] = said
    for name in [name for name in kept if name.endswith("-pcs")]:
        row = name.removesuffix("-pcs")
        if folded(kept.get(f"{row}-for", "")) != folded(kept.get(f"{row}-title", "")):
            del kept[name]
    return {name: said for name, said in kept.items() if not name.endswith("-for")}


def fields_of(step: Step) -> list[str]:
    """Give the name of every field of a step."""
    names: list[str] = []
    for question in step.questions:
        if question.kind == "rows":
            names += (
                f"{question.name}-{rank}-{name}"
                for rank in range(question.most)
                for name in [*_names(question.columns)]
            )
        elif question.kind == "several":
            names += (f"{question.name}-{code}" for code, _ in question.choices)
        else:
            names.append(question.name)
    return names


def _names(columns: Iterable[Column]) -> Iterable[str]:
    for column in columns:
        yield column.name
        if column.kind == "occupation":
            yield from ("pcs", "for")


def rows_in(question: Question, typed: Typed) -> list[int]:
    """Give the ranks of the rows in which something was typed."""
    found = {
        int(match[2])
        for name in typed
        if (match := _ROW.match(name)) and match[1] == question.name and match[3] != "pcs"
    }
    return sorted(found)


def read(schema: Schema, typed: Typed, *, first_year: int) -> Reading:
    """Read a whole return strictly."""
    answers: Json = {}
    troubles: dict[str, str] = {}
    for step in schema.steps:
        found = read_step(schema, step, typed, first_year=first_year)
        answers |= found.answers
        troubles |= found.troubles
    return Reading(answers, troubles)


def read_step(schema: Schema, step: Step, typed: Typed, *, first_year: int) -> Reading:
    """Read one step strictly."""
    found = Reading({}, {})
    offered = {
        "year": year_choices(first_year, schema.years),
        "period": periods(first_year, schema.years),
    }
    for question in step.questions:
        if question.kind == "rows":
            _read_rows(question, typed, offered, found)
        elif question.kind == "several":
            codes = [code for code, _ in question.choices if typed.get(f"{question.name}-{code}")]
            found.answers[question.name] = codes
        else:
            _read_choice(question, typed, found)
    return found


def _read_choice(question: Question, typed: Typed, found: Reading) -> None:
    said = typed.get(question.name, "")
    choices = MARKS if question.kind == "scale" else question.choices
    if said in dict(choices):
        found.answers[question.name] = int(said) if question.kind == "scale" else said
    elif said or question.required:
        found.troubles[question.name] = "Choisissez une réponse ; « sans avis » ou « ne sait pas » en sont."


def _read_rows(question: Question, typed: Typed, offered: Mapping[str, Choices], found: Reading) -> None:
    if question.when and typed.get(question.when) != "yes":
        found.answers[question.name] = []
        return
    ranks = rows_in(question, typed)
    if not ranks:
        found.troubles[question.name] = "Vous avez répondu « oui » : remplissez au moins une ligne."
    rows = []
    for rank in ranks:
        row: Json = {}
        for column in question.columns:
            name = f"{question.name}-{rank}-{column.name}"
            try:
                row |= _read_cell(column, name, typed, offered)
            except ValueError as why:
                found.troubles[name] = str(why)
        rows.append(row)
    found.answers[question.name] = rows


def _read_cell(column: Column, name: str, typed: Typed, offered: Mapping[str, Choices]) -> Json:
    said = typed.get(name, "")
    if column.kind == "tick":
        return {column.name: bool(said)}
    if not said:
        raise ValueError(_MISSING.get(column.kind, "Écrivez de quoi il s’agit."))
    return _CELLS[column.kind](column, said, typed.get(name.removesuffix(column.name) + "pcs", ""), offered)


def _text(column: Column, said: str, _pcs: str, _offered: Mapping[str, Choices]) -> Json:
    return {column.name: said}


def _occupation(column: Column, said: str, pcs: str, _offered: Mapping[str, Choices]) -> Json:
    if pcs != NO_CODE and pcs not in pcs_occupations():
        raise ValueError("Choisissez le métier le plus proche, ou « aucun de ceux-là ».")
    return {column.name: said, "pcs": "" if pcs == NO_CODE else pcs, "rome": ""}


def _chosen(column: Column, said: str, _pcs: str, offered: Mapping[str, Choices]) -> Json:
    if said not in dict(column.choices or offered[column.kind]):
        raise ValueError("Choisissez dans la liste.")
    return {column.name: int(said) if column.kind == "year" else said}


def _whole(column: Column, said: str, _pcs: str, _offered: Mapping[str, Choices]) -> Json:
    most = MOST_KM if column.kind == "km" else MOST_PEOPLE
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= most):
        raise ValueError(f"Un nombre entier, de 1 à {most}.")
    return {column.name: int(said)}


_CELLS: dict[str, Callable[[Column, str, str, Mapping[str, Choices]], Json]] = {
    "text": _text, "occupation": _occupation, "year": _chosen, "period": _chosen, "choice": _chosen,
    "people": _whole, "km": _whole,
}  # fmt: skip
_MISSING = {
    "people": "Combien de personnes ?", "km": "Jusqu’à combien de kilomètres ?", "year": "Pour quelle année ?",
    "period": "À quel moment ?", "choice": "Choisissez dans la liste.", "occupation": "Écrivez le métier.",
}  # fmt: skip


def typed_from(schema: Schema, answers: Json) -> Typed:
    """Write answers back as they would be typed."""
    typed: Typed = {}
    for question in schema.questions():
        said = answers.get(question.name)
        if question.kind == "rows":
            for rank, row in enumerate(said or ()):
                typed |= _typed_row(f"{question.name}-{rank}", row)
        elif question.kind == "several":
            typed |= {f"{question.name}-{code}": "on" for code in said or ()}
        elif said is not None:
            typed[question.name] = str(said)
    return typed


def _typed_row(row: str, said: Json) -> Typed:
    typed = {f"{row}-{name}": "on" if value is True else str(value) for name, value in said.items() if value}
    typed.pop(f"{row}-rome", None)
    return typed | ({f"{row}-pcs": NO_CODE} if said.get("pcs") == "" else {})


def required_done(schema: Schema, typed: Typed) -> tuple[int, int]:
    """Count the required fields that are filled, and how many there are given what was answered."""
    done = asked = 0
    for question in schema.questions():
        if question.kind != "rows":
            asked += question.required
            done += question.required and question.name in typed
        elif typed.get(question.when) == "yes":
            required = [column.name for column in question.columns if column.required]
            ranks = rows_in(question, typed) or [0]
            asked += len(required) * len(ranks)
            done += sum(f"{question.name}-{rank}-{name}" in typed for rank in ranks for name in required)
    return done, asked
