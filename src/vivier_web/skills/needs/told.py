"""What a return says, in words and in tables: for its member's receipt, and for its files."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from vivier.reference import pcs_label
from vivier_web.skills.needs.reading import Json
from vivier_web.skills.needs.schema import Column, Question, Schema, periods

NOTHING = "Rien"
NO_OCCUPATION = "métier non précisé"


@dataclass(frozen=True, slots=True)
class Told:
    """Hold one table of a return: its title, its heads, its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def told(schema: Schema, answers: Json, *, first_year: int) -> tuple[Told, ...]:
    """Say a return step by step: one table for its plain questions, one for each question in rows."""
    tables: list[Told] = []
    for step in schema.steps:
        plain = [(one.label, _words(schema, one, answers)) for one in step.questions if one.kind != "rows"]
        tables.append(Told(step.title, ("Question", "Réponse"), tuple(plain)))
        for question in step.questions:
            rows = answers.get(question.name, ()) if question.kind == "rows" else ()
            if rows:
                heads = tuple(_heads(question.columns))
                lines = tuple(tuple(_cells(schema, question.columns, row, first_year)) for row in rows)
                tables.append(Told(question.label, heads, lines))
    return tuple(tables)


def _words(schema: Schema, question: Question, answers: Json) -> str:
    said = answers.get(question.name)
    labels = schema.labels(question.name)
    if question.kind == "several":
        return ", ".join(labels[code] for code in said or () if code in labels) or NOTHING
    return labels.get(str(said), "sans réponse")


def _heads(columns: Iterable[Column]) -> Iterable[str]:
    for column in columns:
        yield column.label
        if column.kind == "occupation":
            yield from ("PCS-ESE", "Libellé de la PCS", "ROME")


def _cells(schema: Schema, columns: Iterable[Column], row: dict[str, Any], first_year: int) -> Iterable[str]:
    choices = dict(periods(first_year, schema.years))
    for column in columns:
        said = row.get(column.name)
        if column.kind == "tick":
            yield "oui" if said else "non"
        elif column.kind in ("choice", "period"):
            yield (dict(column.choices) or choices).get(str(said), str(said))
        else:
            yield str(said)
        if column.kind == "occupation":
            pcs = row.get("pcs", "")
            yield from (pcs, pcs_label(pcs) if pcs else NO_OCCUPATION, row.get("rome", ""))
