"""From rows to the plain state that the rules of a procedure look at, and from answers kept to answers read."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.dossier import Dossier as State
from vivier_web.procedures.dossier import HeldCondition, Mark, Passed, Pause
from vivier_web.procedures.dossier import Opinion as Judged
from vivier_web.procedures.models import Assignment, Condition, Content, Dossier, Opinion

REFUSED = {AssignmentState.DECLINED, AssignmentState.RECUSED}


def content_of(dossier: Dossier) -> Content | None:
    """Give the last version that was filed, or None."""
    found: Content | None = dossier.contents.first()
    return found


def answers_of(dossier: Dossier) -> dict[str, Any]:
    """Give the answers of the last version filed, as they are kept."""
    content = content_of(dossier)
    return dict(content.answers) if content else {}


def state_of(dossier: Dossier, *, sitting: int = 0, values: Mapping[str, Any] | None = None) -> State:
    """Give the plain state of a dossier: what every rule looks at.

    `sitting` are those who sit, recusals already left out; `values` answers to look at rather than those filed.
    """
    procedure = dossier.definition()
    content = content_of(dossier)
    answers = values if values is not None else (content.answers if content else {})
    asked = list(Assignment.objects.filter(dossier=dossier))
    given = Opinion.objects.filter(assignment__dossier=dossier, is_set_aside=False).select_related("assignment")
    held = Condition.objects.filter(decision__dossier=dossier).order_by("due_on", "pk")
    return State(
        stage=dossier.stage,
        entered_on=dossier.entered_on,
        content=content.number if content else 1,
        values=read_values(procedure, answers),
        opinions=tuple(judged(each) for each in given),
        invited=tuple(each.key for each in asked if each.stage == dossier.stage and each.state not in REFUSED),
        recused=tuple(each.key for each in asked if each.state == AssignmentState.RECUSED),
        present=tuple(f"P{rank}" for rank in range(sitting)),
        conditions=tuple(HeldCondition(each.text, each.due_on, each.settled_on) for each in held),
        passed=tuple(_passed(each) for each in dossier.passed),
        pauses=tuple(_pause(each) for each in dossier.pauses),
        ahead=tuple(dossier.ahead),
        outcome=dossier.outcome,
    )


def judged(row: Opinion) -> Judged:
    """Give an opinion as the rules know it."""
    marks: dict[str, Mark] = {key: None if mark is None else int(mark) for key, mark in row.marks.items()}
    return Judged(row.assignment.key, row.grid, row.content, marks, row.recommendation, row.confirmed_for)


def passed_rows(state: State) -> list[dict[str, str]]:
    """Write the stages that were left as a dossier keeps them."""
    return [
        {
            "stage": each.stage,
            "entered_on": each.entered_on.isoformat(),
            "left_on": each.left_on.isoformat(),
            "outcome": each.outcome,
        }
        for each in state.passed
    ]


def _passed(row: Mapping[str, str]) -> Passed:
    entered, left = dt.date.fromisoformat(row["entered_on"]), dt.date.fromisoformat(row["left_on"])
    return Passed(row["stage"], entered, left, row["outcome"])


def _pause(row: Mapping[str, str]) -> Pause:
    answered = row.get("answered_on")
    return Pause(dt.date.fromisoformat(row["asked_on"]), dt.date.fromisoformat(answered) if answered else None)


def read_values(procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Read answers as rules compare them: numbers and amounts as decimals."""
    kinds = {each.key: each.kind for each in procedure.fields()}
    return {key: _read(kinds.get(key, "text"), value) for key, value in answers.items()}


def _read(kind: str, value: Any) -> Any:
    if kind in {"number", "money"}:
        return _decimal(value)
    if kind == "budget" and isinstance(value, list):
        return [{**row, "amount": _decimal(row.get("amount"))} for row in value]
    return value


def _decimal(value: Any) -> Decimal | None:
    try:
        found = Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
