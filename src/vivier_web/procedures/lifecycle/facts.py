"""What the rules of a procedure look at in a dossier."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from vivier_web.procedures.definition.conditions import Subject, as_number
from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.dossier import Dossier
from vivier_web.procedures.marking import Sheet, consensus


def look(procedure: Procedure, dossier: Dossier, subject: Subject, *, grid: str = "") -> object:
    """Give the value of a subject, or None when it is unknown; marks are those of the grid of the stage."""
    family, key, sub = subject
    if family == "passed":
        return sum(each.stage == key for each in dossier.passed)
    if family == "quorum":
        return dossier.sitting()
    if family == "proofs":
        return len(dossier.missing_proofs())
    if family == "opinions":
        counted = dossier.opinions_on(grid) if grid else dossier.opinions
        return sum(each.is_stale(dossier.content) for each in counted) if key == "stale" else len(counted)
    if family == "mark":
        return _mark(procedure, dossier, key)
    return _answer(family, dossier.values.get(key), sub)


def _answer(family: str, value: object, sub: str) -> object:
    if is_blank(value):
        return None
    if family == "field":
        return value
    rows = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
    if family == "count":
        return sum(not sub or _bears(row, sub) for row in rows)
    amounts = [as_number(row.get("amount") if isinstance(row, Mapping) else row) for row in rows]
    return sum((each for each in amounts if each is not None), Decimal(0))


def _bears(row: object, word: str) -> bool:
    return word in ([*row.values()] if isinstance(row, Mapping) else [row])


def is_blank(value: object) -> bool:
    """Tell whether a question was left without an answer; « false » and 0 are answers."""
    return value is None or (isinstance(value, str | Sequence | Mapping) and not value)


def _mark(procedure: Procedure, dossier: Dossier, key: str) -> object:
    for grid in reversed(procedure.grids):
        sheet = sheet_of(procedure, dossier, grid.key)
        if sheet.opinions and key == "total":
            return Decimal(sheet.total.numerator) / sheet.total.denominator
        note = sheet.note(key)
        if note and note.value is not None:
            return Decimal(note.value.numerator) / note.value.denominator
    return None


def sheet_of(procedure: Procedure, dossier: Dossier, grid: str) -> Sheet:
    """Gather the opinions of a dossier that count on one of the grids of its procedure."""
    return consensus(procedure.grid(grid), dossier.opinions_on(grid))
