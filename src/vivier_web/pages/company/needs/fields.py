"""How one step of a return is laid out: its questions, their rows, what was typed and what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vivier_web.skills.needs.reading import NO_CODE, rows_in
from vivier_web.skills.needs.schema import MARKS, Choices, Column, Question, Schema, Step, periods, year_choices
from vivier_web.skills.queries.needs_filling import Choice, Filling, occupation_choices

Own = list[tuple[str, str, int]]
_FROM = {"avant": "comme l’an dernier", "depot": "d’après votre dépôt"}


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one field of a row."""

    name: str
    column: Column
    value: str
    choices: Choices = ()
    trouble: str = ""
    occupations: tuple[Choice, ...] = ()
    pcs: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row: its fields, where it comes from."""

    rank: int
    name: str
    cells: tuple[Cell, ...]
    source: str
    is_blank: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one question as the page shows it."""

    question: Question
    value: str = ""
    choices: Choices = ()
    ticked: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()
    trouble: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Lay out the steps of one return."""

    schema: Schema
    first_year: int
    filling: Filling
    troubles: dict[str, str] = field(default_factory=dict)
    own: Own = field(default_factory=list)

    def asked(self, step: Step) -> list[Asked]:
        """Give the questions of a step."""
        return [self._question(question) for question in step.questions]

    def _question(self, question: Question) -> Asked:
        trouble, source = self.troubles.get(question.name, ""), self._source([question.name])
        if question.kind == "rows":
            return Asked(question, rows=tuple(self._rows(question)), trouble=trouble)
        if question.kind == "several":
            ticked = frozenset(
                code for code, _ in question.choices if f"{question.name}-{code}" in self.filling.typed
            )
            return Asked(question, choices=question.choices, ticked=ticked)
        choices = MARKS if question.kind == "scale" else question.choices
        value = self.filling.typed.get(question.name, "")
        return Asked(question, value, choices, trouble=trouble, source=source)

    def _rows(self, question: Question) -> list[Row]:
        filled = rows_in(question, self.filling.typed)
        free = [rank for rank in range(question.most) if rank not in filled]
        blank = free[: 1 if filled else 2]
        return [self._row(question, rank, is_blank=rank in blank) for rank in sorted([*filled, *blank])]

    def _row(self, question: Question, rank: int, *, is_blank: bool) -> Row:
        name = f"{question.name}-{rank}"
        cells = tuple(self._cell(f"{name}-{column.name}", column) for column in question.columns)
        return Row(rank, name, cells, self._source([cell.name for cell in cells]), is_blank)

    def _cell(self, name: str, column: Column) -> Cell:
        value, trouble = self.filling.typed.get(name, ""), self.troubles.get(name, "")
        if column.kind == "occupation":
            return self._occupation(name, column, value, trouble)
        offered = {
            "year": year_choices(self.first_year, self.schema.years),
            "period": periods(self.first_year, self.schema.years),
        }
        return Cell(name, column, value, column.choices or offered.get(column.kind, ()), trouble)

    def _occupation(self, name: str, column: Column, value: str, trouble: str) -> Cell:
        pcs = self.filling.typed.get(name.removesuffix("title") + "pcs", "")
        if pcs and pcs != NO_CODE:
            found: Sequence[Choice] = [Choice.of(pcs, self.own)]
        else:
            found = occupation_choices(value, self.own) if value else ()
        return Cell(name, column, value, (), trouble, tuple(found), pcs)

    def _source(self, names: list[str]) -> str:
        where = {self.filling.sources[name] for name in names if name in self.filling.sources}
        return _FROM.get(next(iter(sorted(where)), ""), "")
